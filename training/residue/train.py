"""Learn to tell a page's words from its article's.

    python training/residue/train.py auditor/models/residue

Writes words.json.xz (weights of words and pairs of words) and trees.onnx (a block in its place).
Prints how well both do on pages whose shells and articles they were not made with. Takes a minute.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import onnxmltools
from lightgbm import LGBMClassifier
from onnxmltools.convert.common.data_types import FloatTensorType
from pages import HERE, Page, bare_page, compose, read_articles, read_shells
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from auditor.residue.features import FEATURES, FEWEST_PROSE, Matrix, grams_of, is_prose, words_of
from auditor.residue.model import WordWeights

SEED = 5
PARTS = 4
PAGES_OF_A_SHELL = 4
# A word or pair counts if so many different blocks hold it, and if it weighs so much.
LEAST_BLOCKS = 2
LEAST_WEIGHT = 0.08
LIMITS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
TREES = {
    "n_estimators": 150, "num_leaves": 15, "learning_rate": 0.06, "min_child_samples": 30,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.5, "reg_lambda": 5.0,
    "random_state": 1, "n_jobs": 2, "verbose": -1,
}  # fmt: skip


def make_pages() -> list[tuple[int, Page]]:
    """Return pages, each with the part (0 to PARTS - 1) of its shell and its article."""
    random = Random(SEED)
    shells = [
        shell for path in sorted((HERE / "pages").glob("*.txt")) for shell in read_shells(path)
    ]
    articles = read_articles()
    random.shuffle(shells)
    random.shuffle(articles)
    pages = [
        (index % PARTS, compose(shell, random.choice(articles[index % PARTS :: PARTS]), random))
        for index, shell in enumerate(shells)
        for _ in range(PAGES_OF_A_SHELL)
    ]
    pages += [(index % PARTS, bare_page(lines, random)) for index, lines in enumerate(articles)]
    # The check is silent where there is too little running text.
    return [(part, page) for part, page in pages if sum(map(is_prose, page.blocks)) >= FEWEST_PROSE]


def learn_words(pages: Sequence[Page]) -> WordWeights:
    """Fit the weights: each different block counts once, however often it was put on a page."""
    seen = {
        (block, residue)
        for page in pages
        for block, residue in zip(page.blocks, page.residue, strict=True)
    }
    known = sorted(seen)
    counter = CountVectorizer(
        analyzer=lambda block: grams_of(words_of(block)), binary=True, min_df=LEAST_BLOCKS
    )
    rows = counter.fit_transform(block for block, _ in known)
    fitted = LogisticRegression(C=2.0, max_iter=600).fit(rows, [residue for _, residue in known])
    weights = {
        str(gram): round(float(fitted.coef_[0][column]), 3)
        for gram, column in sorted(counter.vocabulary_.items())
        if abs(fitted.coef_[0][column]) >= LEAST_WEIGHT
    }
    return WordWeights(round(float(fitted.intercept_[0]), 4), weights)


def learn_trees(rows: Matrix, residue: npt.NDArray[np.bool_]) -> LGBMClassifier:
    """Fit the trees on rows of FEATURES."""
    return LGBMClassifier(**TREES).fit(rows, residue.astype(np.int8))


def main(folder: Path) -> None:
    """Learn, report, write."""
    pages = make_pages()
    parts = np.concatenate([[part] * len(page.blocks) for part, page in pages])
    residue = np.concatenate([page.residue for _, page in pages])
    print(f"{len(pages)} pages, {len(parts)} blocks, {residue.sum()} of them the page's")
    by_others = {
        part: learn_words([page for other, page in pages if other != part]) for part in range(PARTS)
    }
    rows = np.concatenate(
        [by_others[part].measure(page.blocks, page.items) for part, page in pages]
    )
    said = np.zeros(len(parts))
    for part in range(PARTS):
        trees = learn_trees(rows[parts != part], residue[parts != part])
        said[parts == part] = trees.predict_proba(rows[parts == part])[:, 1]
    for limit in LIMITS:
        found = said >= limit
        print(
            f"from {limit}: {residue[found].mean():.3f} right, "
            f"{(found & residue).sum() / residue.sum():.3f} of all"
        )
    words = learn_words([page for _, page in pages])
    print(f"{len(words.weights)} words and pairs")
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"bias": words.bias, "weights": words.weights}, ensure_ascii=False)
    (folder / "words.json.xz").write_bytes(lzma.compress(text.encode(), preset=9))
    network = onnxmltools.convert_lightgbm(
        learn_trees(rows, residue),
        initial_types=[("rows", FloatTensorType([None, len(FEATURES)]))],
        zipmap=False,
        target_opset=15,
    )
    (folder / "trees.onnx").write_bytes(network.SerializeToString())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
