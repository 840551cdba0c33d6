"""How often words stand in clean writing, alone and side by side."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.spun.ngrams import load_ngrams

# A pair counts as never written if it was seen at most so often, or in that share of what chance
# alone would have made. Clean writing has slips, too.
MOST_SEEN = 1
CHANCE = 0.01
_BEFORE_NOUNS = ("the", "of", "a", "your", "in", "for", "with")


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


def is_unwritten(first: str, second: str, least: float) -> bool:
    """Say whether clean writing never puts two words together that chance would, `least` times."""
    (seen,) = count_pairs([first], [second])
    expected = expected_pairs(*count_words([first, second]))
    return expected >= least and seen <= max(MOST_SEEN, CHANCE * expected)


def stands_as_noun(word: str) -> bool:
    """Say whether clean writing has the word where nouns stand."""
    return any(count_pairs(_BEFORE_NOUNS, [word] * len(_BEFORE_NOUNS)))
