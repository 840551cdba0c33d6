"""Plain text: a line is a block, unless the file's lines are folded by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.article import Article, BlockKind
from auditor.article_builder import ArticleBuilder
from auditor.readers.decode import decode

# The line ends that editors know; form feeds and Unicode's own divide lines as well.
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BULLETS = r"[•●▪■◦○‣▸►➤➢✓✔✅·]"
_MARKER = re.compile(
    # "(602) 555-0148" is a telephone number.
    rf"(?:{_BULLETS}\ufe0f?\s*|[-*–+](?:\s+|$)|(?!\(\d{{3}}\) \d)\(?\d{{1,3}}[.)](?:\s+|$)"
    rf"|\(?[a-zA-Z]\)(?:\s+|$))"
)
_NUMBER = re.compile(r"\(?\d{1,3}[.)]\s+")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"=+|-{3,}")
_RULE = re.compile(r"[-=_*~#•·–—\s]{3,}")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][)\]\"'”’]*$")
_ENDS_HEADING = re.compile(r"[^.,:;!…][)\]\"'”’]?$")
_WORD = re.compile(r"[^\W_][\w'’-]*")
# Words that a heading in title case leaves small.
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of", "on"}
    | {"onto", "or", "over", "per", "than", "the", "to", "up", "via", "vs", "with", "you", "your"}
)
_LONGEST_HEADING = 100
_MOST_WORDS_OF_A_HEADING = 14
_MOST_WORDS_OF_A_SENTENCE_CASE_HEADING = 10
_LEAST_WORDS_OF_A_NUMBERED_HEADING = 3
_LEAST_CAPITALS = 0.6
# What a heading stands before is at least this long, and by this factor longer than itself.
_LEAST_PARAGRAPH = 60
_LONGER = 1.5
# Folded lines are between these lengths; a fold leaves less room than the next word needs.
_WIDEST_FOLD = 100
_NARROWEST_FOLD = 40
_LEAST_FOLDS = 2
_MOST_OVERLONG = 0.02
_MOST_ROOM = 0.25


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds something, without the white space around it."""

    start: int
    end: int
    text: str
    blank_before: bool


_Group = list[_Line]


def read_txt(path: str, data: bytes) -> Article:
    """Return the article of a plain text file. Raise ReadError if the bytes are no text."""
    decoded = decode(data)
    builder = ArticleBuilder(decoded.text)
    lines = list(_lines(decoded.text))
    width = _fold_width(lines)
    groups = _paragraphs(lines, width) if width else [[line] for line in lines]
    _add_blocks(builder, groups)
    return builder.build(
        path=path,
        format="txt",
        digest=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


def _lines(source: str) -> Iterator[_Line]:
    previous_end, blank = 0, True
    for match in _LINE.finditer(source):
        gap = source[previous_end : match.start()].replace("\r\n", "\n")
        blank = blank or len(gap) > 1
        previous_end = match.end()
        text = match[0].strip()
        if not text:
            blank = True
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield _Line(start, start + len(text), text, blank)
        blank = False


def _fold_width(lines: Sequence[_Line]) -> int:
    """Return the width at which paragraphs are folded by hand, 0 if a line is a paragraph.

    At most folds of a folded file the next line's first word would not have fitted, and most
    folded lines end inside a sentence.
    """
    lengths = [len(line.text) for line in lines if len(line.text) <= _WIDEST_FOLD]
    if len(lines) - len(lengths) > _MOST_OVERLONG * len(lines):
        return 0
    width = max(lengths, default=0)
    breaks = [
        (above, below)
        for above, below in pairwise(lines)
        if not below.blank_before and not _begins_block(below)
    ]
    folds = [
        above
        for above, below in breaks
        if len(above.text) + 1 + _first_word(below) > width * (1 - _MOST_ROOM / 2)
        and not _ENDS_SENTENCE.search(above.text[-8:])
    ]
    enough = len(folds) >= max(_LEAST_FOLDS, len(breaks) / 2)
    return width if enough and width >= _NARROWEST_FOLD else 0


def _first_word(line: _Line) -> int:
    return len(line.text.split(maxsplit=1)[0])


def _begins_block(line: _Line) -> bool:
    return bool(_MARKER.match(line.text) or _HASHES.match(line.text) or _RULE.fullmatch(line.text))


def _paragraphs(lines: Sequence[_Line], width: int) -> list[_Group]:
    """Join folded lines: those with no blank line, no marker and no early end between them."""
    groups: list[_Group] = []
    for line in lines:
        above = groups[-1][-1] if groups else None
        if (
            above is not None
            and not line.blank_before
            and not _begins_block(line)
            and not _RULE.fullmatch(above.text)
            and len(above.text) + 1 + _first_word(line) > width * (1 - _MOST_ROOM)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _add_blocks(builder: ArticleBuilder, groups: Sequence[_Group]) -> None:
    marked = False
    for index, group in enumerate(groups):
        first = group[0].text
        marker = _MARKER.match(first)
        if len(group) == 1 and (marker and marker.end() == len(first)):
            # A marker alone on its line belongs to the line below, as exported pages have it.
            marked = True
            continue
        if len(group) == 1 and _RULE.fullmatch(first):
            continue
        kind, level, skip = _kind_of(groups, index, marked)
        marked = False
        builder.open(kind, level)
        _add_lines(builder, group, skip)
        builder.close()


def _add_lines(builder: ArticleBuilder, group: _Group, skip: int) -> None:
    builder.verbatim(group[0].start + skip, group[0].end)
    for above, line in pairwise(group):
        # A word that is folded at its hyphen is one word.
        if not (above.text.endswith("-") and above.text[-2:-1].isalpha()):
            builder.replace(" ", above.end, line.start)
        builder.verbatim(line.start, line.end)


def _kind_of(groups: Sequence[_Group], index: int, marked: bool) -> tuple[BlockKind, int, int]:
    """Return kind, heading level, and how many characters of the first line are its marker."""
    text = groups[index][0].text
    if hashes := _HASHES.match(text):
        return "heading", len(hashes[1]), hashes.end()
    if marked:
        return "item", 0, 0
    following = groups[index + 1] if index + 1 < len(groups) else None
    if len(groups[index]) == 1 and following and _is_underline(following[0]):
        return "heading", 1 if following[0].text[0] == "=" else 2, 0
    is_heading = len(groups[index]) == 1 and _is_heading(groups, index)
    if marker := _MARKER.match(text):
        # "2. How It Works" between paragraphs is a numbered heading, between items an item.
        above = groups[index - 1][0].text if index else ""
        if is_heading and _NUMBER.match(text) and not _NUMBER.match(above):
            return "heading", 3, marker.end()
        return "item", 0, marker.end()
    if is_heading:
        return "heading", 2 if index else 1, 0
    return "paragraph", 0, 0


def _is_underline(line: _Line) -> bool:
    return not line.blank_before and bool(_UNDERLINE.fullmatch(line.text))


def _is_heading(groups: Sequence[_Group], index: int) -> bool:
    """Say whether a line is a heading: short, no sentence, and with longer text below it."""
    line, following = groups[index][0], groups[index + 1] if index + 1 < len(groups) else None
    if following is None or len(line.text) > _LONGEST_HEADING:
        return False
    text = line.text[marker.end() :] if (marker := _NUMBER.match(line.text)) else line.text
    words = _WORD.findall(text)
    if (
        not words
        or len(words) > _MOST_WORDS_OF_A_HEADING
        or (marker is not None and len(words) < _LEAST_WORDS_OF_A_NUMBERED_HEADING)
        or not (words[0][0].isupper() or words[0][0].isdigit())
        or not _ENDS_HEADING.search(text[-3:])
    ):
        return False
    below = " ".join(part.text for part in following)
    set_off = line.blank_before and following[0].blank_before
    before_text = len(below) >= max(_LEAST_PARAGRAPH, _LONGER * len(text))
    before_list = bool(_MARKER.match(below)) and not marker
    is_title = text.endswith("?") or _share_of_capitals(words) >= _LEAST_CAPITALS
    # Where there are no blank lines it could be one of some short lines: what is above tells.
    above = groups[index - 1][-1].text if index else ""
    alone = line.blank_before or bool(_ENDS_SENTENCE.search(above[-8:]))
    if is_title:
        before_question = alone and below.endswith("?")
        return before_text or before_list or ((set_off or before_question) and not marker)
    return (
        not marker
        and alone
        and len(words) <= _MOST_WORDS_OF_A_SENTENCE_CASE_HEADING
        and (before_list or (before_text and bool(_ENDS_SENTENCE.search(below[-8:]))))
    )


def _share_of_capitals(words: Sequence[str]) -> float:
    counted = [word for word in words[1:] if word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in counted)
    return capitals / len(counted) if counted else 1.0
