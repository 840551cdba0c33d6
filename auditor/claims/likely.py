"""Claims in words that no pattern holds: what the encoder takes for one, clause by clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from auditor.article import Span
from auditor.claims.chances import SPUN, Chances
from auditor.claims.context import is_title
from auditor.claims.judge import LIKELY, Claim, judge
from auditor.claims.reading import Reading
from auditor.claims.support import support_of
from auditor.encoder import CLAIMS, LOUD, QUIET, Array
from auditor.language import has_tags
from auditor.model_reading import ModelReading
from auditor.packs import RuleSet
from auditor.rule import Rule

# A word belongs to the claim, and is not its setting, from this probability on.
OWN = 0.5
FEWEST_WORDS = 4
# A clause of fewer words, or without a verb ("A flat stomach within weeks"), is heard from this
# probability on: mostly it is a setting, which states nothing. A heading of that kind ("Our drip")
# names its subject.
FEWEST_BARE = 2
BARE = 0.85
# Suggestion is read where an article is full of it, where so many of its words (share) belong to
# claims; in sober or lively prose a figure of speech is the writer's own, but for the surest.
PROMISING = 0.1
SUREST = 0.9
# What informs and claims in passing is told by another reading, surer where it finds little, and
# beside a claim that a pattern finds in the same sentence.
CLAIMING = 0.06
QUIETLY = 0.45
QUIET_SUREST = 0.9
# Of fewer words no share is told.
FEWEST_TOLD = 80
# No probability reaches it.
NEVER = 2.0
_GOOD_WITHIN = 3


def likely_rules(rules: RuleSet) -> list[Rule | None]:
    """Return for each kind of claim the rule for what is only likely, None where it is off."""
    return [rules.rule(f"claim.{kind}.{LIKELY}") for kind in CLAIMS[1:]]


def find_likely(
    reading: Reading,
    models: ModelReading,
    chances: Chances,
    known: Sequence[Claim],
    *,
    quietly: bool = True,
) -> Iterator[Claim]:
    """Yield the clauses that the encoder takes for claims and that no claim of `known` touches.

    Context decides about them as it does about what patterns propose. Of a spun article only the
    repaired text can be read so, and not `quietly`, for what claims in passing: it is half a guess
    itself.
    """
    rules = likely_rules(reading.rules)
    limits = _limits(chances.words, quietly)
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
            loud, quiet = limits
            if not is_whole:
                loud, quiet = max(loud, BARE), max(quiet, BARE)
            if is_told:
                quiet = max(quiet, QUIET_SUREST)
            heard = _hear(words.mean(axis=0), (loud, quiet), rules)
            if heard is None:
                continue
            which, rule = heard
            # Only now: of a text that seems to claim nothing the costly verdict is not needed.
            if models.verdict.probability >= SPUN:
                return
            if rule.category == "claim.absolute" and _denies_certainty(reading, tokens):
                continue
            told = tokens if is_whole else range(sentence.start, sentence.end)
            if _denies_good(reading, told) or _is_invitation(reading, tokens):
                continue
            if _is_slogan(reading, tokens):
                continue
            own = _own(reading, chances, tokens, which) - _retold(reading, tokens)
            if rule.category == "claim.absolute" and _is_shown(reading, own, tokens):
                continue
            for claim in judge(reading, rule, own, clause.end):
                if not _touches(taken, claim.span):
                    yield claim


def _touches(taken: Sequence[Span], span: Span) -> bool:
    """Say whether one of the spans, in their order, overlaps `span`."""
    at = bisect_left(taken, span)
    return any(other.overlaps(span) for other in taken[max(at - 2, 0) : at + 2])


def _limits(chances: Array, quietly: bool) -> tuple[float, float]:
    """Return from which probability on each reading is heard at all; a rule may ask for more."""
    if not len(chances):
        return SUREST, QUIET_SUREST
    loud, quiet = (chances[:, :, 0] <= 1 - OWN).mean(axis=0)
    claims = quiet >= CLAIMING and len(chances) >= FEWEST_TOLD
    least = QUIETLY if claims else QUIET_SUREST
    return (0.0 if loud >= PROMISING else SUREST), (least if quietly else NEVER)


def _hear(
    means: Array, limits: tuple[float, float], rules: Sequence[Rule | None]
) -> tuple[int, Rule] | None:
    """Return the first reading that takes a clause for a claim, and the rule for its kind.

    means: the clause's mean probabilities (READINGS, CLAIMS).
    """
    for which in (LOUD, QUIET):
        rule = rules[int(means[which, 1:].argmax())]
        chance = float(1 - means[which, 0])
        if rule is not None and rule.limit is not None and chance >= max(rule.limit, limits[which]):
            return which, rule
    return None


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


def _own(reading: Reading, chances: Chances, tokens: range, which: int) -> frozenset[int]:
    """Return the tokens that belong to the claim."""
    places = ((token, chances.place(reading, token)) for token in tokens)
    said = chances.words
    return frozenset(
        token for token, place in places if place < len(said) and 1 - said[place, which, 0] >= OWN
    )


def _has_verb(reading: Reading, tokens: range) -> bool:
    """Say whether a verb states something."""
    if not has_tags(reading.doc):
        return True
    return any(reading.doc[token].pos_ in ("VERB", "AUX") for token in tokens)
