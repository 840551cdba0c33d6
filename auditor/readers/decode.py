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
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}


class Decoded(NamedTuple):
    """The text without its byte order mark, the encoding, and what an editor should know."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; `declared` is the charset that the file names, if it does.

    Raise ReadError if the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError:
                break
    for start, what in _BINARY_STARTS.items():
        if data.startswith(start):
            raise ReadError(f"this is {what}, not text; save it as .docx, .html, .md or .txt")
    notes: tuple[str, ...] = ()
    if declared:
        try:
            return Decoded(data.decode(declared), codecs.lookup(declared).name)
        except (LookupError, UnicodeDecodeError, ValueError):
            notes = (f"The file says that its encoding is '{declared[:40]}', which it is not.",)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        return _guess(data, notes)


def _guess(data: bytes, notes: tuple[str, ...]) -> Decoded:
    from charset_normalizer import from_bytes

    best = None if data.count(0) > len(data) // 10 else from_bytes(data).best()
    if best is None:
        raise ReadError("the bytes are no text in any known encoding; save the file as UTF-8")
    guess = f"The encoding was guessed ({best.encoding}). Save the file as UTF-8 to be sure."
    return Decoded(str(best).removeprefix("\ufeff"), best.encoding, (*notes, guess))
