"""What the encoder makes of suspicious words: how well known repairs fit, and its own ideas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np

from auditor.encoder import Array, Encoder, Judged, load_encoder
from auditor.lexicon import known_words
from auditor.spun.lexicon import ALWAYS, Hit
from auditor.spun.words import Word

_Phrase = tuple[str, ...]
_Blocks = Sequence[Sequence[Word]]

# Log-odds from which the encoder's own ideas are asked for, and how many of them.
CURIOUS = -0.5
IDEAS = 6
# So many of the commonest words are mostly function words: beside a spun word they often look
# ill-fitting, and are not.
FUNCTION_WORDS = 120
# Weight of a hit that no pair knows.
UNKNOWN = 0
# What the encoder finds that fitting is no more looked at, unless the lexicon is sure of it.
FITTING = -4.0
# Blocks are read in parts of so many words: what the encoder remembers of a part is then dropped.
PART = 20_000
# Places whose ideas are looked up at once.
SLICE = 256


@dataclass(frozen=True, slots=True)
class Looked:
    """What the encoder says of an article.

    logits: for each block, a value a word. claims: as `auditor.encoder.Judged` has them. hits:
    for each block, the lexicon's hits with their `fits`, and after them the encoder's own.
    """

    logits: tuple[Array, ...]
    claims: tuple[Array, ...]
    hits: tuple[tuple[Hit, ...], ...]


class Restorer:
    """The encoder with the phrases that it may propose."""

    def __init__(self, encoder: Encoder, phrases: Iterable[str]) -> None:
        self._encoder = encoder
        self._phrases = [tuple(phrase.split()) for phrase in phrases]
        self._described: Array | None = None
        self._known: dict[_Phrase, Array] = {}

    def look(self, blocks: _Blocks, hits: Sequence[Sequence[Hit]]) -> Looked:
        """Read the article, weigh the repairs of `hits` and add what else may be wrong."""
        parts = [self._look(blocks[first:last], hits[first:last]) for first, last in _parts(blocks)]
        return Looked(
            tuple(logits for judged, _ in parts for logits in judged.logits),
            tuple(claims for judged, _ in parts for claims in judged.claims),
            tuple(known for _, weighed in parts for known in weighed),
        )

    def _look(
        self, blocks: _Blocks, hits: Sequence[Sequence[Hit]]
    ) -> tuple[Judged, list[tuple[Hit, ...]]]:
        sure = {
            (block, index)
            for block, known in enumerate(hits)
            for hit in known
            if hit.weight == ALWAYS
            for index in range(hit.start, hit.end)
        }
        judged = self._encoder.judge(blocks, sure, FITTING)
        hits = [
            [hit for hit in known if hit.weight == ALWAYS or _ill_fit(judged, block, hit) > FITTING]
            for block, known in enumerate(hits)
        ]
        self._describe(
            {tuple(hit.wrong.split()) for known in hits for hit in known}
            | {phrase for known in hits for hit in known for phrase in hit.right}
        )
        ideas = self._own_ideas(blocks, judged)
        weighed = []
        for block, known in enumerate(hits):
            found = []
            for hit in known:
                vector = _mean(judged, block, hit.start, hit.end)
                phrases = (tuple(hit.wrong.split()), *hit.right)
                scores = np.stack([self._known[phrase] for phrase in phrases]) @ vector
                found.append(replace(hit, fits=tuple((scores[1:] - scores[0]).tolist())))
            weighed.append((*found, *ideas.get(block, ())))
        return replace(judged, vectors={}), weighed

    def _own_ideas(self, blocks: _Blocks, judged: Judged) -> dict[int, list[Hit]]:
        """Return for each block a hit for each ill-fitting word, and for each two side by side."""
        places = [
            (block, start, end)
            for block, words in enumerate(blocks)
            for start in range(len(words))
            for end in (start + 1, start + 2)
            if end <= len(words)
            and all(
                judged.logits[block][index] >= CURIOUS and words[index].text.isalpha()
                for index in range(start, end)
            )
            and not all(_is_function_word(words[index].text) for index in range(start, end))
        ]
        found: dict[int, list[Hit]] = {}
        for first in range(0, len(places), SLICE):
            some = places[first : first + SLICE]
            vectors = np.stack([_mean(judged, *place) for place in some])
            wrongs = [tuple(w.text for w in blocks[b][start:end]) for b, start, end in some]
            kept = np.einsum("ij,ij->i", self._encoder.describe(wrongs), vectors)
            scores = vectors @ self._all_phrases().T - kept[:, None]
            best = np.argpartition(-scores, IDEAS, axis=1)[:, : IDEAS + 1]
            for place, wrong, row, columns in zip(some, wrongs, scores, best, strict=True):
                order = columns[np.argsort(-row[columns], kind="stable")]
                ideas = [(self._phrases[i], float(row[i])) for i in order]
                ideas = [idea for idea in ideas if idea[0] != wrong][:IDEAS]
                right, fits = zip(*ideas, strict=True)
                hit = Hit(place[1], place[2], " ".join(wrong), right, UNKNOWN, True, fits)
                found.setdefault(place[0], []).append(hit)
        return found

    def _all_phrases(self) -> Array:
        if self._described is None:
            self._described = self._encoder.describe(self._phrases)
        return self._described

    def _describe(self, phrases: Iterable[_Phrase]) -> None:
        new = sorted(set(phrases) - self._known.keys())
        self._known.update(zip(new, self._encoder.describe(new), strict=True))


def _is_function_word(word: str) -> bool:
    return known_words().get(word, FUNCTION_WORDS) < FUNCTION_WORDS


def _ill_fit(judged: Judged, block: int, hit: Hit) -> float:
    return float(judged.logits[block][hit.start : hit.end].max())


def _mean(judged: Judged, block: int, start: int, end: int) -> Array:
    """Return the mean of the vectors that were kept of the words; one at least was."""
    rows = [judged.vectors[block, i] for i in range(start, end) if (block, i) in judged.vectors]
    mean: Array = rows[0] if len(rows) == 1 else np.mean(rows, axis=0)
    return mean


def _parts(blocks: _Blocks) -> Iterable[tuple[int, int]]:
    first = words = 0
    for index, block in enumerate(blocks):
        if words and words + len(block) > PART:
            yield first, index
            first, words = index, 0
        words += len(block)
    if first < len(blocks):
        yield first, len(blocks)


@lru_cache(maxsize=1)
def load_restorer() -> Restorer:
    """Return the restorer that is shipped with the package, loaded once a process."""
    phrases = (files("auditor") / "models" / "spun" / "phrases.txt").read_text("utf-8")
    return Restorer(load_encoder(), phrases.split("\n")[:-1])
