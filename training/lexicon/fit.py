"""Fits the weights with which audit judges spun words, on articles that its models never saw.

    pip install -r training/lexicon/requirements.txt
    python training/lexicon/fit.py ../shared/data auditor/models/spun

Writes weights.json (a word by itself, an article) and trees.onnx (a word in its article).

Reads the hand-spun articles that are kept from lexicon and encoder, what they had been before, and
held-out clean text. No real spun article is read.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import onnxmltools
from clean_text import held_out_documents, read_fluent_articles
from marked import MILD, read_articles
from onnxmltools.convert.common.data_types import FloatTensorType

from auditor.packs import load_rules
from auditor.spun.features import ARTICLE_FEATURES, OWN_FEATURES, Found, Matrix, reckon_article
from auditor.spun.lexicon import load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import article_features, clip_verdict
from auditor.spun.restore import Looked, load_restorer
from auditor.spun.weights import sigmoid
from auditor.spun.words import Word, split_words

FOLDS = 4
ARTICLE = "article"
# The articles are spun more densely than most; each is read again with so much of it (in %) put
# right.
UNDONE = (0, 45, 70)
# The lexicon knows these articles' words better than other spinners' (like minds wrote both): but
# for the first reading so many of its entries (in %) are left out.
UNKNOWN_SHARE = 60
MOST_OF_A_SOURCE = 40
CLEAN_LINES = 20
# Strength of the pull of each weight towards nothing, on features scaled to a spread of one.
RIDGE = 0.5
# The trees are many, small and slow to learn, and a leaf holds many places: these articles are all
# of a few makers, and what is learnt of one must hold for others.
TREES = {
    "n_estimators": 200,
    "learning_rate": 0.06,
    "num_leaves": 8,
    "min_child_samples": 200,
    "reg_lambda": 5.0,
}
# More of these never makes words less likely spun, whatever the articles say.
RISING = frozenset(
    {
        "evidence", "strong-evidence", "mean-evidence", "worst-evidence", "ill-fit",
        "ill-fit-over", "ill-fit-mean", "ill-fit-of-kind", "restored", "kin-fit", ARTICLE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A document's measured runs with their labels: 1 spun, 0 not, and -1 left out (mild)."""

    name: str
    found: Found
    rows: Matrix
    labels: Matrix
    words: int
    looked: Looked
    spun: bool


def read_cases(data: Path) -> Iterator[Case]:
    """Yield every document that the weights are fitted on."""
    rules = load_rules()
    lexicon, table, restorer = load_lexicon(rules), load_ngrams(), load_restorer(rules)

    def measure(
        name: str,
        blocks: Sequence[Sequence[Word]],
        spun: bool,
        label: Callable[[int, int, int], float] = lambda block, start, end: 0.0,
        unknown: int = 0,
    ) -> Case:
        hits = [
            [h for h in lexicon.find(words) if zlib.crc32(b"?" + h.wrong.encode()) % 100 >= unknown]
            for words in blocks
        ]
        looked = restorer.look(blocks, hits)
        found, rows = reckon_article(blocks, looked, table)
        labels = [label(block, r.hit.start, r.hit.end) for block, r in found]
        words = sum(not word.is_mark for block in blocks for word in block)
        return Case(name, found, rows, np.array(labels), words, looked, spun)

    for article in read_articles(fitting=True):
        clean = [split_words(line) for line in article.clean_text().split("\n")]
        yield measure(article.name, clean, False)
        yield measure(article.name, clean, False, unknown=UNKNOWN_SHARE)
        if article.habit == "control":
            continue
        for undone in UNDONE:
            put_right = [w for w in article.spun_words() if zlib.crc32(w.encode()) % 100 < undone]
            document = article.spun(frozenset(put_right))
            weights = [document.weights(block) for block in range(len(document.blocks))]

            def label(
                block: int, start: int, end: int, weights: list[list[int]] = weights
            ) -> float:
                most = max(weights[block][start:end])
                return 1.0 if most > MILD else -1.0 if most else 0.0

            unknown = UNKNOWN_SHARE if undone else 0
            yield measure(article.name, document.blocks, True, label, unknown)
    counts: dict[str, int] = {}
    for name, text in (*held_out_documents(data), *selling_prose(data)):
        counts[name] = counts.get(name, 0) + 1
        if counts[name] <= MOST_OF_A_SOURCE:
            lines = text.split("\n")[:CLEAN_LINES]
            yield measure(f"{name} {counts[name]}", [split_words(line) for line in lines], False)


def selling_prose(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of clinics' fluent prose: claim sentences and fluent articles."""
    with (data / "claim-sentences.jsonl").open(encoding="utf-8") as lines:
        sentences = [json.loads(line)["text"] for line in lines]
    for start in range(0, len(sentences), 30):
        yield "claim-sentences", "\n".join(sentences[start : start + 30])
    for text in read_fluent_articles(data):
        yield "compliant-articles", text


def fit_logistic(rows: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    """Return the ridge-regularised logistic regression's weights (Newton's method)."""
    found = np.zeros(rows.shape[1])
    ridge = RIDGE * np.diag(rows.var(0) + 1e-6)
    for _ in range(60):
        chance = sigmoid(rows @ found)
        slope = rows.T @ (weights * (chance - labels)) + ridge @ found
        curve = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found


def fit(cases: Sequence[Case]) -> tuple[Matrix, Matrix, lightgbm.LGBMClassifier]:
    """Return the weights of a run by itself and of the article, and what judges a run in it."""
    own, article = fit_alone(cases)
    both: dict[int, Matrix] = {}
    # The trees are to know how far an article's verdict is to be trusted: no article is judged
    # here by weights that were fitted on it.
    for others, apart in folds(cases):
        weights = fit_alone(others)
        both.update((id(case), in_article(case, *weights)) for case in apart)
    labels = np.concatenate([case.labels for case in cases])
    counted = labels >= 0
    rows = np.vstack([both[id(case)] for case in cases])
    return own, article, grow(rows[counted], labels[counted])


def folds(cases: Sequence[Case]) -> Iterator[tuple[list[Case], list[Case]]]:
    """Yield for each fold the cases of the others, and its own; an article is in one alone."""
    names = sorted({case.name for case in cases})
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        yield (
            [case for case in cases if case.name not in apart],
            [case for case in cases if case.name in apart],
        )


def fit_alone(cases: Sequence[Case]) -> tuple[Matrix, Matrix]:
    """Return the weights of a run by itself, and of the article."""
    rows = np.vstack([case.rows for case in cases])
    labels = np.concatenate([case.labels for case in cases])
    own = fit_logistic(rows, np.maximum(labels, 0), (labels >= 0).astype(float))
    article_rows = np.array([article_row_of(case, own) for case in cases])
    spun = np.array([case.spun for case in cases], float)
    return own, fit_logistic(article_rows, spun, np.ones(len(spun)))


def grow(rows: Matrix, labels: Matrix) -> lightgbm.LGBMClassifier:
    """Return the trees; the same rows give the same ones."""
    trees = lightgbm.LGBMClassifier(
        **TREES,
        monotone_constraints=[int(name in RISING) for name in (*OWN_FEATURES, ARTICLE)],
        monotone_constraints_method="advanced",
        deterministic=True,
        force_row_wise=True,
        num_threads=2,
        random_state=0,
        verbose=-1,
    )
    return trees.fit(rows, labels)


def article_row_of(case: Case, own: Matrix) -> Matrix:
    """Return the article's row, given the weights of runs by themselves."""
    chances = sigmoid(case.rows @ own)
    return article_features(case.found, case.rows, chances, case.words, case.looked)


def in_article(case: Case, own: Matrix, article: Matrix) -> Matrix:
    """Return the case's rows with the article's log-odds beside them, rounded as when judged."""
    logit = clip_verdict(float(article_row_of(case, own) @ article))
    return np.column_stack([case.rows, np.full(len(case.rows), logit)]).astype(np.float32)


def report(cases: Sequence[Case]) -> None:
    """Print what the weights do on articles that they were not fitted on, fold by fold."""
    chances, labels = [], []
    for others, apart in folds(cases):
        own, article, trees = fit(others)
        for case in apart:
            chances.append(trees.predict_proba(in_article(case, own, article))[:, 1])
            labels.append(case.labels)
    said, true = np.concatenate(chances), np.concatenate(labels)
    said, true = said[true >= 0], true[true >= 0]
    for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        right = true[said >= least]
        print(f"from {least}: {right.mean():.3f} right, {right.sum() / true.sum():.3f} of all")
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        print(f"  said {said[inside].mean():.2f}, true {true[inside].mean():.2f}, {inside.sum()}")


def main(data: Path, folder: Path) -> None:
    """Fit, report, write."""
    cases = [case for case in read_cases(data) if len(case.found)]
    report(cases)
    own, article, trees = fit(cases)
    result = {"own": _named(OWN_FEATURES, own), "article": _named(ARTICLE_FEATURES, article)}
    target = folder / "weights.json"
    target.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(target.read_text("utf-8"))
    rows = FloatTensorType([None, len(OWN_FEATURES) + 1])
    network = onnxmltools.convert_lightgbm(
        trees, initial_types=[("rows", rows)], zipmap=False, target_opset=15
    )
    (folder / "trees.onnx").write_bytes(network.SerializeToString())


def _named(names: Sequence[str], values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
