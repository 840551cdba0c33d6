"""Fair balance: an article that sells benefits must name a risk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span, count_words
from auditor.checks import patterns
from auditor.claims.clauses import find_clause, phrases_in
from auditor.claims.context import read_context
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEWEST_WORDS = 100
_SELLING = frozenset({"claim.efficacy", "claim.absolute", "claim.superiority"})


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the finding of `claim.fair-balance.no-risk-named`, if the article earns it."""
    rule = rules.rule("claim.fair-balance.no-risk-named")
    if rule is None or rule.limit is None or count_words(article.text) < _FEWEST_WORDS:
        return
    if _names_risk(article, doc, rules):
        return
    selling = [f for f in patterns.check(article, doc, rules, config) if f.category in _SELLING]
    if len({finding.span for finding in selling}) >= rule.limit:
        yield make_finding(rule, article, Span(0, 0))


def _names_risk(article: Article, doc: Doc, rules: RuleSet) -> bool:
    """Say whether a risk is named and not denied: "no side effects" names none."""
    for start, end in phrases_in(doc, rules, "risk-disclosures", 0, len(doc)):
        clause = find_clause(doc, rules, start, end)
        context = read_context(article, doc, rules, clause, start, end)
        if not (context.negated or context.asked or context.refuted):
            return True
    return False
