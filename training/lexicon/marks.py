"""Files of marked text: a first line that says what it is, then lines with marks in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Piece = str | re.Match[str]


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is marked.

    header: the first line; example: one such line, for messages. mark: a marked place. stray:
    what is left of a malformed mark when the others are gone, with what stands beside it.
    """

    header: re.Pattern[str]
    example: str
    mark: re.Pattern[str]
    stray: re.Pattern[str]


def read_marked(path: Path, form: Format) -> tuple[re.Match[str], list[list[Piece]]]:
    """Return the first line's match, and for each further line its texts and marks in order.

    Raise ValueError if the first line or a mark is malformed.
    """
    first, _, body = path.read_text("utf-8").strip("\n").partition("\n")
    header = form.header.fullmatch(first)
    if header is None:
        raise ValueError(f"{path.name}: the first line must be '{form.example}'")
    if stray := form.stray.search(form.mark.sub("", body)):
        raise ValueError(f"{path.name}: a malformed mark near {stray[0]!r}")
    return header, [list(pieces_of(line, form.mark)) for line in body.split("\n")]


def pieces_of(line: str, mark: re.Pattern[str]) -> Iterator[Piece]:
    """Yield the texts of a line and the marks between them, in order."""
    position = 0
    for match in mark.finditer(line):
        yield line[position : match.start()]
        yield match
        position = match.end()
    yield line[position:]
