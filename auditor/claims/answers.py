"""Answers take their content from the question before them: "Is it risky? Not at all."."""

from __future__ import annotations

from auditor.claims.clauses import Sentence
from auditor.claims.context import is_question
from auditor.claims.judge import Claim
from auditor.claims.reading import Reading

FLAT_ANSWER = "claim.absolute.flat-answer"
SOFT_ANSWER = "claim.safety.soft-answer"
_SOFTENERS = ("most", "shields", "hedges", "limited", "comparators")
_FLAT_YES = frozenset({"absolutely", "definitely", "certainly", "totally", "completely"})
_ANSWER_IS = ("the", "answer", "is", "no")
_YES_WITHIN = 3


def find_answers(reading: Reading) -> list[Claim]:
    """Return the claims that answers make: no to a question about a risk, a flat yes to a good."""
    found = []
    for question, answer in zip(reading.sentences, reading.sentences[1:], strict=False):
        if not reading.is_prose(answer.start) or not is_question(reading, question):
            continue
        if is_question(reading, answer):
            continue
        claim = _answer(reading, question, answer)
        if claim is not None:
            found.append(claim)
    return found


def _answer(reading: Reading, question: Sentence, answer: Sentence) -> Claim | None:
    asked = set(reading.words[question.start : question.end])
    start = answer.start
    while start < answer.end - 1 and reading.doc[start].is_punct:
        start += 1
    no = _opens(reading, "no", start, answer)
    if not no:
        middle = [
            hit.end
            for hit in reading.within("no", start, answer.end)
            if reading.words[hit.start : hit.end] == _ANSWER_IS
        ]
        no = middle[0] if middle else 0
    yes = _opens(reading, "yes", start, answer)
    # "Yes, absolutely."; and whoever says yes to "for everybody?" leaves nobody out.
    flat = not _FLAT_YES.isdisjoint(reading.words[start : start + _YES_WITHIN])
    flat |= not reading.rules.word_set("everybody").isdisjoint(asked)
    softened = any(reading.within(kind, start, answer.end) for kind in _SOFTENERS)
    if no and asked & reading.rules.word_set("ridding"):
        return None
    if no and asked & reading.rules.word_set("asked-risks"):
        rule = reading.rules.rule(SOFT_ANSWER if softened else FLAT_ANSWER)
    elif yes and not softened and flat and asked & reading.rules.word_set("asked-goods"):
        rule = reading.rules.rule(FLAT_ANSWER)
    else:
        return None
    if reading.within("stated-risks", start, answer.end):
        return None
    span = reading.span(start, (no or yes) - 1)
    if rule is None or span is None:
        return None
    return Claim(rule, span, frozenset({start}), rule.confidence, rule.severity)


def _opens(reading: Reading, kind: str, start: int, answer: Sentence) -> int:
    """Return the token after the answer word that opens the sentence and stands alone, else 0."""
    for hit in reading.within(kind, start, answer.end):
        after = reading.words[hit.end] if hit.end < answer.end else "."
        if hit.start == start and not after.isalpha():
            return hit.end
    return 0
