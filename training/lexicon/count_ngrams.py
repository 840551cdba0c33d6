"""Counts runs of one to three words in the clean text and writes the table that audit ships.

python training/lexicon/count_ngrams.py ../shared/data auditor/models/ngrams
"""

from __future__ import annotations

import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from clean_text import counted_sentences

from auditor.spun.ngrams import keys_of, pack_counts
from auditor.spun.words import END, split_words

# The least count that is kept, by the number of words of the run.
LEAST = {1: 1, 2: 1, 3: 3}


def hash_text(data: Path) -> npt.NDArray[np.uint64]:
    """Return the hashes of all words and marks of the counted text, in order."""
    known: dict[str, int] = {}
    hashes = []
    for sentence in counted_sentences(data):
        words = [word.text for word in split_words(sentence)]
        if not words:
            continue
        for word in (*words, *([END] if words[-1] != END else [])):
            if word not in known:
                known[word] = crc32(word.encode("utf-8", "replace"))
            hashes.append(known[word])
    return np.array(hashes, np.uint64)


def build(data: Path, folder: Path) -> None:
    """Count and write keys.npy, steps.npy and total.txt into `folder`."""
    hashes = hash_text(data)
    all_keys, all_counts = [], []
    for length, least in LEAST.items():
        parts = [hashes[offset : len(hashes) - length + 1 + offset] for offset in range(length)]
        keys, counts = np.unique(keys_of(*parts), return_counts=True)
        kept = counts >= least
        print(f"{length}: {kept.sum()} of {len(keys)} runs kept")
        all_keys.append(keys[kept])
        all_counts.append(counts[kept])
    keys, counts = np.concatenate(all_keys), np.concatenate(all_counts)
    order = np.lexsort((-counts, keys))
    keys, counts = keys[order], counts[order]
    first = np.concatenate([[True], keys[1:] != keys[:-1]])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "keys.npy", keys[first])
    np.save(folder / "steps.npy", pack_counts(counts[first]))
    (folder / "total.txt").write_text(f"{len(hashes)}\n", "ascii")
    print(f"{len(hashes)} words, {first.sum()} entries, {5 * first.sum() / 1e6:.1f} MB")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
