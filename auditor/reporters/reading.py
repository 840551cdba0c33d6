"""The repaired reading: an article's blocks with the rewrites of garbled words in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.article import Article, Span
from auditor.findings import Finding
from auditor.repaired import Edit, Repaired, repair
from auditor.reporters.cards import fills_block, mark_finding
from auditor.reporters.segments import Mark, Token, cut, index_at, split_by_block, write_tokens

Numbered = Sequence[tuple[int, Finding]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks that rewrites change, by index, and the findings whose rewrite is in place.

    Only garbled words are rewritten: the other suggestions are proposals to weigh.
    """

    blocks: Mapping[int, tuple[Token, ...]]
    applied: frozenset[int]


def read_repaired(article: Article, numbered: Numbered) -> Reading:
    """Return the repaired reading of `article`; numbered: the findings about its words."""
    repaired = repair(article, [finding for _, finding in numbered])
    if repaired is None:
        return Reading({}, frozenset())
    edits = _number_edits(repaired.edits, numbered)
    applied = frozenset(number for _, number in edits)
    marks: dict[int, list[Mark]] = defaultdict(list)
    for edit, number in edits:
        for index, mark in _mark_edit(article, repaired, edit, number):
            marks[index].append(mark)
    for index, mark in _mark_others(article, repaired, numbered, applied):
        if index in marks:
            marks[index].append(mark)
    text, blocks = repaired.article.text, repaired.article.blocks
    return Reading(
        {
            index: tuple(
                write_tokens(text, blocks[index].span.start, blocks[index].span.end, cut(found))
            )
            for index, found in marks.items()
        },
        applied,
    )


def _number_edits(edits: Sequence[Edit], numbered: Numbered) -> list[tuple[Edit, int]]:
    """Return each edit with the number of its finding.

    An "a" or "an" that changes with the words after it has their number.
    """
    numbers = {
        finding.span: number
        for number, finding in reversed(numbered)
        if finding.family == "garble" and finding.suggestions
    }
    found = []
    number = 0
    for edit in reversed(edits):
        number = numbers.get(edit.old, number)
        found.append((edit, number))
    return found[::-1]


def _mark_edit(
    article: Article, repaired: Repaired, edit: Edit, number: int
) -> Iterator[tuple[int, Mark]]:
    mark = Mark(edit.new.start, edit.new.end, number, "", "ok", "", article.quote(edit.old))
    if len(edit.new):
        yield from split_by_block(repaired.article.blocks, mark)
        return
    for index in range(index_at(article.blocks, edit.old.start), len(article.blocks)):
        span = article.blocks[index].span
        if span.start >= edit.old.end:
            return
        gone = Span(max(span.start, edit.old.start), min(span.end, edit.old.end))
        at = repaired.article.blocks[index].span
        start = min(max(mark.start, at.start), at.end)
        yield index, Mark(start, start, number, "", "ok", "", article.quote(gone))


def _mark_others(
    article: Article, repaired: Repaired, numbered: Numbered, applied: frozenset[int]
) -> Iterator[tuple[int, Mark]]:
    """Yield the marks of the findings that the repaired text still has."""
    for number, finding in numbered:
        if number in applied or fills_block(finding, article):
            continue
        for mark in mark_finding(finding, number):
            moved = repaired.forth(Span(mark.start, mark.end))
            moved_mark = replace(mark, start=moved.start, end=moved.end, id="")
            yield from split_by_block(repaired.article.blocks, moved_mark)
