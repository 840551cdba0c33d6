"""Decides whether a proposed claim stands: the order of decision and its table, as data.

The order (first that applies): no statement; refuted or reported; negated; then by category what
clears, lowers or weakens the claim. Support clears what evidence could support.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from auditor.article import Article, Span
from auditor.claims.context import Context, context_of
from auditor.claims.reading import Reading
from auditor.claims.support import has_lost_links, is_comparison, support_of
from auditor.findings import SEVERITIES, Finding, Severity, make_finding
from auditor.rule import Rule

Effect = Literal["clears", "lowers", "weakens", "doubts"]

# What an absolute is lowered to: the denial of a risk, or the promise of a benefit.
LOWERED_DENIAL = "claim.safety.shielded-denial"
LOWERED_PROMISE = "claim.efficacy.shielded-promise"
PATIENT_STORY = "claim.testimonial.patient-story"
# The last part of the id of each category's rule for what the encoder takes for a claim.
LIKELY = "likely"

_NO_STATEMENT: dict[str, Effect] = {
    "asked": "clears",
    "advised": "clears",
    "refuted": "clears",
    "reported": "clears",
    "negated": "clears",
}
_POSSIBLE: dict[str, Effect] = {
    "hedged": "clears",
    "limited": "clears",
    "conditional": "clears",
    "logistics": "clears",
}
# One row a context, one column a category; what is not named has no effect. A shield alone never
# clears ("lowers" turns an absolute into the softer category, "weakens" takes a step of
# confidence and severity, "doubts" leaves the finding below what is reported).
TABLE: dict[str, dict[str, Effect]] = {
    "claim.absolute": {
        **_NO_STATEMENT, **_POSSIBLE,
        "shielded": "lowers", "most": "lowers", "compared": "lowers", "excepted": "lowers",
    },
    "claim.safety": {
        **_NO_STATEMENT, **_POSSIBLE,
        "titled": "clears", "risk_stated": "doubts", "excepted": "doubts",
    },
    "claim.efficacy": {
        **_NO_STATEMENT, **_POSSIBLE,
        "titled": "clears", "excepted": "doubts", "shielded": "weakens", "most": "weakens",
    },
    "claim.evidence": {**_NO_STATEMENT, "titled": "clears", "conditional": "clears"},
    "claim.superiority": {
        **_NO_STATEMENT, "hedged": "clears", "limited": "clears", "logistics": "clears",
        "conditional": "clears", "titled": "clears",
    },
    "claim.regulatory": {**_NO_STATEMENT, "conditional": "clears"},
    "claim.testimonial": {
        "asked": "clears", "refuted": "clears", "hedged": "clears", "limited": "clears",
        "advised": "clears", "excepted": "clears", "titled": "clears",
    },
}  # fmt: skip
# What a source in reach clears. Nothing clears an absolute; a story stays a story.
_SUPPORTABLE = frozenset(
    {"claim.safety", "claim.efficacy", "claim.evidence", "claim.superiority", "claim.regulatory"}
)
# What a source alone does not clear: an authority's decision is a fact that can be looked up.
_CHECKED = frozenset({"claim.regulatory"})
# What a rule finds because it is called false: the refuting word is part of the claim.
_REFUTED_RISK = "claim.safety.refuted-risk"
# Where nobody sells, facts about treatments are mostly what they seem. Somebody sells who speaks
# for a clinic, or who claims more than neutral texts do: of these the most are 5 in 1,000 words.
_IMPERSONAL = 0.3
_FEWEST_SELLING = 4
_WORDS_A_SELLING_CLAIM = 66
_WEAKER = 0.15
# Below what is reported, unless somebody asks for it.
DOUBTED = 0.4
# What the encoder judges better where it is certain.
_LEFT_OPEN = frozenset(
    {
        "refuted", "negated", "hedged", "limited", "conditional", "logistics", "risk_stated",
        "excepted",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that stands: which rule says so, on which words, how surely.

    sourced: it shows a source that can be followed, so that only a fact can speak against it.
    """

    rule: Rule
    span: Span
    own: frozenset[int]
    confidence: float
    severity: Severity
    sourced: bool = False

    def as_finding(self, article: Article) -> Finding:
        """Return the finding that reports the claim."""
        return make_finding(
            self.rule, article, self.span, confidence=self.confidence, severity=self.severity
        )


def judge(
    reading: Reading, rule: Rule, own: frozenset[int], end: int, *, surely: bool = False
) -> list[Claim]:
    """Return the claim that a match of `rule` on the words `own` makes, if it stands.

    end: the token after the match. surely: the encoder, which reads the context too, is certain, so
    that hedges, conditions, refutations and exceptions are left to it. Questions, orders, titles,
    sources and the rule's own contexts still clear the claim.
    """
    if not own or rule.category not in TABLE:
        return []
    if not surely and (
        _is_compound(reading, rule, end)
        or _is_borne(reading, rule, own)
        or _is_false_negation(reading, own)
    ):
        return []
    context = context_of(reading, own)
    holding = context.named() - _LEFT_OPEN if surely else context.named()
    if rule.id == _REFUTED_RISK:
        holding -= {"refuted", "reported"}
    effects = {TABLE[rule.category].get(name) for name in holding}
    if "clears" in effects or holding & rule.unless:
        return []
    span = reading.span(min(own), max(own))
    if span is None:
        return []
    sourced = False
    if rule.category in _SUPPORTABLE:
        support = support_of(reading, own)
        carried = rule.category != "claim.superiority" or is_comparison(reading, own)
        sourced = support == "followable" and carried
        if sourced and rule.category not in _CHECKED:
            return []
        if support == "half" or (support == "followable" and not carried):
            effects.add("weakens")
    if rule.category == "claim.evidence":
        if not surely and _is_limited(reading, own):
            return []
        if has_lost_links(reading.article, reading.rules):
            effects.add("weakens")
    if "lowers" in effects:
        lowered = _lowered(reading, rule, own)
        if lowered is None:
            return []
        rule = lowered
    if rule.category == "claim.efficacy" and context.patient:
        story = reading.rules.rule(PATIENT_STORY)
        rule = story or rule
        if reading.within("story-limits", *_sentence(reading, own)):
            return []
    return [replace(_weigh(rule, span, own, effects), sourced=sourced)]


def settle(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims without those that another on the same words already covers.

    An absolute covers the safety claim of its clause, and an efficacy claim on its own words; a
    patient's story covers the efficacy claim that it makes.
    """
    surest: dict[tuple[str, Span], Claim] = {}
    for claim in claims:
        key = claim.rule.id, claim.span
        if key not in surest or surest[key].confidence < claim.confidence:
            surest[key] = claim
    ordered = sorted(surest.values(), key=lambda c: (c.span, c.rule.id))
    covered: set[int] = set()
    open_claims: list[int] = []
    for index, claim in enumerate(ordered):
        open_claims = [i for i in open_claims if ordered[i].span.end > claim.span.start]
        for other in open_claims:
            if _covers(ordered[other], claim):
                covered.add(index)
            if _covers(claim, ordered[other]):
                covered.add(other)
        open_claims.append(index)
    return [claim for index, claim in enumerate(ordered) if index not in covered]


def temper(claims: Iterable[Claim], reading: Reading, selling: int) -> list[Claim]:
    """Return the claims, less sure where the article seems to inform and not to sell.

    selling: how many claims the patterns find in the article.
    """
    often = selling * _WORDS_A_SELLING_CLAIM >= len(reading.words)
    if not reading.impersonality or (selling >= _FEWEST_SELLING and often):
        return list(claims)
    doubt = _IMPERSONAL * reading.impersonality
    return [replace(c, confidence=round(max(c.confidence - doubt, 0.05), 3)) for c in claims]


def _covers(rival: Claim, claim: Claim) -> bool:
    pair = rival.rule.category, claim.rule.category
    if pair == ("claim.absolute", "claim.safety"):
        return True
    if pair == ("claim.absolute", "claim.efficacy"):
        return 2 * len(rival.own & claim.own) >= len(claim.own)
    if pair == ("claim.testimonial", "claim.efficacy"):
        return True
    if pair == ("claim.evidence", "claim.efficacy"):
        return rival.own >= claim.own
    return False


def _lowered(reading: Reading, rule: Rule, own: frozenset[int]) -> Rule | None:
    lists = ("risk", "risk-adjectives", "safe", "harm-verbs", "zero")
    denies = any(
        reading.words[index] in reading.rules.word_set(name) for index in own for name in lists
    )
    return reading.rules.rule(LOWERED_DENIAL if denies else LOWERED_PROMISE)


def _weigh(rule: Rule, span: Span, own: frozenset[int], effects: set[Effect | None]) -> Claim:
    confidence, severity = rule.confidence, rule.severity
    if "weakens" in effects:
        confidence -= _WEAKER
        severity = SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]
    if "doubts" in effects:
        confidence = min(confidence, DOUBTED)
    return Claim(rule, span, own, round(max(confidence, 0.05), 3), severity)


def _is_compound(reading: Reading, rule: Rule, end: int) -> bool:
    """Say whether the matched risk is part of a name: "no pain relief", "low-risk patients"."""
    if rule.category not in ("claim.absolute", "claim.safety") or end >= len(reading.words):
        return False
    if reading.words[end - 1] not in reading.rules.word_set("risk"):
        return False
    following = reading.words[end]
    if following == "-" and end + 1 < len(reading.words):
        following = reading.words[end + 1]
    return following in reading.rules.word_set("risk-compound-heads")


def _is_borne(reading: Reading, rule: Rule, own: frozenset[int]) -> bool:
    """Say whether the risk is one that people bear: "adults at low risk of a stroke"."""
    before = min(own) - 1
    return rule.category == "claim.safety" and before >= 0 and reading.words[before] == "at"


def _is_false_negation(reading: Reading, own: frozenset[int]) -> bool:
    """Say whether a negation of the match denies nothing: "not only painful", "no doubt"."""
    # "No, scars stay": the answer's "no" belongs to no noun.
    nos = (index for index in own if reading.words[index] == "no")
    if any(reading.words[index + 1 : index + 2] == (",",) for index in nos):
        return True
    hits = reading.within("false-negators", max(min(own) - 2, 0), max(own) + 1)
    return any(not own.isdisjoint(range(hit.start, hit.end)) for hit in hits)


def _is_limited(reading: Reading, own: frozenset[int]) -> bool:
    return bool(reading.within("evidence-limits", *_sentence(reading, own)))


def _sentence(reading: Reading, own: frozenset[int]) -> tuple[int, int]:
    sentence = reading.sentence_at(min(own))
    return sentence.start, sentence.end


def is_statement(context: Context) -> bool:
    """Say whether the words assert something: not asked, advised, refuted or reported."""
    return not (context.asked or context.advised or context.refuted or context.reported)
