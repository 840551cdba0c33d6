"""Context of a proposed claim: asked, refuted, negated, hedged, conditional, advice, shielded.

Decided here for all claim rules alike (design: claims.md, order of decision). Words inside the
match itself do not count, but for hedges: "not addictive" is not negated by its own "not".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.claims.clauses import Clause, phrases_in
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEGATION_REACH = 6
_QUOTES = {"“": "”", '"': '"', "‘": "’"}


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a match; each field says whether it holds."""

    asked: bool
    refuted: bool
    negated: bool
    hedged: bool
    conditional: bool
    advice: bool
    shielded: bool
    logistics: bool
    quoted: bool

    def named(self) -> frozenset[str]:
        """Return the names of the contexts that hold, as a rule's `unless` writes them."""
        return frozenset(name for name in self.__slots__ if getattr(self, name))


def read_context(
    article: Article, doc: Doc, rules: RuleSet, clause: Clause, start: int, end: int
) -> Context:
    """Return the context of the match from token `start` to `end` in `clause`."""

    def outside(name: str, left: int, right: int) -> bool:
        return any(
            last <= start or first >= end
            for first, last in phrases_in(doc, rules, name, left, right)
        )

    before = max(clause.sentence_start, min(clause.start, start))
    return Context(
        asked=_is_asked(article, doc, rules, clause),
        refuted=outside("refuting", clause.sentence_start, start),
        negated=_is_negated(doc, rules, before, start),
        hedged=bool(phrases_in(doc, rules, "hedges", clause.start, clause.end)),
        conditional=outside("open-conditions", clause.sentence_start, clause.sentence_end),
        advice=_is_advice(doc, rules, clause, start),
        shielded=outside("shields", clause.start, clause.end),
        logistics=outside("logistics", clause.start, clause.end),
        quoted=_is_quoted(doc, clause, start, end),
    )


def _is_asked(article: Article, doc: Doc, rules: RuleSet, clause: Clause) -> bool:
    last = clause.sentence_end - 1
    while last > clause.sentence_start and not doc[last].text.strip('”"’) \n\t'):
        last -= 1
    if doc[last].text.endswith("?"):
        return True
    block = article.block_at(doc[clause.sentence_start].idx)
    is_heading = block is not None and block.kind in ("heading", "title")
    return is_heading and doc[clause.sentence_start].lower_ in rules.word_set("question-words")


def _is_negated(doc: Doc, rules: RuleSet, left: int, start: int) -> bool:
    """Say whether an odd number of negations reaches the match from before it."""
    left = max(left, start - _NEGATION_REACH)
    friends = phrases_in(doc, rules, "negation-false-friends", left, start + 1)
    count = 0
    for first, last in phrases_in(doc, rules, "negations", left, start):
        if not any(a <= first and last <= b for a, b in friends):
            count += 1
    return count % 2 == 1


def _is_advice(doc: Doc, rules: RuleSet, clause: Clause, start: int) -> bool:
    """Say whether the sentence tells the reader what to do: it begins with a bare verb."""
    index = clause.sentence_start
    while index < start and (doc[index].is_punct or doc[index].is_space):
        index += 1
    if doc[index].lower_ in ("please", "always", "never") and index + 1 < len(doc):
        index += 1
    first = doc[index].lower_
    if first in ("do", "don't", "don’t"):
        return True
    return first in rules.word_set("advice-verbs") and index < start


def _is_quoted(doc: Doc, clause: Clause, start: int, end: int) -> bool:
    for index in range(start - 1, clause.sentence_start - 1, -1):
        closing = _QUOTES.get(doc[index].text)
        if doc[index].text in _QUOTES.values() and doc[index].text not in _QUOTES:
            return False
        if closing:
            return any(doc[i].text == closing for i in range(end, clause.sentence_end))
    return False
