"""How likely each block of a page is to be the page's and not the article's."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from auditor.network import open_network
from auditor.residue.features import FEATURES, Matrix, describe, grams_of, words_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Chances = npt.NDArray[np.float64]
# A title reads like the titles of other posts: to take it for one asks for more.
_SURELY_NO_TITLE = 0.95


@dataclass(frozen=True, eq=False)
class WordWeights:
    """What a block's words say: a bias, and a weight for each word and pair of words in it."""

    bias: float
    weights: Mapping[str, float]

    def odds(self, words: Sequence[str]) -> float:
        """Return the log-odds that a block of these words is the page's."""
        get = self.weights.get
        return self.bias + sum(get(gram, 0.0) for gram in grams_of(words))

    def measure(self, blocks: Sequence[str], items: Sequence[bool]) -> Matrix:
        """Return a row of FEATURES for each block; items: which of them are items of a list."""
        words = [words_of(block) for block in blocks]
        return describe(blocks, words, items, np.array([self.odds(found) for found in words]))


@dataclass(frozen=True, eq=False)
class ResidueModel:
    """Weights of words, and trees that judge a block in its place."""

    words: WordWeights
    trees: InferenceSession

    def judge(self, blocks: Sequence[str], items: Sequence[bool]) -> Chances:
        """Return for each block of a page how likely it is the page's, 0-1.

        items: which of them are items of a list.
        """
        rows = self.words.measure(blocks, items)
        (said,) = self.trees.run(["probabilities"], {"rows": rows})
        chances = np.asarray(said[:, 1], np.float64)
        is_title = rows[:, FEATURES.index("likest-title")] > 0
        chances[is_title & (chances < _SURELY_NO_TITLE)] = 0
        return chances


@cache
def load_residue_model() -> ResidueModel:
    """Return what `training/residue/train.py` learnt, loaded once a process."""
    folder = files("auditor") / "models" / "residue"
    words = json.loads(lzma.decompress((folder / "words.json.xz").read_bytes()))
    weights = WordWeights(words["bias"], words["weights"])
    return ResidueModel(weights, open_network(folder / "trees.onnx"))
