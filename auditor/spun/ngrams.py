"""How often runs of one to three words stand in clean health writing: a compact counted table.

The table holds hashes, not words: sorted 32-bit keys and, beside each, the count on a
logarithmic scale in one byte. A word it has never seen may share its key with another
(one look-up in some thousand); what it answers is evidence, never proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from zlib import crc32

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.float32]

STEPS_PER_DOUBLING = 8
_FACTORS = tuple(
    np.uint64(factor)
    for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
)
_SPREAD = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


def hash_words(words: Iterable[str]) -> Hashes:
    """Return a hash for each word."""
    return np.fromiter(map(_hash, words), np.uint64)


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def keys_of(*parts: Hashes) -> Keys:
    """Return the table's keys of the runs whose first, second ... words have the hashes `parts`."""
    mixed = np.full(parts[0].shape, len(parts), np.uint64) * _FACTORS[3]
    with np.errstate(over="ignore"):
        for part, factor in zip(parts, _FACTORS, strict=False):
            mixed += (part + np.uint64(1)) * factor
            mixed ^= mixed >> _HALF
            mixed *= _SPREAD
    mixed ^= mixed >> _HALF
    keys: Keys = (mixed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return keys


def pack_counts(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Return counts (1 and more) as steps of an eighth of a doubling."""
    steps = np.rint(np.log2(counts) * STEPS_PER_DOUBLING) + 1
    packed: npt.NDArray[np.uint8] = np.minimum(steps, 255).astype(np.uint8)
    return packed


@dataclass(frozen=True, eq=False)
class NgramTable:
    """The counted table. total: the number of words that were counted."""

    keys: Keys
    steps: npt.NDArray[np.uint8]
    total: float

    def count(self, keys: Keys) -> Counts:
        """Return how often each of `keys` was counted, 0 for what was not seen."""
        if not len(self.keys):
            return np.zeros(keys.shape, np.float32)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        steps = np.where(self.keys[places] == keys, self.steps[places], 0).astype(np.float32)
        return np.where(steps > 0, np.exp2((steps - 1) / STEPS_PER_DOUBLING), 0).astype(np.float32)

    def count_words(self, words: Sequence[str]) -> Counts:
        """Return the count of each single word."""
        return self.count(keys_of(hash_words(words)))

    def count_pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> Counts:
        """Return how often each of the first words was counted right before its second one."""
        return self.count(keys_of(hash_words(firsts), hash_words(seconds)))

    def expected_pairs(self, first: float, second: float) -> float:
        """Return how often two words so often counted would stand together by chance alone."""
        return first * second / self.total


@cache
def load_ngrams() -> NgramTable:
    """Return the table that is shipped with the package, read once a process."""
    folder = files("auditor") / "models" / "ngrams"
    with as_file(folder / "keys.npy") as keys, as_file(folder / "steps.npy") as steps:
        table = np.load(keys, mmap_mode="r"), np.load(steps, mmap_mode="r")
    total = float((folder / "total.txt").read_text("ascii"))
    return NgramTable(*table, total=total)
