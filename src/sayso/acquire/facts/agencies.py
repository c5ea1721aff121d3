"""News agencies: their names, and the lines by which a text says that it is theirs or draws on them.

A paper that cites an agency for a fact ("Reuters reported") is not that agency's story: only credits count, which are
bylines, datelines, lines that hold nothing else, and "Reporting by ...; with AFP".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

AGENCIES = {
    "AP": "associated press|ap photo|ap",
    "AFP": "agence france-presse|agence france presse|afp",
    "Reuters": "thomson reuters|reuters news agency|reuters",
    "UPI": "united press international|upi",
    "Bloomberg": "bloomberg news|bloomberg",
    "Dow Jones": "dow jones newswires|dow jones",
    "dpa": "deutsche presse-agentur|deutsche presse agentur|german press agency|dpa",
    "EFE": "agencia efe|efe",
    "Europa Press": "europa press",
    "ANSA": "ansa",
    "Lusa": "lusa",
    "ANP": "anp",
    "Belga": "belga",
    "APA": "austria presse agentur|apa",
    "Keystone-SDA": "keystone-sda|sda",
    "TT": "tt news agency|tt",
    "NTB": "ntb",
    "Ritzau": "ritzau",
    "STT": "stt",
    "PAP": "polish press agency|pap",
    "CTK": "czech news agency|ctk|čtk",
    "MTI": "mti",
    "Press Association": "press association|pa media|pa",
    "The Canadian Press": "canadian press|la presse canadienne",
    "AAP": "australian associated press|aap",
    "TASS": "itar-tass|tass|тасс",
    "Interfax": "interfax-ukraine|interfax|интерфакс",
    "RIA Novosti": "ria novosti|риа новости",
    "Ukrinform": "ukrinform",
    "Xinhua": "xinhua news agency|xinhua|新华社",
    "Kyodo": "kyodo news|kyodo",
    "Jiji": "jiji press|jiji",
    "Yonhap": "yonhap news agency|yonhap",
    "KCNA": "kcna",
    "PTI": "press trust of india|pti",
    "IANS": "indo-asian news service|ians",
    "ANI": "ani",
    "UNI": "united news of india|uni",
    "APP": "associated press of pakistan|app",
    "Bernama": "bernama",
    "Antara": "antara news",
    "Anadolu": "anadolu agency|anadolu|aa",
    "IRNA": "irna",
    "Tasnim": "tasnim news agency|tasnim news",
    "SANA": "sana",
    "WAFA": "wafa",
    "MENA": "middle east news agency|mena",
    "SPA": "saudi press agency|spa",
    "WAM": "wam",
    "Petra": "petra news agency",
    "NAN": "news agency of nigeria|nan",
    "GNA": "ghana news agency|gna",
    "Prensa Latina": "prensa latina",
    "Notimex": "notimex",
    "Télam": "télam|telam",
    "IPS": "inter press service|ips",
}
"""What an agency is called here, and by which names texts call it, the longest first."""

ANY = "agencies"
"""What stands for agencies that a credit doesn't name: "with agency inputs"."""

_NAMES = {name: agency for agency, names in AGENCIES.items() for name in names.split("|")}
_LONGEST_FIRST = sorted(_NAMES, key=len, reverse=True)
# two or three capitals are a word or somebody's initials in other settings: short names count only as they are written
_SHORT = {name for name in _NAMES if len(name) <= 4 and name.isascii()}
_AS_WRITTEN = {"dpa": "dpa|DPA", "tass": "TASS|Tass", "lusa": "LUSA|Lusa"}
_NAME = re.compile(
    r"(?<![\w@/.-])(?:the )?(?:"
    + "|".join(
        _AS_WRITTEN.get(name, name.upper()) if name in _SHORT else f"(?i:{re.escape(name)})" for name in _LONGEST_FIRST
    )
    + r"|(?P<any>(?i:(?:news |wire |other )?agenc(?:y|ies)(?: inputs?| reports?| wires?)?|wire (?:services?|reports?))))"
    r"(?![\w@-]|\.\w)"
)
_FILLER = re.compile(
    r"\b(?:by|from|via|with|and|the|additional|further|reporting|report|reports|inputs?|files?|material|source|sources|"
    r"credit|agenc(?:y|ies)|news|wires?|services?|staff|writers?|reporters?|correspondents?|contributed|to|this|story|"
    r"article|copyright|all|rights|reserved|for|in|de|con|mit|avec|und|et|y|e|text|por|par|von)\b|©|\(c\)|\d{4}|[\W_]",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?\s*(?:(?:additional|further|other)\s+(?:reporting|material|research|inputs?)\b|with\s+(?:inputs?|reports?|files|"
    r"reporting|agenc|material)|reporting\s+by\b|source\s*:|credit\s*:|via\b|by\b|from\b|copyright\b|©|\(c\)|text\s*:|"
    r"mit\s+material|avec\b|con\s+informaci|this\s+(?:story|article|report)\s+(?:was|is|includes|contains)\b|"
    r"(?:the\s+)?(?:associated press|reuters|afp|ap|agence france-presse|bloomberg)\b.{0,80}\bcontributed\b)",
    re.IGNORECASE,
)
_MOST = 200  # characters of a line of credit
_DATELINE = re.compile(
    r"^[^\n.]{0,60}?\((?P<a>[^()\n]{2,60})\)\s*(?:—|–|--|-|―|:)|^(?P<b>[^\s,.][^\n,.—–-]{1,40}?)\s*(?:—|–|--|\s-)\s"
)
_UNKNOWN = re.compile(r"[A-Z][A-Z]{1,5}")
_BROADCASTERS = frozenset("ABC BBC CBC CBS CNN CTV DW ITV NBC NPR PBS RFI RT RTE SBS VOA".split())  # noqa: SIM905
"""They put their own name where an agency stands."""


def find_agencies(text: str) -> tuple[str, ...]:
    """Agencies that stand in a text under a name of theirs, in order, each once; agencies without a name as `ANY`."""
    found = []
    for match in _NAME.finditer(text):
        name = re.sub(r"^the ", "", match.group(), flags=re.IGNORECASE).lower()
        found.append(ANY if match["any"] else _NAMES[name])
    named = [name for name in found if name != ANY]
    return tuple(dict.fromkeys(named or found))


def is_agency(name: str) -> bool:
    """Whether a name is an agency's and nothing else, "Reuters Staff" too."""
    return 0 < len(name) <= _MOST and _NAME.search(name) is not None and not _FILLER.sub("", _NAME.sub("", name))


def read_credit(line: str) -> tuple[str, ...]:
    """Agencies of a line that is a credit: nothing but their names, or "Additional reporting by ..."; else none."""
    line = line.strip()
    if not line or len(line) > _MOST:
        return ()
    names = find_agencies(line)
    if not names:
        return ()
    if not _FILLER.sub("", _NAME.sub("", line)):
        return () if names == (ANY,) and len(line.split()) < 2 and not line.startswith("(") else names
    return names if _CREDIT.match(line) else ()


def read_dateline_credit(text: str) -> tuple[str, ...]:
    """Agencies of the words before a first paragraph's dash: "VELM, March 3 (Reuters) -", "AP —"; else none."""
    match = _DATELINE.match(text[:120])
    if match is None:
        return ()
    if match["b"]:
        return find_agencies(match["b"]) if is_agency(match["b"]) else ()
    names = [name for part in re.split(r"[/,;]", match["a"]) for name in _name_dateline(part.strip())]
    return tuple(dict.fromkeys(names))


def _name_dateline(name: str) -> Iterable[str]:
    """An agency in the parentheses of a dateline; capitals that we don't know stand for one too."""
    known = find_agencies(name)
    if known:
        return known
    return (name,) if _UNKNOWN.fullmatch(name) and name not in _BROADCASTERS else ()
