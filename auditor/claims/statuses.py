"""Statements about a status with an authority, for contradictions: approved, or not, for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.article import Span
from auditor.claims.context import context_of
from auditor.claims.frames import named_topics
from auditor.claims.judge import is_statement
from auditor.claims.phrases import Hit
from auditor.claims.reading import Reading

# Words that lead to the use that a product is approved for, and those that say nothing of it.
_LEADING = frozenset({"for", "as", "to"})
_EMPTY = frozenset(
    {
        *("a", "all", "an", "and", "approved", "in", "is", "it", "label", "of", "off", "or", "our"),
        *("adults", "patients", "people", "the", "these", "this"),
        *("treat", "treatment", "use", "used", "uses"),
    }
)
_MOST_USE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Status:
    """A clause that gives or denies a status: its span, sentence, topics, and the use it names."""

    span: Span
    sentence: int
    topics: frozenset[str]
    use: frozenset[str]

    def is_of_the_same(self, other: Status) -> bool:
        """Say whether both speak of one product, and may speak of one use of it."""
        if self.sentence == other.sentence or not self.topics & other.topics:
            return False
        return not (self.use and other.use) or bool(self.use & other.use)


def statuses_of(reading: Reading, kind: str) -> Iterator[Status]:
    """Yield the statements whose status phrase is in the list `kind`, in the article's order."""
    for hit in reading.hits.get(kind, ()):
        context = context_of(reading, range(hit.start, hit.end))
        if not is_statement(context) or context.negated or context.hedged or context.conditional:
            continue
        span = reading.span(hit.start, hit.end - 1)
        if span is not None and reading.is_prose(hit.start):
            topics = named_topics(reading, hit.start)
            yield Status(span, reading.index_at(hit.start), topics, _use(reading, hit))


def _use(reading: Reading, hit: Hit) -> frozenset[str]:
    """Return the words of the use that the clause names: "for depression", "as an anaesthetic"."""
    clause = reading.clause_at(hit.start)
    words = reading.words[clause.start : clause.end]
    found: set[str] = set()
    for index, word in enumerate(words):
        if word in _LEADING:
            found.update(w for w in words[index + 1 : index + 1 + _MOST_USE_WORDS] if w.isalpha())
    return frozenset(found) - _EMPTY - _LEADING
