"""What `training/lexicon/fit.py` learnt: how likely words seem spun, by themselves and in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from auditor.network import open_network
from auditor.spun.features import ARTICLE_FEATURES, OWN_FEATURES, Matrix

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class Trees:
    """Boosted trees that judge runs of words by OWN_FEATURES and the article's log-odds.

    Trees, since how much one sign tells depends on the others: a word that fits is no less spun in
    an article full of spun words if the lexicon knows it.
    """

    def __init__(self, session: InferenceSession) -> None:
        self._session = session

    def judge(self, rows: Matrix, logit: float) -> Matrix:
        """Return the probability of each row of OWN_FEATURES in an article of these log-odds."""
        given = np.column_stack([rows, np.full(len(rows), logit)]).astype(np.float32)
        (chances,) = self._session.run(["probabilities"], {"rows": given})
        return np.asarray(chances[:, 1], np.float64)


@dataclass(frozen=True, eq=False)
class Weights:
    """`own` judges a word by itself, `article` the article, `trees` a word in its article."""

    own: Matrix
    article: Matrix
    trees: Trees


@cache
def load_weights() -> Weights:
    """Return the fitted weights that are shipped with the package, loaded once a process."""
    folder = files("auditor") / "models" / "spun"
    data: Mapping[str, Mapping[str, float]] = json.loads(
        (folder / "weights.json").read_text("utf-8")
    )
    own = [data["own"][name] for name in OWN_FEATURES]
    article = [data["article"][name] for name in ARTICLE_FEATURES]
    return Weights(np.array(own), np.array(article), Trees(open_network(folder / "trees.onnx")))


def sigmoid(logits: Matrix) -> Matrix:
    """Return the probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))
