"""Jargon: technical terms and abbreviations that a patient would not know, at their first use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from auditor.article import Article, Block, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.inline_code import is_code
from auditor.jargon import WORD, load_terms, terms_in
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ABBREVIATION = re.compile(r"(?<![\w.-])([A-Z][A-Z0-9]{1,5})s?(?![\w.-])")
_BRACKETED = re.compile(r"\(([A-Z][A-Z0-9]{1,5})s?\)")
# What follows a term that its writer explains: a bracket, a dash, "is a", "which means", ", or".
_EXPLAINED_AFTER = re.compile(
    r"s?[”\"’]?\s*(?:\(|[—–:]|,? (?:which|that) (?:is|are|means?)\b"
    r"|,? (?:is|are|means?) (?:a|an|the|when)\b|, (?:or|a|an|the|one of|that is|i\.e\.)\b"
    r"|,? (?:also called|also known as|known as|meaning)\b)"
)
_EXPLAINED_BEFORE = re.compile(
    r"(?:\(|called|known as|term for|what (?:is|are)(?: an?| the)?) ?[“\"‘]?$", re.I
)
_LOOK_BACK = 30
# A bracket with a year, or with authors, names a source.
_SOURCE = re.compile(r"[^(]{0,8}\([^()]{0,100}?(?:\b(?:19|20)\d\d|et al|and colleagues)")
_LONGEST_SOURCE = 120
_BEGINS_SENTENCE = re.compile(r"(?:^|\n|[.!?:][”\"’)]?\s+)(?:an? )?$", re.I)


class _Place(NamedTuple):
    """Where a term stands, and whether that is in a heading."""

    span: Span
    is_heading: bool


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `readability.jargon.term` and `.abbreviation`, one for each term."""
    own = frozenset(word.lower() for word in config.vocabulary) | _words_of(article.own_title)
    yield from _terms(article, rules, own)
    yield from _abbreviations(article, rules, own)


def _terms(article: Article, rules: RuleSet, own: frozenset[str]) -> Iterator[Finding]:
    rule = rules.rule("readability.jargon.term")
    if rule is None:
        return
    terms = load_terms(rules)
    places: dict[str, list[_Place]] = {}
    for block in _prose(article):
        for term, span in terms_in(article.text, block.span, terms):
            if not is_code(article, span):
                places.setdefault(term, []).append(_Place(span, block.kind == "heading"))
    earlier: set[str] = set()
    for term, found in places.items():
        # "Nerve block" is told with "occipital nerve block".
        is_part = any(f" {term} " in f" {other} " for other in earlier)
        earlier.add(term)
        is_subject = own.issuperset(WORD.findall(term))
        if term in own or is_subject or is_part or _is_told_of(article, found):
            continue
        first = found[0].span
        if not _is_explained(article, first):
            yield make_finding(rule, article, first, suggestions=[terms.plain[term]])


def _is_told_of(article: Article, places: Sequence[_Place]) -> bool:
    """Say whether the article goes on to speak about the term: a sentence begins with it."""
    return len(places) > 1 and any(
        _BEGINS_SENTENCE.search(
            article.text[max(place.span.start - _LOOK_BACK, 0) : place.span.start]
        )
        for place in places
        if not place.is_heading
    )


def _abbreviations(article: Article, rules: RuleSet, own: frozenset[str]) -> Iterator[Finding]:
    rule = rules.rule("readability.jargon.abbreviation")
    if rule is None:
        return
    known = rules.word_set("known-abbreviations")
    bracketed = set(_BRACKETED.findall(article.text))
    seen: set[str] = set()
    for block in _prose(article):
        if block.kind in ("heading", "title") or article.quote(block.span).isupper():
            continue
        for match in _ABBREVIATION.finditer(article.text, block.span.start, block.span.end):
            name = match[1]
            if name in seen or name.lower() in known or name.lower() in own:
                continue
            if is_code(article, Span(*match.span())):
                continue
            seen.add(name)
            if name not in bracketed and not _is_explained(article, Span(*match.span())):
                yield make_finding(rule, article, Span(*match.span()))


def _is_explained(article: Article, span: Span) -> bool:
    """Say whether the words round `span` explain it: an apposition, brackets, "is a"."""
    after = _EXPLAINED_AFTER.match(article.text, span.end)
    if after and not _only_looks_so(article, span, after[0]):
        return True
    before = article.text[max(span.start - _LOOK_BACK, 0) : span.start]
    return bool(_EXPLAINED_BEFORE.search(before))


def _only_looks_so(article: Article, span: Span, after: str) -> bool:
    """Say whether what follows explains nothing: "trials (Lee, 2019)", "cough, fever, or pain"."""
    if after.endswith("("):
        bracket = article.text[span.end : span.end + _LONGEST_SOURCE]
        return bool(_SOURCE.match(bracket))
    before = article.text[max(span.start - _LOOK_BACK, 0) : span.start]
    return after.endswith(", or") and "," in before.rpartition(".")[2]


def _prose(article: Article) -> Iterator[Block]:
    return (b for b in article.blocks if b.kind not in ("code", "title", "description"))


def _words_of(title: str) -> frozenset[str]:
    return frozenset(match[0].lower() for match in WORD.finditer(title))
