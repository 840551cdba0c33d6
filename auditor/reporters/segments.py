"""Segments: a block's text cut into words, openings and closings of nested highlights."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.article import Span


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A highlight: the words of one span of a finding. `part` counts the spans and their cuts."""

    start: int
    negative_end: int
    number: int
    part: int
    family: str = ""

    @property
    def end(self) -> int:
        """Where the highlight ends."""
        return -self.negative_end


@dataclass(frozen=True, slots=True)
class Segment:
    """`words`, or the `open` or `close` of a mark; a mark that holds none is a `leaf`."""

    what: str
    words: str = ""
    mark: Mark | None = None
    leaf: bool = False


def make_mark(span: Span, number: int, part: int, family: str) -> Mark:
    """Return the highlight of `span` for the finding of that number on the page."""
    return Mark(span.start, -span.end, number, part, family)


def cut(text: str, block: Span, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Return the segments of `block`, whose marks are nested.

    Where two marks cross, the later one is cut at the end of the earlier one; its second piece
    belongs to the same finding. The words of all segments together are the block's text.
    """
    waiting = [
        Mark(max(m.start, block.start), -min(m.end, block.end), m.number, m.part, m.family)
        for m in marks
        if m.start < block.end and block.start < m.end
    ]
    heapq.heapify(waiting)
    ordered: list[Mark] = []
    opened: list[Mark] = []
    while waiting:
        mark = heapq.heappop(waiting)
        while opened and opened[-1].end <= mark.start:
            opened.pop()
        if opened and mark.end > opened[-1].end:
            at = opened[-1].end
            heapq.heappush(waiting, Mark(at, -mark.end, mark.number, mark.part + 1000, mark.family))
            mark = Mark(mark.start, -at, mark.number, mark.part, mark.family)
        opened.append(mark)
        ordered.append(mark)
    return _emit(text, block, ordered)


def _emit(text: str, block: Span, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    opened: list[tuple[Mark, bool]] = []
    at = block.start

    def add_words(end: int) -> None:
        nonlocal at
        if end > at:
            segments.append(Segment("words", text[at:end]))
            at = end

    def close_until(place: int) -> None:
        while opened and opened[-1][0].end <= place:
            mark, leaf = opened.pop()
            add_words(mark.end)
            segments.append(Segment("close", mark=mark, leaf=leaf))

    for index, mark in enumerate(marks):
        close_until(mark.start)
        add_words(mark.start)
        following = marks[index + 1] if index + 1 < len(marks) else None
        leaf = following is None or following.start >= mark.end
        segments.append(Segment("open", mark=mark, leaf=leaf))
        opened.append((mark, leaf))
    close_until(block.end)
    add_words(block.end)
    return tuple(segments)
