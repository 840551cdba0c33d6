"""Front matter of Markdown files: the title and description that YAML or TOML lines give."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.article import BlockKind
from auditor.article_builder import ArticleBuilder

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_KEY = re.compile(r"\"?([A-Za-z_][\w-]*)\"?[ \t]*[:=](?:[ \t]+|(?=[\"'\r\n])|$)")
# What patients read, the best key first.
_KINDS: dict[BlockKind, tuple[str, ...]] = {
    "title": ("title",),
    "description": ("description", "meta_description", "excerpt", "summary"),
}
_FOLDED = re.compile(r"[>|][+\-\d]{0,2}[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)")
_INDENTED = re.compile(r"(?:[ \t]+[^\r\n]*(?:\r\n?|\n|\Z)|[ \t]*(?:\r\n?|\n))*")
_CONTINUED = re.compile(r"(?:(?:\r\n?|\n)[ \t]+[^\s#][^\r\n]*)*")
_PLAIN = re.compile(r"[^\r\n]*?(?=[ \t]+#|[ \t]*(?:[\r\n]|\Z))")
_QUOTED = (
    re.compile(r'"""(?P<basic>(?:[^"\\]|\\.|"(?!""))*)"""', re.DOTALL),
    re.compile(r"'''(?P<raw>(?:[^']|'(?!''))*)'''", re.DOTALL),
    re.compile(r'"(?P<basic>(?:[^"\\]|\\.)*)"', re.DOTALL),
    re.compile(r"'(?P<single>(?:[^']|'')*)'", re.DOTALL),
)
# White space, an escape of double quotes, a doubled single quote, or other characters.
_PIECE = re.compile(r"\s+|\\(?:u[0-9a-fA-F]{4}|.)|''|[^\s\\']+|['\\]", re.DOTALL)
_ESCAPED = {"n": " ", "t": " ", "r": " ", "\n": " ", "\r": " "}


class Value(NamedTuple):
    """Where a value stands, without its quotation marks; `style` is `basic`, `single` or `raw`."""

    kind: BlockKind
    start: int
    end: int
    style: str


class FrontMatter(NamedTuple):
    """Where the front matter ends in the source, and the values that patients read."""

    end: int
    values: tuple[Value, ...]


def find_front_matter(source: str) -> FrontMatter:
    """Return the front matter at the start of `source`; an empty one ends at 0.

    The simplest reading that does for real files: keys at the start of a line, with a plain, a
    quoted, a folded or a literal value. Lines between rules that hold no key are an article's.
    """
    lines = _LINE.finditer(source)
    opening = next(lines)
    closings = _FENCES.get(opening[1].rstrip())
    if closings is None:
        return FrontMatter(0, ())
    keys: dict[str, int] = {}
    in_table = False
    for line in lines:
        if line[1].rstrip() in closings:
            if not keys and source[opening.end() : line.start()].strip():
                break
            return FrontMatter(line.end(), _values(source[: line.start()], keys))
        in_table = in_table or (closings == ("+++",) and line[1].startswith("["))
        if not in_table and (key := _KEY.match(line[1])):
            keys.setdefault(key[1].lower(), line.start() + key.end())
        if line.end() == len(source):
            break
    return FrontMatter(0, ())


def add_value(builder: ArticleBuilder, source: str, value: Value) -> None:
    """Add a value as a block of one line, its escapes decoded."""
    builder.open(value.kind)
    for piece in _PIECE.finditer(source, value.start, value.end):
        text = piece[0]
        if text.isspace():
            text = " "
        elif text[0] == "\\" and len(text) > 1 and value.style == "basic":
            text = chr(int(text[2:], 16)) if len(text) > 2 else _ESCAPED.get(text[1], text[1])
        elif text == "''" and value.style == "single":
            text = "'"
        if text == piece[0]:
            builder.verbatim(*piece.span())
        else:
            builder.replace(text, *piece.span())
    builder.close()


def _values(source: str, keys: dict[str, int]) -> tuple[Value, ...]:
    values: list[Value] = []
    for kind, names in _KINDS.items():
        found = (_value(source, kind, keys[name]) for name in names if name in keys)
        if (value := next((v for v in found if v.end > v.start), None)) is not None:
            values.append(value)
    return tuple(values)


def _value(source: str, kind: BlockKind, start: int) -> Value:
    for pattern in _QUOTED:
        if quoted := pattern.match(source, start):
            style = str(quoted.lastgroup)
            return Value(kind, quoted.start(style), quoted.end(style), style)
    if folded := _FOLDED.match(source, start):
        block = _INDENTED.match(source, folded.end())
        return Value(kind, folded.end(), block.end() if block else folded.end(), "raw")
    plain = _PLAIN.match(source, start)
    end = plain.end() if plain else start
    continued = _CONTINUED.match(source, end)
    return Value(kind, start, continued.end() if continued else end, "raw")
