"""Judges each run of spun words in the light of the article: what one word suggests, many prove."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from auditor.spun.lattice import (
    Odds,
    Reckoning,
    counts_of_hits,
    reckon,
    trigram_gains,
)
from auditor.spun.lexicon import ALWAYS, Hit
from auditor.spun.ngrams import NgramTable, hash_words, keys_of
from auditor.spun.words import END, Word

Matrix = npt.NDArray[np.float64]

START_RATE = 0.05
# The features of one run of spun words, in the order of the weights in weights.json.
OWN_FEATURES = (
    "bias", "evidence", "strong-evidence", "weight-2", "weight-3", "weight-4", "weight-5",
    "phrase", "clean-count", "common", "trigram-gain", "exact", "mean-evidence",
    "fits-left", "fits-right", "fits-both", "worst-evidence",
)  # fmt: skip
ARTICLE_FEATURES = ("bias", "log-share", "sure-rate", "log-words")
# An article of fewer words is too short for a verdict.
FEWEST_WORDS = 60
UNDECIDED = -1.0
# What the lexicon is sure of counts in any article where the repair fits that much better.
SURE_EVIDENCE = 3.0
SURE_WORD_EVIDENCE = 5.0
SURE_PROBABILITY = 0.8


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


@dataclass(frozen=True, eq=False)
class Weights:
    """Fitted by training/lexicon/fit.py: `own` judges a word by itself, `joint` in its article.

    joint has one weight more than `own`, for the article's log-odds.
    """

    own: Matrix
    article: Matrix
    joint: Matrix


@cache
def load_weights() -> Weights:
    """Return the fitted weights that are shipped with the package."""
    text = (files("auditor") / "models" / "spun" / "weights.json").read_text("utf-8")
    data: Mapping[str, Mapping[str, float]] = json.loads(text)
    own = [data["own"][name] for name in OWN_FEATURES]
    article = [data["article"][name] for name in ARTICLE_FEATURES]
    joint = [data["joint"][name] for name in (*OWN_FEATURES, "article")]
    return Weights(np.array(own), np.array(article), np.array(joint))


def calibrate(probability: float) -> float:
    """Return how often a finding of the models' `probability` was right on articles they never saw.

    The models are fitted on synthetic spins and are too sure of themselves on others.
    """
    given, right = _calibration()
    return float(np.interp(probability, given, right))


@cache
def _calibration() -> tuple[Matrix, Matrix]:
    text = (files("auditor") / "models" / "spun" / "calibration.json").read_text("utf-8")
    points = np.array(json.loads(text)["points"], np.float64)
    return points[:, 0], points[:, 1]


def reckon_article(
    blocks: Sequence[Sequence[Word]], hits: Sequence[Sequence[Hit]], table: NgramTable
) -> tuple[list[tuple[int, Reckoning]], Matrix]:
    """Return each run of spun words with its block, and a row of OWN_FEATURES for each."""
    odds = Odds(table)
    found: list[tuple[int, Reckoning]] = []
    gains: list[float] = []
    for index, (words, known) in enumerate(zip(blocks, hits, strict=True)):
        reckonings = reckon(words, known, START_RATE, odds)
        found.extend((index, reckoning) for reckoning in reckonings)
        gains.extend(trigram_gains(words, reckonings, table))
    counts = counts_of_hits([reckoning.hit for _, reckoning in found], table)
    of_kind: dict[str, list[float]] = defaultdict(list)
    for _, reckoning in found:
        of_kind[reckoning.hit.wrong].append(_clip(reckoning.evidence))
    rows = np.zeros((len(found), len(OWN_FEATURES)))
    for row, (_, reckoning), gain in zip(rows, found, gains, strict=True):
        hit, evidence = reckoning.hit, _clip(reckoning.evidence)
        same = of_kind[hit.wrong]
        row[0], row[1], row[2] = 1, evidence, max(evidence - 3, 0)
        if hit.weight > 1:
            row[hit.weight + 1] = 1
        row[7] = hit.end - hit.start > 1
        row[8] = np.log1p(counts.get(hit.wrong, 0.0))
        row[9] = max(row[8] - 5, 0)
        row[10] = gain
        row[11] = hit.exact
        row[12] = sum(same) / len(same)
        row[16] = min(same)
    if found:
        rows[:, 13:15] = fits = fits_of(blocks, found, table)
        rows[:, 15] = fits.min(axis=1)
    return found, rows


def fits_of(
    blocks: Sequence[Sequence[Word]], found: Sequence[tuple[int, Reckoning]], table: NgramTable
) -> Matrix:
    """Return how often each run's words as they stand follow and precede their neighbours (log)."""
    befores, firsts, lasts, afters = [], [], [], []
    for block, reckoning in found:
        words, hit = blocks[block], reckoning.hit
        befores.append(words[hit.start - 1].text if hit.start else END)
        firsts.append(words[hit.start].text)
        lasts.append(words[hit.end - 1].text)
        afters.append(words[hit.end].text if hit.end < len(words) else END)
    parts = [hash_words(column) for column in (befores, firsts, lasts, afters)]
    left, right = table.count(keys_of(*parts[:2])), table.count(keys_of(*parts[2:]))
    return np.log1p(np.column_stack([left, right]).astype(np.float64))


def _clip(evidence: float) -> float:
    return min(max(evidence, -10.0), 12.0)


def sigmoid(logits: Matrix) -> Matrix:
    """Return the probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def best_apart(found: Sequence[tuple[int, Reckoning]], probabilities: Matrix) -> list[int]:
    """Return the indices of the surest runs that don't overlap; of equal ones the longer."""

    def order(index: int) -> tuple[float, int]:
        hit = found[index][1].hit
        return -probabilities[index], hit.start - hit.end

    taken: set[tuple[int, int]] = set()
    kept = []
    for index in sorted(range(len(found)), key=order):
        block, hit = found[index][0], found[index][1].hit
        places = {(block, place) for place in range(hit.start, hit.end)}
        if not places & taken:
            taken |= places
            kept.append(index)
    return sorted(kept)


def article_features(found: Sequence[tuple[int, Reckoning]], own: Matrix, words: int) -> Matrix:
    """Return the row of ARTICLE_FEATURES: how many words seem spun, judged one by one."""
    kept = best_apart(found, own)
    total = sum(float(own[index]) for index in kept)
    sure = sum(found[i][1].hit.weight == ALWAYS and own[i] > 0.5 for i in kept)
    share = (total + 0.5) / (words + 50)
    return np.array([1.0, np.log(share), np.sqrt(1000 * sure / (words + 50)), np.log(words + 50)])


def judge(
    blocks: Sequence[Sequence[Word]],
    hits: Sequence[Sequence[Hit]],
    table: NgramTable,
    weights: Weights,
) -> Verdict:
    """Return the verdict on an article, given its blocks' words and the lexicon's hits."""
    words = sum(not word.is_mark for block in blocks for word in block)
    found, rows = reckon_article(blocks, hits, table)
    if not found:
        return Verdict(0.0, 0.0, ())
    own = sigmoid(rows @ weights.own)
    logit = float(article_features(found, own, words) @ weights.article)
    if words < FEWEST_WORDS:
        logit = min(logit, UNDECIDED)
    joint = sigmoid(
        np.column_stack([rows, np.full(len(rows), clip_verdict(logit))]) @ weights.joint
    )
    joint = np.where(
        [is_sure(reckoning) for _, reckoning in found], np.maximum(joint, SURE_PROBABILITY), joint
    )
    kept = best_apart(found, joint)
    suspicions = tuple(
        Suspicion(found[index][0], found[index][1], float(joint[index])) for index in kept
    )
    replaced = sum(
        s.probability * (s.reckoning.hit.end - s.reckoning.hit.start) for s in suspicions
    )
    probability = float(sigmoid(np.array([logit]))[0]) if words >= FEWEST_WORDS else 0.0
    return Verdict(probability, replaced / max(words, 1), suspicions)


def is_sure(reckoning: Reckoning) -> bool:
    """Say whether these words are spun whatever the article is like."""
    hit = reckoning.hit
    least = SURE_EVIDENCE if hit.end - hit.start > 1 else SURE_WORD_EVIDENCE
    return hit.weight == ALWAYS and hit.exact and reckoning.evidence >= least


def clip_verdict(logit: float) -> float:
    """Return the article's log-odds as the joint weights take it: never beyond doubt."""
    return min(max(logit, -4.0), 4.0)
