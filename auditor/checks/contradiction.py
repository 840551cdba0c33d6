"""Contradictions: two statements of one article that can't both hold, as one finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.claims.clauses import Clause, find_clause, phrases_in
from auditor.claims.context import Context, read_context
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The list of the risk's names, and the list of words that admit it.
_DENIED_AND_GRADED = (
    ("dependence-words", "graded-words"),
    ("side-effect-words", "graded-words"),
)


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `claim.contradiction.*`, the more extreme statement first."""
    yield from _denied_and_graded(article, doc, rules)
    yield from _permanent_and_repeated(article, doc, rules)


def _denied_and_graded(article: Article, doc: Doc, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("claim.contradiction.denied-and-graded")
    if rule is None:
        return
    for names, admitting in _DENIED_AND_GRADED:
        denials, admissions = [], []
        for clause, context, start, end in _statements(article, doc, rules, names):
            if context.asked or context.refuted:
                continue
            if _denies(doc, rules, clause, start, end):
                denials.append(clause)
            elif phrases_in(doc, rules, admitting, clause.start, clause.end):
                admissions.append(clause)
        if denials and admissions:
            first = denials[0].span(doc)
            second = next((a.span(doc) for a in admissions if a.span(doc) != first), None)
            if second is not None:
                yield make_finding(rule, article, [first, second])


def _permanent_and_repeated(article: Article, doc: Doc, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("claim.contradiction.permanent-and-repeated")
    if rule is None:
        return
    fading = [
        find_clause(doc, rules, start, end).span(doc)
        for start, end in phrases_in(doc, rules, "fading-words", 0, len(doc))
    ]
    if not fading:
        return
    for token in doc:
        if token.lower_ != "permanent":
            continue
        clause = find_clause(doc, rules, token.i, token.i + 1)
        context = read_context(article, doc, rules, clause, token.i, token.i + 1)
        effect = {"effect", "effects", "results", "result"} & {
            word.lower_ for word in doc[clause.start : clause.end]
        }
        if effect and not context.named() & {"asked", "refuted", "negated", "hedged"}:
            yield make_finding(rule, article, [clause.span(doc), fading[0]])
            return


def _statements(
    article: Article, doc: Doc, rules: RuleSet, names: str
) -> Iterator[tuple[Clause, Context, int, int]]:
    for start, end in phrases_in(doc, rules, names, 0, len(doc)):
        clause = find_clause(doc, rules, start, end)
        yield clause, read_context(article, doc, rules, clause, start, end), start, end


def _denies(doc: Doc, rules: RuleSet, clause: Clause, start: int, end: int) -> bool:
    """Say whether the clause denies the risk flatly: a negation or zero word, and no softener."""
    if doc[start].lower_.startswith("non"):
        return not phrases_in(doc, rules, "shields", clause.start, clause.end)
    negations = [
        (first, last)
        for first, last in phrases_in(doc, rules, "negations", max(clause.start, start - 4), start)
        if not phrases_in(doc, rules, "negation-false-friends", first, last + 1)
    ]
    softened = (
        phrases_in(doc, rules, "hedges", clause.start, clause.end)
        or phrases_in(doc, rules, "shields", clause.start, clause.end)
        or phrases_in(doc, rules, "open-conditions", clause.start, clause.end)
    )
    return len(negations) % 2 == 1 and not softened
