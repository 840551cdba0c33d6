"""The words that English and clean health writing know, with how common each one is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from auditor.word_files import read_lines

# Ranks: 15,000 words make up daily prose, the hundred commonest are mostly function words.
COMMON = 15_000
FAMILIAR = 40_000
FUNCTION_WORDS = 120


@lru_cache(maxsize=1)
def known_words() -> Mapping[str, int]:
    """Return each known word, lower case and with straight apostrophes, and its rank from 0.

    Source: training/words/build.py says how the table was made.
    """
    table = files("auditor") / "models" / "words" / "known.txt.gz"
    words = read_lines(table)
    return dict(zip(words, range(len(words)), strict=True))


def is_function_word(word: str) -> bool:
    """Say whether a word in lower case is one of the commonest, which hold sentences together."""
    return known_words().get(word, FUNCTION_WORDS) < FUNCTION_WORDS
