"""How often words stand in clean writing, alone and side by side."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.spun.ngrams import load_ngrams


def count_words(words: Sequence[str]) -> list[float]:
    """Return how often each of the words was counted."""
    counts: list[float] = load_ngrams().count_words(words).tolist()
    return counts


def count_pairs(firsts: Sequence[str], seconds: Sequence[str]) -> list[float]:
    """Return how often each of the first words was counted right before its second one."""
    counts: list[float] = load_ngrams().count_pairs(firsts, seconds).tolist()
    return counts


def expected_pairs(first: float, second: float) -> float:
    """Return how often two words so often counted would stand together by chance alone."""
    return load_ngrams().expected_pairs(first, second)
