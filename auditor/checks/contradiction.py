"""Contradictions: two statements of one article that can't both hold, as one finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.checks.patterns import find_claims
from auditor.claims.context import Context, context_of
from auditor.claims.evidence import cite
from auditor.claims.judge import Claim
from auditor.claims.measures import Measure, lasting, measures_of
from auditor.claims.reading import Reading, read
from auditor.claims.risks import contradicted, is_of_other_treatment
from auditor.claims.statuses import statuses_of
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.rule import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PROMISES_TO_ALL = ("claim.absolute.everyone", "claim.absolute.guarantee", "claim.absolute.for-all")
_PROMISES_FOR_EVER = (
    "claim.absolute.permanent", "claim.absolute.cure", "claim.absolute.never-again",
)  # fmt: skip
_REPEATING = "repeating"
_MOST_SPANS = 3


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `claim.contradiction.*`: the more extreme statement first."""
    if not rules.of("claim.contradiction"):
        return
    reading = read(article, doc, rules, config.own_hosts)
    claims = find_claims(reading)
    absolutes = [c for c in claims if c.rule.category == "claim.absolute"]
    yield from _denied_and_graded(reading, absolutes, config)
    for rule_id, extremes, kind in (
        ("claim.contradiction.all-and-some", _of(absolutes, _PROMISES_TO_ALL), "varying"),
        ("claim.contradiction.permanent-and-repeated",
         [c for c in _of(absolutes, _PROMISES_FOR_EVER) if _is_for_ever(reading, c)], _REPEATING),
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


def _is_for_ever(reading: Reading, claim: Claim) -> bool:
    """Say whether the claim promises that something lasts, or never returns."""
    words = {reading.words[index] for index in claim.own}
    return not reading.rules.word_set("recurrence").isdisjoint(words)


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
    """Yield one finding for each flat denial of a risk that is admitted elsewhere."""
    rule = reading.rules.rule("claim.contradiction.denied-and-graded")
    if rule is None:
        return
    for denial, softer in contradicted(reading, absolutes):
        spans = [denial.span, *softer[: _MOST_SPANS - 1]]
        finding = make_finding(rule, reading.article, spans)
        yield cite(finding, reading, denial, config)


def _against(
    reading: Reading, rule: Rule, extremes: list[Claim], kind: str, config: Config
) -> Iterator[Finding]:
    """Yield the finding that an extreme statement stands against one of the kind `kind`."""
    spans = [claim.span for claim in extremes]
    said = _ends(reading) if kind == _REPEATING else _hits(reading, kind)
    for start, end in said:
        span = reading.span(start, end - 1) if reading.is_prose(start) else None
        if span is None or any(span.overlaps(other) for other in spans):
            continue
        if not _is_said(context_of(reading, range(start, end))):
            continue
        for claim in extremes:
            if _is_of_same(reading, start, claim):
                finding = make_finding(rule, reading.article, [claim.span, span])
                yield cite(finding, reading, claim, config)
                return


def _is_said(context: Context) -> bool:
    return not (context.asked or context.refuted or context.reported or context.negated)


def _is_of_same(reading: Reading, token: int, extreme: Claim) -> bool:
    """Say whether the statement speaks of the extreme one's treatment, in another sentence.

    A sentence that says both takes itself back, for all to see.
    """
    apart = reading.index_at(token) != reading.index_at(min(extreme.own))
    return apart and not is_of_other_treatment(reading, token, extreme)


def _hits(reading: Reading, kind: str) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in reading.hits.get(kind, ())]


def _ends(reading: Reading) -> list[tuple[int, int]]:
    """Return where the article says that an effect ends, as ranges of tokens in its order.

    Left out is what was never to stay: numbness, a complaint that fades, people who come back.
    """
    problems = reading.rules.word_set("problems")
    fading = [hit for hit in _hits(reading, "fading") if reading.words[hit[0] - 1] not in problems]
    found = (*_hits(reading, _REPEATING), *fading, *lasting(reading))
    return sorted(place for place in found if not _is_beside(reading, *place))


def _is_beside(reading: Reading, start: int, end: int) -> bool:
    clause = reading.clause_at(start)
    passing = reading.rules.word_set("passing-things")
    if not passing.isdisjoint(reading.words[clause.start : end]):
        return True
    before = reading.words[start - 1] if start > clause.start else ""
    return before in reading.rules.word_set("returning-people")
