"""Markdown: blocks and inline words, each at its place in the source.

markdown-it-py says on which lines a block lies, but not where an inline token is. It is found by
walking the block's source along its tokens: between two tokens there is nothing but markup.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, ArticleBuilder, BlockKind, line_starts
from auditor.readers.decode import decode
from auditor.readers.front_matter import find_front_matter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Templates of static sites and content systems: masked by a character that nobody writes.
_SHORTCODES = re.compile(
    r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{\{[^{}]*\}\}|\[/?(?:gallery|caption|embed|video|audio|contact-form)[^\]]*\]",
    re.S,
)
_MASK = "\ue000"
_UNMASKED = re.compile(f"[^{_MASK}]+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def read_markdown(path: str, data: bytes) -> Article:
    """Return the article of a Markdown file. Raise ReadError if the bytes are no text."""
    decoded = decode(data)
    source = decoded.text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    front = find_front_matter(source)
    builder = ArticleBuilder(source)
    title = ""
    for kind, span in front.entries:
        builder.open(kind)
        _add_lines(builder, source, span.start, span.end)
        builder.close()
        if kind == "title":
            title = " ".join(source[span.start : span.end].split())
    masked = _SHORTCODES.sub(_mask, _blank(source, front.end))
    _Walker(builder, masked).walk(_parser().parse(masked))
    return builder.build(
        path=path,
        format="md",
        digest=hashlib.sha256(data).hexdigest(),
        title=title,
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Without text_join, an entity or escape stays a token of its own beside verbatim ones.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


def _blank(source: str, end: int) -> str:
    """Return `source` with its first `end` characters made blank, line breaks kept."""
    return re.sub(r"[^\r\n]", " ", source[:end]) + source[end:]


def _mask(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", _MASK, match[0])


def _add_lines(builder: ArticleBuilder, source: str, start: int, end: int) -> None:
    """Add source lines as one line of text."""
    for match in re.finditer(r"[^\s]+|\s+", source[start:end]):
        at = start + match.start()
        if match[0].isspace() and match[0] != " ":
            builder.replace(" ", at, start + match.end())
        else:
            builder.verbatim(at, start + match.end())


class _Walker:
    """Follows the tokens through the source and adds their words to the builder."""

    def __init__(self, builder: ArticleBuilder, source: str) -> None:
        self._builder = builder
        self._source = source
        self._lines = line_starts(source)
        self._at = 0
        self._end = len(source)
        self._within: list[str] = []
        self._level = 0
        self._links: list[tuple[str, int]] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in ("fence", "code_block") and token.map:
                self._add_code(token.map[0], token.map[1])
            elif token.nesting == 1:
                self._within.append(token.type.removesuffix("_open"))
                if token.type == "heading_open":
                    self._level = int(token.tag[1])
            elif token.nesting == -1:
                self._within.pop()
            if token.map and token.type != "inline":
                self._at = max(self._at, self._line(token.map[0]))
            if token.type == "inline":
                self._add_inline(token)

    def _line(self, number: int) -> int:
        return self._lines[number] if number < len(self._lines) else len(self._source)

    def _kind(self) -> tuple[BlockKind, int]:
        if "heading" in self._within:
            return "heading", self._level
        for name in reversed(self._within):
            if name in ("td", "th"):
                return "cell", 0
            if name == "list_item":
                return "item", 0
            if name == "blockquote":
                return "quote", 0
        return "paragraph", 0

    def _add_code(self, first: int, last: int) -> None:
        self._builder.open("code")
        self._builder.verbatim(self._line(first), self._line(last))
        self._builder.close()
        self._at = self._line(last)

    def _add_inline(self, token: Token) -> None:
        if token.map:
            self._at = max(self._at, self._line(token.map[0]))
            self._end = self._line(token.map[1])
        kind, level = self._kind()
        self._builder.open(kind, level)
        for child in token.children or ():
            self._add_child(child)
        self._links.clear()
        self._builder.close()

    def _add_child(self, child: Token) -> None:
        if child.type in ("text", "code_inline"):
            self._add_words(child.content, verbatim=True)
        elif child.type == "text_special":
            self._add_special(child)
        elif child.type in ("softbreak", "hardbreak"):
            self._add_break()
        elif child.type == "html_inline":
            self._skip(child.content)
        elif child.type == "image":
            self._skip("![")
            self._skip_target("]")
        elif child.type == "link_open":
            self._links.append((str(child.attrs.get("href", "")), self._builder.length))
        elif child.type == "link_close":
            self._close_link(child)
        elif child.markup:
            self._skip(child.markup)

    def _add_words(self, words: str, *, verbatim: bool) -> None:
        if not words:
            return
        start = self._source.find(words, self._at, self._end)
        if start < 0:
            # A code span over two lines: its line break has become a space.
            self._builder.replace(words.replace(_MASK, ""), self._at, self._at)
            return
        self._at = start + len(words)
        for run in _UNMASKED.finditer(self._source, start, self._at):
            self._builder.verbatim(*run.span())

    def _add_special(self, child: Token) -> None:
        start = self._source.find(child.markup, self._at, self._end)
        if start < 0:
            start = self._at
        self._at = start + len(child.markup)
        self._builder.replace(child.content, start, self._at)

    def _add_break(self) -> None:
        found = _LINE_BREAK.search(self._source, self._at, self._end)
        if found:
            self._builder.replace(" ", *found.span())
            self._at = found.end()

    def _skip(self, markup: str) -> None:
        start = self._source.find(markup, self._at, self._end)
        if start >= 0:
            self._at = start + len(markup)

    def _close_link(self, child: Token) -> None:
        if self._links:
            target, start = self._links.pop()
            self._builder.link(start, target)
        if child.info == "auto" or child.markup in ("autolink", "linkify"):
            self._skip(">")
        else:
            self._skip_target("]")

    def _skip_target(self, bracket: str) -> None:
        """Go past `](address "title")` or `][reference]`."""
        self._skip(bracket)
        opener = self._source[self._at : self._at + 1]
        closer = {"(": ")", "[": "]"}.get(opener)
        if closer is None:
            return
        depth, quoted = 0, ""
        for index in range(self._at, self._end):
            character = self._source[index]
            if quoted:
                quoted = "" if character == quoted else quoted
            elif character in "\"'" and self._source[index - 1].isspace():
                quoted = character
            elif character == opener:
                depth += 1
            elif character == closer:
                depth -= 1
                if depth == 0:
                    self._at = index + 1
                    return
