"""An article's text, its blocks, and where in the source each character came from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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


class ArticleBuilder:
    """Collects an article's text block by block, and with each piece where it came from.

    A reader calls `open`, then any number of `verbatim` and `replace` in source order, then
    `close`. Blocks that hold no letter, digit or other visible character are dropped.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._block_links: list[Link] = []
        self._comments: list[tuple[int, int, str]] = []
        self._open: tuple[BlockKind, int, int, int, int] | None = None

    @property
    def length(self) -> int:
        """The number of code points of text so far: where the next piece will start."""
        return self._length

    @property
    def is_open(self) -> bool:
        """Whether a block is open."""
        return self._open is not None

    def open(self, kind: BlockKind, level: int = 0) -> None:
        """Begin a block; the line feed before it has no source of its own."""
        if self._open is not None:
            self.close()
        mark = (len(self._parts), len(self._pieces))
        self._open = (kind, level, self._length, *mark)
        if self._blocks:
            at = self._pieces[-1].source_end
            self._append("\n", at, at, verbatim=False)

    def verbatim(self, source_start: int, source_end: int) -> None:
        """Add the source's own characters from `source_start` to `source_end`."""
        if source_end > source_start:
            self._append(
                self._source[source_start:source_end], source_start, source_end, verbatim=True
            )

    def replace(self, text: str, source_start: int, source_end: int) -> None:
        """Add `text`, which stands for the source from `source_start` to `source_end`."""
        if text:
            self._append(text, source_start, source_end, verbatim=False)

    def link(self, start: int, target: str, end: int | None = None) -> None:
        """Note that the open block's text from `start` to `end`, or to here, leads to `target`."""
        if target and self._open is not None:
            stop = self._length if end is None else end
            self._block_links.append(Link(Span(start, stop), target))

    def comment(self, words: str, source_start: int, inside: int | None = None) -> None:
        """Note a comment of the source; only those that begin with `audit:` are kept.

        inside: a source offset in the block that it stands in, if words of that come before it;
        where a block is open, that is seen here.
        """
        name, colon, said = words.partition(":")
        if not colon or name.strip() != "audit":
            return
        if self.last_character():
            inside = self._pieces[-1].source_start
        at = source_start if inside is None else inside
        self._comments.append((source_start, at, " ".join(said.split())))

    def last_character(self) -> str:
        """Return the open block's last character, or an empty string."""
        if self._open is None or self._length <= self._text_start():
            return ""
        return self._parts[-1][-1]

    def close(self) -> None:
        """End the open block, trimming white space at both its ends."""
        if self._open is None:
            return
        kind, level, before, parts, pieces = self._open
        start = self._text_start()
        self._open = None
        text = "".join(self._parts[parts:])[start - before :]
        if not any(c.isprintable() and not c.isspace() for c in text):
            del self._parts[parts:], self._pieces[pieces:]
            self._block_links.clear()
            self._length = before
            return
        lead = len(text) - len(text.lstrip())
        tail = len(text) - len(text.rstrip())
        self._trim(start, lead, tail, parts, pieces)
        self._add_links(start, lead)
        self._blocks.append(Block(kind, Span(start, self._length), level))

    def build(
        self,
        *,
        path: str,
        format: str,
        digest: str,
        title: str = "",
        encoding: str = "utf-8",
        notes: Sequence[str] = (),
    ) -> Article:
        """Return the article. The title falls back to the first heading, else to the path."""
        self.close()
        text = "".join(self._parts)
        if not title:
            heading = next((b for b in self._blocks if b.kind in ("title", "heading")), None)
            title = text[heading.span.start : heading.span.end] if heading else path
        source_map = SourceMap(
            tuple(self._pieces), line_starts(self._source), wide_characters(self._source)
        )
        return Article(
            path=path,
            format=format,
            text=text,
            source_map=source_map,
            blocks=tuple(self._blocks),
            links=tuple(self._links),
            title=title,
            digest=digest,
            encoding=encoding,
            notes=tuple(notes),
            directives=tuple(self._directives(source_map)),
        )

    def _directives(self, source_map: SourceMap) -> Iterator[Directive]:
        """Yield the directives. Blocks may stand in another order than in the source (notes)."""
        if not self._comments:
            return
        ends = sorted((source_map.source_range(b.span)[1], b.span) for b in self._blocks)
        for start, at, words in sorted(self._comments):
            index = bisect_right(ends, at, key=lambda end: end[0])
            span = ends[index][1] if index < len(ends) else None
            yield Directive(words, bisect_right(source_map.line_starts, start), span)

    def _text_start(self) -> int:
        assert self._open is not None
        return self._open[2] + (1 if self._blocks else 0)

    def _append(self, text: str, source_start: int, source_end: int, *, verbatim: bool) -> None:
        last = self._pieces[-1] if self._pieces else None
        end = self._length + len(text)
        if verbatim and last and last.verbatim and last.source_end == source_start:
            self._pieces[-1] = Piece(last.text_start, end, last.source_start, source_end, True)
        else:
            self._pieces.append(Piece(self._length, end, source_start, source_end, verbatim))
        self._parts.append(text)
        self._length = end

    def _trim(self, start: int, lead: int, tail: int, parts: int, pieces: int) -> None:
        if not lead and not tail:
            return
        joiner = 1 if self._blocks else 0
        stop = self._length - tail
        text = "".join(self._parts[parts:])
        self._parts[parts:] = [text[:joiner], text[joiner + lead : len(text) - tail]]
        kept: list[Piece] = []
        for piece in self._pieces[pieces:]:
            if piece.text_end <= start:
                kept.append(piece)
                continue
            cut_start, cut_end = max(piece.text_start, start + lead), min(piece.text_end, stop)
            if cut_start >= cut_end:
                continue
            source_start, source_end = piece.source_start, piece.source_end
            if piece.verbatim:
                source_start += cut_start - piece.text_start
                source_end -= piece.text_end - cut_end
            kept.append(
                Piece(cut_start - lead, cut_end - lead, source_start, source_end, piece.verbatim)
            )
        self._pieces[pieces:] = kept
        self._length = stop - lead

    def _add_links(self, start: int, lead: int) -> None:
        """Keep the closed block's links, moved by the `lead` characters that were trimmed."""
        for link in self._block_links:
            first = min(max(link.span.start - lead, start), self._length)
            last = min(max(link.span.end - lead, first), self._length)
            if last > first:
                self._links.append(Link(Span(first, last), link.target))
        self._block_links.clear()
