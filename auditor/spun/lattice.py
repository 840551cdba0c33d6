"""Reads a text as what its writer may have put before it was spun, and says how likely that is.

Every hit of the lexicon opens other ways through the text: its words as they stand, or one of
the right phrases. The ways are weighed by how often their word pairs stand in clean text
(forward-backward over the whole block, so that neighbouring repairs support each other).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

import numpy as np

from auditor.spun.lexicon import Hit
from auditor.spun.ngrams import NgramTable, hash_words, keys_of
from auditor.spun.words import END, Word

# Pseudo-counts with which a word pair's share leans on the single word's share.
LEAN = 12.0
UNSEEN = 0.3
# How far the word pairs' say counts: neighbouring pairs aren't independent.
TRUST = 0.3
# Log-probability with which a spinner makes of the right words just these, by the pair's weight.
HABIT = {0: -7.0, 1: -2.5, 2: -2.0, 3: -1.4, 4: -0.8, 5: -0.2}
RANK_COST = 0.5
# The same for a neighbour in the thesaurus that no pair knows.
KIN_HABIT = -4.5
# How far the encoder's word on a repair counts beside the word pairs'.
FIT_TRUST = 0.6
MOST_FIT = 16.0
LEAST_COST = -12.0

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands or may have stood at `start:end`; `hit` is None for the words as they are."""

    start: int
    end: int
    words: tuple[str, ...]
    cost: float
    hit: Hit | None
    kin: bool = False
    fit: float = 0.0
    term: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The outcome for one run of spun words.

    evidence: log-odds for "spun" over the article's own rate of spun words. right: the phrases,
    likeliest first, each with its share of the probability. kin: the share of those that are
    neighbours of the words in the thesaurus (0-1). fit: how much better the best of those fits
    than the words as they stand (log-odds), -MOST_FIT if there is none. term: the share of those
    that stand in a known term there (0-1). term_cost: the log-probability of taking the likeliest
    of them apart so, 0 if there is none.
    """

    hit: Hit
    evidence: float
    right: tuple[tuple[tuple[str, ...], float], ...]
    kin: float = 0.0
    fit: float = 0.0
    term: float = 0.0
    term_cost: float = 0.0


class Odds:
    """Log-probabilities of words after words, looked up once for all of an article."""

    def __init__(self, table: NgramTable) -> None:
        self._table = table
        self.known: dict[_Pair, float] = {}

    def learn(self, pairs: Iterable[_Pair]) -> None:
        """Look up the pairs that are not known yet."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.known]
        if not new:
            return
        first, second = (hash_words(words) for words in zip(*new, strict=True))
        both = self._table.count(keys_of(first, second))
        left = self._table.count(keys_of(first))
        right = self._table.count(keys_of(second))
        single = (right + UNSEEN) / self._table.total
        share = (both + LEAN * single) / (left + LEAN)
        self.known.update(zip(new, (TRUST * np.log(share)).tolist(), strict=True))


def lay_readings(
    words: Sequence[Word], hits: Sequence[Hit], first: int, last: int
) -> list[list[Reading]]:
    """Return for each place of `words[first:last]` the readings that start there.

    Their places count from `first`; `hits` lie inside.
    """
    starting: list[list[Reading]] = [
        [Reading(index, index + 1, (word.text,), 0.0, None)]
        for index, word in enumerate(words[first:last])
    ]
    for hit in hits:
        start, end = hit.start - first, hit.end - first
        for rank, phrase in enumerate(hit.right):
            fit = max(-MOST_FIT, min(MOST_FIT, hit.fits[rank])) if hit.fits else 0.0
            kin = bool(hit.kin) and hit.kin[rank]
            if hit.costs:
                cost = hit.costs[rank]
            else:
                cost = KIN_HABIT if kin and not hit.weight else HABIT[hit.weight]
            cost += FIT_TRUST * fit - (RANK_COST * rank if hit.weight else 0.0)
            starting[start].append(
                Reading(start, end, phrase, cost, hit, kin, fit, bool(hit.costs))
            )
    return starting


def part_hits(hits: Sequence[Hit], length: int) -> Iterator[tuple[int, int, list[Hit]]]:
    """Yield runs of words with their hits, and the word on either side of the run.

    Hits with an untouched word between them don't bear on each other: only word pairs count.
    """
    run: list[Hit] = []
    end = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if run and hit.start > end:
            yield max(run[0].start - 1, 0), min(end + 1, length), run
            run = []
        run.append(hit)
        end = max(end, hit.end) if len(run) > 1 else hit.end
    if run:
        yield max(run[0].start - 1, 0), min(end + 1, length), run


@dataclass(frozen=True, slots=True)
class Laid:
    """A run of words with all readings that start at each place.

    touched: the places that some hit covers.
    """

    starting: list[list[Reading]]
    touched: frozenset[int]


def lay_block(words: Sequence[Word], hits: Sequence[Hit]) -> list[Laid]:
    """Return the runs of one block that hits bear on."""
    return [
        Laid(
            lay_readings(words, run, first, last),
            frozenset(place - first for hit in run for place in range(hit.start, hit.end)),
        )
        for first, last, run in part_hits(hits, len(words))
    ]


def pairs_of(runs: Iterable[Laid]) -> Iterator[_Pair]:
    """Yield every two words that stand side by side in some way through the readings."""
    for run in runs:
        yield from _pairs(run.starting)


def reckon(runs: Iterable[Laid], rate: float, odds: Odds) -> list[Reckoning]:
    """Weigh every hit of one block, given the rate at which words of the article are spun.

    `odds` has learnt the pairs of these runs.
    """
    return [reckoning for run in runs for reckoning in _reckon(run, rate, odds.known)]


def _reckon(run: Laid, rate: float, odds: Mapping[_Pair, float]) -> list[Reckoning]:
    spun, kept = log(rate), log(1 - rate)
    starting, length = run.starting, len(run.starting)
    # For each place the last words of what ends there, with the sums of the ways up to there.
    ending: list[list[tuple[str, float]]] = [[] for _ in range(length + 1)]
    scores: list[list[float]] = []
    forward: list[list[float]] = []
    for start, readings in enumerate(starting):
        before = ending[start]
        scores.append([])
        forward.append([])
        for reading in readings:
            words = reading.words
            own = reading.cost + (spun if reading.hit else kept if start in run.touched else 0.0)
            if len(words) > 1:
                own += sum([odds[pair] for pair in pairwise(words)])
            first = words[0]
            into = (
                _log_sum([total + odds[last, first] for last, total in before])
                if before
                else odds[END, first]
            )
            scores[start].append(own)
            forward[start].append(into + own)
            ending[reading.end].append((words[-1], into + own))

    # The same from behind: the first words of what starts at each place.
    after: list[list[tuple[str, float]]] = [[] for _ in range(length + 1)]
    backward: list[list[float]] = [[] for _ in range(length)]
    for start in range(length - 1, -1, -1):
        for reading, own in zip(starting[start], scores[start], strict=True):
            following = after[reading.end]
            last = reading.words[-1]
            out = (
                _log_sum([total + odds[last, first] for first, total in following])
                if following
                else odds[last, END]
            )
            backward[start].append(out)
            after[start].append((reading.words[0], out + own))

    through = [
        [into + out for into, out in zip(*sums, strict=True)]
        for sums in zip(forward, backward, strict=True)
    ]
    whole = _log_sum(
        [
            total
            for readings, totals in zip(starting, through, strict=True)
            for reading, total in zip(readings, totals, strict=True)
            if reading.end == length
        ]
    )
    prior = spun - kept
    found: dict[tuple[int, int], list[tuple[Reading, float]]] = {}
    for readings, totals in zip(starting, through, strict=True):
        for reading, total in zip(readings, totals, strict=True):
            if reading.hit is not None:
                place = reading.start, reading.end
                found.setdefault(place, []).append((reading, total - whole))
    return [_sum_up(group, prior) for group in found.values()]


def _sum_up(group: Sequence[tuple[Reading, float]], prior: float) -> Reckoning:
    share = min(_log_sum([each for _, each in group]), -1e-6)
    by_phrase: dict[tuple[str, ...], float] = {}
    best: Hit | None = None
    for reading, each in group:
        by_phrase[reading.words] = by_phrase.get(reading.words, 0.0) + exp(each - share)
        if reading.hit and (best is None or reading.hit.weight > best.weight):
            best = reading.hit
    assert best is not None
    ranked = sorted(by_phrase.items(), key=lambda item: -item[1])
    kin = {reading.words for reading, _ in group if reading.kin}
    term = {reading.words for reading, _ in group if reading.term}
    costs = [max(r.cost - FIT_TRUST * r.fit, LEAST_COST) for r, _ in group if r.term]
    return Reckoning(
        best,
        share - log(-np.expm1(share)) - prior,
        tuple(ranked),
        kin=min(sum(by_phrase[words] for words in kin), 1.0),
        fit=max((r.fit for r, _ in group if r.kin), default=-MOST_FIT),
        term=min(sum(by_phrase[words] for words in term), 1.0),
        term_cost=max(costs, default=0.0),
    )


def _pairs(starting: Sequence[Sequence[Reading]]) -> Iterator[_Pair]:
    length = len(starting)
    lasts: list[set[str]] = [set() for _ in range(length + 1)]
    lasts[0].add(END)
    for start, readings in enumerate(starting):
        for reading in readings:
            for last in lasts[start]:
                yield last, reading.words[0]
            yield from pairwise(reading.words)
            lasts[reading.end].add(reading.words[-1])
    for last in lasts[length]:
        yield last, END


def _log_sum(values: Sequence[float]) -> float:
    if len(values) == 1:
        return values[0]
    top = max(values)
    return top + log(sum([exp(value - top) for value in values]))


def trigram_gains(
    placed: Sequence[tuple[Sequence[Word], Reckoning]], table: NgramTable
) -> list[float]:
    """Return, for each, how much oftener its first repair stands in its place than the words do.

    placed: each with its block's words. Measured over the best of the runs of three that reach
    out of the repair, as log-ratio.
    """
    runs: list[tuple[str, str, str]] = []
    for words, reckoning in placed:
        hit = reckoning.hit
        left = [_text_at(words, hit.start - 2), _text_at(words, hit.start - 1)]
        right = [_text_at(words, hit.end), _text_at(words, hit.end + 1)]
        for phrase in (reckoning.right[0][0], tuple(hit.wrong.split())):
            line = [*left, *phrase, *right]
            runs.append((line[0], line[1], line[2]))
            runs.append((line[1], line[2], line[3]))
            runs.append((line[-3], line[-2], line[-1]))
            runs.append((line[-4], line[-3], line[-2]))
    if not runs:
        return []
    parts = [hash_words(column) for column in zip(*runs, strict=True)]
    counts = np.log1p(table.count(keys_of(*parts))).reshape(len(placed), 2, 4)
    gains: list[float] = (counts[:, 0] - counts[:, 1]).sum(axis=1).tolist()
    return gains


def _text_at(words: Sequence[Word], index: int) -> str:
    return words[index].text if 0 <= index < len(words) else END


def counts_of_hits(hits: Sequence[Hit], table: NgramTable) -> Mapping[str, float]:
    """Return how often each hit's spun words stand in the clean text (runs of up to three)."""
    counts: dict[str, float] = {}
    for length in (1, 2, 3):
        runs = sorted({hit.wrong for hit in hits if hit.wrong.count(" ") == length - 1})
        if runs:
            parts = [hash_words(col) for col in zip(*(r.split() for r in runs), strict=True)]
            counts.update(zip(runs, table.count(keys_of(*parts)).tolist(), strict=True))
    return counts
