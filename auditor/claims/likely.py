"""Claims in words that no pattern holds: what the encoder takes for one, clause by clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from auditor.article import Span
from auditor.claims.chances import SPUN, Chances
from auditor.claims.context import is_title
from auditor.claims.judge import LIKELY, Claim, judge
from auditor.claims.reading import Reading
from auditor.claims.support import support_of
from auditor.encoder import CLAIMS, Array
from auditor.language import has_tags
from auditor.model_reading import ModelReading
from auditor.packs import RuleSet
from auditor.rule import Rule

# A clause is a claim as surely as so many of its words, the likeliest, belong to one on average;
# the others may only set the scene. Words at least half as likely as these are the claim's own.
LIKELIEST = 3
OWN_SHARE = 0.5
# From this probability on the encoder is sure. Only what it is sure of is heard where doubt is due:
# in an article in which fewer words (share) belong to claims, as in sober or lively prose, whose
# figures of speech are the writer's own; in an article of too few words for a share; beside a claim
# that a pattern finds in the same sentence; and of a clause of few words or without a verb ("A flat
# stomach within weeks"), which mostly states nothing.
SURE = 0.9
# From here on it knows better than the rules of context what is hedged, conditional or refuted.
CERTAIN = 0.985
CLAIMED = 0.5
CLAIMING = 0.05
FEWEST_FOR_SHARE = 80
FEWEST_WORDS = 4
FEWEST_BARE = 2
_GOOD_WITHIN = 3


def likely_rules(rules: RuleSet) -> list[Rule | None]:
    """Return for each kind of claim the rule for what is only likely, None where it is off."""
    return [rules.rule(f"claim.{kind}.{LIKELY}") for kind in CLAIMS[1:]]


def find_likely(
    reading: Reading,
    models: ModelReading,
    chances: Chances,
    known: Sequence[Claim],
) -> Iterator[Claim]:
    """Yield the clauses that the encoder takes for claims and that no claim of `known` touches.

    Context decides about them as it does about what patterns propose, unless the encoder is
    certain. Of a spun article only the repaired text can be read so.
    """
    rules = likely_rules(reading.rules)
    is_claiming = _is_claiming(chances.words)
    taken = sorted(claim.span for claim in known)
    for sentence in reading.sentences:
        if not reading.is_prose(sentence.start):
            continue
        is_told = _touches(taken, reading.place(sentence.start, sentence.end))
        for clause in sentence.clauses:
            tokens = range(clause.start, clause.end)
            words = chances.between(reading, clause.start, clause.end)
            if len(words) < FEWEST_BARE:
                continue
            is_whole = len(words) >= FEWEST_WORDS and _has_verb(reading, tokens)
            if not is_whole and is_title(reading, sentence):
                continue
            chance = float(np.sort(1 - words[:, 0])[-LIKELIEST:].mean())
            rule = rules[int(words[:, 1:].sum(axis=0).argmax())]
            if rule is None or rule.limit is None:
                continue
            is_doubtful = is_told or not (is_claiming and is_whole)
            if chance < (max(rule.limit, SURE) if is_doubtful else rule.limit):
                continue
            # Only now: of a text that seems to claim nothing the costly verdict is not needed.
            if models.verdict.probability >= SPUN:
                return
            if rule.category == "claim.absolute" and _denies_certainty(reading, tokens):
                continue
            told = tokens if is_whole else range(sentence.start, sentence.end)
            if _denies_good(reading, told) or _is_invitation(reading, tokens):
                continue
            if _is_slogan(reading, tokens) or _is_byline(reading, tokens):
                continue
            own = _own(reading, chances, tokens, OWN_SHARE * chance) - _retold(reading, tokens)
            if rule.category == "claim.absolute" and _is_shown(reading, own, tokens):
                continue
            for claim in judge(reading, rule, own, clause.end, surely=chance >= CERTAIN):
                if not _touches(taken, claim.span):
                    yield claim


def _touches(taken: Sequence[Span], span: Span) -> bool:
    """Say whether one of the spans, in their order, overlaps `span`."""
    at = bisect_left(taken, span)
    return any(other.overlaps(span) for other in taken[max(at - 2, 0) : at + 2])


def _is_claiming(chances: Array) -> bool:
    """Say whether so many of an article's words belong to claims as where somebody sells."""
    if len(chances) < FEWEST_FOR_SHARE:
        return False
    return float((chances[:, 0] <= 1 - CLAIMED).mean()) >= CLAIMING


def _denies_certainty(reading: Reading, tokens: range) -> bool:
    """Say whether nothing is said of every case: "no check catches every cancer"."""
    words = reading.words[tokens.start : tokens.stop]
    none = reading.rules.word_set("negative-quantifiers")
    every = reading.rules.word_set("everyone")
    first = next((at for at, word in enumerate(words) if word in none), len(words))
    return any(word in every for word in words[first + 1 :])


def _denies_good(reading: Reading, tokens: range) -> bool:
    """Say whether something good is denied: "far from painless", "not free of side effects"."""
    if reading.within("denied-goods", tokens.start, tokens.stop):
        return True
    word_set = reading.rules.word_set
    goods = word_set("safe") | word_set("asked-goods")
    end = reading.sentence_at(tokens.start).end
    return any(
        not goods.isdisjoint(reading.words[hit.end : min(hit.end + _GOOD_WITHIN, end)])
        for hit in reading.within("inverters", tokens.start, end)
        if hit.start < tokens.stop
    )


def _is_shown(reading: Reading, own: frozenset[int], tokens: range) -> bool:
    """Say whether a source stands by the clause, and no word in it leaves no exception.

    The encoder takes "the scan is safe" for an absolute too, which a source would not clear.
    """
    words = reading.words[tokens.start : tokens.stop]
    flat = any(
        word in reading.rules.word_set(name)
        for word in words
        for name in ("totally", "zero", "not", "everyone", "negative-quantifiers", "recurrence")
    )
    return bool(own) and not flat and support_of(reading, own) == "followable"


def _is_slogan(reading: Reading, tokens: range) -> bool:
    """Say whether the clause speaks about quoted words that it begins with."""
    words = reading.words
    ends = [at for at in range(tokens.start + 1, tokens.stop - 1) if words[at] == '"']
    return any(words[at + 1] in reading.rules.word_set("mention-verbs") for at in ends)


def _is_byline(reading: Reading, tokens: range) -> bool:
    """Say whether the clause names who has just spoken: "says Denise, who drives a bus"."""
    words = reading.words[tokens.start : tokens.stop]
    first = next((word for word in words if word[:1].isalpha()), "")
    return first in reading.rules.word_set("bylines")


def _retold(reading: Reading, tokens: range) -> frozenset[int]:
    """Return the words that refute something: they are no part of what is claimed."""
    return frozenset(
        token
        for hit in reading.within("refuters", tokens.start, tokens.stop)
        for token in range(hit.start, hit.end)
    )


def _is_invitation(reading: Reading, tokens: range) -> bool:
    """Say whether the clause only calls readers: "Even if you have tried everything"."""
    hits = reading.within("open-invitations", tokens.start, tokens.stop)
    return any(hit.start == tokens.start for hit in hits)


def _own(reading: Reading, chances: Chances, tokens: range, least: float) -> frozenset[int]:
    """Return the tokens that belong to the claim, each at least that likely."""
    places = ((token, chances.place(reading, token)) for token in tokens)
    said = chances.words
    return frozenset(
        token for token, place in places if place < len(said) and 1 - said[place, 0] >= least
    )


def _has_verb(reading: Reading, tokens: range) -> bool:
    """Say whether a verb states something."""
    if not has_tags(reading.doc):
        return True
    return any(reading.doc[token].pos_ in ("VERB", "AUX") for token in tokens)
