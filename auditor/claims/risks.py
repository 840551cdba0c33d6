"""Risks that an article denies flatly and admits elsewhere, for contradictions.

A denial of risks at large ("there are no side effects") can't stand beside any of them that is
named; a denial of one risk only beside an admission of that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.article import Span
from auditor.claims.context import Context, context_of
from auditor.claims.frames import topic_names
from auditor.claims.judge import Claim, is_statement
from auditor.claims.phrases import Hit
from auditor.claims.reading import SAME_RISK, Reading

AT_LARGE = "risks-at-large"
# Often what patients come with: "no side effects" denies no pain that is treated.
_COMPLAINTS = frozenset({f"{SAME_RISK}pain", f"{SAME_RISK}dependence", f"{SAME_RISK}downtime"})
_LISTING = frozenset({"risk", "risks", "include", "includes", "including", "such"})
# The words of a denial are those that its pattern asks for, and what follows: "no side effects".
_AFTER = 2


def contradicted(
    reading: Reading, absolutes: Sequence[Claim]
) -> Iterator[tuple[Claim, list[Span]]]:
    """Yield the denials that can't stand, each with what admits the risk, the frankest first.

    absolutes: the claims of the article that leave no exception. Of several denials of one risk
    the first counts.
    """
    found: dict[Span, tuple[Claim, list[Span]]] = {}
    taken = [claim.span for claim in absolutes]
    names = sorted(name for name in reading.rules.words if name.startswith(SAME_RISK))
    for name in (AT_LARGE, *names):
        denial = next((claim for claim in absolutes if _denies(reading, claim, name)), None)
        if denial is None:
            continue
        admitting = [name, *(n for n in names if name == AT_LARGE and n not in _COMPLAINTS)]
        softer = [
            span
            for span in _admissions(reading, admitting, denial)
            if not any(span.overlaps(other) for other in taken)
        ]
        if softer:
            known = found.setdefault(denial.span, (denial, []))[1]
            known += (span for span in softer if span not in known)
    yield from found.values()


def is_of_other_treatment(reading: Reading, token: int, extreme: Claim) -> bool:
    """Say whether the sentence speaks of a treatment that the extreme statement's does not name.

    token: where the words stand that admit something.
    """
    said, extremes = reading.sentence_at(token), reading.sentence_at(min(extreme.own))
    others, vague = (reading.rules.word_set(n) for n in ("other-treatments", "vague-others"))
    named = others.intersection(reading.words[said.start : token])
    named |= (others - vague).intersection(reading.words[token : said.end])
    if not named <= set(reading.words[extremes.start : extremes.end]):
        return True
    names = topic_names(reading.rules)
    topics = [names.owners(reading.quote(s.start, s.end)) for s in (said, extremes)]
    return bool(topics[0] and topics[1]) and topics[0].isdisjoint(topics[1])


def _denies(reading: Reading, claim: Claim, name: str) -> bool:
    """Say whether the claim denies the risk of the list `name`: not its grave forms alone."""
    first = min(claim.own)
    for hit in reading.within(name, first, max(claim.own) + _AFTER):
        partly = reading.rules.word_set("partly-denied")
        if not partly.isdisjoint(reading.words[first : hit.end]):
            continue
        if name != AT_LARGE or not _is_of_one(reading, hit):
            return True
    return False


def _is_of_one(reading: Reading, hit: Hit) -> bool:
    """Say whether the word names one risk with what follows: "no risk of scars", "to the heart"."""
    after = reading.words[hit.end : hit.end + 2]
    return after[:1] in (("of",), ("to",)) and after[1:] not in (("any",), ("you",))


def _admissions(reading: Reading, names: Sequence[str], denial: Claim) -> list[Span]:
    """Return the clauses that admit the risk, in the setting and of the treatment of `denial`.

    The frankest come first: a list, a figure or a "risk of" before "unlikely".
    """
    found: dict[Span, bool] = {}
    for name in names:
        for hit in reading.hits.get(name, ()):
            span = reading.span(hit.start, hit.end - 1)
            if span is None or span in found or not _is_admitted(reading, hit):
                continue
            if not is_of_other_treatment(reading, hit.start, denial):
                clause = reading.clause_at(hit.start)
                found[span] = _LISTING.isdisjoint(reading.words[clause.start : clause.end])
    return sorted(found, key=lambda span: (found[span], span))


def _is_admitted(reading: Reading, hit: Hit) -> bool:
    """Say whether the clause grades the risk, or names what happens, of a treatment."""
    clause = reading.clause_at(hit.start)
    if not reading.is_prose(hit.start) or _is_elsewhere(reading, hit):
        return False
    if not reading.within("admissions", clause.start, clause.end) and not _is_borne(reading, hit):
        return False
    context = context_of(reading, range(hit.start, hit.end))
    if not is_statement(context) or (context.titled and hit.kind == AT_LARGE):
        return False
    return not (_is_denied(reading, clause.start, hit, context) or _is_lessened(reading, hit))


def _is_borne(reading: Reading, hit: Hit) -> bool:
    """Say whether risks at large are said to be there: "it carries risks", "there are risks"."""
    clause = reading.clause_at(hit.start)
    verbs = reading.rules.word_set("cause-verbs") | {"there"}
    return hit.kind == AT_LARGE and not verbs.isdisjoint(reading.words[clause.start : hit.start])


def _is_denied(reading: Reading, start: int, hit: Hit, context: Context) -> bool:
    """Say whether a flat "no" or "not" stands before the risk, and no other takes it back."""
    flat = reading.rules.word_set("zero") | reading.rules.word_set("not")
    said = [word for word in reading.words[start : hit.start] if word in flat]
    return context.negated and len(said) % 2 == 1


def _is_lessened(reading: Reading, hit: Hit) -> bool:
    """Say whether the risk is lowered, people are at it, or a complaint brings it."""
    clause = reading.clause_at(hit.start)
    if reading.within("risk-reducers", clause.start, hit.start):
        return True
    if hit.start > clause.start and reading.words[hit.start - 1] == "at":
        return True
    word_set = reading.rules.word_set
    verbs = word_set("cause-verbs") | word_set("modals") | word_set("clause-auxiliaries")
    for index in range(clause.start + 1, hit.start):
        if reading.words[index] in verbs:
            return reading.words[index - 1] in word_set("problems")
    return False


def _is_elsewhere(reading: Reading, hit: Hit) -> bool:
    """Say whether the sentence speaks of another setting: misuse on the street, other drugs."""
    sentence = reading.sentence_at(hit.start)
    return any(
        not other.start <= hit.start < other.end
        for other in reading.within("other-settings", sentence.start, sentence.end)
    )
