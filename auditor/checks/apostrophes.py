"""Lost hyphens of fixed compounds, and lost apostrophes of owners that have no plural.

Contractions without their apostrophe ("dont", "its essential") are found by patterns, as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.apostrophe.compound` and `garble.apostrophe.owner`."""
    yield from _compounds(article, doc, rules)
    yield from _owners(article, doc, rules)


def _compounds(article: Article, doc: Doc, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("garble.apostrophe.compound")
    if rule is None:
        return
    compounds = {tuple(words.split()) for words in rules.words["hyphened-compounds"]}
    firsts = {first for first, _ in compounds}
    function_words = rules.word_set("function-words")
    for token in doc[:-2]:
        if token.lower_ not in firsts:
            continue
        second, third = doc[token.i + 1], doc[token.i + 2]
        if (token.lower_, second.lower_) not in compounds or not third.is_alpha:
            continue
        # "in the long term we see" has no noun to modify.
        before = doc[token.i - 1].lower_ if token.i else ""
        if before == "the" or third.lower_ in function_words or third.lower_.endswith("ly"):
            continue
        span = Span(token.idx, second.idx + len(second))
        yield make_finding(rule, article, span, suggestions=[f"{token.text}-{second.text}"])


def _owners(article: Article, doc: Doc, rules: RuleSet) -> Iterator[Finding]:
    rule = rules.rule("garble.apostrophe.owner")
    if rule is None:
        return
    owners = {name + "s" for name in rules.words["owners-without-plural"]}
    owned = rules.word_set("owned-nouns")
    describing = rules.word_set("owned-adjectives")
    for token in doc[:-1]:
        if token.lower_ not in owners:
            continue
        following = _first_noun_after(token, describing)
        if following is not None and following.lower_ in owned:
            name = token.text[:-1]
            span = Span(token.idx, token.idx + len(token))
            yield make_finding(rule, article, span, suggestions=[f"{name}'s", f"{name}’s"])


def _first_noun_after(token: Token, describing: frozenset[str]) -> Token | None:
    """Return the first word after `token` that only describes nothing: at most two are skipped."""
    for offset in range(1, 4):
        if token.i + offset >= len(token.doc):
            return None
        word = token.doc[token.i + offset]
        if word.lower_ not in describing and word.lower_ != "-":
            return word if word.is_alpha else None
    return None
