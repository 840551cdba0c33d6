"""Judges each run of spun words in the light of the article: what one word suggests, many prove."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.spun.features import EVIDENCE, ILL_FIT, Found, Matrix, article_row, reckon_article
from auditor.spun.lattice import Reckoning
from auditor.spun.lexicon import ALWAYS
from auditor.spun.ngrams import NgramTable
from auditor.spun.restore import Looked
from auditor.spun.weights import Weights, sigmoid
from auditor.spun.words import Word

# An article of fewer words is too short for a verdict.
FEWEST_WORDS = 60
UNDECIDED = -1.0
# What the lexicon is sure of counts in any article where the repair fits that much better.
SURE_EVIDENCE = 3.0
SURE_WORD_EVIDENCE = 5.0
SURE_PROBABILITY = 0.8
SURE_ILL_FIT = 0.0
# But only where all that is known of the words by themselves agrees ("week by week" is no sign).
SURE_CHANCE = 0.95
# As many words that fit neither well nor ill are counted in, so that one or two prove nothing.
FEW = 3.0
# What a known pair says goes before the encoder's own idea, unless that is so much surer.
UNKNOWN_COST = 0.25
# Beside the trees' word, how much that of the run by itself and its repairs' evidence (log-odds)
# count where runs overlap; chosen on articles that the weights were not fitted on.
OWN_SHARE = 0.3
EVIDENCE_SHARE = 0.01
# From this share of the probability on a repair is taken for a known term.
LIKELY_TERM = 0.5
# Several words are taken for one term from this evidence on; below, each stands for itself.
TERM_EVIDENCE = 1.0


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A run of spun words in one block, with the probability that they are spun."""

    block: int
    reckoning: Reckoning
    probability: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely the article is spun, what share of its words is, and where."""

    probability: float
    share: float
    suspicions: tuple[Suspicion, ...]


def best_apart(found: Found, scores: Matrix) -> list[int]:
    """Return the indices of the surest runs that don't overlap; known and longer ones first.

    scores: the probabilities, or what they are compared by.
    """

    def order(index: int) -> tuple[float, int]:
        hit = found[index][1].hit
        known = 0.0 if hit.weight or stands_for_term(found[index][1]) else UNKNOWN_COST
        return known - scores[index], hit.start - hit.end

    taken: set[tuple[int, int]] = set()
    kept = []
    for index in sorted(range(len(found)), key=order):
        block, hit = found[index][0], found[index][1].hit
        places = {(block, place) for place in range(hit.start, hit.end)}
        if not places & taken:
            taken |= places
            kept.append(index)
    return sorted(kept)


def stands_for_term(reckoning: Reckoning) -> bool:
    """Say whether the likeliest repairs are known terms."""
    return reckoning.term >= LIKELY_TERM


def lift_terms(found: Found, probabilities: Matrix) -> Matrix:
    """Return the probabilities, with each known term's at least that of what stands in it.

    Where one of several words is wrong all of them are, as a term; if that is the likelier reading.
    """
    inside: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (block, reckoning) in enumerate(found):
        for place in range(reckoning.hit.start, reckoning.hit.end):
            inside[block, place].append(index)
    lifted = probabilities.copy()
    for index, (block, reckoning) in enumerate(found):
        hit = reckoning.hit
        if hit.end - hit.start > 1 and stands_for_term(reckoning):
            others = {
                other
                for place in range(hit.start, hit.end)
                for other in inside[block, place]
                if found[other][1].hit.end <= hit.end and found[other][1].hit.start >= hit.start
            }
            most = max(found[other][1].evidence for other in others)
            if reckoning.evidence >= max(most, TERM_EVIDENCE):
                lifted[index] = max(probabilities[other] for other in others)
            else:
                lifted[index] = 0.0
    return lifted


def article_features(found: Found, rows: Matrix, own: Matrix, words: int, looked: Looked) -> Matrix:
    """Return the row of ARTICLE_FEATURES: how many words seem spun, judged one by one.

    rows: of OWN_FEATURES, one for each of `found`; own: the probabilities that follow from them.
    """
    kept = best_apart(found, own)
    total = sum(float(own[index]) for index in kept)
    likely = [index for index in kept if own[index] > 0.5]
    sure = sum(found[index][1].hit.weight == ALWAYS for index in likely)
    terms = sum(stands_for_term(found[index][1]) for index in likely)
    ill_fit = float(own[kept] @ rows[kept, ILL_FIT]) / (total + FEW)
    return article_row((total + 0.5) / (words + 50), sure, terms, ill_fit, words, looked)


def judge(
    blocks: Sequence[Sequence[Word]], looked: Looked, table: NgramTable, weights: Weights
) -> Verdict:
    """Return the verdict on an article, given its blocks' words and what was seen in them."""
    words = sum(not word.is_mark for block in blocks for word in block)
    found, rows = reckon_article(blocks, looked, table)
    if not found:
        return Verdict(0.0, 0.0, ())
    own = sigmoid(rows @ weights.own)
    logit = float(article_features(found, rows, own, words, looked) @ weights.article)
    if words < FEWEST_WORDS:
        logit = min(logit, UNDECIDED)
    joint = weights.trees.judge(rows, clip_verdict(logit))
    joint = np.where(
        [
            is_sure(reckoning, ill_fit, chance)
            for (_, reckoning), ill_fit, chance in zip(found, rows[:, ILL_FIT], own, strict=True)
        ],
        np.maximum(joint, SURE_PROBABILITY),
        joint,
    )
    joint = lift_terms(found, joint)
    kept = best_apart(found, compare(rows, joint, lift_terms(found, own)))
    suspicions = tuple(
        Suspicion(found[index][0], found[index][1], float(joint[index])) for index in kept
    )
    replaced = sum(
        s.probability * (s.reckoning.hit.end - s.reckoning.hit.start) for s in suspicions
    )
    probability = float(sigmoid(np.array([logit]))[0]) if words >= FEWEST_WORDS else 0.0
    return Verdict(probability, replaced / max(words, 1), suspicions)


def compare(rows: Matrix, joint: Matrix, own: Matrix) -> Matrix:
    """Return by what overlapping runs are compared: the trees give many the same probability."""
    return (1 - OWN_SHARE) * joint + OWN_SHARE * own + EVIDENCE_SHARE * rows[:, EVIDENCE]


def is_sure(reckoning: Reckoning, ill_fit: float, chance: float) -> bool:
    """Say whether the lexicon is to be believed about these words more than all else.

    ill_fit: the encoder's log-odds that they don't fit. chance: how likely they seem spun by
    themselves.
    """
    hit = reckoning.hit
    least = SURE_EVIDENCE if hit.end - hit.start > 1 else SURE_WORD_EVIDENCE
    is_known = hit.weight == ALWAYS and hit.exact
    is_likely = ill_fit >= SURE_ILL_FIT and chance >= SURE_CHANCE
    return is_known and reckoning.evidence >= least and is_likely


def clip_verdict(logit: float) -> float:
    """Return the article's log-odds as the trees take it: never beyond doubt."""
    return min(max(logit, -4.0), 4.0)
