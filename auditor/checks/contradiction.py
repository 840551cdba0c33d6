"""Contradictions: two statements of one article that can't both hold, as one finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.checks.patterns import find_claims
from auditor.claims.clauses import Clause
from auditor.claims.context import context_of
from auditor.claims.evidence import cite
from auditor.claims.frames import topic_names
from auditor.claims.judge import Claim, is_statement
from auditor.claims.measures import Measure, measures_of
from auditor.claims.reading import Reading, read
from auditor.claims.statuses import statuses_of
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import Rule, RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SAME_RISK = "same-risk-"
_PROMISES_TO_ALL = ("claim.absolute.everyone", "claim.absolute.guarantee", "claim.absolute.for-all")
_PROMISES_FOR_EVER = (
    "claim.absolute.permanent", "claim.absolute.cure", "claim.absolute.never-again",
)  # fmt: skip
_MOST_SPANS = 3


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `claim.contradiction.*`: the more extreme statement first."""
    if not rules.of("claim.contradiction"):
        return
    reading = read(article, doc, rules)
    claims = find_claims(reading)
    absolutes = [c for c in claims if c.rule.category == "claim.absolute"]
    yield from _denied_and_graded(reading, absolutes, config)
    for rule_id, extremes, kind in (
        ("claim.contradiction.all-and-some", _of(absolutes, _PROMISES_TO_ALL), "varying"),
        ("claim.contradiction.permanent-and-repeated", _of(absolutes, _PROMISES_FOR_EVER),
         "repeating"),
        ("claim.contradiction.safe-and-unknown",
         [c for c in claims if _is_about_harm(reading, c, absolutes)], "unknown-safety"),
        ("claim.contradiction.at-once-and-slow",
         [c for c in claims if _is_at_once(reading, c)], "slow-onset"),
    ):  # fmt: skip
        rule = rules.rule(rule_id)
        if rule is not None and extremes:
            yield from _against(reading, rule, extremes, kind, config)
    yield from _statuses(reading)
    yield from _figures(reading)


def _of(claims: list[Claim], rule_ids: tuple[str, ...]) -> list[Claim]:
    return [claim for claim in claims if claim.rule.id in rule_ids]


def _is_at_once(reading: Reading, claim: Claim) -> bool:
    """Say whether the claim promises the effect at once."""
    if claim.rule.category not in ("claim.efficacy", "claim.absolute"):
        return False
    clause = reading.clause_at(min(claim.own))
    return not reading.rules.word_set("at-once").isdisjoint(
        reading.words[clause.start : clause.end]
    )


def _statuses(reading: Reading) -> Iterator[Finding]:
    """Yield the finding that a status is given and denied to one product and use."""
    rule = reading.rules.rule("claim.contradiction.approved-and-not")
    if rule is None:
        return
    denied = list(statuses_of(reading, "status-denied"))
    for given in statuses_of(reading, "status-given"):
        for other in denied:
            if given.is_of_the_same(other):
                yield make_finding(rule, reading.article, [given.span, other.span])
                return


def _figures(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each thing of which two figures exclude each other."""
    rule = reading.rules.rule("claim.contradiction.figures")
    if rule is None:
        return
    figures: dict[tuple[str, str], list[Measure]] = {}
    for measure in measures_of(reading):
        figures.setdefault(measure.kind, []).append(measure)
    for same in figures.values():
        for first, second in combinations(same, 2):
            if first.excludes(second):
                yield make_finding(rule, reading.article, [first.span, second.span])
                break


def _is_about_harm(reading: Reading, claim: Claim, absolutes: list[Claim]) -> bool:
    """Say whether the claim denies harm flatly, or calls the treatment safe."""
    lists = ("risk", "risk-adjectives", "safe") if claim in absolutes else ("safe",)
    return claim.rule.category in ("claim.absolute", "claim.safety") and any(
        reading.words[index] in reading.rules.word_set(name)
        for index in claim.own
        for name in lists
    )


def _denied_and_graded(
    reading: Reading, absolutes: list[Claim], config: Config
) -> Iterator[Finding]:
    """Yield one finding for each risk that is denied flatly and admitted elsewhere."""
    rule = reading.rules.rule("claim.contradiction.denied-and-graded")
    if rule is None:
        return
    for name in sorted(n for n in reading.rules.words if n.startswith(_SAME_RISK)):
        denials = [
            claim for claim in absolutes if reading.within(name, min(claim.own), max(claim.own) + 2)
        ]
        if not denials:
            continue
        taken = [claim.span for claim in absolutes]
        softer = [
            s
            for s in _admissions(reading, name, denials[0])
            if not any(s.overlaps(t) for t in taken)
        ]
        if softer:
            spans = [denials[0].span, *softer[: _MOST_SPANS - 1]]
            finding = make_finding(rule, reading.article, spans)
            yield cite(finding, reading, denials[0], config)


def _admissions(reading: Reading, name: str, denial: Claim) -> list[Span]:
    """Return the clauses that name the risk and admit it, in the setting and of the treatment.

    The frankest come first: a figure or a "risk of" before "unlikely".
    """
    found: dict[Span, bool] = {}
    for hit in reading.hits.get(name, ()):
        clause = reading.clause_at(hit.start)
        own = range(hit.start, hit.end)
        if not is_statement(context_of(reading, own)) or _is_elsewhere(reading, hit.start):
            continue
        if not _admits(reading, clause) or not reading.is_prose(hit.start):
            continue
        if _is_of_other_treatment(reading, hit.start, denial):
            continue
        span = reading.span(hit.start, hit.end - 1)
        if span is not None:
            found.setdefault(span, "risk" not in reading.words[clause.start : clause.end])
    return sorted(found, key=lambda span: (found[span], span))


def _admits(reading: Reading, clause: Clause) -> bool:
    """Say whether the clause grades the risk, or names what happens."""
    return bool(reading.within("admissions", clause.start, clause.end))


def _is_of_other_treatment(reading: Reading, token: int, denial: Claim) -> bool:
    """Say whether the sentence names a treatment that the denial's sentence does not name."""
    said, denied = reading.sentence_at(token), reading.sentence_at(min(denial.own))
    others = reading.rules.word_set("other-treatments")
    named = others.intersection(reading.words[said.start : said.end])
    if not named <= set(reading.words[denied.start : denied.end]):
        return True
    names = topic_names(reading.rules)
    topics = [names.owners(reading.quote(s.start, s.end)) for s in (said, denied)]
    return bool(topics[0] and topics[1]) and topics[0].isdisjoint(topics[1])


def _is_of_another(reading: Reading, token: int, extremes: list[Claim]) -> bool:
    """Say whether the sentence weighs against another treatment, or holds the promise itself."""
    sentence = reading.sentence_at(token)
    if any(sentence.start <= min(claim.own) < sentence.end for claim in extremes):
        return True
    words = reading.words[sentence.start : sentence.end]
    others = reading.rules.word_set("weighed-against") | reading.rules.word_set("compared")
    return not others.isdisjoint(words)


def _is_elsewhere(reading: Reading, token: int) -> bool:
    """Say whether the sentence speaks of another setting: misuse on the street, other drugs."""
    sentence = reading.sentence_at(token)
    return any(
        not hit.start <= token < hit.end
        for hit in reading.within("other-settings", sentence.start, sentence.end)
    )


def _against(
    reading: Reading, rule: Rule, extremes: list[Claim], kind: str, config: Config
) -> Iterator[Finding]:
    """Yield the finding that an extreme statement stands against a phrase of the list `kind`."""
    spans = [claim.span for claim in extremes]
    for hit in reading.hits.get(kind, ()):
        span = reading.span(hit.start, hit.end - 1)
        context = context_of(reading, range(hit.start, hit.end))
        if span is None or context.asked or any(span.overlaps(other) for other in spans):
            continue
        if kind == "slow-onset" and _is_of_another(reading, hit.start, extremes):
            continue
        finding = make_finding(rule, reading.article, [spans[0], span])
        yield cite(finding, reading, extremes[0], config)
        return
