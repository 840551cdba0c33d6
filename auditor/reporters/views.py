"""What the pages of the HTML report show, as plain values that templates only print."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from auditor.article import Block, count_words
from auditor.findings import SEVERITIES, Finding, Severity, Source
from auditor.report import Entry, Report
from auditor.reporters.segments import Mark, Segment, cut, make_mark

FAMILIES = ("garble", "claim", "readability", "language")
_SURE = 0.8
_LIKELY = 0.65
_WORDS_A_MINUTE = 220
_LONGEST_NAME = 120
_CHART = {"width": 760, "left": 34, "base": 112.0, "top": 8.0}


@lru_cache(maxsize=1)
def names() -> Mapping[str, Any]:
    """Return the plain names of families, categories and levels, from reports/names.json."""
    text = (files("auditor.reports") / "names.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def kind_of(category: str) -> str:
    """Return a category's plain name."""
    return str(names()["categories"].get(category, category))


@dataclass(frozen=True, slots=True)
class Card:
    """One finding beside its words."""

    number: int
    family: str
    kind: str
    severity: Severity
    level: str
    quote: str
    rewrites: tuple[str, ...]
    deletes: bool
    message: str
    explanation: str
    sources: tuple[Source, ...]
    reasons: tuple[str, ...]
    rule_id: str
    line: int
    doubt: str
    whole: str
    open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One block of the article, with the cards of the findings that begin in it."""

    number: int
    kind: str
    level: int
    line: int
    grade: float | None
    over: bool
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph's bar in the chart of grades; lengths in the chart's units."""

    row: int
    grade: float
    x: float
    width: float
    y: float
    height: float
    over_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of the paragraphs' grades."""

    bars: tuple[Bar, ...]
    goal: float
    over: int
    target: float
    ticks: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One article in the index."""

    path: str
    page: str
    title: str
    words: int
    problem: str
    risk: float
    risk_share: float
    counts: Mapping[str, int]
    families: Mapping[str, int]
    grade: float | None
    worst_kind: str
    worst: str


def page_names(paths: Sequence[str]) -> dict[str, str]:
    """Return each article's page name: its path with `__` for `/`, safe in a file system.

    Where the safe name is not the path's own, too long or taken, a short hash is added.
    """
    taken: set[str] = set()
    pages: dict[str, str] = {}
    for path in paths:
        plain = path.replace("/", "__")
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", plain).lstrip(".")[:_LONGEST_NAME]
        if safe != plain or safe.lower() in taken:
            digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            safe = f"{safe}-{digest}"
        taken.add(safe.lower())
        pages[path] = f"articles/{safe}.html"
    return pages


def index_rows(report: Report, pages: Mapping[str, str]) -> list[IndexRow]:
    """Return the index's rows: unreadable articles first, then by risk."""
    highest = max((entry.risk for entry in report.entries), default=0) or 1
    rows = []
    for entry in report.by_risk():
        worst = _worst(entry)
        families = Counter(finding.family for finding in entry.findings)
        failed = "; ".join(f"check “{f.check}” failed: {f.reason}" for f in entry.failures)
        rows.append(
            IndexRow(
                path=entry.path,
                page=pages.get(entry.path, ""),
                title=entry.article.title if entry.article else entry.path,
                words=entry.words,
                problem=entry.unreadable or entry.skipped or failed,
                risk=entry.risk,
                risk_share=round(100 * entry.risk / highest, 1),
                counts={severity: entry.counts()[severity] for severity in SEVERITIES},
                families={family: families[family] for family in FAMILIES},
                grade=entry.readability.grade if entry.readability else None,
                worst_kind=kind_of(worst.category) if worst else "",
                worst=_short(worst.quote, 110) if worst else "",
            )
        )
    return rows


def category_bars(report: Report) -> list[tuple[str, str, int, float]]:
    """Return the twelve commonest categories: family, plain name, count, share of the largest."""
    counts = Counter(finding.category for finding in report.findings)
    largest = max(counts.values(), default=1)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:12]
    return [(c.split(".")[0], kind_of(c), n, round(100 * n / largest, 1)) for c, n in common]


def article_rows(entry: Entry, target: float) -> tuple[list[Card], list[Row]]:
    """Return the cards about the article as a whole, and its rows, numbered in reading order."""
    article = entry.article
    assert article is not None
    numbered = list(enumerate(entry.findings, 1))
    about_all = [_card(entry, n, f) for n, f in numbered if not len(f.span)]
    placed = [(n, f) for n, f in numbered if len(f.span)]
    grades = (
        {p.span.start: p.grade for p in entry.readability.paragraphs} if entry.readability else {}
    )
    rows = []
    for number, block in enumerate(article.blocks, 1):
        here = [(n, f) for n, f in placed if block.span.start <= f.span.start < block.span.end]
        whole = next((f.family for _, f in here if f.span == block.span and _is_outline(f)), "")
        marks = _marks(block, placed)
        grade = grades.get(block.span.start)
        rows.append(
            Row(
                number=number,
                kind=block.kind,
                level=block.level,
                line=article.place(block.span).line,
                grade=grade,
                over=grade is not None and grade > target,
                segments=cut(article.text, block.span, marks),
                cards=tuple(_card(entry, n, f) for n, f in here),
                whole=whole,
            )
        )
    return about_all, rows


def chart_of(rows: Sequence[Row], target: float) -> Chart | None:
    """Return the chart of the rows' grades, or None if no row has one."""
    graded = [row for row in rows if row.grade is not None]
    if not graded:
        return None
    highest = max(20.0, *(min(row.grade or 0, 30.0) for row in graded))
    left, base, top = _CHART["left"], _CHART["base"], _CHART["top"]
    step = (_CHART["width"] - left) / len(graded)
    scale = (base - top) / highest

    def height(grade: float) -> float:
        return round(max(min(grade, highest), 0.0) * scale, 1)

    bars = []
    for index, row in enumerate(graded):
        grade = row.grade or 0.0
        tall = height(grade)
        over = round(max(tall - height(target), 0.0), 1)
        bars.append(
            Bar(
                row=row.number,
                grade=round(grade, 1),
                x=round(left + index * step + 0.1 * step, 1),
                width=round(0.8 * step, 1),
                y=round(base - tall, 1),
                height=tall,
                over_height=over,
            )
        )
    ticks = tuple((round(base - value * scale, 1), value) for value in (0, 10, 20))
    over_target = sum(row.over for row in graded)
    return Chart(tuple(bars), round(base - height(target), 1), over_target, target, ticks)


def minutes(words: int) -> int:
    """Return how long `words` take to read, at 220 words a minute, at least one minute."""
    return max(1, round(words / _WORDS_A_MINUTE))


def longest_paragraph(entry: Entry) -> int:
    """Return the number of words of the longest paragraph."""
    article = entry.article
    assert article is not None
    return max(
        (count_words(article.quote(b.span)) for b in article.blocks if b.kind == "paragraph"),
        default=0,
    )


def _marks(block: Block, placed: Sequence[tuple[int, Finding]]) -> list[Mark]:
    marks = []
    for number, finding in placed:
        for part, span in enumerate(finding.spans):
            if not span.overlaps(block.span) or (span == block.span and _is_outline(finding)):
                continue
            marks.append(make_mark(span, number, part, finding.family))
    return marks


def _is_outline(finding: Finding) -> bool:
    """Say whether a finding is drawn as a rule beside its paragraph instead of a highlight."""
    return finding.category == "readability.paragraph"


def _card(entry: Entry, number: int, finding: Finding) -> Card:
    article = entry.article
    assert article is not None
    whole = ""
    if not len(finding.span):
        whole = "The whole article"
    elif _is_outline(finding):
        whole = "The whole paragraph"
    return Card(
        number=number,
        family=finding.family,
        kind=kind_of(finding.category),
        severity=finding.severity,
        level=str(names()["levels"][finding.severity]),
        quote=_short(finding.quote, 160),
        rewrites=tuple(s for s in finding.suggestions if s),
        deletes=bool(finding.suggestions) and not finding.suggestions[0],
        message=finding.message,
        explanation=finding.explanation,
        sources=tuple(s for s in finding.sources if s.url.startswith(("https://", "http://"))),
        reasons=tuple(reason.message for reason in finding.also),
        rule_id=finding.rule_id,
        line=article.place(finding.span).line if len(finding.span) else 0,
        doubt=_doubt(finding.confidence),
        whole=whole,
        open=finding.severity == "error",
    )


def _doubt(confidence: float) -> str:
    if confidence >= _SURE:
        return ""
    word = "likely" if confidence >= _LIKELY else "possible"
    return f"{word} ({confidence:.0%} sure)"


def _worst(entry: Entry) -> Finding | None:
    quoted = [f for f in entry.findings if len(f.span)] or list(entry.findings)
    return min(
        quoted,
        key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.span.start),
        default=None,
    )


def _short(text: str, most: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"
