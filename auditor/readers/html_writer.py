"""Writes the elements and texts of a page, or of a part of one, as an article's blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from auditor.article import BlockKind
from auditor.article_builder import ArticleBuilder
from auditor.readers.html_tokens import attribute, comment_words
from auditor.readers.html_tree import BLOCKS, HEADINGS, Event, Tree
from auditor.readers.references import is_reference_mark

# What is set as code inside a paragraph: no prose.
CODE_TAGS = frozenset({"code", "kbd", "samp", "tt", "var"})
QUOTATION_MARKS = {"enter": "“", "leave": "”"}
_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "caption": "cell",
    "td": "cell",
    "th": "cell",
    "pre": "code",
    **dict.fromkeys(HEADINGS, "heading"),
}
# An entity (its semicolon may be missing), white space, or words with single spaces between.
_TEXT = re.compile(
    r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]{0,40});?|[ \t\r\n\f]+"
    r"|\u00ad+|[^& \t\r\n\f\u00ad]+(?: [^& \t\r\n\f\u00ad]+)*|&"
)
_SPACE = " \t\r\n\f"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# Runs of digits longer than this can't name a character; Python refuses very long ones.
_LONGEST_ENTITY = 48
_MOST_EVENTS_OF_A_MARK = 12


class HtmlWriter:
    """Adds events to a builder: blocks by their elements, links with their targets, code."""

    def __init__(
        self, builder: ArticleBuilder, page: str, tree: Tree, kind: BlockKind = "paragraph"
    ) -> None:
        """page: the builder's source, other text than HTML blanked. kind: of text in no block."""
        self._builder = builder
        self._page = page
        self._tree = tree
        self._kind = kind
        # How many elements around are set as code.
        self._codes = 0
        # The elements around that give a block its kind.
        self._kinds: list[str] = []
        # The target of the link around, and where its words begin in the open block.
        self._target = ""
        self._link_start: int | None = None
        # The word before the place that is written: where it begins, and its last characters.
        self._word_start = 0
        self._before = ""
        self._ends_line = False

    def write(self, events: Iterable[tuple[int, Event]]) -> None:
        """Add the article's events, each with its index in the tree."""
        reference_end = -1
        for index, event in events:
            if index <= reference_end:
                continue
            if event.what == "text":
                self._write_text(event)
            elif event.tag == "br":
                self._write_break(event)
            elif event.tag in BLOCKS:
                self._end_block()
                self._follow(event)
            elif event.tag in CODE_TAGS:
                self._codes += 1 if event.what == "enter" else -1
            elif event.tag == "a":
                self._turn_link(event)
            elif event.tag == "q" and (event.what == "enter" or self._builder.is_open):
                self._open_block()
                self._add(QUOTATION_MARKS[event.what], event.start, event.end)
            elif event.tag == "sup" and event.what == "enter" and self._is_reference(index):
                reference_end = self._tree.leaves[index]
        self._end_block()

    def write_comments(self) -> None:
        """Note the comments, which is done when all blocks are written."""
        for comment in self._tree.comments:
            words = comment_words(self._page, comment.token)
            self._builder.comment(words, comment.token.start, comment.inside)

    def _value(self, event: Event, name: str) -> str:
        return attribute(self._page, event.attributes, name)

    def write_whole(self, kind: BlockKind, start: int, end: int) -> None:
        """Add the source from `start` to `end` as a block of its own."""
        self._builder.open(kind)
        self._add_source(start, end)
        self._builder.close()

    def _follow(self, event: Event) -> None:
        if event.tag not in _KINDS:
            return
        if event.what == "enter":
            self._kinds.append(event.tag)
        elif self._kinds:
            self._kinds.pop()

    def _open_block(self) -> None:
        if not self._builder.is_open:
            tag = self._kinds[-1] if self._kinds else ""
            self._builder.open(_KINDS.get(tag, self._kind), HEADINGS.get(tag, 0))
            self._word_start, self._before = self._builder.length, ""

    def _write_text(self, event: Event) -> None:
        has_words = bool(self._page[event.start : event.end].strip(_SPACE))
        if not has_words and not self._builder.is_open:
            return
        self._open_block()
        if has_words:
            self._ends_line = False
        if self._target and self._link_start is None:
            self._link_start = self._builder.length
        start = self._builder.length
        if self._kinds and self._kinds[-1] == "pre":
            self._builder.verbatim(event.start, event.end)
        else:
            self._add_source(event.start, event.end)
        if self._codes:
            self._builder.code(start)

    def _write_break(self, event: Event) -> None:
        """End the line with a space; a second `br` ends the block, as it does for the eye."""
        if not self._builder.is_open:
            return
        if self._ends_line:
            self._end_block()
            return
        self._ends_line = True
        if self._builder.last_character() not in ("", " "):
            self._add(" ", event.start, event.end)

    def _turn_link(self, event: Event) -> None:
        self._end_link()
        self._target = self._value(event, "href").strip() if event.what == "enter" else ""

    def _end_link(self) -> None:
        if self._link_start is not None:
            self._builder.link(self._link_start, self._target)
        self._link_start = None

    def _end_block(self) -> None:
        self._end_link()
        self._ends_line = False
        self._builder.close()

    def _is_reference(self, start: int) -> bool:
        """Say whether the raised text is a note's mark; the word before it gets its link."""
        end = self._tree.leaves[start]
        if not self._builder.is_open or end - start > _MOST_EVENTS_OF_A_MARK:
            return False
        inside = self._tree.events[start:end]
        raised = html.unescape(
            "".join(self._page[e.start : e.end][:80] for e in inside if e.what == "text")
        )
        if not is_reference_mark(raised, self._before):
            return False
        targets = [self._value(e, "href") for e in inside if e.tag == "a" and e.what == "enter"]
        self._builder.link(self._word_start, (targets or [self._target or f"#{raised.strip()}"])[0])
        return True

    def _add_source(self, start: int, end: int) -> None:
        """Add source text as a browser shows it: entities decoded, white space folded."""
        for match in _TEXT.finditer(self._page, start, end):
            piece = match[0]
            if piece[0] in _SPACE:
                if self._builder.last_character() not in ("", " "):
                    self._add(" ", *match.span())
            elif piece[0] == "&" and len(piece) <= _LONGEST_ENTITY:
                self._add(html.unescape(piece), *match.span())
            elif piece[0] != _SOFT_HYPHEN:
                self._add(piece, *match.span())

    def _add(self, text: str, start: int, end: int) -> None:
        if text == _SOFT_HYPHEN:
            return
        if text == self._builder.source[start:end]:
            self._builder.verbatim(start, end)
        else:
            self._builder.replace(text, start, end)
        _, space, last = text.rpartition(" ")
        if space:
            self._word_start = self._builder.length - len(last)
        self._before = last[-8:] if space else (self._before + text)[-8:]
