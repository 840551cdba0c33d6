"""Readability in the JSON result: written, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.article import Article, Span
from auditor.formulas import drivers_of
from auditor.report import (
    ChecklistItem,
    HardWord,
    ParagraphGrade,
    Readability,
    SectionGrade,
    SentenceGrade,
)
from auditor.reporters.document import Document

PARTS = ("sections", "paragraphs", "sentences")
_NO_MEASURES = frozenset(
    {
        "start",
        "end",
        "line",
        "heading",
        "words",
        "grade",
        "difficulty",
        "hardest",
        "target",
        "after_repair",
        "checklist",
        *PARTS,
    }
)


def write_readability(
    article: Article, readability: Readability | None, target: float
) -> dict[str, Any] | None:
    """Return the measures as plain values; target is the school grade to stay at."""
    if readability is None:
        return None
    document = {
        **_sorted(readability.measures),
        "target": _target(readability, target),
        "after_repair": _sorted(readability.after_repair) or None,
        "checklist": [
            {
                "id": item.id,
                "index": item.index,
                "question": item.question,
                "source": item.url,
                "answer": item.verdict,
                "detail": item.detail,
            }
            for item in readability.checklist
        ],
        "sections": [
            {**_part(article, s), "heading": s.heading, "words": s.words}
            for s in readability.sections
        ],
        "paragraphs": [_part(article, paragraph) for paragraph in readability.paragraphs],
        "sentences": [
            {
                **_part(article, s),
                "words": s.words,
                "difficulty": s.difficulty,
                "hardest": [
                    {"start": w.span.start, "end": w.span.end, "difficulty": w.difficulty}
                    for w in s.hardest
                ],
            }
            for s in readability.sentences
        ],
    }
    if readability.difficulty is not None:
        document["difficulty"] = readability.difficulty
    return document


def _target(readability: Readability, target: float) -> dict[str, Any] | None:
    drivers = drivers_of(readability.measures, target)
    if drivers is None:
        return None
    return {
        "grade": target,
        "distance": round(drivers.distance, 2),
        "driver": drivers.main or None,
    }


def _part(article: Article, part: SectionGrade | ParagraphGrade | SentenceGrade) -> dict[str, Any]:
    return {
        "start": part.span.start,
        "end": part.span.end,
        "line": article.line(part.span),
        "grade": part.grade,
        **_sorted(part.measures),
    }


def _sorted(measures: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(measures.items()))


def read_readability(measured: Document | None) -> Readability | None:
    """Return what `write_readability` was given; its target stands among the settings."""
    if measured is None:
        return None
    return Readability(
        measures=_measures(measured),
        paragraphs=tuple(
            ParagraphGrade(_span(p), p["grade"], _measures(p)) for p in measured["paragraphs"]
        ),
        sentences=tuple(
            SentenceGrade(
                _span(s),
                s["words"],
                s["grade"],
                s["difficulty"],
                tuple(HardWord(_span(word), word["difficulty"]) for word in s["hardest"]),
                _measures(s),
            )
            for s in measured["sentences"]
        ),
        sections=tuple(
            SectionGrade(_span(s), s["heading"], s["words"], s["grade"], _measures(s))
            for s in measured["sections"]
        ),
        difficulty=measured.get("difficulty"),
        after_repair=dict(measured["after_repair"] or {}),
        checklist=tuple(
            ChecklistItem(
                item["id"],
                item["index"],
                item["question"],
                item["source"],
                item["answer"],
                item["detail"],
            )
            for item in measured["checklist"]
        ),
    )


def parts_of(measured: Document | None) -> Iterator[Document]:
    """Yield the sections, paragraphs and sentences, each with its place."""
    for name in PARTS if measured else ():
        yield from measured[name] if measured else ()


def _span(part: Document) -> Span:
    return Span(part["start"], part["end"])


def _measures(part: Document) -> dict[str, float]:
    return {name: value for name, value in part.items() if name not in _NO_MEASURES}
