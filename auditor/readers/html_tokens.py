"""The tags and texts of a web page, cut as browsers cut them, with their exact places.

The standard library's parser takes quadratic time on hostile pages in many releases that are
still in use, and does not say where an attribute's value stands. Here every character is looked
at a fixed number of times.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

_OPENER = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"[^\s/>]+")
# An attribute's name may begin with "=", and with nothing else that ends one.
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s/>][^\s/>=]*)
        (?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+)))?""",
    re.VERBOSE,
)
_TAG_END = re.compile(r"[\s/]*>")
# No address is longer, and Python refuses to decode an entity of over 4,300 digits.
_LONGEST_VALUE = 4000
_COMMENT_END = re.compile(r"--!?>")
# What is inside these is text up to their own end tag, whatever it looks like.
_RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
_RAW_ENDS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in _RAW}


# By lower-case name where an attribute's value stands, an empty range if there is none.
Attributes = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Token:
    """A `start` or `end` tag, `text`, or a `comment`, from `start` to `end` in the source."""

    what: Literal["start", "end", "text", "comment"]
    tag: str
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)

    def moved(self, by: int) -> Token:
        """Return the token `by` characters further on."""
        places = {name: (start + by, end + by) for name, (start, end) in self.attributes.items()}
        return Token(self.what, self.tag, self.start + by, self.end + by, places)


def attribute(source: str, attributes: Attributes, name: str) -> str:
    """Return an attribute's value, entities decoded; empty if it is missing."""
    start, end = attributes.get(name, (0, 0))
    return html.unescape(source[start : min(end, start + _LONGEST_VALUE)])


def comment_words(source: str, token: Token) -> str:
    """Return what a comment says, without its marks; empty for what only counts as one."""
    text = source[token.start : token.end]
    if not text.startswith("<!--"):
        return ""
    return _COMMENT_END.sub("", text[4:])


def scan_tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a page in order. Any text is a page; nothing is raised."""
    at, size = 0, len(source)
    while at < size:
        opener = _OPENER.search(source, at)
        start = opener.start() if opener else size
        if start > at:
            yield Token("text", "", at, start)
        if opener is None:
            return
        token = _scan_markup(source, start)
        yield token
        at = token.end
        if token.what == "start" and token.tag in _RAW:
            found = _RAW_ENDS[token.tag].search(source, at)
            end = found.start() if found else size
            if end > at:
                yield Token("text", "", at, end)
            at = end


def _scan_markup(source: str, start: int) -> Token:
    """Return the tag or comment at `start`; one that never ends takes the rest of the page."""
    following = source[start + 1]
    if following in "!?":
        return Token("comment", "", start, _comment_end(source, start))
    name_start = start + (2 if following == "/" else 1)
    first = source[name_start : name_start + 1]
    if not (first.isascii() and first.isalpha()):
        close = source.find(">", name_start)
        return Token("comment", "", start, close + 1 if close >= 0 else len(source))
    name = _NAME.match(source, name_start)
    assert name is not None
    attributes: Attributes = {}
    at = name.end()
    while (end := _TAG_END.match(source, at)) is None:
        found = _ATTRIBUTE.match(source, at)
        if found is None:
            return Token("comment", "", start, len(source))
        at = found.end()
        group = next((g for g in ("double", "single", "bare") if found[g] is not None), None)
        # The first of two equal attributes counts.
        attributes.setdefault(found["name"].lower(), found.span(group) if group else (0, 0))
    what: Literal["start", "end"] = "end" if following == "/" else "start"
    return Token(what, name[0].lower(), start, end.end(), attributes)


def _comment_end(source: str, start: int) -> int:
    if source.startswith("<!--", start):
        for short in ("<!-->", "<!--->"):
            if source.startswith(short, start):
                return start + len(short)
        found = _COMMENT_END.search(source, start + 4)
        return found.end() if found else len(source)
    close = source.find(">", start)
    return close + 1 if close >= 0 else len(source)
