"""Keyword stuffing: a search phrase dropped into a sentence where no writer would put it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import Rule, RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MOST_WORDS_BEFORE = 4


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.keyword-stuffing.near-me` and `.place`."""
    near_me = rules.rule("garble.keyword-stuffing.near-me")
    place = rules.rule("garble.keyword-stuffing.place")
    places = rules.word_set("places")
    long_places = {tuple(name.split()) for name in places if " " in name}
    for token in doc:
        if near_me and token.lower_ == "near" and _next_is(token, "me"):
            yield from _phrase(near_me, article, token, doc[token.i + 1], rules)
        elif place and token.is_lower and token.text in places:
            yield from _phrase(place, article, token, token, rules)
        elif place and token.is_lower and token.i + 1 < len(doc):
            following = doc[token.i + 1]
            if following.is_lower and (token.text, following.text) in long_places:
                yield from _phrase(place, article, token, following, rules)


def _next_is(token: Token, word: str) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ == word


def _phrase(
    rule: Rule, article: Article, tail: Token, last: Token, rules: RuleSet
) -> Iterator[Finding]:
    """Yield the finding for the content words that stand before `tail`, if there are any."""
    function_words = rules.word_set("function-words")
    openers = rules.word_set("search-words")
    first = tail
    for _ in range(_MOST_WORDS_BEFORE):
        if first.i == 0:
            break
        before = first.nbor(-1)
        # "therapy for anxiety houston" is one phrase; "a plan for ketamine therapy houston" is two.
        joins = before.lower_ == "for" and tail.i - first.i < 2
        if not before.is_alpha or before.lower_ in openers:
            break
        if before.lower_ in function_words and not (joins and first.i != tail.i):
            break
        first = before
    if first.lower_ == "for":
        first = first.nbor(1)
    if first.i == tail.i or (first.i and first.nbor(-1).lower_ in ("a", "an", "any")):
        return
    if first.i and first.nbor(-1).text in "“\"'‘":
        return
    yield make_finding(rule, article, Span(first.idx, last.idx + len(last)))
