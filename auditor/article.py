"""An article's text, its blocks, and where in the source each character came from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import Literal

_WIDE = re.compile(r"[^\x00-\x7f]")

BlockKind = Literal["title", "description", "heading", "paragraph", "item", "quote", "cell", "code"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points of `Article.text`, the only position inside the program."""

    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item, ... of an article; `level` is a heading's, else 0.

    `title` and `description` come from the page's head or front matter. `code` is never checked.
    """

    kind: BlockKind
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the words it is set on, and where it leads."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that speaks to us: `<!-- audit: ignore claim.absolute a quotation -->`.

    words: what follows `audit:`. line: where it stands in the source, from 1. span: the block
    that it stands in, else the one after it; None if there is none.
    """

    words: str
    line: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span lies in the source: lines and columns from 1, offsets from 0, in code points.

    For binary formats (docx) the source is `Article.text`, and the line is the paragraph's number.
    The byte columns count the bytes of the line in UTF-8, as some tools do.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the run of source that it came from; `verbatim` if they are equal."""

    text_start: int
    text_end: int
    source_start: int
    source_end: int
    verbatim: bool


@dataclass(frozen=True, slots=True, eq=False)
class SourceMap:
    """Maps spans of the text to places in the source.

    `pieces` cover the whole text in order and without gaps. A position inside a piece that is
    not verbatim (a decoded entity, a folded line break) maps to that piece's whole source.
    wide: the offset of each character beyond ASCII, and by how many bytes the source up to and
    with it is longer in UTF-8 than in code points.
    """

    pieces: tuple[Piece, ...]
    line_starts: tuple[int, ...]
    wide: tuple[tuple[int, int], ...] = ()

    def place(self, span: Span) -> Place:
        """Return where `span` lies in the source."""
        start, end = self.source_range(span)
        line = bisect_right(self.line_starts, start)
        end_line = bisect_right(self.line_starts, end)
        return Place(
            start=start,
            end=end,
            line=line,
            column=start - self.line_starts[line - 1] + 1,
            end_line=end_line,
            end_column=end - self.line_starts[end_line - 1] + 1,
            byte_column=self._bytes_between(self.line_starts[line - 1], start) + 1,
            end_byte_column=self._bytes_between(self.line_starts[end_line - 1], end) + 1,
        )

    def line(self, span: Span) -> int:
        """Return the line in which `span` begins: what `place` says of it, in a third of its time.

        Reports ask for the line of every sentence.
        """
        if not self.pieces:
            return bisect_right(self.line_starts, 0)
        piece = self._piece_at(span.start)
        start = piece.source_start
        if piece.verbatim:
            start += span.start - piece.text_start
        return bisect_right(self.line_starts, start)

    def _bytes_between(self, start: int, end: int) -> int:
        if not self.wide:
            return end - start
        first, last = (bisect_left(self.wide, at, key=itemgetter(0)) - 1 for at in (start, end))
        before = self.wide[first][1] if first >= 0 else 0
        return end - start + (self.wide[last][1] if last >= 0 else 0) - before

    def source_range(self, span: Span) -> tuple[int, int]:
        """Return start and end of `span` as source offsets."""
        if not self.pieces:
            return 0, 0
        first = self._piece_at(span.start)
        start = first.source_start
        if first.verbatim:
            start += span.start - first.text_start
        if not len(span):
            return start, start
        last = self._piece_at(span.end - 1)
        end = last.source_end
        if last.verbatim:
            end = last.source_start + span.end - last.text_start
        return start, max(start, end)

    def is_verbatim(self, span: Span) -> bool:
        """Say whether the source holds exactly the text of `span`, without markup in between."""
        if not len(span):
            return True
        start, end = self.source_range(span)
        first, last = self._index_at(span.start), self._index_at(span.end - 1)
        return end - start == len(span) and all(
            piece.verbatim for piece in self.pieces[first : last + 1]
        )

    def _piece_at(self, offset: int) -> Piece:
        return self.pieces[self._index_at(offset)]

    def _index_at(self, offset: int) -> int:
        index = bisect_right(self.pieces, offset, key=attrgetter("text_start"))
        return max(index - 1, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """What a reader makes of a file.

    path: as reports show it. format: `txt`, `md`, `html`, `docx`. text: the blocks joined by one
    line feed. digest: SHA-256 of the bytes. encoding: what decoded them, empty for binary formats.
    notes: what an editor should know of the reading (a guessed encoding, links lost).
    code: the words inside paragraphs that are set as code, in order and apart.
    directives: comments in the source that are meant for us, in source order.
    """

    path: str
    format: str
    text: str
    source_map: SourceMap
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    title: str
    digest: str
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    code: tuple[Span, ...] = ()
    directives: tuple[Directive, ...] = ()

    @property
    def own_title(self) -> str:
        """The title that the writer gave, empty if there is none and the path stands for it.

        What a finding says must hang on the article's bytes alone.
        """
        return "" if self.title == self.path else self.title

    def quote(self, span: Span) -> str:
        """Return the words of `span`."""
        return self.text[span.start : span.end]

    def place(self, span: Span) -> Place:
        """Return where `span` lies in the source."""
        return self.source_map.place(span)

    def line(self, span: Span) -> int:
        """Return the line in the source in which `span` begins."""
        return self.source_map.line(span)

    def block_at(self, offset: int) -> Block | None:
        """Return the block that holds the character at `offset`."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        return self.blocks[index] if index >= 0 else None

    def prose(self) -> Iterator[Block]:
        """Yield the blocks that are read by people: all but code."""
        return (block for block in self.blocks if block.kind != "code")


def line_starts(source: str) -> tuple[int, ...]:
    """Return the offset of each line's first character; lines end at LF, CRLF or CR."""
    return (0, *(match.end() for match in re.finditer(r"\r\n?|\n", source)))


def wide_characters(source: str) -> tuple[tuple[int, int], ...]:
    """Return what `SourceMap.wide` holds for `source`."""
    wide = [
        (m.start(), len(m[0].encode("utf-8", "surrogatepass")) - 1) for m in _WIDE.finditer(source)
    ]
    extra = accumulate(more for _, more in wide)
    return tuple((offset, total) for (offset, _), total in zip(wide, extra, strict=True))


def word_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words of `text[start:end]`: white-space separated, with a letter or digit."""
    stop = len(text) if end is None else end
    position = start
    for piece in text[start:stop].split():
        position = text.index(piece, position, stop)
        if any(character.isalnum() for character in piece):
            yield Span(position, position + len(piece))
        position += len(piece)


def count_words(text: str) -> int:
    """Return the number of words of `text`, counted as `word_spans` does."""
    return sum(piece.isalnum() or any(map(str.isalnum, piece)) for piece in text.split())
