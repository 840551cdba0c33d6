"""Fits the weights with which audit judges spun words, on synthetic spins of held-out clean text.

    python training/lexicon/fit.py ../shared/data auditor/models/spun/weights.json

No real spun article is read. For each document a part of the lexicon is hidden, as a real
spinner knows words that the lexicon lacks.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from build_pairs import read_pairs
from clean_text import held_out_documents
from spin import Spinner

from auditor.packs import load_rules
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import IRREGULAR_LIST, load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import (
    ARTICLE_FEATURES,
    OWN_FEATURES,
    article_features,
    clip_verdict,
    reckon_article,
    sigmoid,
)

HERE = Path(__file__).resolve().parent
Matrix = npt.NDArray[np.float64]

SEED = 5
CLEAN_SHARE = 0.5
RATES = (0.1, 0.15, 0.2, 0.25, 0.3)
HIDDEN = 0.25
MOST_OF_A_SOURCE = 250
CLEAR_WEIGHT = 3
UNCLEAR = 0.4
RIDGE = 1e-3


def selling_prose(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of clinics' fluent prose: claim sentences, every other fluent article.

    The other half of the articles is kept for counting false alarms.
    """
    with (data / "claim-sentences.jsonl").open(encoding="utf-8") as lines:
        sentences = [json.loads(line)["text"] for line in lines]
    for start in range(0, len(sentences), 30):
        yield "claim-sentences", "\n".join(sentences[start : start + 30])
    for path in sorted((data / "compliant-articles").iterdir())[::2]:
        yield "compliant-articles", path.read_text("utf-8")


def fit_logistic(rows: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    """Return the ridge-regularised logistic regression's weights (Newton's method)."""
    found = np.zeros(rows.shape[1])
    ridge = RIDGE * weights.sum() * np.eye(len(found)) * 0.01
    for _ in range(40):
        chance = sigmoid(rows @ found)
        slope = rows.T @ (weights * (chance - labels)) + ridge @ found
        curve = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found


def main(data: Path, target: Path) -> None:
    """Spin, fit, report, write."""
    rules, table = load_rules(), load_ngrams()
    lexicon = load_lexicon(rules)
    irregulars = Irregulars(rules.words.get(IRREGULAR_LIST, ()))
    spinner = Spinner(list(read_pairs(HERE / "pairs")), irregulars, SEED)
    chance = random.Random(SEED)
    by_source: dict[str, list[str]] = {}
    for name, text in (*held_out_documents(data), *selling_prose(data)):
        by_source.setdefault(name, []).append(text)
    documents, labels_of, spun = [], [], []
    for texts in by_source.values():
        chosen = chance.sample(texts, min(len(texts), MOST_OF_A_SOURCE))
        repeats = max(1, min(6, 60 // len(chosen)))
        for text in chosen * repeats:
            lines = text.split("\n")
            part = "\n".join(lines[: chance.choice((10, 20, 60))])
            rate = 0.0 if chance.random() < CLEAN_SHARE else chance.choice(RATES)
            document = spinner.spin(part, rate)
            hidden = set(chance.sample(range(97), int(97 * HIDDEN)))
            hits = [
                [hit for hit in lexicon.find(block) if _slot(hit.wrong) not in hidden]
                for block in document.blocks
            ]
            found, rows = reckon_article(document.blocks, hits, table)
            if not found:
                continue
            labels = [any(document.replaced[block][r.hit.start : r.hit.end]) for block, r in found]
            words = sum(not word.is_mark for block in document.blocks for word in block)
            documents.append((found, rows, words))
            labels_of.append(np.array(labels, float))
            spun.append(rate > 0)
    everything = np.vstack([rows for _, rows, _ in documents])
    labels = np.concatenate(labels_of)
    weights = np.array([r.hit.weight for found, _, _ in documents for _, r in found])
    # Replacements that may stay good English count little: the editor need not see them.
    clear = np.where((labels == 0) | (weights >= CLEAR_WEIGHT), 1.0, UNCLEAR)
    own = fit_logistic(everything, labels, clear)
    article_rows = np.array(
        [article_features(found, sigmoid(rows @ own), words) for found, rows, words in documents]
    )
    article = fit_logistic(article_rows, np.array(spun, float), np.ones(len(spun)))
    logits = article_rows @ article
    verdicts = np.concatenate(
        [
            np.full(len(rows), clip_verdict(logit))
            for (_, rows, _), logit in zip(documents, logits, strict=True)
        ]
    )
    both = np.column_stack([everything, verdicts])
    joint = fit_logistic(both, labels, clear)
    report(sigmoid(everything @ own), labels, "own")
    report(sigmoid(logits), np.array(spun, float), "article")
    report(sigmoid(both @ joint), labels, "joint")
    target.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "own": _named(OWN_FEATURES, own),
        "article": _named(ARTICLE_FEATURES, article),
        "joint": _named((*OWN_FEATURES, "article"), joint),
    }
    target.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(target.read_text("utf-8"))


def _slot(wrong: str) -> int:
    return sum(wrong.encode()) * 31 % 97


def _named(names: Sequence[str], values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def report(chances: Matrix, labels: Matrix, name: str) -> None:
    """Print precision and recall at a half, and the calibration."""
    said = chances > 0.5
    right = (labels * said).sum()
    print(
        f"{name}: {len(labels)} cases, precision {right / max(said.sum(), 1):.3f}, "
        f"recall {right / labels.sum():.3f}"
    )
    for low in np.arange(0, 1, 0.2):
        inside = (chances >= low) & (chances < low + 0.2)
        if inside.any():
            print(
                f"  said {chances[inside].mean():.2f}, true {labels[inside].mean():.2f},"
                f" {inside.sum()}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
