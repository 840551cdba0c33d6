"""Plain text: a line is a block, unless the file is wrapped by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from auditor.article import Article, ArticleBuilder, BlockKind, Span, count_words
from auditor.readers.decode import decode

_LINE = re.compile(r"[^\r\n]+")
_MARKER = re.compile(r"\s*(?:[-*•–▪·◦]|\d{1,2}[.)])(?=\s|$)\s*")
_LONE_MARKER = re.compile(r"\s*[-*•–▪·◦]\s*$")
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+")
_UNDERLINE = re.compile(r"\s{0,3}(={3,}|-{3,})\s*$")
_SENTENCE_END = (".", "!", ";", ",", "…", '."', ".”")
_MOST_WORDS_OF_A_HEADING = 14
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 45


def read_txt(path: str, data: bytes) -> Article:
    """Return the article of a plain text file. Raise ReadError if the bytes are no text."""
    decoded = decode(data)
    source = decoded.text
    builder = ArticleBuilder(source)
    lines = [Span(*match.span()) for match in _LINE.finditer(source)]
    lines = [line for line in lines if source[line.start : line.end].strip()]
    groups = _paragraphs(source, lines) if _is_wrapped(source, lines) else [[x] for x in lines]
    _add_blocks(builder, source, groups)
    return builder.build(
        path=path,
        format="txt",
        digest=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


def _add_blocks(builder: ArticleBuilder, source: str, groups: Sequence[Sequence[Span]]) -> None:
    marked = False
    for index, group in enumerate(groups):
        first = source[group[0].start : group[0].end]
        if len(group) == 1 and (_LONE_MARKER.match(first) or _UNDERLINE.match(first)):
            # A bullet alone on its line belongs to the line below.
            marked = bool(_LONE_MARKER.match(first))
            continue
        following = groups[index + 1] if index + 1 < len(groups) else None
        kind, level, skip = _kind_of(source, group, following, marked)
        marked = False
        builder.open(kind, level)
        _add_lines(builder, group, skip)
        builder.close()


def _add_lines(builder: ArticleBuilder, group: Sequence[Span], skip: int) -> None:
    for number, line in enumerate(group):
        start = line.start + (0 if number else skip)
        if number:
            builder.replace(" ", group[number - 1].end, line.start)
        builder.verbatim(start, line.end)


def _kind_of(
    source: str, group: Sequence[Span], following: Sequence[Span] | None, marked: bool
) -> tuple[BlockKind, int, int]:
    """Return kind, heading level, and how many characters of the first line are its marker."""
    first = source[group[0].start : group[0].end]
    if hashes := _HASHES.match(first):
        return "heading", len(hashes[1]), hashes.end()
    if marked:
        return "item", 0, 0
    if (marker := _MARKER.match(first)) and first[marker.end() :].strip():
        return "item", 0, marker.end()
    if len(group) == 1 and _is_heading(source, group[0], following):
        return "heading", 2, 0
    return "paragraph", 0, 0


def _is_heading(source: str, line: Span, following: Sequence[Span] | None) -> bool:
    """Say whether a line is a heading: short, without a full stop, and with text below it."""
    words = source[line.start : line.end].strip()
    if following is None or words.endswith(_SENTENCE_END) or not words[0].isalnum():
        return False
    if not words[0].isupper() and not words[0].isdigit():
        return False
    below = source[following[0].start : following[-1].end].strip()
    if _UNDERLINE.match(below):
        return True
    number = count_words(words)
    if number > _MOST_WORDS_OF_A_HEADING or words.endswith(":"):
        return False
    # A lone short line is a heading if what follows is longer, or a list, or if it is set off.
    blank_before = not source[: line.start].strip() or _has_gap(source, line.start)
    return (
        count_words(below) > number + 4
        or bool(_MARKER.match(below))
        or (blank_before and number <= 8 and words.endswith("?"))
    )


def _has_gap(source: str, start: int) -> bool:
    before = source[:start].rstrip(" \t")
    return before.endswith(("\n\n", "\r\n\r\n", "\r\r"))


def _is_wrapped(source: str, lines: Sequence[Span]) -> bool:
    """Say whether paragraphs are folded by hand: many lines of nearly one length under 100.

    Such lines end in the middle of a sentence, and the next one goes on in lower case.
    """
    if len(lines) < 6 or max(len(line) for line in lines) > _WIDEST_WRAP:
        return False
    pairs = list(pairwise(lines))
    folded = [
        one
        for one, two in pairs
        if two.start - one.end <= 2
        and source[one.end - 1] not in ".!?:"
        and source[two.start : two.start + 1].islower()
    ]
    return len(folded) >= len(lines) / 4 and median(len(x) for x in folded) >= _NARROWEST_WRAP


def _paragraphs(source: str, lines: Sequence[Span]) -> list[list[Span]]:
    """Join the lines of each paragraph: those without a blank line or a marker between them."""
    groups: list[list[Span]] = []
    for line in lines:
        words = source[line.start : line.end]
        gap = source[groups[-1][-1].end : line.start] if groups else ""
        blank = len(re.findall(r"\r\n|\r|\n", gap)) > 1
        special = _MARKER.match(words) or _HASHES.match(words) or _UNDERLINE.match(words)
        if groups and not blank and not special:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
