"""What a spinner with a dictionary makes of common words: neighbours of any sense.

    python training/encoder/thesaurus.py ../shared/data build/wordnet.tsv
    python training/encoder/thesaurus.py ../shared/data build/moby.tsv --moby package/words.txt

Writes right words, spun words, weight and an empty phrase, as the written pairs have them. Reads
the dictionary files of WordNet 3.0 (Debian's wordnet-base) itself: NLTK's reader wants two files
that Debian leaves out. The Moby thesaurus (see `training/lexicon/build_thesaurus.py`) is far
looser. Used in training only.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from clean_text import counted_sentences
from wordfreq import zipf_frequency

from auditor.spun.words import split_words

WORDNET = Path("/usr/share/wordnet")
CLASSES = {"noun": "1", "verb": "2", "adj": "3", "adv": "4"}
NEAR = {"&": 2, "@": 2, "$": 2}
LEAST_COUNT = 40
LEAST_ZIPF = 1.8
MOST_OF_A_WORD = 24
# A sense that makes up this share of a word's uses is its own: synonyms there are good English.
OWN_SENSE = 0.5


class Sense(NamedTuple):
    """A synset: its words, and the synsets near it (similar, above, or of the same verb group)."""

    words: tuple[str, ...]
    near: tuple[tuple[str, str], ...]


class WordNet:
    """The synsets by word class and offset, and each word's senses with their counts."""

    def __init__(self, folder: Path) -> None:
        uses: dict[tuple[str, str, int], int] = {}
        for line in (folder / "cntlist.rev").read_text("ascii").splitlines():
            key, number, count = line.split()
            word, _, rest = key.partition("%")
            uses[word, rest[0].replace("5", "3"), int(number)] = int(count)
        self._senses: dict[tuple[str, str], Sense] = {}
        self._of_word: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for name, kind in CLASSES.items():
            for line in _lines(folder / f"data.{name}"):
                fields = line.partition("|")[0].split()
                size = int(fields[3], 16)
                words = tuple(
                    fields[4 + 2 * i].partition("(")[0].replace("_", " ").lower()
                    for i in range(size)
                )
                links = fields[5 + 2 * size :]
                near = tuple(
                    (kind, links[i + 1]) for i in range(0, len(links) - 3, 4) if links[i] in NEAR
                )
                self._senses[kind, fields[0]] = Sense(words, near)
            for line in _lines(folder / f"index.{name}"):
                fields = line.split()
                for number, offset in enumerate(fields[-int(fields[2]) :], 1):
                    count = uses.get((fields[0], kind, number), 0)
                    self._of_word[fields[0]].append((kind, offset, count))

    def neighbours(self, word: str) -> Counter[str]:
        """Return what may be put for `word`, each with a weight of 1 (fits) to 3 (wrong sense)."""
        found: Counter[str] = Counter()
        senses = self._of_word.get(word, [])
        total = sum(count for *_, count in senses)
        for rank, (kind, offset, count) in enumerate(senses):
            own = count >= OWN_SENSE * total if total else rank == 0
            sense = self._senses[kind, offset]
            others = [self._senses[place] for place in sense.near]
            for texts, weight in ((sense.words, 1 if own else 3), *((o.words, 2) for o in others)):
                for text in texts:
                    if text != word and text.count(" ") < 2:
                        found[text] = min(found.get(text, 3), weight)
        return found


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a dictionary file after its licence, which is indented."""
    return (line for line in path.read_text("ascii").splitlines() if not line.startswith(" "))


def read_moby(source: Path) -> dict[str, list[str]]:
    """Return the neighbours of each word of the Moby thesaurus, single words alone."""
    near: dict[str, list[str]] = {}
    for line in source.read_text("utf-8", "replace").splitlines():
        root, *others = (words.strip().lower() for words in line.split(","))
        near[root] = [word for word in others if word.isalpha() and word.isascii()]
    return near


def pick(found: Iterable[str]) -> list[str]:
    """Return so many of the words as a spinner has for one, the same ones every time."""
    return sorted(found, key=lambda text: zlib.crc32(text.encode()))[:MOST_OF_A_WORD]


def common_words(data: Path) -> Iterator[str]:
    """Yield the words that clean text has often, the commonest first."""
    counts = Counter(
        word.text for sentence in counted_sentences(data) for word in split_words(sentence)
    )
    for word, count in counts.most_common():
        if count >= LEAST_COUNT and len(word) > 2 and word.isalpha():
            yield word


def is_known(text: str) -> bool:
    """Say whether a spinner's reader may have met the word or words."""
    return zipf_frequency(text, "en") >= LEAST_ZIPF


def main() -> None:
    """Write the pairs of all common words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--moby", type=Path, help="the Moby thesaurus, instead of WordNet")
    options = parser.parse_args()
    wordnet = WordNet(WORDNET)
    moby = read_moby(options.moby) if options.moby else {}
    options.target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with options.target.open("w", encoding="utf-8") as out:
        for word in common_words(options.data):
            near = wordnet.neighbours(word)
            if options.moby:
                loose = (text for text in moby.get(word, ()) if near.get(text) != 1)
                choices = [(text, 2) for text in pick(filter(is_known, loose))]
            else:
                known = sorted(
                    ((zipf_frequency(text, "en"), text) for text in near if is_known(text)),
                    reverse=True,
                )
                choices = [(text, near[text]) for _, text in known[:MOST_OF_A_WORD]]
            for text, weight in choices:
                out.write(f"{word}\t{text}\t{weight}\t\n")
                written += 1
    print(f"{written} pairs")


if __name__ == "__main__":
    main()
