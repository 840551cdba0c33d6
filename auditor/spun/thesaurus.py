"""A thesaurus read backwards: which right words a spinner may have had before it.

A spinner puts any neighbour of a word in its place, whatever the sense. The table holds, for each
word or two words that may have been put, those of the restorer's phrases that are its neighbours.
`training/lexicon/build_thesaurus.py` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from auditor.spun.inflect import Form, Irregulars, find_bases, inflect

_Phrase = tuple[str, ...]
Numbers = npt.NDArray[np.int64]
_Packed = npt.NDArray[np.uint16]


class Neighbours:
    """The table as it is shipped: for each key the numbers of the phrases near it."""

    def __init__(self, keys: Iterable[str], counts: _Packed, steps: _Packed) -> None:
        """Take the keys in order, how many neighbours each has, and all of their numbers.

        Within a key, in ascending order, each number is kept as its step from the one before.
        """
        self._places = {key: place for place, key in enumerate(keys)}
        self._ends = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._steps = steps

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __getitem__(self, key: str) -> list[int]:
        place = self._places[key]
        steps = self._steps[self._ends[place] : self._ends[place + 1]]
        numbers: list[int] = np.cumsum(steps, dtype=np.int64).tolist()
        return numbers


class Thesaurus:
    """Neighbours of words in base form, and of inflected ones in the same form."""

    def __init__(
        self, phrases: Sequence[_Phrase], neighbours: Neighbours, irregulars: Irregulars
    ) -> None:
        """Take the phrases that the numbers of `neighbours` count, from 0."""
        self._phrases = phrases
        self._numbers = {phrase: number for number, phrase in enumerate(phrases)}
        self._neighbours = neighbours
        self._irregulars = irregulars
        self._known: dict[_Phrase, Numbers] = {}
        self._kin: dict[_Phrase, frozenset[_Phrase]] = {}
        self._bent: dict[tuple[int, Form], tuple[int, ...]] = {}

    def near(self, words: _Phrase) -> Numbers:
        """Return the numbers of the phrases that `words` may have been put for, ascending."""
        known = self._known.get(words)
        if known is None:
            found: set[int] = set()
            key = " ".join(words)
            if key in self._neighbours:
                found.update(self._neighbours[key])
            for base, form in find_bases(key, self._neighbours, self._irregulars):
                for number in self._neighbours[base]:
                    found.update(self._bend(number, form))
            found.discard(self._numbers.get(words, -1))
            known = self._known[words] = np.array(sorted(found), np.int64)
        return known

    def kin(self, words: _Phrase) -> frozenset[_Phrase]:
        """Return the phrases themselves that `near` gives the numbers of."""
        known = self._kin.get(words)
        if known is None:
            phrases = (self._phrases[number] for number in self.near(words).tolist())
            known = self._kin[words] = frozenset(phrases)
        return known

    def _bend(self, number: int, form: Form) -> tuple[int, ...]:
        """Return the numbers of the phrases that the phrase `number` is in that form."""
        bent = self._bent.get((number, form))
        if bent is None:
            phrase = self._phrases[number]
            # A verb of two words bends at its first, a noun at its last.
            phrases = (
                (*phrase[:place], word, *phrase[place + 1 :])
                for place in {0, len(phrase) - 1}
                for word in inflect(phrase[place], form, self._irregulars)
            )
            bent = tuple(self._numbers[each] for each in phrases if each in self._numbers)
            self._bent[number, form] = bent
        return bent


@cache
def load_neighbours() -> Neighbours:
    """Return the table that is shipped with the package."""
    file = files("auditor") / "models" / "spun" / "thesaurus.npz"
    with as_file(file) as path, np.load(path) as table:
        keys = table["keys"].tobytes().decode("utf-8").split("\n")
        return Neighbours(keys, table["counts"], table["steps"])
