"""Bytes to text: which character set a file is in, and which files are no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.errors import DocumentUnreadable

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word file (DOCX) or another zipped file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file"),
    (b"{\\rtf", "a rich-text file (RTF)"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HIGH_BYTES = bytes(range(128, 256))
_MOSTLY_ASCII = 0.9
_DETECTION_SAMPLE = 65_536
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
# Python's codecs include some that are no character sets (unicode_escape, idna): never take those from a page.
_CHARACTER_SET = re.compile(r"(?:windows-|cp|iso-?8859-|koi8-|gb|big5|euc-|shift_?jis)[\w-]*", re.I)


def decode(content: bytes, where: str, *, charset: str | None = None) -> str:
    """Which text the bytes hold.

    A byte-order mark decides and is not part of the text; then UTF-8; then the character set that the page or its
    server declares; then Windows-1252 where nearly all is ASCII, as in English with curly quotes; then detection.
    Line ends and everything else stay as they are. UTF-8 with a few broken places keeps them as U+FFFD.

    Parameters
    ----------
    content : bytes
        The whole file.
    where : str
        File or address, for messages.
    charset : str or None
        What the server declared.

    Raises
    ------
    DocumentUnreadable
        If the bytes are empty, of a kind that is no text, or in no character set that could be told.
    """
    if not content:
        raise DocumentUnreadable(f"{where} is empty: there is nothing to read")
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise DocumentUnreadable(f"{where} is {kind}, not text: save it as text or HTML and read that")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentUnreadable(
                    f"{where} is marked as {encoding.upper()} but breaks at byte {error.start}: save it again as UTF-8"
                ) from error
    if b"\0" in content:
        raise DocumentUnreadable(f"{where} holds NUL bytes, so it is binary, not text: save it as text (UTF-8) or HTML")
    text = next((text for text in _decodings(content, charset) if text is not None), None)
    if text is None:
        raise DocumentUnreadable(f"{where} is in no known character set: save it as UTF-8")
    return text


def _decodings(content: bytes, charset: str | None) -> Iterator[str | None]:
    """The text by each way of decoding, most trusted first; ``None`` where that way does not fit."""
    yield _try(content, "utf-8")
    ascii_count = len(content.translate(None, _HIGH_BYTES))
    damaged = content.decode("utf-8", "replace")
    broken = damaged.count("\N{REPLACEMENT CHARACTER}")
    yield damaged if len(damaged) - ascii_count - broken >= broken else None
    found = _DECLARED.search(content, 0, 2048)
    declared = charset or (found[1].decode("ascii", "replace") if found else "")
    if _CHARACTER_SET.fullmatch(declared):
        # Browsers read "ISO-8859-1" as Windows-1252, which puts quotes where the former has control characters.
        yield _try(content, "cp1252" if re.fullmatch(r"iso-?8859-1", declared, re.I) else declared)
    if ascii_count >= _MOSTLY_ASCII * len(content):
        yield _try(content, "cp1252")

    from charset_normalizer import from_bytes

    sample = content[:_DETECTION_SAMPLE]
    if len(content) > _DETECTION_SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample).best()
    yield _try(content, best.encoding) if best else None


def _try(content: bytes, encoding: str) -> str | None:
    """Decode, or ``None`` where the bytes are not in this encoding or Python does not know it."""
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None
