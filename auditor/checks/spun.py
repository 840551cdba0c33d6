"""Spun text: words that a rewriting tool put in the place of the right ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import known_words
from auditor.model_reading import read_with_models
from auditor.packs import RuleSet
from auditor.spun.lexicon import Hit, load_lexicon
from auditor.spun.repair import suggest
from auditor.spun.restore import UNKNOWN
from auditor.spun.words import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

ILL_FITTING = "garble.spun-term.ill-fitting"
# Faults by which a word seems to fit nowhere, though no spinner touched it.
SLIPS = frozenset({"garble.apostrophe", "garble.joined-words", "garble.split-token"})
SURE_CONFIDENCE = 0.9
# In an article that is not suspicious as a whole, one rare but good word ("notwithstanding") is
# the writer's own; only phrases and words that hardly exist count there.
SUSPICIOUS = 0.75
RAREST_GOOD_WORD = 60_000


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield a finding for each run of spun words, and one for the article if it is spun."""
    known = rules.rule("garble.spun-term.known-pair")
    unknown = rules.rule(ILL_FITTING)
    whole = rules.rule("garble.spun-article.verdict")
    if known is None and unknown is None and whole is None:
        return
    lexicon = load_lexicon(rules)
    reading = read_with_models(article, rules, config)
    verdict = reading.verdict
    if whole is not None and whole.limit is not None and verdict.probability >= whole.limit:
        yield make_finding(
            whole,
            article,
            Span(0, 0),
            message=whole.message.replace("{share}", f"{100 * verdict.share:.0f} %"),
            confidence=round(verdict.probability, 2),
        )
    suspicious = verdict.probability >= SUSPICIOUS
    for suspicion in verdict.suspicions:
        hit = suspicion.reckoning.hit
        rule = unknown if hit.weight == UNKNOWN else known
        if rule is None or rule.limit is None or suspicion.probability < rule.limit:
            continue
        words = reading.blocks[suspicion.block]
        if not suspicious and _is_good_word(article.quote(_span_of(words, hit))):
            continue
        repair = suggest(article.text, words, suspicion.reckoning, lexicon)
        yield make_finding(
            rule,
            article,
            repair.span,
            suggestions=repair.suggestions,
            confidence=round(suspicion.probability, 2),
            severity="error" if suspicious and suspicion.probability >= SURE_CONFIDENCE else None,
        )


def without_explained(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out ill-fitting words that a slip explains ("whove" lacks an apostrophe)."""
    findings = list(findings)
    slips = (finding.span for finding in findings if finding.category in SLIPS)
    explained = {place for span in slips for place in range(span.start, span.end)}
    return [
        finding
        for finding in findings
        if finding.rule_id != ILL_FITTING
        or explained.isdisjoint(range(finding.span.start, finding.span.end))
    ]


def _is_good_word(words: str) -> bool:
    return known_words().get(words.lower(), RAREST_GOOD_WORD) < RAREST_GOOD_WORD


def _span_of(words: Sequence[Word], hit: Hit) -> Span:
    return Span(words[hit.start].start, words[hit.end - 1].end)
