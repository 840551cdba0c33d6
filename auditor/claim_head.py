"""What kind of claim each word belongs to: the encoder's word for it, read with its sentence's.

A small head, taught together with the encoder (`training/encoder/network.py`): what is only hinted
at shows in a word's whole sentence, and a little before the encoder's last layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.spun.words import END, Word

Array = npt.NDArray[np.float32]

# Log-probabilities are not taken for lower.
LEAST = -14.0


@dataclass(frozen=True, eq=False)
class ClaimHead:
    """Two layers, rectified between: (features, hidden) and (hidden, kinds), each with a bias."""

    first: Array
    first_bias: Array
    second: Array
    second_bias: Array

    def read(self, states: Array, kinds: Array, sentences: npt.NDArray[np.int64]) -> Array:
        """Return log-odds (words, kinds) of words that stand together.

        states, kinds: what the encoder says of them. sentences: the number of each one's sentence.
        """
        features = features_of(states, kinds, sentences)
        hidden = np.maximum(features @ self.first + self.first_bias, 0)
        said: Array = hidden @ self.second + self.second_bias
        return said


def features_of(states: Array, kinds: Array, sentences: npt.NDArray[np.int64]) -> Array:
    """Return the head's features, twice (width + kinds): of each word, and of its sentence."""
    odds = kinds - kinds.max(axis=1, keepdims=True)
    odds = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
    rows: Array = np.concatenate([states, np.maximum(odds, LEAST)], axis=1)
    starts = np.flatnonzero(np.diff(sentences, prepend=-1))
    sizes = np.diff(starts, append=len(rows)).astype(np.float32)
    means = (np.add.reduceat(rows, starts) / sizes[:, None]).astype(np.float32)
    features: Array = np.concatenate([rows, np.repeat(means, sizes.astype(int), axis=0)], axis=1)
    return features


def number_sentences(
    blocks: Sequence[Sequence[Word]], places: Sequence[tuple[int, int]]
) -> npt.NDArray[np.int64]:
    """Return for each of the places (block, word) the number of its sentence, from 0."""
    numbers = np.zeros(len(places), np.int64)
    for at in range(1, len(places)):
        (last_block, last), (block, _) = places[at - 1], places[at]
        ends = last_block != block or blocks[last_block][last].text == END
        numbers[at] = numbers[at - 1] + ends
    return numbers


def load_claim_head(file: Path) -> ClaimHead:
    """Return the head that `training/encoder/export.py` wrote."""
    with np.load(file) as parts:
        names = ("first", "first_bias", "second", "second_bias")
        return ClaimHead(*(parts[name].astype(np.float32) for name in names))
