"""Characters of symbol fonts as characters, and the labels that notes are numbered by."""

from __future__ import annotations

_SYMBOL = dict(
    zip(
        [*range(0x41, 0x5B), *range(0x61, 0x7B)],
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "⬥", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""What the fonts' makers publish for the signs that texts use; pictures have no letter."""
_NO_SIGN = "\N{WHITE SQUARE}"  # a sign of a picture font stands there and can't be told
_MARKS = "*†‡§"


def to_symbol(font: str, code: str) -> str:
    """Give the character of a symbol font's sign.

    Args:
        code: four hexadecimal digits, in the private area or below it.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0xF000 <= number <= 0xF0FF and number > 0xFF:
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    number &= 0xFF
    name = font.lower()
    if name.startswith("symbol"):
        return _SYMBOL.get(number) or (chr(number) if 0x20 <= number < 0x7F else _NO_SIGN)
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(number, _NO_SIGN)
    return chr(number) if number >= 0x20 else ""


def to_label(number: int, form: str) -> str:
    """Give a note's number as it is printed: `decimal`, `lowerRoman`, `upperRoman`, `lowerLetter`, `upperLetter`, `chicago`."""
    if form in {"lowerRoman", "upperRoman"} and number < 4000:
        roman = _to_roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "chicago":
        return _MARKS[(number - 1) % len(_MARKS)] * ((number - 1) // len(_MARKS) + 1)
    return str(number)


def _to_roman(number: int) -> str:
    out = []
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out.append(sign * (number // value))
        number %= value
    return "".join(out)
