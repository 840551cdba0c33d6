"""Cuts a block's text at its highlights, so that a template can write nested marks in one pass."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

# Bounds for hostile input: deeper marks are left out of the text, their cards remain.
DEEPEST = 6
MOST_PIECES = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to highlight, and the number of the finding it belongs to.

    start, end: code points of the article's text. id: what a card links to. family: for the
    colour. severity: for the filter. replacement: the words to read instead in the repaired
    text, None to keep these.
    """

    start: int
    end: int
    number: int
    id: str
    family: str
    severity: str
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark, or the part of it between the ends of marks that it crosses.

    first, last: whether the mark starts and ends with this piece. leaf: no piece lies inside.
    """

    mark: Mark
    start: int
    end: int
    first: bool
    last: bool
    leaf: bool = True

    @property
    def replacement(self) -> str | None:
        """The words to read instead; only an uncut mark without others inside has any."""
        return self.mark.replacement if self.first and self.last and self.leaf else None


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text, or the opening or closing of a piece."""

    kind: Literal["text", "open", "close"]
    text: str = ""
    piece: Piece | None = None


def cut(marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return the marks as properly nested pieces, in the order in which they open.

    Of two marks that cross, the later is cut at the end of the earlier. Of equal ones the first
    is the innermost, so that their numbers follow the words in order.
    """
    queue = [
        (mark.start, -mark.end, -mark.number, index, mark, 1)
        for index, mark in enumerate(marks)
        if mark.end > mark.start
    ]
    heapq.heapify(queue)
    found: list[Piece] = []
    around: list[Piece] = []
    while queue:
        start, minus_end, minus_number, index, mark, count = heapq.heappop(queue)
        while around and around[-1].end <= start:
            around.pop()
        if len(around) >= DEEPEST:
            continue
        end = -minus_end
        if around and end > around[-1].end:
            if count < MOST_PIECES:
                rest = (around[-1].end, minus_end, minus_number, index, mark, count + 1)
                heapq.heappush(queue, rest)
            end = around[-1].end
        piece = Piece(mark, start, end, start == mark.start, end == mark.end)
        found.append(piece)
        around.append(piece)
    return tuple(
        replace(piece, leaf=after is None or after.start >= piece.end)
        for piece, after in zip_longest(found, found[1:])
    )


def write_tokens(text: str, start: int, end: int, pieces: Iterable[Piece]) -> Iterator[Token]:
    """Yield `text[start:end]` as tokens; the text tokens together are exactly that text.

    pieces: what `cut` returned, all within `start` and `end`.
    """
    position = start
    around: list[Piece] = []

    def close_until(limit: int) -> Iterator[Token]:
        nonlocal position
        while around and around[-1].end <= limit:
            piece = around.pop()
            if piece.end > position:
                yield Token("text", text[position : piece.end])
                position = piece.end
            yield Token("close", piece=piece)

    for piece in pieces:
        yield from close_until(piece.start)
        if piece.start > position:
            yield Token("text", text[position : piece.start])
            position = piece.start
        yield Token("open", piece=piece)
        around.append(piece)
    yield from close_until(end)
    if position < end:
        yield Token("text", text[position:end])
