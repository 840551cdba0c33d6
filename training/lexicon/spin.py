"""A synthetic spinner: puts the spun words of the written pairs into clean documents."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.pairs import Pair
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import Hit, Lexicon
from auditor.spun.words import Word, split_words


class Replaced(NamedTuple):
    """Words `start:end` of a block that a spinner put, what was there, and the pair's weight."""

    start: int
    end: int
    right: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class SpunDocument:
    """A document's blocks of words, and in each the runs of words that were replaced."""

    blocks: tuple[tuple[Word, ...], ...]
    replaced: tuple[tuple[Replaced, ...], ...]

    def weights(self, block: int) -> list[int]:
        """Return for each word of a block the weight of the pair that put it there, else 0."""
        weights = [0] * len(self.blocks[block])
        for start, end, _, weight in self.replaced[block]:
            weights[start:end] = [weight] * (end - start)
        return weights


def unspun(blocks: tuple[tuple[Word, ...], ...]) -> SpunDocument:
    """Return a document in which nothing was replaced."""
    return SpunDocument(blocks, tuple(() for _ in blocks))


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

    def reseed(self, seed: int) -> None:
        """Choose otherwise from now on, as a spinner of that seed does."""
        self._random.seed(seed)

    def spin(self, text: str, rate: float) -> SpunDocument:
        """Return `text` (a sentence a line) with about that share of its words replaced."""
        blocks = tuple(tuple(split_words(line)) for line in text.split("\n"))
        return self.respin(unspun(blocks), rate)

    def respin(self, document: SpunDocument, rate: float) -> SpunDocument:
        """Return `document` with more of its words replaced, none of them twice."""
        habits: dict[str, tuple[str, ...]] = {}
        willing: dict[str, bool] = {}
        blocks, replaced = [], []
        for words, before in zip(document.blocks, document.replaced, strict=True):
            hits = self._choose(words, before, rate, habits, willing) if rate else []
            block, runs = _replace(words, before, hits)
            blocks.append(tuple(block))
            replaced.append(tuple(runs))
        return SpunDocument(tuple(blocks), tuple(replaced))

    def _choose(
        self,
        words: Sequence[Word],
        before: Sequence[Replaced],
        rate: float,
        habits: dict[str, tuple[str, ...]],
        willing: dict[str, bool],
    ) -> list[tuple[Hit, tuple[str, ...], int]]:
        hits = self._lexicon.find(words)
        self._random.shuffle(hits)
        hits.sort(key=lambda hit: hit.start - hit.end)
        taken = {index for run in before for index in range(run.start, run.end)}
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
    words: Sequence[Word],
    before: Sequence[Replaced],
    hits: Sequence[tuple[Hit, tuple[str, ...], int]],
) -> tuple[list[Word], list[Replaced]]:
    """Return the words with the hits' phrases put in, and all runs that are replaced by now."""
    at = {hit.start: (hit.end, phrase, weight) for hit, phrase, weight in hits}
    kept = {run.start: run for run in before}
    block: list[Word] = []
    runs: list[Replaced] = []
    index = 0
    while index < len(words):
        if index in kept:
            run = kept[index]
            moved = run._replace(start=len(block), end=len(block) + run.end - run.start)
            runs.append(moved)
            block.extend(words[run.start : run.end])
            index = run.end
        elif index in at:
            end, phrase, weight = at[index]
            right = tuple(word.text for word in words[index:end])
            runs.append(Replaced(len(block), len(block) + len(phrase), right, weight))
            block.extend(Word(text, 0, 0) for text in phrase)
            index = end
        else:
            block.append(words[index])
            index += 1
    return block, runs
