"""The readability panel: figures, hardest sentences and the chart of a grade a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.article import Article, count_words
from auditor.formulas import drivers_of
from auditor.report import ChecklistItem, Entry, SentenceGrade
from auditor.reporters.cards import Jump, is_about_article

_HARDEST = 5
_HARD = 55.0
_FEWEST_WORDS = 8
_LONGEST_SENTENCE = 400  # in characters
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
    """One of the hardest sentences: its place, difficulty (0-100), school grade and length.

    pieces: its words, and whether they are among its hardest.
    """

    place: Jump
    difficulty: float
    grade: float
    words: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ReadabilityView:
    """The panel's content. longest: words of the longest paragraph. over: paragraphs over target.

    garbled: number of findings of garbled words in the graded paragraphs. driver: what puts the
    grade over the target. repaired: the grade with garbled words put right, None if none are.
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
    difficulty: float | None
    driver: str
    repaired: float | None
    checklist: tuple[ChecklistItem, ...]


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
                line=article.line(graded.span),
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
        sentences=_hardest(entry, article, starts),
        garbled=sum(garbled),
        difficulty=measured.difficulty,
        driver=_name_driver(measured.measures, target),
        repaired=measured.after_repair.get("flesch_kincaid_grade"),
        checklist=measured.checklist,
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


def _name_driver(measures: Mapping[str, float], target: float) -> str:
    """Return a sentence on how far the grade is over its target, and what to shorten first."""
    drivers = drivers_of(measures, target)
    if drivers is None:
        return ""
    if drivers.distance <= 0:
        return f"{-drivers.distance:.1f} below the target."
    over = f"{drivers.distance:.1f} over the target"
    if drivers.sentences <= 0:
        return f"{over}, all of it from long words; the sentences are short enough."
    if drivers.words <= 0:
        return f"{over}, all of it from long sentences; the words are short enough."
    parts = [("long sentences", drivers.sentences), ("long words", drivers.words)]
    (first, most), (second, least) = sorted(parts, key=lambda part: -part[1])
    return f"{over}, more from {first} ({most:.1f}) than from {second} ({least:.1f})."


def _hardest(entry: Entry, article: Article, starts: list[int]) -> tuple[HardSentence, ...]:
    assert entry.readability is not None
    over = [
        sentence
        for sentence in entry.readability.sentences
        if sentence.difficulty > _HARD and sentence.words >= _FEWEST_WORDS
    ]
    ordered = sorted(over, key=lambda s: (-s.difficulty, -s.grade, s.span.start))
    return tuple(
        HardSentence(
            place=Jump(
                f"p{max(bisect_right(starts, sentence.span.start), 1)}",
                article.line(sentence.span),
            ),
            difficulty=sentence.difficulty,
            grade=sentence.grade,
            words=sentence.words,
            pieces=tuple(_cut_out(article, sentence)),
        )
        for sentence in ordered[:_HARDEST]
    )


def _cut_out(article: Article, sentence: SentenceGrade) -> Iterator[tuple[str, bool]]:
    """Yield the sentence's beginning in pieces, its hardest words apart."""
    position = sentence.span.start
    end = min(sentence.span.end, position + _LONGEST_SENTENCE)
    for word in sorted(sentence.hardest, key=lambda word: word.span):
        if word.span.end > end:
            break
        yield article.text[position : word.span.start], False
        yield article.quote(word.span), True
        position = word.span.end
    yield article.text[position:end] + (" …" if end < sentence.span.end else ""), False
