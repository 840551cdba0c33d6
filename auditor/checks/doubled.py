"""Doubled words, and words that no sentence has in a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.checks.words import Word, next_word, previous_word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORTEST_CONTENT_WORD = 5


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield findings of `garble.broken-grammar`: doubled words, impossible pairs, "now not"."""
    doubled = rules.rule("garble.broken-grammar.doubled-word")
    impossible = rules.rule("garble.broken-grammar.impossible-pair")
    now_not = rules.rule("garble.broken-grammar.now-not")
    for _, words in prose_words(article):
        for index, one in enumerate(words):
            two = next_word(words, index)
            # "A to-go cup" and "an an-depth look" have a compound there.
            if not two.text or word_at(words, index + 2).gap == "-":
                continue
            span = Span(one.start, two.end)
            if doubled and _is_doubled(rules, one, two):
                yield make_finding(doubled, article, span, suggestions=[one.text])
            elif impossible and _is_impossible(rules, one, two):
                yield make_finding(impossible, article, span, suggestions=[one.text, two.text])
            elif now_not and one.lower == "now" and two.lower == "not":
                verb = previous_word(words, index)
                if verb.lower in rules.word_set("verbs-of-now-not"):
                    span = Span(verb.start, two.end)
                    yield make_finding(now_not, article, span, suggestions=[f"{verb.text} not"])


def _is_doubled(rules: RuleSet, one: Word, two: Word) -> bool:
    # "Vitamin A a day" and "Walla Walla" are no slips.
    if one.lower != two.lower or not two.text.islower() or one.text == "A":
        return False
    if one.lower in rules.word_set("never-doubled"):
        return True
    long = len(one.lower) >= _SHORTEST_CONTENT_WORD and one.text.islower() and one.lower.isalpha()
    return long and one.lower not in rules.word_set("rightly-doubled")


def _is_impossible(rules: RuleSet, one: Word, two: Word) -> bool:
    # "Appendix A of" and "the A/B test" hold a letter, not an article.
    if one.text.isupper() or not two.text.islower():
        return False
    return f"{one.lower} {two.lower}" in rules.word_set("impossible-pairs")
