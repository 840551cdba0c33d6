"""Bytes to text: byte order mark, else the declared charset, else UTF-8, else a guess."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from auditor.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "a rich text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
# Browsers read these labels as their supersets, and a page that names UTF-16 in ASCII is UTF-8.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# The encodings of English text: the others are tried only where none of these can be.
_ENGLISH = ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"]
# Text may hold a stray control character; a hundredth of them makes it something else.
_MOST_CONTROLS = 0.01
_FEW_CONTROLS = 8
_LEAST_UTF16 = 16
_CONTROLS = dict.fromkeys(set(range(32)) - {9, 10, 11, 12, 13} | {127})


class Decoded(NamedTuple):
    """The text without its byte order mark, the encoding, and what an editor should know."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; `declared` is the charset that the file names, if it does.

    Raise ReadError if the bytes are no text.
    """
    decoded = _decode(data, declared)
    controls = len(decoded.text) - len(decoded.text.translate(_CONTROLS))
    if controls > max(_FEW_CONTROLS, len(decoded.text) * _MOST_CONTROLS):
        raise ReadError("this is a binary file, not text; save it as .docx, .html, .md or .txt")
    return decoded


def split_mark(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Return the byte order mark and the text of `data`, which `decode` found to be `encoding`."""
    marks = (mark for mark, of in _MARKS if of == encoding and data.startswith(mark))
    mark = next(marks, b"")
    return mark, data[len(mark) :].decode(encoding)


def _decode(data: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError:
                # UTF-16's mark begins UTF-32's, and any mark can begin something else.
                continue
    for start, what in _BINARY_STARTS.items():
        if data.startswith(start):
            raise ReadError(f"this is {what}, not text; save it as .docx, .html, .md or .txt")
    notes: tuple[str, ...] = ()
    if declared:
        if (text := _as_declared(data, declared)) is not None:
            return text
        notes = (f"The file says that its encoding is '{declared[:40]}', which it is not.",)
    try:
        if not _looks_like_utf16(data):
            return Decoded(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        pass
    return _guess(data, notes)


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    try:
        known = codecs.lookup(declared.strip())
        encoding = _AS_BROWSERS_DO.get(known.name, known.name)
        return Decoded(data.decode(encoding), encoding)
    # Python's codecs raise more than UnicodeDecodeError: some are not for text at all.
    except (LookupError, ValueError, TypeError, AssertionError):
        return None


def _looks_like_utf16(data: bytes) -> bool:
    """Say whether nearly every second byte is zero, as in UTF-16 of English without its mark."""
    sample = data[:4096]
    zeros = max(sample[::2].count(0), sample[1::2].count(0))
    return len(sample) >= _LEAST_UTF16 and zeros > 0.8 * (len(sample) // 2)


def _guess(data: bytes, notes: tuple[str, ...]) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_ENGLISH).best() or from_bytes(data).best()
    if best is None:
        raise ReadError("the bytes are no text in any known encoding; save the file as UTF-8")
    guess = f"The encoding was guessed ({best.encoding}). Save the file as UTF-8 to be sure."
    return Decoded(str(best).removeprefix("\ufeff"), best.encoding, (*notes, guess))
