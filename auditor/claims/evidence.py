"""Sets the facts that speak against a claim beside its finding: a reason, a source, a wording."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditor.claims.frames import (
    Frame,
    NameIndex,
    frame_of,
    kinds_of,
    named_topics,
    plain,
    sentence_text,
)
from auditor.claims.judge import LIKELY, Claim
from auditor.claims.reading import Reading
from auditor.claims.rewrite import soften
from auditor.config import Config
from auditor.facts import ANY, JURISDICTIONS, Fact, FactBase
from auditor.findings import SEVERITIES, Finding
from auditor.rule import Rule

# How much of the doubt in a claim a fact takes away: one on the very property whose source was
# read, and any other.
_SURER_EXACT = 0.5
_SURER = 0.25
_MOST_FACTS = 2
_SHORTEST_WORD = 4
# With one of these a status is given to more than one use.
_LISTING = frozenset({",", "/", "and", "or", "plus"})


@dataclass(frozen=True, order=True, slots=True)
class Match:
    """A fact that speaks against a claim; the least of several is the nearest and surest.

    distance: how many steps wider or narrower the fact's property is. general: it holds for any
    treatment. unlike: the less, the more words it shares with the claim's sentence.
    """

    distance: int
    general: bool
    unlike: int
    unbound: bool
    unseen: bool
    grade: str
    id: str
    fact: Fact = field(compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether the fact speaks of this treatment and this property, and its source was read."""
        return not (self.distance or self.general or self.unseen)


def claim_finding(reading: Reading, claim: Claim, config: Config) -> Finding | None:
    """Return the finding of a claim, with the facts that speak against it.

    A fact never makes a finding of a claim that is too doubtful to be reported. None for a status
    that a fact confirms, and for one with a source if no fact says that it is false.
    """
    frame = frame_of(reading, claim)
    refuting: list[Match] = []
    if claim.rule.category == "claim.regulatory":
        status = StatusCheck(reading, claim, frame, config.jurisdiction)
        refuting = status.refuting()
        if not refuting and (claim.sourced or status.is_confirmed()):
            return None
    finding = replace(
        claim.as_finding(reading.article),
        topics=tuple(sorted(frame.topics)),
        properties=tuple(sorted(frame.properties)),
    )
    if softened := soften(reading, claim, frame):
        finding = replace(finding, suggestions=(softened, *finding.suggestions))
    if finding.confidence < config.min_confidence:
        return finding
    matches = matches_of(reading, claim, frame, {config.jurisdiction})
    # What makes a source vain is the reason of the finding; else it is the nearest fact here.
    if claim.sourced or not matches:
        matches = list(dict.fromkeys((*refuting, *matches)))
    return _with_facts(finding, matches) if matches else finding


class StatusCheck:
    """A claim about a status with an authority, held against what the facts say of it.

    What an authority has decided holds wherever it is told of: the claim that names the FDA is
    held to facts of the US. A topic counts only if the sentence, or the block that it refers to,
    names it.
    """

    def __init__(self, reading: Reading, claim: Claim, frame: Frame, jurisdiction: str) -> None:
        """jurisdiction: where the house is; it counts if the sentence names no authority."""
        self._reading, self._claim = reading, claim
        sentence = reading.sentence_at(min(claim.own))
        words = frozenset(reading.words[sentence.start : sentence.end])
        named: set[str] = {
            place
            for place in JURISDICTIONS
            if not words.isdisjoint(reading.rules.words.get(f"authorities-{place}", ()))
        }
        self._places = named or {jurisdiction}
        self._frame = replace(frame, topics=named_topics(reading, min(claim.own)))

    def refuting(self) -> list[Match]:
        """Return the facts that make the claim false: read, and on this very status."""
        found = matches_of(self._reading, self._claim, self._frame, self._places)
        return [
            match
            for match in found
            if not (match.distance or match.unseen or (match.general and match.unbound))
        ]

    def is_confirmed(self) -> bool:
        """Say whether a fact tells of approved uses, and the claim names one and no more."""
        start = min(self._claim.own)
        clause = self._reading.clause_at(start)
        more = _LISTING | self._reading.rules.word_set("everyone")
        if not more.isdisjoint(self._reading.words[start : clause.end]):
            return False
        told = self._reading.quote(clause.start, clause.end)
        return any(
            fact.seen
            and fact.allows
            and fact.topic in self._frame.topics
            and any(map(fact.holds_in, self._places))
            and _words(fact.allows).owners(told)
            for fact in self._reading.rules.evidence.facts
        )


def matches_of(
    reading: Reading, claim: Claim, frame: Frame, jurisdictions: Collection[str]
) -> list[Match]:
    """Return the facts that speak in one of those places against the claim and its frame.

    The nearest come first.
    """
    base = reading.rules.evidence
    sentence = sentence_text(reading, claim.span)
    topics = {over for topic in frame.topics for over in base.topics_over(topic)} | {ANY}
    found = []
    for fact in base.facts:
        if fact.topic not in topics or not any(map(fact.holds_in, jurisdictions)):
            continue
        distance = _distance(fact, frame, base)
        if distance is not None and _is_spoken_to(fact, sentence):
            found.append(_match(fact, distance, sentence))
    return sorted(found)


def facts_about(rule: Rule, base: FactBase) -> tuple[Fact, ...]:
    """Return the facts that can speak against claims which the rule finds."""
    kinds = {base.properties[name].kind for name in rule.about} or kinds_of(rule.category)
    return tuple(
        fact
        for fact in base.facts
        if any(base.properties[against.property].kind in kinds for against in fact.against)
    )


def _distance(fact: Fact, frame: Frame, base: FactBase) -> int | None:
    """Return how near what the fact speaks against is to what the frame says: 0 is the same.

    A denial of a wider risk denies the narrower; an effect that is not there leaves no narrower
    one, and a promise that names no narrower effect promises all.
    """
    found: list[int] = []
    for against in fact.against:
        if frame.strength not in against.strengths:
            continue
        over_fact = base.properties_over(against.property)
        for name in frame.properties:
            over_claim = base.properties_over(name)
            if name in over_fact:
                found.append(over_fact.index(name))
            elif against.property in over_claim and against.polarity == "affirm":
                found.append(over_claim.index(against.property))
    return min(found, default=None)


def _is_spoken_to(fact: Fact, sentence: str) -> bool:
    if fact.when and not _words(fact.when).owners(sentence):
        return False
    unless = fact.unless + fact.allows
    return not (unless and _words(unless).owners(sentence))


@lru_cache(maxsize=1024)
def _words(words: tuple[str, ...]) -> NameIndex:
    return NameIndex({"": words})


def _match(fact: Fact, distance: int, sentence: str) -> Match:
    words = set(plain(sentence).split())
    told = set(plain(" ".join((fact.statement, *fact.cannot_say))).split())
    return Match(
        distance=distance,
        general=fact.topic == ANY,
        unlike=-sum(len(word) >= _SHORTEST_WORD for word in words & told),
        unbound=not fact.when,
        unseen=not fact.seen,
        grade=fact.grade,
        id=fact.id,
        fact=fact,
    )


def _with_facts(finding: Finding, matches: list[Match]) -> Finding:
    best = matches[0]
    surer = _SURER_EXACT if best.is_exact else _SURER
    severity = finding.severity
    is_guess = finding.rule_id.endswith(f".{LIKELY}")
    if best.is_exact and severity != SEVERITIES[0] and not is_guess:
        severity = SEVERITIES[SEVERITIES.index(severity) - 1]
    return replace(
        citing(finding, [match.fact for match in matches[:_MOST_FACTS]]),
        confidence=round(finding.confidence + (1 - finding.confidence) * surer, 3),
        severity=severity,
        explanation=f"{reason_of(best.fact)} {finding.explanation}".strip(),
        suggestions=(best.fact.can_say[0], *finding.suggestions),
    )


def cite(finding: Finding, reading: Reading, claim: Claim, config: Config) -> Finding:
    """Return the finding with the facts that speak against its extreme statement, `claim`.

    Which of two statements stands is the writer's to say; the facts make neither graver. What
    could stand in place of the extreme one is what its own finding offers.
    """
    frame = frame_of(reading, claim)
    softened = soften(reading, claim, frame)
    offered = (softened, *claim.rule.suggestions) if softened else claim.rule.suggestions
    finding = replace(finding, suggestions=offered)
    matches = matches_of(reading, claim, frame, {config.jurisdiction})
    if not matches:
        return finding
    facts = [match.fact for match in matches[:_MOST_FACTS]]
    return replace(
        citing(finding, facts),
        explanation=f"{finding.explanation} {reason_of(facts[0])}",
        suggestions=(facts[0].can_say[0], *finding.suggestions),
    )


def citing(finding: Finding, facts: Sequence[Fact]) -> Finding:
    """Return the finding with `facts` and their sources, which come before its own."""
    return replace(
        finding,
        sources=tuple(dict.fromkeys((*(fact.source for fact in facts), *finding.sources))),
        facts=tuple(fact.id for fact in facts),
    )


def reason_of(fact: Fact) -> str:
    """Return what the fact says, and who says it."""
    unread = "" if fact.seen else "; to be checked"
    return f"{fact.statement} ({fact.source.title}{unread}.)"
