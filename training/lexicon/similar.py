"""How far two words are used alike in clean text: where they are, one for the other is no fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from clean_text import counted_sentences

from auditor.spun.words import END, split_words

NEIGHBOURS = 2500
LEAST_COUNT = 15


def learn_likeness(data: Path) -> Callable[[str, str], float]:
    """Return a function that gives the likeness of two words, 0 to 1 (0 for rare words).

    It is the cosine of what stands right before and after them, weighted by positive pointwise
    mutual information.
    """
    ids: dict[str, int] = {}
    text = []
    for sentence in counted_sentences(data):
        text.extend(ids.setdefault(word.text, len(ids)) for word in split_words(sentence))
        text.append(ids.setdefault(END, len(ids)))
    line = np.array(text)
    counts = np.bincount(line, minlength=len(ids))
    column = np.full(len(ids), -1)
    column[np.argsort(-counts, kind="stable")[:NEIGHBOURS]] = np.arange(NEIGHBOURS)
    known = np.flatnonzero(counts >= LEAST_COUNT)
    row = np.full(len(ids), -1)
    row[known] = np.arange(len(known))
    table = np.zeros((len(known), 2 * NEIGHBOURS), np.float32)
    for side, (word, neighbour) in enumerate(((line[1:], line[:-1]), (line[:-1], line[1:]))):
        rows, columns = row[word], column[neighbour]
        both = (rows >= 0) & (columns >= 0)
        np.add.at(table, (rows[both], columns[both] + side * NEIGHBOURS), 1)
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = np.where(table > 0, np.log(table / expected), 0)
    # What was seen once or twice says little.
    bound = np.maximum(bound, 0) * np.minimum(table / 3, 1)
    bound /= np.maximum(np.linalg.norm(bound, axis=1, keepdims=True), 1e-9)

    def likeness(one: str, other: str) -> float:
        places = [row[ids[word]] if word in ids else -1 for word in (one, other)]
        return float(bound[places[0]] @ bound[places[1]]) if min(places) >= 0 else 0.0

    return likeness
