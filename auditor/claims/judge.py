"""Decides whether a proposed claim stands, in the order of the claim model.

Not a statement, refuted, negated: none. Hedged or under an open condition: none. A shield lowers
a flat denial to `claim.safety`. A followable source clears all but absolutes, testimonials and
misstated approval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.claims.clauses import find_clause
from auditor.claims.context import Context, read_context
from auditor.claims.support import has_support
from auditor.findings import Finding, make_finding
from auditor.packs import Rule, RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHIELDED_RULE = "claim.safety.shielded-denial"

# What a category's claims are cleared by.
_ALWAYS = frozenset({"asked", "refuted", "negated", "advice"})
_CLEARED_BY = {
    "claim.absolute": _ALWAYS | {"hedged", "conditional", "logistics"},
    "claim.safety": _ALWAYS | {"hedged", "conditional", "logistics"},
    "claim.efficacy": _ALWAYS | {"hedged", "conditional", "logistics"},
    "claim.superiority": _ALWAYS | {"hedged", "logistics"},
    "claim.evidence": frozenset({"asked", "refuted", "negated", "advice"}),
    "claim.regulatory": _ALWAYS,
    "claim.testimonial": frozenset({"asked", "hedged"}),
}
_SUPPORTABLE = frozenset({"claim.safety", "claim.efficacy", "claim.evidence", "claim.superiority"})


def judge(article: Article, doc: Doc, rules: RuleSet, rule: Rule, span: Span) -> Iterator[Finding]:
    """Yield the finding for the match of `rule` at `span`, if the claim stands."""
    matched = doc.char_span(span.start, span.end, alignment_mode="expand")
    if matched is None:
        return
    start, end = matched.start, matched.end
    if _is_compound(doc, rules, rule, end):
        return
    clause = find_clause(doc, rules, start, end)
    context = read_context(article, doc, rules, clause, start, end)
    holding = context.named()
    if holding & (_CLEARED_BY.get(rule.category, _ALWAYS) | rule.unless):
        return
    if rule.category in _SUPPORTABLE and has_support(article, doc, rules, clause):
        return
    found = clause.span(doc)
    if rule.category == "claim.absolute" and context.shielded:
        lowered = rules.rule(SHIELDED_RULE)
        if lowered is not None:
            yield make_finding(lowered, article, found)
        return
    finding = make_finding(
        rule, article, found, suggestions=(), confidence=_confidence(rule, context)
    )
    yield replace(finding, explanation=_with_wording(rule))


def _is_compound(doc: Doc, rules: RuleSet, rule: Rule, end: int) -> bool:
    """Say whether the matched risk is part of a name: "no pain relief", "low risk patients"."""
    if rule.category not in ("claim.absolute", "claim.safety") or end >= len(doc):
        return False
    following = doc[end].lower_
    if following == "-" and end + 1 < len(doc):
        following = doc[end + 1].lower_
    return following in rules.word_set("risk-compound-heads")


def _with_wording(rule: Rule) -> str:
    """Return the rule's reason with the wording it proposes.

    That is a pattern for the editor, no words to put in the clause's place: a new sentence needs
    facts that only the clinic has.
    """
    if not rule.suggestions:
        return rule.explanation
    wording = "; ".join(f"“{words}”" for words in rule.suggestions)
    return f"{rule.explanation} Wording that could stand: {wording}.".strip()


def _confidence(rule: Rule, context: Context) -> float:
    return max(rule.confidence - 0.1, 0.05) if context.shielded else rule.confidence
