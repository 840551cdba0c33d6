"""Writes the phrases that the encoder may propose for words that no pair knows.

    python training/lexicon/build_phrases.py ../shared/data auditor/models/spun

The commoner words of clean text in all their forms, the right words of the pairs, and the field's
terms.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from build_pairs import HERE, read_marks, read_pairs
from clean_text import counted_sentences, read_terms

from auditor.spun.phrases import NAME
from auditor.spun.words import split_words
from auditor.word_files import write_lines

LEAST_COUNT = 25
LONGEST = 4
# Right words of the pairs need this weight in all: what one line alone gives is a rarity.
LEAST_WEIGHT = 6
# Several words are proposed for any place if their pairs' weight is that; in the others' place
# stand terms (`build_terms.py`).
LEAST_WEIGHT_OF_SEVERAL = 14


def main(data: Path, folder: Path) -> None:
    """Write the phrases, sorted."""
    counts = Counter(
        word.text for sentence in counted_sentences(data) for word in split_words(sentence)
    )
    phrases = {word for word, n in counts.items() if n >= LEAST_COUNT and word.isalpha()}
    weights: Counter[str] = Counter()
    for right, _, weight, _ in (*read_pairs(HERE / "pairs"), *read_marks()):
        weights[_plain(right)] += weight
    phrases |= {
        phrase
        for phrase, weight in weights.items()
        if weight >= (LEAST_WEIGHT_OF_SEVERAL if " " in phrase else LEAST_WEIGHT)
    }
    phrases |= {_plain(term) for term in read_terms()}
    kept = sorted(p for p in phrases if p and p.count(" ") < LONGEST and not p.isdigit())
    write_lines(kept, folder / NAME)
    print(f"{len(kept)} phrases")


def _plain(words: str) -> str:
    return " ".join(word.text for word in split_words(words) if not word.is_mark)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
