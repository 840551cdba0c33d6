"""The words that English and clean health writing know, with how common each one is."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

# Ranks: the hundred commonest words are mostly function words; 15,000 words make up daily prose.
COMMON = 15_000
FAMILIAR = 40_000


@lru_cache(maxsize=1)
def known_words() -> Mapping[str, int]:
    """Return each known word, lower case and with straight apostrophes, and its rank from 0.

    Source: training/words/build.py says how the table was made.
    """
    table = files("auditor") / "models" / "words" / "known.txt.gz"
    words = gzip.decompress(table.read_bytes()).decode("utf-8").split("\n")[:-1]
    return dict(zip(words, range(len(words)), strict=True))
