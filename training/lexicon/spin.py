"""A synthetic spinner: puts the spun words of the written pairs into clean documents."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from auditor.packs import Pair
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import Hit, Lexicon
from auditor.spun.words import Word, split_words


@dataclass(frozen=True, slots=True)
class SpunDocument:
    """A document's blocks of words, and for each word the weight of the pair that put it there."""

    blocks: tuple[tuple[Word, ...], ...]
    replaced: tuple[tuple[int, ...], ...]


class Spinner:
    """Replaces words in the way of its pairs, the same words always by the same ones."""

    def __init__(
        self, pairs: list[tuple[str, str, int, str]], irregulars: Irregulars, seed: int
    ) -> None:
        self._random = random.Random(seed)
        by_right: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for right, wrong, weight, _ in pairs:
            by_right[right.lower()].append((wrong.lower(), weight))
        self._weights = {(r, w): weight for r, ws in by_right.items() for w, weight in ws}
        self._lexicon = Lexicon(
            (
                Pair(right, tuple(wrong for wrong, _ in wrongs), max(k for _, k in wrongs))
                for right, wrongs in by_right.items()
            ),
            irregulars,
        )

    def spin(self, text: str, rate: float) -> SpunDocument:
        """Return `text` (a sentence a line) with about that share of its words replaced."""
        habits: dict[str, tuple[str, ...]] = {}
        willing: dict[str, bool] = {}
        blocks, marks = [], []
        for line in text.split("\n"):
            words = split_words(line)
            hits = self._choose(words, rate, habits, willing) if rate else []
            block, mark = _replace(words, hits)
            blocks.append(tuple(block))
            marks.append(tuple(mark))
        return SpunDocument(tuple(blocks), tuple(marks))

    def _choose(
        self,
        words: list[Word],
        rate: float,
        habits: dict[str, tuple[str, ...]],
        willing: dict[str, bool],
    ) -> list[tuple[Hit, tuple[str, ...], int]]:
        hits = self._lexicon.find(words)
        self._random.shuffle(hits)
        hits.sort(key=lambda hit: hit.start - hit.end)
        taken: set[int] = set()
        chosen = []
        for hit in hits:
            if hit.wrong not in willing:
                phrase = hit.end - hit.start > 1
                willing[hit.wrong] = self._random.random() < rate * (2.5 if phrase else 1.8)
            places = set(range(hit.start, hit.end))
            if not willing[hit.wrong] or places & taken:
                continue
            if hit.wrong not in habits:
                odds = [2.0 ** self._weight(hit.wrong, phrase) for phrase in hit.right]
                habits[hit.wrong] = self._random.choices(hit.right, odds)[0]
            taken |= places
            chosen.append((hit, habits[hit.wrong], self._weight(hit.wrong, habits[hit.wrong])))
        return chosen

    def _weight(self, right: str, wrong: tuple[str, ...]) -> int:
        return self._weights.get((right, " ".join(wrong)), 3)


def _replace(
    words: list[Word], hits: list[tuple[Hit, tuple[str, ...], int]]
) -> tuple[list[Word], list[int]]:
    at = {hit.start: (hit, phrase, weight) for hit, phrase, weight in hits}
    block: list[Word] = []
    mark: list[int] = []
    index = 0
    while index < len(words):
        if index in at:
            hit, phrase, weight = at[index]
            block.extend(Word(text, 0, 0) for text in phrase)
            mark.extend(weight for _ in phrase)
            index = hit.end
        else:
            block.append(words[index])
            mark.append(0)
            index += 1
    return block, mark
