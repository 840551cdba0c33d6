"""Writes the terms that audit tries where the words as they stand are none.

    python training/lexicon/build_terms.py ../shared/data auditor/models/spun

Terms are the restorer's phrases of several words, words that stand together in clean text far
oftener than chance would have it, and closed compounds, whose parts a spinner replaces one by one
("dark heads" for blackheads). Run it after build_phrases.py, whose lines it counts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
from build_pairs import read_pairs
from clean_text import counted_sentences, read_terms

from auditor.spun.ngrams import pack_counts
from auditor.spun.phrases import read_phrases
from auditor.spun.terms import LONGEST, NOTHING
from auditor.spun.words import split_words

HERE = Path(__file__).resolve().parent
Words = tuple[str, ...]

# Two words are a term if they stand together that often, and by so much (log) oftener than by
# chance; neither is one of the so many commonest words.
LEAST_COUNT = 6
LEAST_PULL = 2.5
FUNCTION_WORDS = 150
SHORTEST_WORD = 3
# The right words of a written pair of that weight are a term, if they are several.
LEAST_WEIGHT = 5


def count_text(data: Path) -> tuple[Counter[str], Counter[Words]]:
    """Return how often words, and runs of two to LONGEST words, stand in the clean text."""
    words: Counter[str] = Counter()
    runs: Counter[Words] = Counter()
    for sentence in counted_sentences(data):
        texts = [word.text for word in split_words(sentence)]
        words.update(texts)
        runs.update(pairwise(texts))
    return words, runs


def bound_pairs(words: Counter[str], runs: Mapping[Words, int]) -> Iterator[Words]:
    """Yield every two words that belong together."""
    total = words.total()
    plain = {word for word, _ in words.most_common(FUNCTION_WORDS)}
    for pair, count in runs.items():
        if count < LEAST_COUNT or any(
            word in plain or len(word) < SHORTEST_WORD or not word.isalpha() for word in pair
        ):
            continue
        if log(count * total / (words[pair[0]] * words[pair[1]])) >= LEAST_PULL:
            yield pair


def known_terms() -> set[Words]:
    """Return the field's fixed terms, and what the written pairs take for a whole."""
    rights = (right for right, _, weight, _ in read_pairs(HERE / "pairs") if weight >= LEAST_WEIGHT)
    terms = {
        tuple(word.text for word in split_words(term) if not word.is_mark)
        for term in (*read_terms(), *rights)
    }
    return {
        term
        for term in terms
        if 1 < len(term) <= LONGEST and len(term[0]) > 1 and all(map(str.isalpha, term))
    }


def main(data: Path, folder: Path) -> None:
    """Write terms.npz beside phrases.txt.gz."""
    phrases = [tuple(line.split()) for line in read_phrases(folder)]
    numbers = {phrase: number for number, phrase in enumerate(phrases)}
    words, runs = count_text(data)
    compounds = [tuple(line.split()) for line in (HERE / "compounds.txt").read_text().splitlines()]
    closed = {parts: ("".join(parts),) for parts in compounds if ("".join(parts),) in numbers}
    counts = {phrase: max(runs[phrase], 1) for phrase in phrases if 1 < len(phrase) <= LONGEST}
    counts |= {pair: runs[pair] for pair in bound_pairs(words, runs)}
    known = known_terms()
    counts |= {term: max(runs[term], 1) for term in known}
    counts |= {parts: words[whole[0]] for parts, whole in closed.items()}
    kept = sorted(term for term in counts if all((word,) in numbers for word in term))
    parts = np.full((len(kept), LONGEST), NOTHING, np.uint16)
    for row, term in zip(parts, kept, strict=True):
        row[: len(term)] = [numbers[word,] for word in term]
    whole = [numbers[closed[term]] if term in closed else NOTHING for term in kept]
    fixed = known | set(closed)
    target = folder / "terms.npz"
    np.savez_compressed(
        target,
        parts=parts,
        whole=np.array(whole, np.uint16),
        fixed=np.array([term in fixed for term in kept]),
        steps=pack_counts(np.array([max(counts[term], 1) for term in kept])),
    )
    print(f"{len(kept)} of {len(counts)} terms, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
