"""Cuts a block's text at its highlights, so that a template can write nested marks in one pass."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from auditor.article import Block

# Bounds for hostile input: deeper marks are left out of the text, their cards remain.
DEEPEST = 6
MOST_PIECES = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to highlight, and the number of the finding it belongs to.

    start, end: code points of the text. id: what a card links to, empty if nothing does. family:
    for the colour. severity, known: for the filters. was: for a rewrite in the repaired text the
    words that it replaces, else None; only a rewrite may be empty: it deletes.
    """

    start: int
    end: int
    number: int
    id: str
    family: str
    severity: str
    was: str | None = None
    known: bool = False


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


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text, or the opening or closing of a piece."""

    kind: Literal["text", "open", "close"]
    text: str = ""
    piece: Piece | None = None


def cut(marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return the marks as properly nested pieces, in the order in which they open.

    Of two marks that cross, the later is cut at the end of the earlier. Of equal ones the first
    is the innermost, so that their numbers follow the words in order; a rewrite is inside others.
    """
    queue = [
        (_opening_order(mark, mark.start), index, mark, 1)
        for index, mark in enumerate(marks)
        if mark.end > mark.start or mark.was is not None
    ]
    heapq.heapify(queue)
    found: list[Piece] = []
    around: list[Piece] = []
    while queue:
        (start, *_), index, mark, count = heapq.heappop(queue)
        while around and around[-1].end <= start:
            around.pop()
        if len(around) >= DEEPEST:
            continue
        end = mark.end
        if around and end > around[-1].end:
            end = around[-1].end
            if count < MOST_PIECES:
                heapq.heappush(queue, (_opening_order(mark, end), index, mark, count + 1))
        piece = Piece(mark, start, end, start == mark.start, end == mark.end)
        found.append(piece)
        around.append(piece)
    return tuple(
        replace(piece, leaf=after is None or after.start >= piece.end)
        for piece, after in zip_longest(found, found[1:])
    )


def _opening_order(mark: Mark, start: int) -> tuple[int, bool, int, bool, int]:
    """Return the sort key of what `mark` has left from `start` on: empty ones first."""
    return start, mark.end > start, -mark.end, mark.was is not None, -mark.number


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


def split_by_block(blocks: Sequence[Block], mark: Mark) -> Iterator[tuple[int, Mark]]:
    """Yield the mark, clipped to each block that it touches, with the block's index."""
    name = mark.id
    for index in range(index_at(blocks, mark.start), len(blocks)):
        span = blocks[index].span
        if span.start >= mark.end:
            return
        start, end = max(mark.start, span.start), min(mark.end, span.end)
        if start < end:
            yield index, replace(mark, start=start, end=end, id=name)
            name = f"{mark.id}-p{index + 2}" if mark.id else ""


def index_at(blocks: Sequence[Block], offset: int) -> int:
    """Return the index of the last block that begins at or before `offset`, 0 if none does."""
    return max(bisect_right(blocks, offset, key=lambda block: block.span.start) - 1, 0)
