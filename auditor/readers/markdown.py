"""Markdown: prose in blocks, with bold, links, entities and code mapped to their source."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.article import Article, BlockKind, line_starts
from auditor.article_builder import ArticleBuilder
from auditor.readers.decode import decode
from auditor.readers.front_matter import add_value, find_front_matter
from auditor.readers.references import is_reference_mark

if TYPE_CHECKING:
    from markdown_it.token import Token

    from auditor.readers.markdown_inline import Part

# Templates of static sites, and the shortcodes of content systems, which have an attribute or a
# well-known name. They are masked by a character that nobody writes.
_SHORTCODES = re.compile(
    r"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}"
    r"|\[/[a-z][\w-]{0,40}\]"
    r"|\[[a-z][\w-]{0,40}(?:\s+[\w-]{1,40}=(?:\"[^\"\[\]]{0,500}\"|'[^'\[\]]{0,500}'|[^\s\[\]\"']{1,500}))+"
    r"\s*/?\](?!\()"
    r"|\[(?:gallery|caption|embed|video|audio|playlist|contact-form(?:-7)?|toc)\s*/?\](?!\()",
)
_MASK = "\ue000"
_TASK = re.compile(r"\[[ xX]\]\s+")
# A mask, white space, or words with single spaces between.
_WORDS = re.compile(rf"{_MASK}+|[^\S\xa0]+|\xa0+|[^\s{_MASK}]+(?: [^\s{_MASK}]+)*")


def read_markdown(path: str, data: bytes) -> Article:
    """Return the article of a Markdown file. Raise ReadError if the bytes are no text."""
    from auditor.readers.markdown_inline import make_parser

    decoded = decode(data)
    source = decoded.text
    front = find_front_matter(source)
    builder = ArticleBuilder(source)
    for value in front.values:
        add_value(builder, source, value)
    prose = _blank(source[: front.end]) + _SHORTCODES.sub(_mask, source[front.end :])
    # The parser does the same, and gives a line its number by LF alone.
    prose = prose.replace("\0", "\N{REPLACEMENT CHARACTER}")
    _Walker(builder, prose).walk(make_parser().parse(prose))
    return builder.build(
        path=path,
        format="md",
        digest=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


def _blank(source: str) -> str:
    return re.sub(r"[^\r\n]", " ", source)


def _mask(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", _MASK, match[0])


@dataclass(frozen=True, slots=True)
class _Segment:
    """A run of a block's content, and where it stands in the source; `exact` if they are equal."""

    start: int
    end: int
    source_start: int
    source_end: int
    exact: bool = True


class _Walker:
    """Follows the blocks through the source and adds their words to the builder."""

    def __init__(self, builder: ArticleBuilder, prose: str) -> None:
        self._builder = builder
        self._prose = prose
        self._lines = line_starts(prose)
        self._within: list[Token] = []
        self._is_item_start = False
        # The row of a table that is read, and where its next cell may begin.
        self._row, self._cell = -1, 0
        self._segments: list[_Segment] = []
        self._word_start, self._before = 0, ""

    def walk(self, tokens: Sequence[Token]) -> None:
        """Add the blocks of `tokens`."""
        page = self._html_alone(tokens)
        for token in tokens:
            if token.nesting > 0:
                self._within.append(token)
                self._is_item_start = self._is_item_start or token.type == "list_item_open"
            elif token.nesting < 0:
                self._within.pop()
            elif token.type in ("fence", "code_block") and token.map:
                self._builder.open("code")
                self._builder.verbatim(self._line(token.map[0]), self._line(token.map[1]))
                self._builder.close()
            elif token.type == "html_block" and token.map:
                self._add_html(page, self._locate_html(token, token.map[0]))
            elif token.type == "inline" and token.map:
                self._add_inline(token, token.map[0])

    def _html_alone(self, tokens: Sequence[Token]) -> str:
        """Return the prose with all blanked that is no part of an HTML block.

        So the marks of a quote or a list around it are no words of the block. Empty if there is
        no such block.
        """
        lines = sorted(
            (segment.source_start, segment.source_end)
            for token in tokens
            if token.type == "html_block" and token.map
            for segment in self._locate_html(token, token.map[0])
            if segment.exact
        )
        parts: list[str] = []
        at = 0
        for start, end in lines:
            parts += (_blank(self._prose[at:start]), self._prose[start:end])
            at = end
        if lines:
            parts.append(_blank(self._prose[at:]))
        return "".join(parts).replace(_MASK, " ")

    def _locate_html(self, token: Token, first_line: int) -> list[_Segment]:
        return self._locate(token.content.removesuffix("\n"), first_line)

    def _add_html(self, page: str, segments: Sequence[_Segment]) -> None:
        """Add the words of the HTML block that `segments` of the page hold, note its comments."""
        from auditor.readers.html_content import find_shown
        from auditor.readers.html_tree import parse_tree
        from auditor.readers.html_writer import HtmlWriter

        tree = parse_tree(page, segments[0].source_start, segments[-1].source_end)
        writer = HtmlWriter(self._builder, page, tree, self._kind()[0])
        writer.write(find_shown(page, tree))
        writer.write_comments()

    def _line(self, number: int) -> int:
        return self._lines[number] if number < len(self._lines) else len(self._prose)

    def _kind(self) -> tuple[BlockKind, int]:
        for token in reversed(self._within):
            if token.type == "heading_open":
                return "heading", int(token.tag[1])
            if token.type in ("td_open", "th_open"):
                return "cell", 0
            if token.type == "list_item_open":
                return "item", 0
            if token.type == "blockquote_open":
                return "quote", 0
        return "paragraph", 0

    def _add_inline(self, token: Token, first_line: int) -> None:
        from auditor.readers.markdown_inline import walk_inline

        content = token.content
        self._segments = self._locate(content, first_line)
        self._builder.open(*self._kind())
        self._word_start, self._before = self._builder.length, ""
        skip_until = 0
        if self._is_item_start and (task := _TASK.match(content)):
            skip_until = task.end()
        self._is_item_start = False
        self._add_parts(content, list(walk_inline(content, token.children or ())), skip_until)
        self._builder.close()

    def _add_parts(self, content: str, parts: Sequence[Part], skip_until: int) -> None:
        link: tuple[int, str] | None = None
        code: int | None = None
        for index, part in enumerate(parts):
            is_skipped = part.start < skip_until and part.end <= skip_until
            if is_skipped and part.what != "comment":
                continue
            if part.what == "text":
                self._add_text(content, max(part.start, skip_until), part.end)
            elif part.what == "replaced":
                self._add(part.value, self._place(part.start), self._place(part.end))
            elif part.what == "link":
                link = (self._builder.length, part.value)
            elif part.what == "unlink" and link is not None:
                self._builder.link(*link)
                link = None
            elif part.what == "skip":
                skip_until = max(skip_until, part.end)
            elif part.what == "code":
                code = self._builder.length
            elif part.what == "prose" and code is not None:
                self._builder.code(code)
                code = None
            elif part.what == "comment":
                self._builder.comment(part.value, self._place(part.start))
            elif part.what == "note":
                self._builder.link(self._word_start, part.value)
            elif part.what == "raise":
                mark = content[part.end : parts[index + 1].end] if index + 1 < len(parts) else ""
                if is_reference_mark(mark[:40], self._before):
                    self._builder.link(self._word_start, f"#{mark.strip()}")
                    skip_until = parts[index + 1].end

    def _add_text(self, content: str, start: int, end: int) -> None:
        """Add content as browsers show it: without shortcodes, white space folded."""
        index = max(bisect_right(self._segments, start, key=lambda s: s.start) - 1, 0)
        for segment in self._segments[index:]:
            if segment.start >= end:
                return
            first, last = max(start, segment.start), min(end, segment.end)
            if segment.start > start and content[segment.start - 1].isspace():
                self._add(" ", self._place(segment.start - 1), segment.source_start)
            for words in _WORDS.finditer(content, first, max(first, last)):
                if words[0][0] == _MASK:
                    continue
                text = words[0]
                if text.isspace() and text[0] != "\xa0":
                    text = " "
                if segment.exact:
                    shift = segment.source_start - segment.start
                    self._add(text, words.start() + shift, words.end() + shift)
                else:
                    self._add(text, segment.source_start, segment.source_end)

    def _add(self, text: str, start: int, end: int) -> None:
        if text == " " and self._builder.last_character() in ("", " "):
            return
        if text == self._prose[start:end]:
            self._builder.verbatim(start, end)
        else:
            self._builder.replace(text.replace("\n", " "), start, end)
        _, space, last = text.rpartition(" ")
        if space:
            self._word_start = self._builder.length - len(last)
        self._before = last[-8:] if space else (self._before + text)[-8:]

    def _place(self, offset: int) -> int:
        """Return the source offset of a place in the content of the block that is read."""
        index = bisect_right(self._segments, offset, key=lambda s: s.start) - 1
        if index < 0:
            return self._segments[0].source_start if self._segments else 0
        segment = self._segments[index]
        if offset >= segment.end:
            return segment.source_end
        return segment.source_start + (offset - segment.start if segment.exact else 0)

    def _locate(self, content: str, first_line: int) -> list[_Segment]:
        """Return where each line of a block's content stands: at the end of a source line."""
        in_cell = bool(self._within) and self._within[-1].type in ("td_open", "th_open")
        if in_cell:
            return self._locate_cell(content, first_line)
        hashes = self._within[-1].markup if self._within else ""
        segments: list[_Segment] = []
        at = 0
        for number, line in enumerate(content.split("\n")):
            words = line.strip(" \t")
            begin = at + len(line) - len(line.lstrip(" \t"))
            start, end = self._line(first_line + number), self._line(first_line + number + 1)
            body = self._prose[start:end].rstrip(" \t\r\n")
            if hashes.startswith("#"):
                found = body.find(words, body.find("#") + len(hashes))
            else:
                found = len(body) - len(words) if body.endswith(words) else body.find(words)
            if found >= 0:
                found += start
                segments.append(_Segment(begin, begin + len(words), found, found + len(words)))
            else:
                stop = start + len(body)
                segments.append(_Segment(begin, begin + len(words), start, stop, exact=False))
            at += len(line) + 1
        return segments

    def _locate_cell(self, content: str, line: int) -> list[_Segment]:
        """Return where a table cell's content stands; a bar in it was escaped in the source."""
        if line != self._row:
            self._row, self._cell = line, self._line(line)
        segments: list[_Segment] = []
        at = 0
        for number, words in enumerate(content.split("|")):
            text = f"|{words}" if number else words
            found = self._prose.find(text, self._cell, self._line(line + 1))
            if found < 0:
                found = self._cell
                segments.append(_Segment(at, at + len(text), found, found, exact=False))
            else:
                self._cell = found + len(text)
                segments.append(_Segment(at, at + len(text), found, self._cell))
            at += len(text)
        return segments
