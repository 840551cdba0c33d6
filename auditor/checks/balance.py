"""Fair balance: an article that sells benefits must name risks, and say what is not approved.

Which risks, the fact base says: those of the treatment that the article names most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.article import Article, Span, count_words
from auditor.checks.patterns import find_claims
from auditor.claims.context import context_of
from auditor.claims.evidence import citing, reason_of
from auditor.claims.frames import NameIndex, frame_of, main_topics, property_names
from auditor.claims.judge import Claim
from auditor.claims.reading import Reading, read
from auditor.config import Config
from auditor.facts import Fact
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.rule import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

NO_RISK = "claim.fair-balance.no-risk-named"
TOPIC_RISKS = "claim.fair-balance.treatment-risks"
UNCLEAR_STATUS = "claim.regulatory.status-unclear"
_FEWEST_WORDS = 100
_SELLING = frozenset({"claim.efficacy", "claim.absolute", "claim.superiority", "claim.testimonial"})
# A treatment of which the fact base knows so many risks owes two of them; one is half a balance.
_MANY_RISKS = 4
_HALF = 0.15
_MOST_NAMED = 4
_HARMS = "told-risks"
_NEGATIONS = frozenset({"not", "n't", "n’t", "cannot", "no", "unsuitable"})
# Risks of no one treatment: to name them names nothing.
_WIDE = frozenset({"risk-general", "side-effects"})


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `claim.fair-balance.*` and of the unclear status, if they are earned.

    A rule's limit is how many selling claims an article may make before it owes that much.
    """
    if count_words(article.text) < _FEWEST_WORDS:
        return
    reading = read(article, doc, rules, config.own_hosts)
    claims = [c for c in find_claims(reading) if c.confidence >= config.min_confidence]
    selling = len({c.span for c in claims if c.rule.category in _SELLING})
    if not _names_risk(reading):
        if rule := _earned(rules, NO_RISK, selling):
            yield make_finding(rule, article, Span(0, 0))
    elif rule := _earned(rules, TOPIC_RISKS, selling):
        yield from _treatment_risks(reading, rule, config)
    if rule := _earned(rules, UNCLEAR_STATUS, selling):
        yield from _unclear_status(reading, rule, claims, config)


def _earned(rules: RuleSet, rule_id: str, selling: int) -> Rule | None:
    """Return the rule if it is on, and the article makes as many selling claims as its limit."""
    rule = rules.rule(rule_id)
    return rule if rule and rule.limit is not None and selling >= rule.limit else None


def _names_risk(reading: Reading) -> bool:
    """Say whether a risk is named and not denied: "no side effects" names none."""
    return _tells(reading, "named-risks") or _tells(reading, _HARMS)


def _tells(reading: Reading, name: str) -> bool:
    """Say whether the article states an entry of the list, and neither denies it nor asks.

    A harm must be said to happen; a reason against a treatment ("must not") denies by itself.
    """
    for hit in reading.hits.get(name, ()):
        if not reading.is_prose(hit.start):
            continue
        context = context_of(reading, range(hit.start, hit.end))
        if context.asked or context.refuted:
            continue
        if not _NEGATIONS.isdisjoint(reading.words[hit.start : hit.end]):
            return True
        if not context.negated and (name != _HARMS or _is_admitted(reading, hit.start)):
            return True
    return False


def _is_admitted(reading: Reading, token: int) -> bool:
    """Say whether the clause says of the harm that it happens: "burns have been reported"."""
    clause = reading.clause_at(token)
    words = reading.words[clause.start : clause.end]
    return bool(reading.within("admissions", clause.start, clause.end)) or not (
        reading.rules.word_set("happening").isdisjoint(words)
    )


def _treatment_risks(reading: Reading, rule: Rule, config: Config) -> Iterator[Finding]:
    """Yield the finding that the risks of the article's treatment are missing, or all but one."""
    facts = _risk_facts(reading, config)
    if not facts:
        return
    if _tells(reading, _HARMS):
        return
    named = _named_properties(reading)
    told = [name for name in facts if name in named]
    owed = 2 if len(facts) >= _MANY_RISKS else 1
    if len(told) >= owed:
        return
    missing = [fact for name, fact in facts.items() if name not in named][:_MOST_NAMED]
    said = " ".join(reason_of(fact) for fact in missing)
    confidence = round(rule.confidence - _HALF * len(told), 3)
    finding = make_finding(rule, reading.article, Span(0, 0), confidence=confidence)
    yield replace(citing(finding, missing), explanation=f"{rule.explanation} {said}")


def _risk_facts(reading: Reading, config: Config) -> dict[str, Fact]:
    """Return the risks of the article's one main treatment, each with the best fact on it."""
    base = reading.rules.evidence
    topics = main_topics(reading.article, reading.rules)
    if len(topics) != 1:
        return {}
    facts = [
        fact
        for fact in base.facts
        if fact.topic in topics
        and fact.holds_in(config.jurisdiction)
        and base.properties[fact.property].kind == "risk"
        and fact.property not in _WIDE
        and any(against.polarity == "deny" for against in fact.against)
    ]
    found: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: (not fact.seen, fact.grade, fact.id)):
        found.setdefault(fact.property, fact)
    return found


def _named_properties(reading: Reading) -> frozenset[str]:
    """Return the properties whose words stand in a sentence that neither denies nor asks."""
    names: NameIndex = property_names(reading.rules)
    found: set[str] = set()
    for sentence in reading.sentences:
        owners = names.owners(reading.quote(sentence.start, sentence.end))
        if not owners or not reading.is_prose(sentence.start):
            continue
        context = context_of(reading, {sentence.end - 1})
        if not (context.negated or context.asked or context.refuted):
            found |= owners
    return frozenset(found)


def _unclear_status(
    reading: Reading, rule: Rule, claims: list[Claim], config: Config
) -> Iterator[Finding]:
    """Yield the finding that an unapproved use is sold and its status is said nowhere.

    It stands on the first claim of an effect.
    """
    if reading.hits.get("status-mentioned") or reading.hits.get("status-given"):
        return
    base = reading.rules.evidence
    topics = main_topics(reading.article, reading.rules)
    facts = [
        fact
        for fact in base.facts
        if fact.topic in topics
        and fact.seen
        and fact.holds_in(config.jurisdiction)
        and any(a.property == "approval" and a.polarity == "affirm" for a in fact.against)
    ]
    sold = [
        claim
        for claim in claims
        if claim.rule.category == "claim.efficacy" and frame_of(reading, claim).topics & topics
    ]
    if facts and sold:
        yield replace(
            citing(make_finding(rule, reading.article, sold[0].span), facts[:1]),
            explanation=f"{reason_of(facts[0])} {rule.explanation}",
            suggestions=(facts[0].can_say[0], *rule.suggestions),
        )
