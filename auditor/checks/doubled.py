"""Doubled function words, and pairs of words that no sentence has in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.broken-grammar.doubled-word` and `.impossible-pair`."""
    doubled = rules.rule("garble.broken-grammar.doubled-word")
    impossible = rules.rule("garble.broken-grammar.impossible-pair")
    words = rules.word_set("never-doubled")
    pairs = {tuple(pair.split()) for pair in rules.words["impossible-pairs"]}
    for one, two in pairwise(doc):
        if doubled and one.lower_ == two.lower_ and one.lower_ in words:
            span = Span(one.idx, two.idx + len(two))
            yield make_finding(doubled, article, span, suggestions=[one.text])
        elif impossible and (one.lower_, two.lower_) in pairs:
            yield make_finding(impossible, article, Span(one.idx, two.idx + len(two)))
