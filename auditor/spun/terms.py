"""Known terms that a spinner may have taken apart: each of their words has a neighbour here.

"Scare onslaughts" is no term, "panic attacks" is one, and its words are neighbours of these: that
tells both that the words are wrong and which are right. A neighbour of a word is what the pairs
know to be right for it, what the thesaurus read backwards has, or the word itself.
`training/lexicon/build_terms.py` makes the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from math import inf, log1p

import numpy as np
import numpy.typing as npt

from auditor.lexicon import is_function_word
from auditor.spun.lexicon import Hit
from auditor.spun.ngrams import STEPS_PER_DOUBLING, NgramTable, hash_words, keys_of
from auditor.spun.thesaurus import Thesaurus
from auditor.spun.words import Word, kept_ends

_Phrase = tuple[str, ...]
_Costs = npt.NDArray[np.float32]
_Places = npt.NDArray[np.int64]
# The right phrases of the pairs that know a word, each with its pair's weight.
_Pairs = tuple[tuple[int, tuple[_Phrase, ...]], ...]

LONGEST = 4
# No phrase has this number.
NOTHING = 0xFFFF
# Two words that stand together so often in clean text (a count) are fine as they are.
FINE = 2.0
# Log-probability with which a spinner makes these words of a term's: the sum of its words' costs.
# A neighbour in the thesaurus costs the more the more of them the word has.
KIN_COST, KIN_LOG_COST = -1.0, -0.75
PAIR_COSTS = {1: -2.5, 2: -2.0, 3: -1.4, 4: -0.8, 5: -0.2}
RANK_COST = 0.5
# A word that was put into another place, or into the singular, to make a term.
TURN_COST = -1.5
# A term's count is some evidence for it; of the terms so far behind the best none is tried.
COUNT_TRUST = 0.5
BEHIND = 4.0
MOST_TERMS = 4
# A term that is less likely than this (log) is chance.
LEAST_LIKELY = -5.5


@dataclass(frozen=True, eq=False)
class TermTable:
    """The terms as they are shipped, in the order of their first words.

    parts: the numbers of each term's words among the restorer's phrases. whole: of a compound the
    number of the one word that its parts make. steps: counts, as `ngrams.pack_counts` has them.
    fixed: whether it is a set term, and not just words that often stand together.
    """

    parts: npt.NDArray[np.uint16]
    whole: npt.NDArray[np.uint16]
    steps: npt.NDArray[np.uint8]
    fixed: npt.NDArray[np.bool_]


class Terms:
    """Finds terms behind words that are none."""

    def __init__(
        self,
        phrases: Sequence[_Phrase],
        thesaurus: Thesaurus,
        table: TermTable,
        counted: NgramTable,
    ) -> None:
        self._phrases = phrases
        self._thesaurus = thesaurus
        self._counted = counted
        self._numbers = {phrase[0]: n for n, phrase in enumerate(phrases) if len(phrase) == 1}
        lengths = (table.parts != NOTHING).sum(axis=1)
        gains = (COUNT_TRUST * np.log(2) / STEPS_PER_DOUBLING * (table.steps - 1.0)).astype(
            np.float32
        )
        self._by_length = {
            length: _Index(
                table.parts[rows, :length].astype(np.int64),
                table.whole[rows],
                gains[rows],
                table.fixed[rows],
                len(phrases),
            )
            for length in range(2, LONGEST + 1)
            if len(rows := np.flatnonzero(lengths == length))
        }
        self._near: dict[tuple[str, _Pairs], tuple[_Places, _Costs]] = {}

    def find(
        self, blocks: Sequence[Sequence[Word]], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Hit]]:
        """Return for each block a hit for each run of words behind which a term may be.

        hits: what the pairs know of each block.
        """
        fine = self._fine_pairs(blocks)
        return [
            self._find(words, known, good)
            for words, known, good in zip(blocks, hits, fine, strict=True)
        ]

    def _fine_pairs(self, blocks: Sequence[Sequence[Word]]) -> list[list[bool]]:
        """Return for each word of each block whether clean text knows it before the next one."""
        texts = [word.text for words in blocks for word in (*words, Word("", 0, 0))]
        if len(texts) < 2:
            return [[] for _ in blocks]
        hashes = hash_words(texts)
        good = (self._counted.count(keys_of(hashes[:-1], hashes[1:])) > FINE).tolist()
        fine, first = [], 0
        for words in blocks:
            fine.append(good[first : first + len(words)])
            first += len(words) + 1
        return fine

    def _find(self, words: Sequence[Word], known: Sequence[Hit], fine: Sequence[bool]) -> list[Hit]:
        pairs: dict[int, list[Hit]] = defaultdict(list)
        for hit in known:
            if hit.end - hit.start == 1:
                pairs[hit.start].append(hit)
        near = _Lazy(self, words, pairs)
        found: list[Hit] = []
        for places in _runs(words, fine):
            index = self._by_length.get(len(places))
            if index is None:
                continue
            rows, costs = index.look_up([near.at(place) for place in places])
            if not len(rows):
                continue
            if places != tuple(range(places[0], places[-1] + 1)):
                costs = costs + TURN_COST
            found.extend(self._hits(words, places, index, rows, costs))
        return found

    def _hits(
        self,
        words: Sequence[Word],
        places: tuple[int, ...],
        index: _Index,
        rows: _Places,
        costs: _Costs,
    ) -> Iterator[Hit]:
        """Yield a hit for the best terms that change the same words, less those that stay."""
        start, end = min(places), max(places) + 1
        texts = tuple(word.text for word in words[start:end])
        total = costs + index.gains[rows]
        found: dict[tuple[int, int], dict[_Phrase, float]] = {}
        tops: dict[tuple[int, int], float] = {}
        for i in np.argsort(-total, kind="stable").tolist():
            if total[i] < LEAST_LIKELY:
                break
            phrase = self._phrase(index, int(rows[i]))
            if phrase == texts:
                continue
            left, right = kept_ends(texts, phrase) if len(phrase) == len(texts) else (0, 0)
            if left + right < len(texts) - 1 and not index.fixed[rows[i]]:
                continue
            place = left, right
            top = tops.setdefault(place, float(total[i]))
            some = found.setdefault(place, {})
            if len(some) < MOST_TERMS and total[i] >= top - BEHIND:
                some.setdefault(phrase[left : len(phrase) - right], float(costs[i]))
        for (left, right), some in found.items():
            wrong = " ".join(texts[left : len(texts) - right])
            ranked = sorted(some.items(), key=lambda item: -item[1])
            yield Hit(
                start + left,
                end - right,
                wrong,
                tuple(phrase for phrase, _ in ranked),
                0,
                True,
                costs=tuple(cost for _, cost in ranked),
            )

    def _phrase(self, index: _Index, row: int) -> _Phrase:
        if index.whole[row] != NOTHING:
            return self._phrases[int(index.whole[row])]
        return tuple(self._phrases[number][0] for number in index.parts[row])

    def near(self, text: str, pairs: Sequence[Hit]) -> tuple[_Places, _Costs]:
        """Return the numbers of the words that `text` may have been put for, and their costs."""
        key = text, tuple((hit.weight, hit.right) for hit in pairs)
        found = self._near.get(key)
        if found is None:
            found = self._near[key] = self._near_by(text, pairs)
        return found

    def _near_by(self, text: str, pairs: Sequence[Hit]) -> tuple[_Places, _Costs]:
        near = self._thesaurus.near((text,)).tolist()
        kin_cost = KIN_COST + KIN_LOG_COST * log1p(len(near))
        kin = _sorted({number: kin_cost for number in near if len(self._phrases[number]) == 1})
        costs: dict[int, float] = {}
        if text in self._numbers:
            costs[self._numbers[text]] = 0.0
        for hit in pairs:
            for rank, phrase in enumerate(hit.right):
                number = self._numbers.get(phrase[0], -1) if len(phrase) == 1 else -1
                cost = PAIR_COSTS[hit.weight] - RANK_COST * rank
                if number >= 0 and cost > costs.get(number, -inf):
                    costs[number] = cost
        numbers, given = _sorted(costs)
        return np.concatenate([kin[0], numbers]), np.concatenate([kin[1], given])


class _Lazy:
    """The neighbours of each word of a block, looked up when they are asked for."""

    def __init__(self, terms: Terms, words: Sequence[Word], pairs: dict[int, list[Hit]]) -> None:
        self._terms, self._words, self._pairs = terms, words, pairs
        self._known: dict[int, tuple[_Places, _Costs]] = {}

    def at(self, place: int) -> tuple[_Places, _Costs]:
        known = self._known.get(place)
        if known is None:
            pairs = self._pairs.get(place, ())
            known = self._known[place] = self._terms.near(self._words[place].text, pairs)
        return known


_NO_ROWS, _NO_COSTS = np.empty(0, np.int64), np.empty(0, np.float32)


class _Index:
    """Terms of one length by their first words."""

    def __init__(
        self,
        parts: _Places,
        whole: npt.NDArray[np.uint16],
        gains: _Costs,
        fixed: npt.NDArray[np.bool_],
        size: int,
    ) -> None:
        order = np.argsort(parts[:, 0], kind="stable")
        self.parts, self.whole, self.gains = parts[order], whole[order], gains[order]
        self.fixed = fixed[order]
        starts = np.searchsorted(self.parts[:, 0], np.arange(size + 1))
        self._starts, self._sizes = starts[:-1], np.diff(starts)
        # The later words of the terms, each place by itself: looked up at thousands of rows.
        self._later = [column.copy() for column in self.parts.T[1:]]
        self._scratch = np.full(size, -np.inf, np.float32)

    def look_up(self, near: Sequence[tuple[_Places, _Costs]]) -> tuple[_Places, _Costs]:
        """Return the rows of the terms whose words are all near, and what they cost."""
        first, costs = near[0]
        starts, sizes = self._starts[first], self._sizes[first]
        total = int(sizes.sum())
        if not total:
            return _NO_ROWS, _NO_COSTS
        # Methods, as the functions of numpy take longer to call than these few numbers to reckon.
        rows = np.arange(total) + (starts - sizes.cumsum() + sizes).repeat(sizes)
        cost = costs.repeat(sizes)
        for words, (numbers, given) in zip(self._later, near[1:], strict=True):
            self._scratch[numbers] = given
            cost = cost + self._scratch.take(words.take(rows))
            self._scratch[numbers] = -np.inf
            kept = (cost > -np.inf).nonzero()[0]
            if not len(kept):
                return _NO_ROWS, _NO_COSTS
            rows, cost = rows.take(kept), cost.take(kept)
        # What stands there as it is, is no repair.
        changed = (cost < 0).nonzero()[0]
        return rows.take(changed), cost.take(changed)


def _sorted(costs: dict[int, float]) -> tuple[_Places, _Costs]:
    numbers = sorted(costs)
    return np.array(numbers, np.int64), np.array([costs[n] for n in numbers], np.float32)


def _runs(words: Sequence[Word], fine: Sequence[bool]) -> Iterator[tuple[int, ...]]:
    """Yield the places of each run of words that may have been a term, in the term's order."""
    # Function words begin and end no term.
    content = [word.text.isalpha() and not is_function_word(word.text) for word in words]
    for start in range(len(words) - 1):
        if not content[start]:
            continue
        rare = False
        for end in range(start + 2, min(start + LONGEST, len(words)) + 1):
            if words[end - 1].is_mark:
                break
            rare = rare or not fine[end - 2]
            if rare and content[end - 1]:
                yield tuple(range(start, end))
        if words[start + 1].text == "of":
            last = start + 2 + (start + 2 < len(words) and words[start + 2].text in ("the", "a"))
            if last < len(words) and content[last]:
                yield last, start


def load_terms(phrases: Sequence[_Phrase], thesaurus: Thesaurus, counted: NgramTable) -> Terms:
    """Return the finder of the terms that are shipped with the package."""
    file = files("auditor") / "models" / "spun" / "terms.npz"
    with as_file(file) as path, np.load(path) as table:
        return Terms(
            phrases,
            thesaurus,
            TermTable(table["parts"], table["whole"], table["steps"], table["fixed"]),
            counted,
        )
