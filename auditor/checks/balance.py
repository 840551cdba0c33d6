"""Fair balance: an article that sells benefits must name a risk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span, count_words
from auditor.checks.patterns import find_claims
from auditor.claims.context import context_of
from auditor.claims.reading import Reading, read
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEWEST_WORDS = 100
_SELLING = frozenset({"claim.efficacy", "claim.absolute", "claim.superiority", "claim.testimonial"})


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the finding of `claim.fair-balance.no-risk-named`, if the article earns it.

    The rule's limit is how many selling claims an article may make before it owes a risk.
    """
    rule = rules.rule("claim.fair-balance.no-risk-named")
    if rule is None or rule.limit is None or count_words(article.text) < _FEWEST_WORDS:
        return
    reading = read(article, doc, rules)
    if _names_risk(reading):
        return
    selling = {c.span for c in find_claims(reading) if c.rule.category in _SELLING}
    if len(selling) >= rule.limit:
        yield make_finding(rule, article, Span(0, 0))


def _names_risk(reading: Reading) -> bool:
    """Say whether a risk is named and not denied: "no side effects" names none."""
    for hit in reading.hits.get("named-risks", ()):
        if not reading.is_prose(hit.start):
            continue
        context = context_of(reading, range(hit.start, hit.end))
        if not (context.negated or context.asked or context.refuted):
            return True
    return False
