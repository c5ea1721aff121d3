"""Fuzz one reader with atheris: `python benchmarks/fuzz/target.py NAME FINDINGS [libFuzzer's own arguments]`.

An exception is written down and the run goes on; only what ends the process, libFuzzer writes down itself.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]  # neither typed nor everywhere

with atheris.instrument_imports(include=["sayso"]):
    from fuzz.damage import draw_blow, strike
    from fuzz.targets import list_inputs, run_target

    for _given in list_inputs(sys.argv[1]):
        run_target(sys.argv[1], _given)  # readers are loaded when the first such file comes, and what they need likewise

_FRESH = 0.2  # of the changes begin with a valid file: libFuzzer never strikes one of two inputs that reach the same code
_OWN_BLOWS = 0.4  # of the changes to an input; libFuzzer's own know nothing of numbers and of what formats mark


def main() -> None:
    """Fuzz until libFuzzer is told to stop."""
    target, findings = sys.argv[1], Path(sys.argv[2])
    warnings.simplefilter("ignore")
    os.environ["PATH"] = ""  # tesseract is not found: it is another's program, and a page takes it as long as 300 take the rest
    seen: set[str] = set()
    whole = list(list_inputs(target))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))

    def read(given: bytes) -> None:
        wrong = run_target(target, given)
        if wrong and wrong not in seen:
            seen.add(wrong)
            name = hashlib.sha1(wrong.encode(), usedforsecurity=False).hexdigest()[:10]
            (findings / f"{target}-{name}").write_bytes(given)
            (findings / f"{target}-{name}.why").write_text(wrong)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        data = rng.choice(whole) if rng.random() < _FRESH else data
        if rng.random() > _OWN_BLOWS:
            return bytes(atheris.Mutate(data, most))
        return strike(data, draw_blow(rng), donor=data)[:most]

    atheris.Setup([sys.argv[0], *sys.argv[3:]], read, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
