"""How a reader puts an article together: block by block, with each piece where it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.article import (
    Article,
    Block,
    BlockKind,
    Directive,
    Link,
    Piece,
    SourceMap,
    Span,
    line_starts,
    wide_characters,
)


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
        self._code: list[Span] = []
        self._block_code: list[Span] = []
        self._comments: list[tuple[int, int, str]] = []
        self._open: tuple[BlockKind, int, int, int, int] | None = None

    @property
    def source(self) -> str:
        """The source as decoded."""
        return self._source

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

    def code(self, start: int) -> None:
        """Note that the open block's text from `start` to here is code."""
        if self._open is not None and start < self._length:
            self._block_code.append(Span(start, self._length))

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
            self._block_code.clear()
            self._length = before
            return
        lead = len(text) - len(text.lstrip())
        tail = len(text) - len(text.rstrip())
        self._trim(start, lead, tail, parts, pieces)
        self._add_links(start, lead)
        self._code += (self._moved(span, start, lead) for span in self._block_code)
        self._block_code.clear()
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
            code=tuple(span for span in self._code if len(span)),
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
            if len(span := self._moved(link.span, start, lead)):
                self._links.append(Link(span, link.target))
        self._block_links.clear()

    def _moved(self, span: Span, start: int, lead: int) -> Span:
        """Return a span of the closed block after `lead` characters were trimmed at its `start`."""
        first = min(max(span.start - lead, start), self._length)
        return Span(first, min(max(span.end - lead, first), self._length))
