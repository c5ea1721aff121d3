"""What a paragraph is by the name of its style, as word processors call their styles in many languages."""

from __future__ import annotations

import functools
import re

OUT = {
    "contents": "a table of contents by its style",
    "reference": "a bibliography by its style",
    "running_head": "a running head by its style",
}
"""Kinds that a style puts out of the flow, and why."""
_NAME_MAX = 80  # characters of a style's name that are looked at
_NUMBERED = (
    "heading|berschrift|überschrift|ueberschrift|titre|titolo|título|titulo|encabezado|cabeçalho|kop|rubrik|overskrift|"
    "otsikko|nagłówek|nagwek|nadpis|címsor|cimsor|titlu|заголовок|επικεφαλίδα|başlık|balk|baslik|見出し|标题|標題|제목|عنوان|כותרת"
)
_CONTENTS = (
    "toc|contents|verzeichnis|inhaltsverzeichnis|tm|sommario|índice|indice|tdc|inhopg|innehåll|spis treści|目录|目次"
)
_LISTS = (
    "list bullet|list number|list continue|list contents|list heading|numbering|aufzählungszeichen|aufzählung|listennummer|"
    "liste à puces|liste à numéros|lista con viñetas|lista con números|puntoelenco|lista numerata|lijstopsomteken|punktlista|list"
)
_QUOTES = (
    "quote|quotation|quotations|block text|blockquote|zitat|citation|cita|citat|citaat|citazione|citação|цитата|引用"
)
_CAPTIONS = (
    "caption|beschriftung|légende|legende|didascalia|leyenda|epígrafe|legenda|bijschrift|illustration|figure|drawing|abbildung|"
    "название объекта|题注"
)
_REFERENCES = "bibliography|bibliographie|literaturverzeichnis|bibliografía|bibliografia"
_HEADS = "header|footer|kopfzeile|fußzeile|en-tête|pied de page|pieddepage|encabezado|intestazione|piè di pagina"
_PATTERNS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            "subtitle|untertitel|sous-titre|sottotitolo|subtítulo|normal.*|standard|text ?body|body ?text.*|fließtext",
            "paragraph",
        ),
        (rf"(?:{_CONTENTS}) ?(?:\d.*|heading)|(?:table of|user index|index).*", "contents"),
        ("title|titel|titre|titolo|título|titulo|titlu|tytuł|название|标题|標題|表題", "title"),
        (
            rf"(?:{_NUMBERED}) ?\d{{1,2}}\b.*|heading|chapter(?: title)?|section(?: title| heading)?|appendix.*",
            "heading",
        ),
        ("authors?|byline|autor|auteur|verfasser", "byline"),
        ("date|datum|fecha|dateline", "dateline"),
        (rf"(?:{_LISTS})(?: ?\d.*)?", "list_item"),
        (rf"(?:intense |intensives? )?(?:{_QUOTES})(?: ?(?:\d.*|intense))?", "block_quote"),
        (rf"(?:{_CAPTIONS})(?: ?\d.*)?", "caption"),
        (rf"(?:{_REFERENCES})(?: ?\d.*)?", "reference"),
        (rf"(?:{_HEADS})(?: (?:left|right|first))?", "running_head"),
    )
)


@functools.lru_cache(maxsize=4096)
def find_kind(name: str) -> str | None:
    """Tell what a style's paragraphs are by its name; null for a name that says nothing."""
    name = " ".join(name[:_NAME_MAX].replace("_20_", " ").replace("_", " ").lower().split())
    return next((kind for pattern, kind in _PATTERNS if pattern.fullmatch(name)), None)
