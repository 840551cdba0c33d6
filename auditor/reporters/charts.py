"""The readability panel: figures, hardest sentences and the chart of a grade a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.article import Article, count_words
from auditor.report import Entry
from auditor.reporters.cards import Jump, is_about_article, shorten

_HARDEST = 3
_FEWEST_WORDS = 8  # the grade of a shorter sentence is that of its longest word
_LEFT, _TOP, _WIDTH, _HEIGHT = 34.0, 8.0, 726.0, 104.0
_LOWEST_SCALE, _HIGHEST_SCALE = 16.0, 30.0
_WORDS_FOR_FULL_SHADE = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph in the chart, in the chart's units.

    x, width: its column. top, height: the part up to the target; over_top, over: the part
    above it. garbled: how dense garbled words are, 0-1.
    """

    row: str
    line: int
    grade: float
    x: float
    width: float
    top: float
    height: float
    over_top: float
    over: float
    garbled: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the chart's grid: its grade, and its height in the chart's units."""

    grade: float
    y: float


@dataclass(frozen=True, slots=True)
class HardSentence:
    """One of the hardest sentences: where it is, its school grade and length, and its words."""

    place: Jump
    grade: float
    words: int
    quote: str


@dataclass(frozen=True, slots=True)
class ReadabilityView:
    """The panel's content. longest: words of the longest paragraph. over: paragraphs over target.

    garbled: number of findings of garbled words in the graded paragraphs.
    """

    grade: float
    target: float
    measures: Mapping[str, float]
    longest: int
    over: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    goal: float
    sentences: tuple[HardSentence, ...]
    garbled: int


def view_readability(entry: Entry, article: Article, target: float) -> ReadabilityView | None:
    """Return the panel of `entry`, or None for an article without prose to grade."""
    measured = entry.readability
    if measured is None or measured.grade is None:
        return None
    paragraphs = measured.paragraphs
    starts = [block.span.start for block in article.blocks]
    rows = [max(bisect_right(starts, graded.span.start), 1) for graded in paragraphs]
    words = [count_words(article.quote(graded.span)) for graded in paragraphs]
    garbled = _count_garbled(entry, [graded.span.start for graded in paragraphs])
    highest = max((graded.grade for graded in paragraphs), default=0.0)
    scale = _HEIGHT / min(max(highest, _LOWEST_SCALE, target + 4), _HIGHEST_SCALE)
    step = _WIDTH / max(len(paragraphs), 1)
    bars = []
    for index, graded in enumerate(paragraphs):
        full = min(max(graded.grade, 0.0) * scale, _HEIGHT)
        below = min(full, target * scale)
        bars.append(
            Bar(
                row=f"p{rows[index]}",
                line=article.place(graded.span).line,
                grade=graded.grade,
                x=round(_LEFT + index * step, 1),
                width=round(step * 0.86, 1),
                top=round(_TOP + _HEIGHT - below, 1),
                height=round(below, 1),
                over_top=round(_TOP + _HEIGHT - full, 1),
                over=round(full - below, 1),
                garbled=_density(garbled[index], words[index]),
            )
        )
    grades = [0.0, target, *(g for g in (4.0, 8.0, 12.0, 16.0, 20.0, 24.0) if abs(g - target) >= 3)]
    shown = [g for g in grades if g * scale <= _HEIGHT]
    return ReadabilityView(
        grade=measured.grade,
        target=target,
        measures=measured.measures,
        longest=max(words, default=0),
        over=sum(graded.grade > target for graded in paragraphs),
        bars=tuple(bars),
        ticks=tuple(Tick(g, round(_TOP + _HEIGHT - g * scale, 1)) for g in sorted(shown)),
        goal=round(_TOP + _HEIGHT - target * scale, 1),
        sentences=_hardest(entry, article, starts, target),
        garbled=sum(garbled),
    )


def _count_garbled(entry: Entry, starts: list[int]) -> list[int]:
    counts = [0] * len(starts)
    for finding in entry.findings:
        index = bisect_right(starts, finding.span.start) - 1
        if finding.family == "garble" and index >= 0 and not is_about_article(finding):
            counts[index] += 1
    return counts


def _density(findings: int, words: int) -> float:
    """Return how dense findings are: 1 for one in eight words or more."""
    return round(min(findings * _WORDS_FOR_FULL_SHADE / max(words, 1), 1.0), 2)


def _hardest(
    entry: Entry, article: Article, starts: list[int], target: float
) -> tuple[HardSentence, ...]:
    assert entry.readability is not None
    over = [
        sentence
        for sentence in entry.readability.sentences
        if sentence.grade > target and sentence.words >= _FEWEST_WORDS
    ]
    ordered = sorted(over, key=lambda sentence: (-sentence.grade, sentence.span.start))
    return tuple(
        HardSentence(
            place=Jump(
                f"p{max(bisect_right(starts, sentence.span.start), 1)}",
                article.place(sentence.span).line,
            ),
            grade=sentence.grade,
            words=sentence.words,
            quote=shorten(article.quote(sentence.span)),
        )
        for sentence in ordered[:_HARDEST]
    )
