"""Words inside a Markdown block: each inline token's exact place in the block's content.

markdown-it-py says on which lines a block lies, but not where an inline token is. Its rules are
wrapped here so that links, code, tags, entities and line breaks note the range they were parsed
from; what is left between them is text and emphasis, which follow each other without a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt, rules_inline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from auditor.readers.html_content import is_unread
from auditor.readers.html_tokens import attribute, comment_words, scan_tokens
from auditor.readers.html_tree import BLOCKS
from auditor.readers.html_writer import CODE_TAGS, QUOTATION_MARKS

_Rule = Callable[[StateInline, bool], bool]
_RANGE = "source range"
_RANGED_RULES: dict[str, _Rule] = {
    "newline": rules_inline.newline,
    "escape": rules_inline.escape,
    "backticks": rules_inline.backtick,
    "link": rules_inline.link,
    "image": rules_inline.image,
    "autolink": rules_inline.autolink,
    "html_inline": rules_inline.html_inline,
    "entity": rules_inline.entity,
}
_What = Literal[
    "text", "replaced", "link", "unlink", "raise", "lower", "note", "comment", "code", "prose",
    "skip",
]  # fmt: skip
_DEEPEST_NESTING = 60
_TURNS = {"start": "enter", "end": "leave"}


@dataclass(frozen=True, slots=True)
class Part:
    """A step through a block's content, from `start` to `end`.

    text: the words stand there as they are. replaced: `value` stands for them. link: the words
    until `unlink` lead to `value`. raise, lower: what is between is set above the line. note: a
    reference to the footnote `value`. comment: an HTML comment that says `value`. code: what
    follows is code, until `prose`. skip: an HTML element that no reader sees.
    """

    what: _What
    start: int
    end: int
    value: str = ""


@lru_cache(maxsize=1)
def make_parser() -> MarkdownIt:
    """Return a CommonMark parser with tables, footnotes and strikethrough, which notes ranges."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False)
    # Joined text would hide where an entity, an escape or a lone asterisk is.
    parser.disable(["text_join", "fragments_join"])
    for name, rule in _RANGED_RULES.items():
        parser.inline.ruler.at(name, _note_range(rule))
    return parser


def _note_range(rule: _Rule) -> _Rule:
    def noting(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent and len(state.tokens) > before:
            last = state.tokens[-1]
            last.meta[_RANGE] = (start, state.pos)
            if last.type == "link_close" and last.markup == "autolink":
                state.tokens[-3].meta[_RANGE] = (start, state.pos)
        return found

    return noting


def walk_inline(content: str, tokens: Sequence[Token]) -> Iterator[Part]:
    """Yield the parts of a block's `content` that its inline `tokens` stand for, in order."""
    at = 0
    in_autolink = False
    ends = _ends_of_unread(tokens)
    for index, token in enumerate(tokens):
        start, end = token.meta.get(_RANGE, (at, at))
        if token.type == "text":
            if not in_autolink and token.content:
                found = content.find(token.content, at)
                start = found if found >= 0 else at
                at = start + len(token.content)
                yield Part("text", start, at)
        elif token.type == "link_open":
            yield Part("link", at, at, str(token.attrs.get("href", "")))
            at += 1
            if in_autolink := _RANGE in token.meta:
                yield Part("text", start + 1, end - 1)
        elif token.type == "link_close":
            yield Part("unlink", at, end)
            at, in_autolink = end, False
        elif token.type == "code_inline":
            yield Part("code", start, start)
            yield _code(content, start, end, len(token.markup))
            yield Part("prose", end, end)
            at = end
        elif token.type in ("softbreak", "hardbreak"):
            yield Part("replaced", at, end, " ")
            at = end
        elif token.type == "text_special":
            yield Part("replaced", start, end, token.content)
            at = end
        elif token.type == "html_inline":
            if index in ends:
                yield Part("skip", start, ends[index])
            yield from _tag(token.content, start, end)
            at = end
        elif token.type == "footnote_ref":
            label = str(token.meta.get("label", ""))
            at += len(f"[^{label}]")
            yield Part("note", at, at, f"#{label}")
        elif token.type == "image":
            at = end
        else:
            at += len(token.markup)


def _code(content: str, start: int, end: int, ticks: int) -> Part:
    start, end = start + ticks, end - ticks
    inside = content[start:end].replace("\n", " ")
    if len(inside) > 1 and inside[0] == inside[-1] == " " and inside.strip(" "):
        start, end = start + 1, end - 1
    return Part("text", start, end)


def _tag(tag: str, start: int, end: int) -> Iterator[Part]:
    token = next(scan_tokens(tag))
    if token.tag == "br":
        yield Part("replaced", start, end, " ")
    elif token.tag == "sup":
        yield Part("raise" if token.what == "start" else "lower", start, end)
    elif token.what == "comment":
        yield Part("comment", start, end, comment_words(tag, token))
    elif token.tag == "a" and token.what == "start":
        yield Part("link", start, end, attribute(tag, token.attributes, "href"))
    elif token.tag == "a":
        yield Part("unlink", start, end)
    elif token.tag in CODE_TAGS:
        yield Part("code" if token.what == "start" else "prose", start, end)
    elif token.tag == "q":
        yield Part("replaced", start, end, QUOTATION_MARKS[_TURNS[token.what]])
    elif token.tag in BLOCKS:
        yield Part("replaced", start, end, " ")


def _ends_of_unread(tokens: Sequence[Token]) -> dict[int, int]:
    """Return where each HTML element ends that is no prose or hidden, by its tag's index.

    One that is not closed in its block hides nothing.
    """
    ends: dict[int, int] = {}
    open_tags: dict[str, list[tuple[int, bool]]] = {}
    for index, token in enumerate(tokens):
        if token.type != "html_inline":
            continue
        tag = next(scan_tokens(token.content))
        if tag.what == "start":
            unread = is_unread(token.content, tag.tag, tag.attributes)
            open_tags.setdefault(tag.tag, []).append((index, unread))
        elif tag.what == "end" and open_tags.get(tag.tag):
            opened, unread = open_tags[tag.tag].pop()
            if unread:
                ends[opened] = token.meta[_RANGE][1]
    return ends
