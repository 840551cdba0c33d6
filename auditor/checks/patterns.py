"""Runs all rules that are patterns: swaps, token patterns, dependency patterns, of every family.

A match of a claim rule is only a proposal: `auditor.claims` decides from its clause and context
whether it stands, how surely, and which words it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.checks.compiled import Match, find_matches, find_swaps
from auditor.claims.answers import find_answers
from auditor.claims.chances import chances_of
from auditor.claims.context import context_of
from auditor.claims.evidence import claim_finding
from auditor.claims.judge import Claim, judge, settle, temper
from auditor.claims.likely import find_likely, likely_rules
from auditor.claims.reading import Reading, read
from auditor.claims.unheard import doubt_unheard
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.model_reading import read_with_models
from auditor.packs import RuleSet
from auditor.remade import of_article

if TYPE_CHECKING:
    from spacy.tokens import Doc


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of every rule with `swap`, `tokens` or `dependencies`."""
    reading = read(article, doc, rules, config.own_hosts)
    claims, others = _match(reading)
    found = [make_finding(match.rule, article, _narrow(doc, match)) for match in others]
    answers, likely = find_answers(reading), list[Claim]()
    if any(likely_rules(rules)):
        models = read_with_models(article, rules, config)
        chances = chances_of(models)
        claims = doubt_unheard(claims, reading, models, chances)
        known = [*claims, *answers]
        likely += find_likely(reading, models, chances, known)
    every = [*claims, *answers, *_here(reading, likely)]
    stand = temper(settle(every), reading, len(find_claims(reading)))
    told = (claim_finding(reading, claim, config) for claim in stand)
    found += (finding for finding in told if finding is not None)
    for match in find_swaps(doc, rules):
        if reading.is_prose(match.start):
            found += _swap(reading, match)
    yield from sorted(found, key=lambda f: (f.span, f.rule_id))


def _here(reading: Reading, likely: list[Claim]) -> list[Claim]:
    """Return the likely claims that no rule finds which holds elsewhere: it is silent here."""
    if not likely or not reading.rules.away:
        return likely
    found = _match(replace(reading, rules=reading.rules.elsewhere))[0]
    return [c for c in likely if not any(c.span.overlaps(other.span) for other in found)]


@of_article
@lru_cache(maxsize=1)
def find_claims(reading: Reading) -> tuple[Claim, ...]:
    """Return the claims that patterns find in an article and that stand, none with a source.

    Kept, as the checks of the article as a whole ask for them, too.
    """
    claims = settle(claim for claim in _match(reading)[0] if not claim.sourced)
    return tuple(temper(claims, reading, len(claims)))


@of_article
@lru_cache(maxsize=2)
def _match(reading: Reading) -> tuple[list[Claim], list[Match]]:
    """Return the claims that patterns propose, and the matches of other rules."""
    claims: list[Claim] = []
    others: list[Match] = []
    bounds = [(s.start, s.end) for s in reading.sentences]
    for match in find_matches(reading.doc, reading.rules, bounds):
        if not reading.is_prose(match.start):
            continue
        if match.rule.family == "claim":
            claims += judge(reading, match.rule, match.own, match.end)
        elif not _is_excused(reading, match):
            others.append(match)
    return claims, others


def _is_excused(reading: Reading, match: Match) -> bool:
    """Say whether a context that the rule itself names makes the match good."""
    if not match.rule.unless:
        return False
    return bool(context_of(reading, match.own or {match.start}).named() & match.rule.unless)


def _narrow(doc: Doc, match: Match) -> Span:
    """Return the words that the finding is about: of a mechanical fault the first word alone.

    Such a pattern's further tokens are the context that makes the word wrong.
    """
    first, last = match.start, match.end - 1
    if match.rule.category == "garble.apostrophe":
        last = first
        while last + 1 < match.end and not doc[last].whitespace_:
            last += 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _swap(reading: Reading, match: Match) -> Iterator[Finding]:
    first, last = reading.doc[match.start], reading.doc[match.end - 1]
    span = Span(first.idx, last.idx + len(last))
    text = reading.doc.text
    words = text[span.start : span.end]
    right = match.rule.swap.get(words.lower().replace("’", "'"))
    # "it is n't" and "do nt" are tokenised as "isn't" and "dont" are: only the latter match.
    if right is None or _is_inside_word(text, span) or _is_excused(reading, match):
        return
    yield make_finding(match.rule, reading.article, span, suggestions=[_with_case(words, right)])


def _is_inside_word(text: str, span: Span) -> bool:
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    return before.isalnum() or after.isalnum() or after == "-" or before == "-"


def _with_case(words: str, right: str) -> str:
    if words.isupper() and len(words) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if words[:1].isupper() else right
