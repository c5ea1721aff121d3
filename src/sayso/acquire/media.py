"""What a file is, from its bytes and its name, and the characters of a text file."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import PurePath

from sayso.acquire.mail.marks import looks_like_mail, looks_like_mbox

MAX_BYTES = (
    50_000_000  # a document of text is far smaller: a 1,000-page PDF has 5-20 MB; larger ones are pictures or dumps
)
MAX_CHARS = 5_000_000  # some 800,000 words, the longest books; past it one reading would hold several GB of rows
HTML, PDF, PLAIN, MARKDOWN = "text/html", "application/pdf", "text/plain", "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT, RTF, EPUB = "application/vnd.oasis.opendocument.text", "application/rtf", "application/epub+zip"
MAIL, MBOX = "message/rfc822", "application/mbox"
CSV, JSONL, WARC = "text/csv", "application/jsonl", "application/warc"
ZIP, TAR = "application/zip", "application/x-tar"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
PICTURES = frozenset({PNG, JPEG, TIFF})
BY_SUFFIX = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".odt": ODT,
    ".rtf": RTF,
    ".epub": EPUB,
    ".eml": MAIL,
    ".mbox": MBOX,
    ".csv": CSV,
    ".tsv": CSV,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".json": JSONL,
    ".warc": WARC,
    ".warc.gz": WARC,
    ".zip": ZIP,
    ".tar": TAR,
    ".tar.gz": TAR,
    ".tgz": TAR,
    ".tar.bz2": TAR,
    ".tar.xz": TAR,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".tif": TIFF,
    ".tiff": TIFF,
}
READABLE = "txt, md, html, pdf, docx, odt, rtf, epub, eml, mbox, csv, jsonl, warc, scans (png, jpg, tiff), and zip and tar of these"
SNIFFED_BYTES = 4096
_PACKED = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")  # gzip, bzip2, xz: a tar, or one file
_HTML = re.compile(
    # atomic, so that two comments are never tried as one: that doubles the work with each, in the process of the case
    rb"^\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
# https://encoding.spec.whatwg.org/#names-and-labels: pages that declare these are read as their larger relatives
_AS_BROWSERS_READ = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_CONTROLS = [char for char in map(chr, range(32)) if char not in "\t\n\r\f\v"]
_CONTROL_SHARE = 0.01  # of the characters: text has tabs and line ends, next to no other control characters
_UTF8_ERRORS = (
    0.001  # bytes that are no UTF-8: a damaged UTF-8 file has a few, another encoding has one in every 20-100
)
_GUESS_BYTES = 100_000
_ODD = re.compile(r"(?s)(?<=(.))([^\x00-\x7f])(?=(.))")
_WITHIN_WORDS = "’‘–—·\u00ad"
_NUMBERS = "¹²³¼½¾"  # what Polish letters look like
_BAD_SHARE = 0.1  # of the letters that are not ASCII: a name in another language has some
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_PICTURES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\0", TIFF), (b"MM\0*", TIFF))


class Unreadable(Exception):
    """A document that can't be read: what happened, why and what to do about it. Becomes a row in `problems`."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what, self.why = what, why


def find_media_type(data: bytes, name: str) -> str | None:
    """Recognise a file's media type; the bytes win over the name. Null when it is nothing that sayso reads.

    Args:
        data: the whole file, or at least its first `SNIFFED_BYTES`.
    """
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _find_zipped(data, name)
    for start, media_type in _PICTURES:
        if data.startswith(start):
            return media_type
    if data[257:262] == b"ustar":
        return TAR
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"WARC/1."):
        return WARC
    if data.startswith(_PACKED):
        return WARC if find_suffix(name) == ".warc.gz" else TAR
    if _HTML.match(data[:SNIFFED_BYTES].removeprefix(codecs.BOM_UTF8)):
        return HTML
    return BY_SUFFIX.get(find_suffix(name)) or find_mail_type(data[:SNIFFED_BYTES])


def find_mail_type(head: bytes) -> str | None:
    """Recognise a mail or a mailbox by its first bytes: mail programs keep them in files without an ending."""
    if looks_like_mbox(head):
        return MBOX
    return MAIL if looks_like_mail(head) else None


def find_suffix(name: str) -> str:
    """Give the ending of a file's name that tells its type, such as `.pdf` or `.tar.gz`, in small letters; may be empty."""
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    double = "".join(suffixes[-2:])
    return double if double in BY_SUFFIX else "".join(suffixes[-1:])


def _find_zipped(data: bytes, name: str) -> str:
    """Tell office files from other archives: by the type that ODT and EPUB store first, by Word's folder, by the name."""
    head = data[:SNIFFED_BYTES]
    for media_type in (ODT, EPUB):
        if b"mimetype" + media_type.encode() in head:
            return media_type
    by_name = BY_SUFFIX.get(find_suffix(name))
    if _is_docx(data) or by_name == DOCX:
        return DOCX
    return by_name if by_name in {ODT, EPUB} else ZIP


def _is_docx(data: bytes) -> bool:
    if b"word/" in data[:SNIFFED_BYTES]:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False


def decode_text(data: bytes, *, is_html: bool = False, charset: str | None = None) -> tuple[str, str | None]:
    """Decode a text file: byte order mark, declared charset, UTF-8, what the server said, and only then a guess.

    Args:
        charset: what the server said that it is in; many say one and the same of all their pages, and some are wrong.
    Returns:
        The text without its byte order mark, and what a reader should know of a guess; null when there was none.
    Raises:
        Unreadable: the bytes are no text, or too much of it; a page's pictures are no text, and its reader counts what is.
    """
    text, told = _decode(data, is_html=is_html, charset=charset)
    if not is_html:
        check_length(len(text))
    return text, told


def _decode(data: bytes, *, is_html: bool, charset: str | None) -> tuple[str, str | None]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _check_text(data[len(bom) :].decode(encoding, errors="replace")), None
    wide = _find_wide(data)
    if wide:
        return _check_text(
            data.decode(wide, errors="replace")
        ), f"no byte order mark; taken for {wide} by its zero bytes"
    if b"\0" in data:
        raise Unreadable(
            "binary data, not text",
            "the file holds zero bytes; give the document itself (PDF, DOCX, HTML) or text made from it",
        )
    declared = _find_declared(data) if is_html else None
    if declared:
        return _check_text(data.decode(declared, errors="replace")), None
    try:
        return _check_text(data.decode("utf-8")), None
    except UnicodeDecodeError:
        if charset and charset not in {"utf-8", "ascii"}:
            return _check_text(data.decode(charset, errors="replace")), None
        return _guess(data)


def _find_declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:SNIFFED_BYTES])
    if match is None:
        return None
    try:
        b"a".decode(match[1].decode("ascii"))  # the words before it were ASCII; `hex` and its like are codecs, but not of text
        name = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, UnicodeError):
        return None
    # a declaration that can be read is in no two-byte encoding; and UTF-8 that is valid throughout is no other encoding
    if name.startswith(("utf-16", "utf-32")) or (name != "utf-8" and not data.isascii() and _is_utf8(data)):
        return "utf-8"
    return _AS_BROWSERS_READ.get(name, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find_wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: English text has a zero in nearly every second byte."""
    sample = data[:SNIFFED_BYTES]
    even, odd = sample[0::2], sample[1::2]
    if len(sample) >= 4 and odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if len(sample) >= 4 and even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _guess(data: bytes) -> tuple[str, str]:
    lenient = data.decode("utf-8", errors="replace")
    n_bad = lenient.count("\ufffd")
    if n_bad <= _UTF8_ERRORS * len(data) and len(lenient) < len(data):
        return _check_text(lenient), f"{n_bad} bytes are no valid UTF-8 and show as \ufffd; the file may be damaged"
    encoding = guess_encoding(data[:_GUESS_BYTES])
    text = data.decode(encoding, errors="replace")
    return _check_text(
        text
    ), f"not UTF-8; guessed {encoding} from its bytes. If letters look wrong, save the file as UTF-8 and add it again"


def guess_encoding(sample: bytes) -> str:
    """Guess the encoding of bytes that are no UTF-8."""
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # a slow import that few files need  # noqa: PLC0415

    matches = from_bytes(sample)
    best = matches.best()
    # several encodings often fit equally well; of those the one that nearly all old English files are in
    fits = [
        match
        for match in matches
        if "cp1252" in match.could_be_from_charset
        and best is not None
        and match.chaos <= best.chaos + 0.01
        and match.coherence >= best.coherence - 0.1
    ]
    return "cp1252" if fits or best is None else best.encoding


def _is_western(sample: bytes) -> bool:
    """Whether bytes read as Windows-1252 give words of a Western language: accents among plain letters, no signs in words.

    The general guesser takes German for cp775, since it sees no harm in `Br³cke`.
    """
    text = sample.decode("cp1252", "replace")
    n_odd = n_bad = 0
    for match in _ODD.finditer(text):
        before, char, after = match[1], match[2], match[3]
        n_odd += 1
        if char.isalpha():
            is_run = before.isalpha() and after.isalpha() and not before.isascii() and not after.isascii()
            n_bad += is_run or (char.isupper() and before.islower()) or not (before + after).isascii()
        else:
            is_beside = before.isalpha() or after.isalpha() if char in _NUMBERS else before.isalpha() and after.isalpha()
            n_bad += char == "\ufffd" or (is_beside and char not in _WITHIN_WORDS)
    return n_odd > 0 and n_bad <= _BAD_SHARE * n_odd


def find_encoding(sample: bytes) -> tuple[str, str | None]:
    """Tell the encoding of a long text from its first bytes, and what a reader should know of a guess.

    Returns:
        An encoding that takes a byte order mark off, and null or a remark.
    """
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return {"utf-8": "utf-8-sig"}.get(encoding, encoding[:6]), None
    wide = _find_wide(sample)
    if wide:
        return wide, f"no byte order mark; taken for {wide} by its zero bytes"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        encoding = guess_encoding(sample[:_GUESS_BYTES])
        return encoding, f"not UTF-8; guessed {encoding} from its bytes. If letters look wrong, save it as UTF-8"
    return "utf-8", None


def check_length(n_chars: int) -> None:
    """Refuse a document that is longer than one reading can hold.

    Raises:
        Unreadable: it is.
    """
    if n_chars > MAX_CHARS:
        raise Unreadable(
            f"too long: {n_chars:,} characters",
            f"sayso reads up to {MAX_CHARS:,} characters a document; split it and add the parts",
        )


def _check_text(text: str) -> str:
    if not text.strip():
        raise Unreadable("no text in it", "the file holds nothing but white space; check that it was saved whole")
    sample = text[:100_000]
    n_control = sum(map(sample.count, _CONTROLS))
    if n_control > _CONTROL_SHARE * len(sample):
        raise Unreadable(
            "binary data, not text",
            "control characters make up more than 1 % of it; give the document itself (PDF, DOCX, HTML)",
        )
    return text
