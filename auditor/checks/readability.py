"""Readability findings on the article and its paragraphs: the grade, walls of text, headings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from auditor.article import Article, Span, count_words, word_spans
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.readability import measure
from auditor.report import Readability

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WHOLE = Span(0, 0)
_MOST_PARAGRAPHS = 3
_WORDS_OF_A_SENTENCE = 3
# Steps of confidence: just over the limit is a matter of taste, far over it is not.
_AT_LIMIT, _FAR_OVER = 0.6, 0.95


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of the rules `readability.grade.*` and `.paragraph.*`."""
    readability = measure(article, doc, rules)
    yield from _check_grade(article, readability, rules, config)
    yield from _check_paragraphs(article, doc, rules)
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


def _check_paragraphs(article: Article, doc: Doc, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("readability.paragraph.wall-of-text")
    if rule is None or rule.limit is None:
        return
    long = []
    for block in article.blocks:
        words = count_words(article.quote(block.span))
        if block.kind in ("paragraph", "quote", "item") and words > rule.limit:
            long.append((words, block.span))
    for words, span in sorted(long, key=lambda pair: (-pair[0], pair[1]))[:_MOST_PARAGRAPHS]:
        middle = _middle_sentence(article, doc, span)
        message = f"This paragraph has {words} words. Split it where the subject turns"
        if middle:
            message += f", perhaps before “{article.quote(middle)}”"
        yield make_finding(
            rule,
            article,
            (span, middle) if middle else span,
            message=f"{message}.",
            confidence=_sureness(words - rule.limit, rule.limit),
        )


def _middle_sentence(article: Article, doc: Doc, span: Span) -> Span | None:
    """Return the first words of the sentence that begins nearest to the middle of `span`."""
    starts = [s.start_char for s in doc.sents if span.start < s.start_char < span.end]
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(2 * at - span.start - span.end))
    words = list(islice(word_spans(article.text, start, span.end), _WORDS_OF_A_SENTENCE))
    return Span(words[0].start, words[-1].end) if words else None


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
