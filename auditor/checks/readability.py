"""Readability findings: the article's grade, its worst sentences, and walls of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span, count_words
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.readability import measure
from auditor.report import Readability

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WHOLE = Span(0, 0)
_MOST_SENTENCES = 5
# Steps of confidence: just over the limit is a matter of taste, far over it is not.
_AT_LIMIT, _FAR_OVER = 0.6, 0.95


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of the rules `readability.grade.*`, `.sentence.*` and `.paragraph.*`."""
    readability = measure(article, doc)
    yield from _check_grade(article, readability, rules, config)
    yield from _check_sentences(article, readability, rules)
    yield from _check_paragraphs(article, rules)
    yield from _check_headings(article, rules)


def _check_grade(
    article: Article, readability: Readability, rules: RuleSet, config: Config
) -> Iterator[Finding]:
    rule = rules.rule("readability.grade.over-target")
    grade = readability.grade
    if rule is None or rule.limit is None or grade is None:
        return
    # Short texts give wild grades: the rule's limit is the fewest words that can be graded.
    if count_words(article.text) < rule.limit or grade <= config.target_grade:
        return
    over = grade - config.target_grade
    yield make_finding(
        rule,
        article,
        _WHOLE,
        message=f"Reads at US school grade {grade:.1f}; the target is {config.target_grade:g}.",
        confidence=_sureness(over, 4.0),
    )


def _check_sentences(
    article: Article, readability: Readability, rules: RuleSet
) -> Iterator[Finding]:
    rule = rules.rule("readability.sentence.long")
    if rule is None or rule.limit is None:
        return
    limit = rule.limit
    long = [sentence for sentence in readability.sentences if sentence.words > limit]
    for sentence in sorted(long, key=lambda s: (-s.words, s.span))[:_MOST_SENTENCES]:
        yield make_finding(
            rule,
            article,
            sentence.span,
            message=f"This sentence has {sentence.words} words. Split it in two or three.",
            confidence=_sureness(sentence.words - limit, limit),
        )


def _check_paragraphs(article: Article, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("readability.paragraph.wall-of-text")
    if rule is None or rule.limit is None:
        return
    for block in article.blocks:
        if block.kind not in ("paragraph", "quote", "item"):
            continue
        words = count_words(article.quote(block.span))
        if words > rule.limit:
            yield make_finding(
                rule,
                article,
                block.span,
                message=f"This paragraph has {words} words. Split it where the subject turns.",
                confidence=_sureness(words - rule.limit, rule.limit),
            )


def _check_headings(article: Article, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("readability.paragraph.no-heading")
    if rule is None or rule.limit is None:
        return
    stretch: list[Span] = []
    words = 0
    for block in article.blocks:
        if block.kind == "heading":
            stretch, words = [], 0
            continue
        if block.kind in ("title", "description", "code", "cell"):
            continue
        stretch.append(block.span)
        words += count_words(article.quote(block.span))
        if words > rule.limit:
            yield make_finding(
                rule,
                article,
                stretch[0],
                message=f"Over {rule.limit:g} words from here without a heading. Add one.",
            )
            return


def _sureness(over: float, scale: float) -> float:
    return min(_AT_LIMIT + (_FAR_OVER - _AT_LIMIT) * over / scale, _FAR_OVER)
