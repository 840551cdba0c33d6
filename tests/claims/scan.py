"""Runs the claim rules over a text, as the tests of claims need it."""

from __future__ import annotations

from functools import cache

from auditor.article import Article
from auditor.checks import balance, contradiction, patterns
from auditor.claims.reading import Reading, read
from auditor.config import Config
from auditor.findings import Finding, merge
from auditor.language import BLANK, load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from tests.support import article_of


@cache
def claim_rules() -> RuleSet:
    """The built-in claim rules that are patterns; `test_likely` looks at what the encoder adds."""
    rules = load_rules()
    return rules.only(r for r in rules.of("claim") if not r.id.endswith(".likely"))


@cache
def blank_pipeline():
    """English without tags and parse: what each rule must make do with."""
    return load_pipeline(BLANK)


def reading_of(text: str, nlp=None) -> Reading:
    article = article_of(text)
    return read(article, parse(nlp or blank_pipeline(), article), claim_rules())


def find(
    text: str, nlp=None, article: Article | None = None, config: Config | None = None
) -> tuple[Finding, ...]:
    """Return the claim findings of a text that are sure enough to be reported."""
    article = article or article_of(text)
    doc = parse(nlp or blank_pipeline(), article)
    config = config or Config()
    found = [
        finding
        for check in (patterns.check, contradiction.check, balance.check)
        for finding in check(article, doc, claim_rules(), config)
    ]
    return merge(f for f in found if f.confidence >= config.min_confidence)


def categories(text: str, nlp=None) -> list[str]:
    return sorted({finding.category for finding in find(text, nlp)})


def quotes(text: str, category: str = "claim") -> list[str]:
    return [f.quote for f in find(text) if f.category.startswith(category)]
