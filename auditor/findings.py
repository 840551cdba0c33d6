"""Findings: what a check reports, how they are ordered, merged and fingerprinted."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from auditor.article import Article, Span

if TYPE_CHECKING:
    from auditor.rule import Rule

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
State = Literal["new", "known"]

# Categories that speak of the article as a whole; their findings have the span 0 to 0.
WHOLE_ARTICLE = frozenset({"claim.fair-balance", "garble.spun-article", "readability.grade"})

# How many findings of one category, in the order of their places, may begin inside another one.
_NEAR = 40

# A category's usual severity (design: findings.md). A rule may set its own.
CATEGORY_SEVERITY: dict[str, Severity] = {
    "garble.spun-article": "error",
    "garble.spun-term": "warning",
    "garble.broken-grammar": "warning",
    "garble.joined-words": "warning",
    "garble.page-residue": "warning",
    "garble.apostrophe": "note",
    "garble.split-token": "note",
    "garble.keyword-stuffing": "note",
    "claim.absolute": "error",
    "claim.regulatory": "error",
    "claim.safety": "warning",
    "claim.efficacy": "warning",
    "claim.testimonial": "warning",
    "claim.contradiction": "warning",
    "claim.fair-balance": "warning",
    "claim.evidence": "note",
    "claim.superiority": "note",
    "readability.grade": "note",
    "readability.sentence": "note",
    "readability.paragraph": "note",
    "readability.jargon": "note",
    "language.grammar": "warning",
    "language.spelling": "warning",
    "language.style": "note",
    "language.punctuation": "note",
}


@dataclass(frozen=True, slots=True)
class Source:
    """An authority that a rule rests on, with an https address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Another rule that found the same words."""

    rule_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What a user should know of a run besides findings, as that a suppression matches nothing.

    path and line (from 1): where to look; empty and 0 if it is about the settings.
    """

    message: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count.

    kind: where that was said: `inline`, a comment in the article; `settings`, a `[[suppress]]`
    table; `evidence`, the register of substantiated claims.
    """

    kind: Literal["inline", "settings", "evidence"]
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that an editor should look at.

    spans: the main one first, the others are related places. confidence: 0-1.
    suggestions: the words that could stand there, best first; an empty string means "delete".
    topics, properties: what a claim is about, by their names in the fact base.
    facts: the ids of the facts that speak against it, the nearest first.
    state: `known` if the baseline holds it. suppressed: why it does not count, None if it does.
    """

    rule_id: str
    category: str
    severity: Severity
    confidence: float
    spans: tuple[Span, ...]
    quote: str
    message: str
    explanation: str = ""
    suggestions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    topics: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    also: tuple[Reason, ...] = ()
    fingerprint: str = ""
    state: State = "new"
    suppressed: Suppression | None = None

    @property
    def span(self) -> Span:
        """The main span."""
        return self.spans[0]

    @property
    def family(self) -> str:
        """The part of the category before the dot."""
        return self.category.split(".", 1)[0]


def make_finding(
    rule: Rule,
    article: Article,
    spans: Span | Sequence[Span],
    *,
    suggestions: Sequence[str] | None = None,
    message: str = "",
    confidence: float | None = None,
    severity: Severity | None = None,
) -> Finding:
    """Return the finding of `rule` at `spans`; what is not given comes from the rule."""
    found = (spans,) if isinstance(spans, Span) else tuple(spans)
    return Finding(
        rule_id=rule.id,
        category=rule.category,
        severity=severity or rule.severity,
        confidence=rule.confidence if confidence is None else confidence,
        spans=found,
        quote=article.quote(found[0]),
        message=message or rule.message,
        explanation=rule.explanation,
        suggestions=rule.suggestions if suggestions is None else tuple(suggestions),
        sources=rule.sources,
    )


def is_under(rule_id: str, name: str) -> bool:
    """Say whether `name` is the rule, its category or another dotted prefix of its id."""
    return rule_id == name or rule_id.startswith(f"{name}.")


def order_of(finding: Finding) -> tuple[int, int, str]:
    """Return the sort key of a finding: by place, the longer first, then by rule."""
    return finding.span.start, -finding.span.end, finding.rule_id


def merge(findings: Iterable[Finding], guests: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Return the findings in order, those of one category on equal or nested spans made one.

    guests: what LanguageTool found; ours of the same category lead wherever the two overlap.

    The surest finding leads; of equally sure ones the longer. The others become its `also`.
    What lies in page residue is left out, and jargon that is no word of the writer's.
    A finding from LanguageTool (`language.*`) folds into any garble finding it overlaps.
    """
    theirs = tuple(guests)
    invited = {id(finding) for finding in theirs}
    leading = sorted(
        _outside_spun_terms(_outside_residue((*findings, *theirs))),
        key=lambda f: (id(f) in invited, -f.confidence, -len(f.span), order_of(f)),
    )
    kept: dict[str, list[Finding]] = {}
    for finding in leading:
        is_guest = id(finding) in invited and finding.family == "garble"
        joins = _overlap if is_guest else _same_place
        _add(kept.setdefault(finding.category, []), finding, joins)
    ours = [f for many in kept.values() for f in many if f.family != "language"]
    garble = sorted((f for f in ours if f.family == "garble" and len(f.span)), key=order_of)
    merged = [f for f in ours if f.family != "garble" or not len(f.span)]
    for category, many in kept.items():
        for finding in many if category.startswith("language.") else ():
            if not _add(garble, finding, _overlap):
                garble.remove(finding)
                merged.append(finding)
    return tuple(sorted([*merged, *garble], key=order_of))


def _outside_residue(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without those inside page residue, which is to be deleted whole."""
    every = list(findings)
    residue = sorted(f.span for f in every if f.category == "garble.page-residue")

    def is_inside(finding: Finding) -> bool:
        at = bisect_left(residue, finding.span.end, key=lambda span: span.start) - 1
        return at >= 0 and len(finding.span) > 0 and finding.span.end <= residue[at].end

    return [f for f in every if f.category == "garble.page-residue" or not is_inside(f)]


def _outside_spun_terms(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without jargon and nouns that a rewriting tool put there.

    They are to be replaced, and do not count against the article's readability twice.
    """
    spun = sorted(f.span for f in findings if f.category == "garble.spun-term")

    def is_spun(finding: Finding) -> bool:
        at = bisect_left(spun, finding.span.end, key=lambda span: span.start) - 1
        return at >= 0 and finding.span.overlaps(spun[at])

    return [f for f in findings if not (_is_about_words(f) and is_spun(f))]


def _is_about_words(finding: Finding) -> bool:
    """Say whether a finding of reading is about a few words, not about a sentence or more."""
    return (
        finding.category == "readability.jargon"
        or finding.rule_id == "readability.sentence.noun-stack"
    )


def _add(kept: list[Finding], finding: Finding, joins: Callable[[Finding, Finding], bool]) -> bool:
    """Fold `finding` into the one of `kept`, which is in order, that it `joins`, or insert it."""
    at = bisect_left(kept, finding.span.start, key=lambda f: f.span.start)
    for index in (
        *range(at, min(at + _NEAR, len(kept))),
        *range(at - 1, max(at - _NEAR, 0) - 1, -1),
    ):
        if joins(kept[index], finding):
            kept[index] = _fold(kept[index], finding)
            return True
    kept.insert(at, finding)
    return False


def _overlap(kept: Finding, other: Finding) -> bool:
    return kept.span.overlaps(other.span)


def _same_place(kept: Finding, other: Finding) -> bool:
    if kept.category != other.category:
        return False
    a, b = kept.span, other.span
    inside = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
    return a == b or (inside and kept.spans[1:] == other.spans[1:])


def _fold(kept: Finding, other: Finding) -> Finding:
    reasons = [Reason(other.rule_id, other.message), *other.also]
    known = {kept.rule_id, *(reason.rule_id for reason in kept.also)}
    new = tuple(reason for reason in reasons if reason.rule_id not in known)
    return replace(
        kept,
        also=kept.also + new,
        suggestions=kept.suggestions or (other.suggestions if other.span == kept.span else ()),
    )


def add_fingerprints(article: Article, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with their fingerprints, which survive edits elsewhere.

    A fingerprint is made of rule, words (case and white space folded), up to five words on either
    side in its block and the count of equal ones before it; for a whole-article finding of the
    rule alone.
    """
    seen: Counter[str] = Counter()
    marked = []
    for finding in findings:
        key = finding.rule_id
        if finding.category not in WHOLE_ARTICLE:
            before, after = _words_around(article, finding.span)
            words = [*before, "<", *finding.quote.split(), ">", *after]
            key = "\x1f".join([finding.rule_id, *(word.casefold() for word in words)])
        key_with_count = f"{key}\x1f{seen[key]}"
        seen[key] += 1
        digest = hashlib.sha256(key_with_count.encode("utf-8", "surrogatepass")).hexdigest()
        marked.append(replace(finding, fingerprint=digest[:32]))
    return tuple(marked)


def _words_around(article: Article, span: Span) -> tuple[list[str], list[str]]:
    first, last = article.block_at(span.start), article.block_at(max(span.end - 1, 0))
    start = max(span.start - 200, first.span.start if first else 0)
    end = min(span.end + 200, last.span.end if last else len(article.text))
    return article.text[start : span.start].split()[-5:], article.text[span.end : end].split()[:5]
