"""What is measured of each run of suspicious words and of the article: the rows to be judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from auditor.spun.lattice import (
    Odds,
    Reckoning,
    counts_of_hits,
    lay_block,
    pairs_of,
    reckon,
    trigram_gains,
)
from auditor.spun.ngrams import NgramTable, hash_words, keys_of
from auditor.spun.restore import Looked
from auditor.spun.words import END, Word

Matrix = npt.NDArray[np.float64]
Found = Sequence[tuple[int, Reckoning]]
_Blocks = Sequence[Sequence[Word]]

START_RATE = 0.05
# Blocks whose words are looked up in the counted table at once.
BLOCKS_AT_ONCE = 64
# The features of one run of spun words, in the order of the weights in weights.json.
OWN_FEATURES = (
    "bias", "evidence", "strong-evidence", "unknown", "weight-2", "weight-3", "weight-4",
    "weight-5", "phrase", "clean-count", "common", "trigram-gain", "exact", "mean-evidence",
    "fits-left", "fits-right", "fits-both", "worst-evidence",
    "ill-fit", "ill-fit-over", "ill-fit-mean", "ill-fit-of-kind", "ill-fit-around", "restored",
    "unknown-ill-fit", "sure-ill-fit", "kin", "kin-fit", "unknown-kin",
    "term", "term-cost", "term-run", "term-ill-fit",
)  # fmt: skip
ARTICLE_FEATURES = (
    "bias", "log-share", "sure-rate", "term-rate", "ill-fit", "ill-fit-share", "ill-fit-mean",
)  # fmt: skip
_COLUMNS = {name: index for index, name in enumerate(OWN_FEATURES)}
EVIDENCE, ILL_FIT = _COLUMNS["evidence"], _COLUMNS["ill-fit"]
MOST_EVIDENCE, LEAST_EVIDENCE = 12.0, -10.0
MOST_ILL_FIT = 7.0
LEAST_KIN_FIT = -4.0


def reckon_article(
    blocks: _Blocks, looked: Looked, table: NgramTable
) -> tuple[list[tuple[int, Reckoning]], Matrix]:
    """Return each run of suspicious words with its block, and a row of OWN_FEATURES for each."""
    found: list[tuple[int, Reckoning]] = []
    gains: list[float] = []
    for first in range(0, len(blocks), BLOCKS_AT_ONCE):
        part = range(first, min(first + BLOCKS_AT_ONCE, len(blocks)))
        # Looked up anew for each part: an article's pairs are too many to be kept.
        odds = Odds(table)
        laid = [lay_block(blocks[index], looked.hits[index]) for index in part]
        odds.learn(pair for runs in laid for pair in pairs_of(runs))
        new = [
            (index, reckoning)
            for index, runs in zip(part, laid, strict=True)
            for reckoning in reckon(runs, START_RATE, odds)
        ]
        gains += trigram_gains([(blocks[index], each) for index, each in new], table)
        found += new
    rows = np.zeros((len(found), len(OWN_FEATURES)))
    if found:
        rows[:, 0] = 1
        _measure_words(rows, blocks, found, gains, table)
        _measure_fit(rows, blocks, found, looked)
    return found, rows


def _column(name: str) -> int:
    return _COLUMNS[name]


def _measure_words(
    rows: Matrix, blocks: _Blocks, found: Found, gains: Sequence[float], table: NgramTable
) -> None:
    """Fill in what lexicon and counted table say."""
    counts = counts_of_hits([reckoning.hit for _, reckoning in found], table)
    of_kind: dict[str, list[float]] = defaultdict(list)
    for _, reckoning in found:
        of_kind[reckoning.hit.wrong].append(_clip(reckoning.evidence))
    for row, (_, reckoning), gain in zip(rows, found, gains, strict=True):
        hit, evidence = reckoning.hit, _clip(reckoning.evidence)
        same = of_kind[hit.wrong]
        row[_column("evidence")] = evidence
        row[_column("strong-evidence")] = max(evidence - 3, 0)
        row[_column("mean-evidence")] = sum(same) / len(same)
        row[_column("worst-evidence")] = min(same)
        if hit.weight != 1:
            row[_column("unknown") + max(hit.weight - 1, 0)] = 1
        row[_column("phrase")] = hit.end - hit.start > 1
        row[_column("clean-count")] = count = np.log1p(counts.get(hit.wrong, 0.0))
        row[_column("common")] = max(count - 5, 0)
        row[_column("trigram-gain")] = gain
        row[_column("exact")] = hit.exact
        row[_column("kin")] = reckoning.kin
        row[_column("kin-fit")] = max(reckoning.fit, LEAST_KIN_FIT)
        if not hit.weight:
            row[_column("unknown-kin")] = reckoning.kin
        row[_column("term")] = reckoning.term
        row[_column("term-cost")] = reckoning.term * reckoning.term_cost
        row[_column("term-run")] = reckoning.term if hit.end - hit.start > 1 else 0.0
    fits = _neighbour_counts(blocks, found, table)
    rows[:, _column("fits-left")], rows[:, _column("fits-right")] = fits.T
    rows[:, _column("fits-both")] = fits.min(axis=1)


def _measure_fit(rows: Matrix, blocks: _Blocks, found: Found, looked: Looked) -> None:
    """Fill in what the encoder says."""
    of_kind: dict[str, list[float]] = defaultdict(list)
    ill_fits = []
    for block, reckoning in found:
        hit = reckoning.hit
        inside = np.clip(looked.logits[block][hit.start : hit.end], -MOST_ILL_FIT, MOST_ILL_FIT)
        ill_fits.append((float(inside.max()), float(inside.mean())))
        of_kind[hit.wrong].append(ill_fits[-1][0])
    for row, (block, reckoning), (most, mean) in zip(rows, found, ill_fits, strict=True):
        hit, logits = reckoning.hit, looked.logits[block]
        around = [*logits[max(hit.start - 2, 0) : hit.start], *logits[hit.end : hit.end + 2]]
        same = of_kind[hit.wrong]
        row[_column("ill-fit")] = most
        row[_column("ill-fit-over")] = max(most, 0)
        row[_column("ill-fit-mean")] = mean
        row[_column("ill-fit-of-kind")] = sum(same) / len(same)
        row[_column("ill-fit-around")] = max(max(around, default=-MOST_ILL_FIT), -MOST_ILL_FIT)
        row[_column("restored")] = min(max(max(hit.fits, default=0.0), -8.0), 8.0)
        if not hit.weight:
            row[_column("unknown-ill-fit")] = most
        if hit.weight == 5:
            row[_column("sure-ill-fit")] = most
        row[_column("term-ill-fit")] = reckoning.term * most


def _neighbour_counts(blocks: _Blocks, found: Found, table: NgramTable) -> Matrix:
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
    counts: Matrix = np.log1p(np.column_stack([left, right]).astype(np.float64))
    return counts


def _clip(evidence: float) -> float:
    return min(max(evidence, LEAST_EVIDENCE), MOST_EVIDENCE)


def article_row(
    share: float, sure: int, terms: int, ill_fit: float, words: int, looked: Looked
) -> Matrix:
    """Return the row of ARTICLE_FEATURES.

    share: of the words that seem spun, judged one by one. sure: the number of sure entries found.
    terms: of words that stand for known terms, since some spinners break nothing else. ill_fit: how
    ill the suspicious words fit on average (log-odds). Lively prose has many odd words, which fit
    well enough; a spinner's don't.
    """
    logits = np.concatenate([[-MOST_ILL_FIT], *looked.logits])
    chances = 1 / (1 + np.exp(-logits))
    mean = (chances.sum() + 0.5) / (words + 50)
    over = ((logits > 0).sum() + 0.5) / (words + 50)
    return np.array(
        [
            1.0,
            np.log(share),
            np.sqrt(1000 * sure / (words + 50)),
            np.sqrt(1000 * terms / (words + 50)),
            np.log(mean),
            np.log(over),
            ill_fit,
        ]
    )
