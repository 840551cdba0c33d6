"""How likely each word of an article belongs to a claim, as the encoder reads it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from auditor.claims.reading import Reading
from auditor.encoder import CLAIMS, Array
from auditor.model_reading import ModelReading

# The words of an article that is more likely spun than not are not what anybody meant.
SPUN = 0.5


@dataclass(frozen=True, eq=False)
class Chances:
    """Probabilities (words, CLAIMS) of the words that begin at `starts` in the text."""

    starts: list[int]
    words: Array

    def place(self, reading: Reading, token: int) -> int:
        """Return the first word that begins at the token or after it."""
        return bisect_left(self.starts, reading.doc[token].idx)

    def between(self, reading: Reading, start: int, end: int) -> Array:
        """Return the words of the tokens `start` up to `end`."""
        last = reading.doc[end - 1]
        return self.words[
            self.place(reading, start) : bisect_left(self.starts, last.idx + len(last))
        ]


def chances_of(models: ModelReading) -> Chances:
    """Return what the models say of an article's words; marks are none."""
    starts: list[int] = []
    rows = [np.zeros((0, len(CLAIMS)), np.float32)]
    for words, logits in zip(models.blocks, models.claims, strict=True):
        kept = [index for index, word in enumerate(words) if not word.is_mark]
        starts += [words[index].start for index in kept]
        rows.append(logits[kept])
    chances: Array = np.concatenate(rows)
    # In place: of a long article each copy is 25 MB.
    rows.clear()
    chances -= chances.max(axis=1, keepdims=True, initial=0)
    np.exp(chances, out=chances)
    chances /= chances.sum(axis=1, keepdims=True)
    return Chances(starts, chances)
