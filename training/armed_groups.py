"""Make `src/sayso/link/armed_groups.txt` of the Phoenix dictionary of armed groups.

    python training/armed_groups.py PHOENIX_FOLDER > src/sayso/link/armed_groups.txt

PHOENIX_FOLDER is the unpacked ../shared/data/names-phoenix.tar.xz. Kept are groups that go by two names or more. Left out are
names that stand for two groups, hold a number or a stroke or more than eight words, are a lone word that is no acronym of
another of the group's names, or are made of common words only; and names without a noun that says what sort of group it is,
for the dictionary files leaders and places under their groups.
"""

from __future__ import annotations

import collections
import re
import sys
from pathlib import Path

from sayso.link.names import initials, parse_name

FILE = "petrarch2/data/dictionaries/Phoenix.MilNonState.actors.txt"
HEAD = """\
# Armed groups by their names, a line each: name | other names ...
# Made by training/armed_groups.py from Phoenix.MilNonState.actors.txt of PETRARCH-2, Copyright (c) 2014 Open Event Data
# Alliance, MIT License (see NOTICE); the names there are from START's TOPS. Do not edit: mend equivalents.txt, which wins.
"""


def _to_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SHORT = 4  # letters; acronyms of three mean many things
NOUNS = _to_set("""
    army armies front fronts brigade brigades battalion battalions movement movements party organization organisation council
    force forces faction factions cell cells league union alliance militia militias command commando commandos cadre squad
    squads group groups liberation revolutionary resistance committee corps nucleus nuclei guard guards klan knights
    volunteers congress federation lashkar harakat harkat jaish jaysh jeish jund jamaat jama jamiat ansar hizb hezb hizbul
    tehrik tanzim tanzeem sipah mujahideen mujahidin partido frente ejercito movimiento brigate gruppe fraktion republican
    islamic jihad martyrs defenders tigers lions wing
""")  # a name with none of these may be a leader's, a place's or a slogan's, as the dictionary files them
NOT_THEM = _to_set("""
    operatives linked affiliated offshoot members sympathizers militants leader general name terrorist
""")
COMMON = _to_set("""
    al new national popular peoples unity action justice death progressive democratic followers horrors
""")
SMALL = _to_set("""of the and for in on to a an de la el y e i o al ul du des""")


def read_groups(path: Path) -> list[list[str]]:
    """Entries of the dictionary, each with all names it gives."""
    groups: list[list[str]] = []
    for line in path.read_text(encoding="latin-1").splitlines():
        bare = re.sub(r"[#\[].*", "", line).strip()
        if bare.startswith("+") and groups:
            groups[-1] += split_name(bare[1:].strip())
        elif bare:
            groups.append(split_name(bare))
    return groups


def split_name(entry: str) -> list[str]:
    """A name and the acronym behind it in brackets, as they would be printed."""
    text = " ".join(entry.replace("_", " ").split())
    match = re.fullmatch(r"(.*?)\s*\(([^()]*)\)?", text)
    found = [match.group(1), match.group(2)] if match else [text]
    return [to_print(name) for name in found if name]


def to_print(name: str) -> str:
    """'ARMY_OF_THE_PURE' as 'Army of the Pure'; acronyms stay."""
    if len(name) <= 6 and " " not in name and name.isalnum():
        return name
    words = re.split(r"([\s-])", name)
    return "".join(w.lower() if i and w.lower() in SMALL else w[:1] + w[1:].lower() for i, w in enumerate(words))


def is_kept(name: str) -> bool:
    """Whether a name says enough to be told by."""
    words = parse_name(name).words
    if not words or len(words) > 8 or "/" in name or any(any(c.isdigit() for c in word) for word in words):
        return False
    if len(words) > 1:
        return bool(NOUNS & set(words)) and not NOT_THEM & set(words) and bool(set(words) - NOUNS - SMALL - COMMON)
    return name.isupper() and len(words[0]) >= SHORT


def main() -> None:
    """Print the list."""
    groups = read_groups(Path(sys.argv[1]) / FILE)
    uses = collections.Counter(words for group in groups for words in {parse_name(name).words for name in group})
    print(HEAD, end="")
    for group in sorted(groups):
        kept = {parse_name(name).words: name for name in reversed(group) if is_kept(name) and uses[parse_name(name).words] == 1}
        names = [name for name in dict.fromkeys(group) if kept.get(parse_name(name).words) == name]
        letters = {short for name in names for short in initials(parse_name(name).words)}
        names = [name for name in names if len(parse_name(name).words) > 1 or name.lower() in letters]
        if len(names) > 1:
            print(" | ".join(names))


if __name__ == "__main__":
    main()
