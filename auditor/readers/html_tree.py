"""A web page as a list of well-nested events, each at its place in the source.

Unclosed and crossed elements are closed where browsers close them, in one linear pass without
recursion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from auditor.readers.html_tokens import Attributes, Token, scan_tokens

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"}
    | {"head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p"}
    | {"pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"title", "tr", "ul", *HEADINGS}
)
# Only an end tag of these parts or of the table itself ends what is inside them.
_TABLE_PARTS = frozenset({"caption", "tbody", "td", "tfoot", "th", "thead", "tr"})
_FENCES = frozenset({"button", "caption", "object", "table", "td", "template", "th"})
# What the end tag of an inline element may end with it.
_WEAK = frozenset({"p", "div", "center", "address", *HEADINGS})
# A start tag of the key ends the nearest of the first set, unless one of the second is nearer.
_CELLS, _ROWS = frozenset({"td", "th"}), frozenset({"tbody", "thead", "tfoot", "caption"})
_IMPLIED_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir", "table"})),
    **dict.fromkeys(["dt", "dd"], (frozenset({"dt", "dd"}), frozenset({"dl", "table"}))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"table"}))),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(_ROWS, (_ROWS, frozenset({"table"}))),
    "body": (frozenset({"head"}), frozenset()),
}


@dataclass(frozen=True, slots=True)
class Event:
    """`enter` or `leave` an element, a `void` element, or `text`, from `start` to `end`.

    attributes: where their values stand, see `html_tokens.attribute`.
    """

    what: Literal["enter", "leave", "void", "text"]
    tag: str
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, and where the words before it in its block stand, if there are any."""

    token: Token
    inside: int | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The events of a page, for the index of each `enter` that of its `leave`, the comments."""

    events: list[Event]
    leaves: dict[int, int]
    comments: list[Comment]


def parse_tree(source: str, start: int = 0, end: int | None = None) -> Tree:
    """Return the events of the page `source[start:end]`, their places those in `source`.

    Any text is a page; nothing is raised.
    """
    stop = len(source) if end is None else end
    tokens = scan_tokens(source[start:stop])
    nesting = _Nesting()
    comments: list[Comment] = []
    inside: int | None = None
    take = {"text": nesting.text, "start": nesting.start, "end": nesting.end}
    for token in (token.moved(start) for token in tokens) if start else tokens:
        if token.what == "comment":
            comments.append(Comment(token, inside))
            continue
        take[token.what](token)
        if token.tag in BLOCKS:
            inside = None
        elif token.what == "text" and not source[token.start : token.end].isspace():
            inside = token.start
    nesting.finish(stop)
    return Tree(nesting.events, nesting.leaves, comments)


class _Nesting:
    """The open elements, and the events so far."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.leaves: dict[int, int] = {}
        # Open elements as (tag, index of their event), and by tag their depths in that stack.
        self._stack: list[tuple[str, int]] = []
        self._depths: dict[str, list[int]] = {}
        self._fences: list[int] = []
        self._strong: list[int] = []

    def text(self, token: Token) -> None:
        """Add a text."""
        self.events.append(Event("text", "", token.start, token.end))

    def start(self, token: Token) -> None:
        """Add an element, closing those that its start tag ends."""
        tag = token.tag
        if tag == "form" and self._nearest({"form"}) >= 0:
            return
        self._end_implied(tag, token.start)
        if tag in VOID:
            self.events.append(Event("void", tag, token.start, token.end, token.attributes))
        else:
            self._push(Event("enter", tag, token.start, token.end, token.attributes))

    def end(self, token: Token) -> None:
        """Close what an end tag closes, which may be nothing."""
        tag, here = token.tag, token.start
        depth = self._nearest({tag})
        if depth >= 0 and depth >= self._barrier(tag):
            self._pop_to(depth, here)
        elif tag == "br":
            self.events.append(Event("void", "br", here, token.end))
        elif tag == "p":
            self._push(Event("enter", "p", here, here))
            self._pop_to(len(self._stack) - 1, here)

    def finish(self, end: int) -> None:
        """Close everything that is still open."""
        self._pop_to(0, end)

    def _nearest(self, tags: frozenset[str] | set[str]) -> int:
        """Return the depth of the innermost open element of `tags`, or -1."""
        found = (self._depths[tag][-1] for tag in tags if self._depths.get(tag))
        return max(found, default=-1)

    def _barrier(self, tag: str) -> int:
        """Return the depth above which an end tag can't reach."""
        if tag == "table":
            return 0
        if tag in _TABLE_PARTS:
            return self._nearest({"table"})
        fences = self._fences if tag in BLOCKS or tag in _FENCES else self._strong
        return fences[-1] if fences else 0

    def _end_implied(self, tag: str, here: int) -> None:
        barrier = self._fences[-1] if self._fences else -1
        if tag in BLOCKS and (depth := self._nearest({"p"})) > barrier:
            self._pop_to(depth, here)
        if tag in HEADINGS and self._stack and self._stack[-1][0] in HEADINGS:
            self._pop_to(len(self._stack) - 1, here)
        if tag == "a" and (depth := self._nearest({"a"})) >= 0 and depth >= self._barrier("a"):
            self._pop_to(depth, here)
        if tag in _IMPLIED_ENDS:
            ended, fence = _IMPLIED_ENDS[tag]
            if (depth := self._nearest(ended)) > self._nearest(fence):
                self._pop_to(depth, here)

    def _push(self, event: Event) -> None:
        tag, depth = event.tag, len(self._stack)
        self._stack.append((tag, len(self.events)))
        self._depths.setdefault(tag, []).append(depth)
        if tag in _FENCES:
            self._fences.append(depth)
        if tag in _FENCES or (tag in BLOCKS and tag not in _WEAK):
            self._strong.append(depth)
        self.events.append(event)

    def _pop_to(self, depth: int, here: int) -> None:
        while len(self._stack) > depth:
            tag, index = self._stack.pop()
            self._depths[tag].pop()
            for depths in (self._fences, self._strong):
                if depths and depths[-1] == len(self._stack):
                    depths.pop()
            self.leaves[index] = len(self.events)
            self.events.append(Event("leave", tag, here, here))
