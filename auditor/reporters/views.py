"""An article's page as plain values: rows of text with their cards beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from auditor.article import Article, Block, Span
from auditor.findings import Finding
from auditor.report import Entry
from auditor.reporters.cards import (
    FAMILIES,
    Card,
    Jump,
    RuleNote,
    family_of,
    fills_block,
    is_about_article,
    key_of_note,
    make_card,
    mark_finding,
    note_rules,
)
from auditor.reporters.charts import ReadabilityView, view_readability
from auditor.reporters.reading import Numbered, read_repaired
from auditor.reporters.segments import (
    Mark,
    Piece,
    Token,
    cut,
    index_at,
    split_by_block,
    write_tokens,
)
from auditor.reporters.suppressed import asks_for_quote, snippet_shape

_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the article with the cards beside it.

    id: on the page. kind: the block's. level: of the page's heading, 0 for other blocks. grade:
    the school grade of a graded paragraph. whole: family of a finding about the whole block.
    repaired: the block in the repaired reading, None if that changes nothing in it.
    """

    id: str
    kind: str
    level: int
    line: int
    grade: float | None
    whole: str
    tokens: tuple[Token, ...]
    repaired: tuple[Token, ...] | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page: cards on the whole article, then the rows of its text.

    families: those with findings, and how many. repairs: the number of rewrites that the
    repaired reading puts in place. new: findings that no baseline knows. download: the file name
    of the repaired text. rules: why the rules that found something are rules. snippets: what
    suppresses a finding, with RULE and QUOTE where its own go; the first has the id s1.
    """

    entry: Entry
    article: Article
    families: tuple[tuple[str, int], ...]
    new: int
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    readability: ReadabilityView | None
    repairs: int
    download: str
    rules: tuple[RuleNote, ...]
    snippets: tuple[str, ...]


def view_article(entry: Entry, article: Article, target: float) -> ArticleView:
    """Return the page of `entry`; target is the school grade to stay at."""
    blocks = article.blocks
    about_article = [f for f in entry.findings if not blocks or is_about_article(f)]
    about_words = [f for f in entry.findings if blocks and not is_about_article(f)]
    numbered = list(enumerate(about_words, start=len(about_article) + 1))
    shapes = list(dict.fromkeys(snippet_shape(f, article) for f in entry.findings))
    notes = note_rules(entry.findings)
    reading = read_repaired(article, numbered)
    pieces = _cut_marks(article, numbered)
    shown = {p.mark.id for found in pieces.values() for p in found if p.first}

    def jump_to(mark: Mark) -> Jump:
        where = mark.id if mark.id in shown else f"p{index_at(blocks, mark.start) + 1}"
        return Jump(where, article.place(Span(mark.start, mark.end)).line)

    def card_of(number: int, finding: Finding) -> Card:
        scope = "article"
        places: list[Jump] = []
        if number > len(about_article):
            scope = "paragraph" if fills_block(finding, article) else ""
            places = [jump_to(mark) for mark in mark_finding(finding, number)]
        shape = snippet_shape(finding, article)
        return make_card(
            finding,
            number,
            scope,
            places,
            note=notes.get(key_of_note(finding)),
            suppress=f"s{shapes.index(shape) + 1}",
            with_words=asks_for_quote(shape),
            applied=number in reading.applied,
        )

    cards: dict[int, list[Card]] = defaultdict(list)
    whole: dict[int, str] = {}
    for number, finding in numbered:
        index = index_at(blocks, finding.span.start)
        cards[index].append(card_of(number, finding))
        if cards[index][-1].scope:
            whole[index] = family_of(finding)
    grades = {
        graded.span.start: graded.grade
        for graded in (entry.readability.paragraphs if entry.readability else ())
    }
    rows = tuple(
        Row(
            id=f"p{index + 1}",
            kind=block.kind,
            level=level,
            line=article.line(block.span),
            grade=grades.get(block.span.start),
            whole=whole.get(index, ""),
            tokens=tuple(
                write_tokens(article.text, block.span.start, block.span.end, pieces.get(index, ()))
            ),
            repaired=reading.blocks.get(index),
            cards=tuple(cards[index]),
        )
        for index, (block, level) in enumerate(zip(blocks, _heading_levels(blocks), strict=True))
    )
    counts = Counter(family_of(finding) for finding in entry.findings)
    return ArticleView(
        entry=entry,
        article=article,
        families=tuple((family, counts[family]) for family in FAMILIES if counts[family]),
        new=sum(finding.state == "new" for finding in entry.findings),
        cards=tuple(card_of(n, finding) for n, finding in enumerate(about_article, start=1)),
        rows=rows,
        readability=view_readability(entry, article, target),
        repairs=len(reading.applied),
        download=f"{PurePosixPath(entry.path).stem}.repaired.txt",
        rules=tuple(notes.values()),
        snippets=tuple(shapes),
    )


def _cut_marks(article: Article, numbered: Numbered) -> dict[int, tuple[Piece, ...]]:
    """Return the highlights of each block, by its index."""
    marks: dict[int, list[Mark]] = defaultdict(list)
    for number, finding in numbered:
        if not fills_block(finding, article):
            for mark in mark_finding(finding, number):
                for index, part in split_by_block(article.blocks, mark):
                    marks[index].append(part)
    return {index: cut(found) for index, found in marks.items()}


def _heading_levels(blocks: Iterable[Block]) -> list[int]:
    """Return the page's heading level for each block, 0 for text; no level is left out.

    The page has a title and a heading for the text above them, so the article's begin at 3.
    """
    levels = []
    above = 2
    for block in blocks:
        level = 0
        if block.kind == "heading":
            level = min(max(block.level, 1) + 2, above + 1, _DEEPEST_HEADING)
            above = level
        levels.append(level)
    return levels
