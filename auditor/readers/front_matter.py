"""Front matter of Markdown files: the title and description that YAML or TOML lines give."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.article import BlockKind, Span

_FENCED = re.compile(
    r"(---|\+\+\+)[ \t]*(\r\n|\r|\n)(.*?)(?:^)\1[ \t]*(?:\r\n|\r|\n|\Z)", re.S | re.M
)
_ENTRY = re.compile(r"^([A-Za-z_]+)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$", re.M)
_FOLDED = re.compile(r"^[>|][+-]?\d?$")
_INDENTED = re.compile(r"(?:^[ \t]+\S.*?\r?\n?)+", re.M)
_KINDS: dict[str, BlockKind] = {
    "title": "title",
    "description": "description",
    "excerpt": "description",
    "summary": "description",
}


class FrontMatter(NamedTuple):
    """Where the front matter ends in the source, and the values that patients read."""

    end: int
    entries: tuple[tuple[BlockKind, Span], ...]


def find_front_matter(source: str) -> FrontMatter:
    """Return the front matter at the start of `source`; an empty one ends at 0."""
    fenced = _FENCED.match(source)
    if not fenced:
        return FrontMatter(0, ())
    entries: list[tuple[BlockKind, Span]] = []
    seen: set[BlockKind] = set()
    for entry in _ENTRY.finditer(source, fenced.start(3), fenced.end(3)):
        kind = _KINDS.get(entry[1].lower())
        if kind is None or kind in seen:
            continue
        span = _value(source, entry.start(2), entry.end(2), fenced.end(3))
        if len(span):
            seen.add(kind)
            entries.append((kind, span))
    return FrontMatter(fenced.end(), tuple(entries))


def _value(source: str, start: int, end: int, limit: int) -> Span:
    """Return the place of a value without its quotes; a folded one is its indented lines."""
    words = source[start:end]
    if _FOLDED.match(words):
        block = _INDENTED.match(source, source.index("\n", end) + 1, limit)
        return Span(block.start(), block.end()) if block else Span(start, start)
    if len(words) > 1 and words[0] in "\"'" and words[-1] == words[0]:
        return Span(start + 1, end - 1)
    return Span(start, end)
