"""Compare what the cue lexicon says a verb implies of its that-clause with what people judged it to imply.

    python benchmarks/veridicality.py ../shared/data/veridicality-mega.tar.xz [--list]

MegaVeridicality (White & Rawlins 2018; White, Rudinger, Rawlins & Van Durme 2018; recast by Poliak et al. 2018 into one label
a sentence, so that means over judges are no longer in it): "someone *confirmed* that a particular thing happened": did it
happen, not happen, or is it open? The lexicon's *factive* should be judged to have happened, *neutral* and *doubting* to be
open, *denying* open or not to have happened. Under negation ("didn't regret that") only verbs that presuppose their clause
should still be judged to have happened.

Verbs are parted in two halves by a hash of the lemma; the lexicon may be corrected on the open half only.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sayso.models.parser import load_parser
from sayso.read.lexicon import load_lexicon
from sayso.read.polarity import PRESUPPOSING

CONTEXT = re.compile(
    r"someone (?P<passive>was )?(?P<negated>did n't |n't )?(?P<verb>\w+) that a particular thing happened"
)
PLAIN_SPEECH = "say"  # "replied that" is judged to have happened, "stated that" open: what the class says, not the data
MEANT = {"factive": {"yes"}, "neutral": {"open"}, "doubting": {"open"}, "denying": {"open", "no"}}


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What people judged of one verb with a that-clause, plain and negated, beside the lexicon's class and force."""

    lemma: str
    cue_class: str
    force: str
    plain: str
    negated: str | None

    @property
    def agrees(self) -> bool:
        """Whether the judgement is one that the lexicon's force allows."""
        return self.plain in MEANT[self.force]


def load_judgements(path: Path) -> dict[str, str]:
    """The one entailed hypothesis of each sentence: yes, no or open."""
    found: dict[str, str] = {}
    with tarfile.open(path) as packed:
        for member in packed:
            handle = packed.extractfile(member) if member.name.endswith("recast_megaveridicality_data.json") else None
            for row in json.load(handle) if handle is not None else ():
                if row["label"] == "entailed":
                    told = row["hypothesis"]
                    found[row["context"]] = "open" if "might or might" in told else "no" if "n't" in told else "yes"
    return found


def find_verdicts(judgements: dict[str, str]) -> list[Verdict]:
    """One verdict a verb that the lexicon knows with a that-clause and that was judged in the active."""
    lexicon, parse = load_lexicon(), load_parser()
    plain: dict[str, str] = {}
    negated: dict[str, str] = {}
    for context, label in judgements.items():
        match = CONTEXT.match(context)
        if match is None or match["passive"]:
            continue
        doc = parse(f"Someone {'did not ' if match['negated'] else ''}{match['verb']} that a thing happened.")
        lemma = next((t.lemma_.lower() for t in doc if t.text == match["verb"]), match["verb"])
        (negated if match["negated"] else plain)[lemma] = label
    verdicts = []
    for lemma, label in sorted(plain.items()):
        cue = lexicon.pick_verb(lemma, "c")
        if cue is not None:
            force = lexicon.forces.get(lemma, cue.force)
            verdicts.append(Verdict(lemma, cue.cue_class, force, label, negated.get(lemma)))
    return verdicts


def is_held_out(lemma: str) -> bool:
    """Whether a verb is in the half that nothing was corrected on."""
    return hashlib.sha256(lemma.encode()).digest()[0] % 2 == 1


def score_kappa(pairs: Iterable[tuple[bool, bool]]) -> float:
    """Agreement of two yes-no judgements beyond chance (Cohen 1960)."""
    told = list(pairs)
    seen = sum(a == b for a, b in told) / len(told)
    first, second = sum(a for a, _ in told) / len(told), sum(b for _, b in told) / len(told)
    chance = first * second + (1 - first) * (1 - second)
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def tell_half(name: str, verdicts: Sequence[Verdict]) -> str:
    """One line of figures: agreement over all classes and beside plain speech, and under negation."""
    special = [verdict for verdict in verdicts if verdict.cue_class != PLAIN_SPEECH]
    kappa = score_kappa((verdict.force == "factive", verdict.plain == "yes") for verdict in special)
    under = [verdict for verdict in verdicts if verdict.negated is not None]
    presupposed = score_kappa((verdict.lemma in PRESUPPOSING, verdict.negated == "yes") for verdict in under)
    return (
        f"{name:9} verbs={len(verdicts)} agree={_share(verdicts):.3f} | not plain speech: verbs={len(special)} "
        f"agree={_share(special):.3f} kappa={kappa:.3f} | negated: verbs={len(under)} kappa={presupposed:.3f}"
    )


def _share(verdicts: Sequence[Verdict]) -> float:
    return sum(verdict.agrees for verdict in verdicts) / len(verdicts)


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--list", action="store_true", help="list the open half's verbs that the data contradict")
    args = parser.parse_args()
    verdicts = find_verdicts(load_judgements(args.path))
    halves = {
        "open": [verdict for verdict in verdicts if not is_held_out(verdict.lemma)],
        "held out": [verdict for verdict in verdicts if is_held_out(verdict.lemma)],
    }
    for name, half in halves.items():
        print(tell_half(name, half))
        by_class = Counter((verdict.cue_class, verdict.plain) for verdict in half)
        print("   ", ", ".join(f"{cue_class} {label} {n}" for (cue_class, label), n in sorted(by_class.items())))
    if args.list:
        for verdict in halves["open"]:
            if not verdict.agrees or (verdict.negated == "yes") != (verdict.lemma in PRESUPPOSING):
                print(
                    f"  {verdict.lemma} ({verdict.cue_class}, {verdict.force}): {verdict.plain}, negated {verdict.negated}"
                )


if __name__ == "__main__":
    main()
