"""HTML: the article's own words in blocks, with entities and markup mapped to their source."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable

from auditor.article import Article, ArticleBuilder, BlockKind
from auditor.readers.decode import decode
from auditor.readers.html_content import find_content
from auditor.readers.html_tokens import attribute, comment_words
from auditor.readers.html_tree import BLOCKS, HEADINGS, Event, Tree, parse_tree
from auditor.readers.references import is_reference_mark

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
# The charset must be named near the top; the XML declaration names it too.
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_CHARSET_WITHIN = 4096
# An entity (its semicolon may be missing), white space, or words with single spaces between.
_TEXT = re.compile(
    r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]{0,40});?|[ \t\r\n\f]+"
    r"|\u00ad+|[^& \t\r\n\f\u00ad]+(?: [^& \t\r\n\f\u00ad]+)*|&"
)
_SPACE = " \t\r\n\f"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_QUOTATION_MARKS = {"enter": "“", "leave": "”"}
# Runs of digits longer than this can't name a character; Python refuses very long ones.
_LONGEST_ENTITY = 48
_MOST_EVENTS_OF_A_MARK = 12


def read_html(path: str, data: bytes) -> Article:
    """Return the article of a web page. Raise ReadError if the bytes are no text."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    charset = (declared[1] or declared[2]).decode("ascii", "replace") if declared else ""
    decoded = decode(data, charset)
    source = decoded.text
    tree = parse_tree(source)
    writer = _Writer(source, tree)
    writer.write_head()
    writer.write(find_content(source, tree))
    for comment in tree.comments:
        words = comment_words(source, comment.token)
        writer.builder.comment(words, comment.token.start, comment.inside)
    return writer.builder.build(
        path=path,
        format="html",
        digest=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


class _Writer:
    """Adds events to the builder: blocks by their elements, links with their targets."""

    def __init__(self, source: str, tree: Tree) -> None:
        self.builder = ArticleBuilder(source)
        self._source = source
        self._tree = tree
        # The elements around that give a block its kind.
        self._kinds: list[str] = []
        # The target of the link around, and where its words begin in the open block.
        self._target = ""
        self._link_start: int | None = None
        # The word before the place that is written: where it begins, and its last characters.
        self._word_start = 0
        self._before = ""
        self._ends_line = False

    def write_head(self) -> None:
        """Add the page's title and description as blocks of their own."""
        title: tuple[int, int] | None = None
        descriptions: dict[str, tuple[int, int]] = {}
        index = 0
        while index < len(self._tree.events):
            event = self._tree.events[index]
            if event.tag in ("body", "svg") and event.what == "enter":
                if event.tag == "body":
                    break
                index = self._tree.leaves[index]
            elif event.tag == "title" and event.what == "enter" and title is None:
                words = self._tree.events[index + 1]
                title = (words.start, words.end)
            elif event.tag == "meta" and "content" in event.attributes:
                name = self._value(event, "name") or self._value(event, "property")
                descriptions.setdefault(name.strip().lower(), event.attributes["content"])
            index += 1
        if title is not None:
            self._write_whole("title", *title)
        for name in ("description", "og:description", "twitter:description"):
            start, end = descriptions.get(name, (0, 0))
            if self._source[start:end].strip():
                self._write_whole("description", start, end)
                break

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
            elif event.tag == "a":
                self._turn_link(event)
            elif event.tag == "q" and (event.what == "enter" or self.builder.is_open):
                self._open_block()
                self._add(_QUOTATION_MARKS[event.what], event.start, event.end)
            elif event.tag == "sup" and event.what == "enter" and self._is_reference(index):
                reference_end = self._tree.leaves[index]
        self._end_block()

    def _value(self, event: Event, name: str) -> str:
        return attribute(self._source, event.attributes, name)

    def _write_whole(self, kind: BlockKind, start: int, end: int) -> None:
        self.builder.open(kind)
        self._add_source(start, end)
        self.builder.close()

    def _follow(self, event: Event) -> None:
        if event.tag not in _KINDS:
            return
        if event.what == "enter":
            self._kinds.append(event.tag)
        elif self._kinds:
            self._kinds.pop()

    def _open_block(self) -> None:
        if not self.builder.is_open:
            tag = self._kinds[-1] if self._kinds else "p"
            self.builder.open(_KINDS.get(tag, "paragraph"), HEADINGS.get(tag, 0))
            self._word_start, self._before = self.builder.length, ""

    def _write_text(self, event: Event) -> None:
        has_words = bool(self._source[event.start : event.end].strip(_SPACE))
        if not has_words and not self.builder.is_open:
            return
        self._open_block()
        if has_words:
            self._ends_line = False
        if self._target and self._link_start is None:
            self._link_start = self.builder.length
        if self._kinds and self._kinds[-1] == "pre":
            self.builder.verbatim(event.start, event.end)
        else:
            self._add_source(event.start, event.end)

    def _write_break(self, event: Event) -> None:
        """End the line with a space; a second `br` ends the block, as it does for the eye."""
        if not self.builder.is_open:
            return
        if self._ends_line:
            self._end_block()
            return
        self._ends_line = True
        if self.builder.last_character() not in ("", " "):
            self._add(" ", event.start, event.end)

    def _turn_link(self, event: Event) -> None:
        self._end_link()
        self._target = self._value(event, "href").strip() if event.what == "enter" else ""

    def _end_link(self) -> None:
        if self._link_start is not None:
            self.builder.link(self._link_start, self._target)
        self._link_start = None

    def _end_block(self) -> None:
        self._end_link()
        self._ends_line = False
        self.builder.close()

    def _is_reference(self, start: int) -> bool:
        """Say whether the raised text is a note's mark; the word before it gets its link."""
        end = self._tree.leaves[start]
        if not self.builder.is_open or end - start > _MOST_EVENTS_OF_A_MARK:
            return False
        inside = self._tree.events[start:end]
        raised = html.unescape(
            "".join(self._source[e.start : e.end][:80] for e in inside if e.what == "text")
        )
        if not is_reference_mark(raised, self._before):
            return False
        targets = [self._value(e, "href") for e in inside if e.tag == "a" and e.what == "enter"]
        self.builder.link(self._word_start, (targets or [self._target or f"#{raised.strip()}"])[0])
        return True

    def _add_source(self, start: int, end: int) -> None:
        """Add source text as a browser shows it: entities decoded, white space folded."""
        for match in _TEXT.finditer(self._source, start, end):
            piece = match[0]
            if piece[0] in _SPACE:
                if self.builder.last_character() not in ("", " "):
                    self._add(" ", *match.span())
            elif piece[0] == "&" and len(piece) <= _LONGEST_ENTITY:
                self._add(html.unescape(piece), *match.span())
            elif piece[0] != _SOFT_HYPHEN:
                self._add(piece, *match.span())

    def _add(self, text: str, start: int, end: int) -> None:
        if text == _SOFT_HYPHEN:
            return
        if text == self._source[start:end]:
            self.builder.verbatim(start, end)
        else:
            self.builder.replace(text, start, end)
        _, space, last = text.rpartition(" ")
        if space:
            self._word_start = self.builder.length - len(last)
        self._before = last[-8:] if space else (self._before + text)[-8:]
