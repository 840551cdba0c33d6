"""What the encoder makes of suspicious words: how well known repairs fit, and its own ideas."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from auditor.encoder import Array, Encoder, Judged, load_encoder
from auditor.lexicon import is_function_word
from auditor.packs import RuleSet
from auditor.spun.inflect import IRREGULAR_LIST, Irregulars
from auditor.spun.lexicon import ALWAYS, Hit
from auditor.spun.ngrams import load_ngrams
from auditor.spun.phrases import read_phrases
from auditor.spun.terms import load_terms
from auditor.spun.thesaurus import Numbers, Thesaurus, load_neighbours
from auditor.spun.words import Word
from auditor.startup import without_collection

_Phrase = tuple[str, ...]
_Run = tuple[int, int, int]  # block, first word, word after the last
_Blocks = Sequence[Sequence[Word]]

# Log-odds from which the encoder's own ideas are asked for, and how many of them.
CURIOUS = -0.5
IDEAS = 6
# So many of a word's neighbours in the thesaurus are looked at, those that fit best.
KIN_IDEAS = 6
# Log-odds from which a word's neighbours are tried, and by how much the best must fit better.
DOUBTFUL = -3.0
BETTER = 0.5
# Weight of a hit that no pair knows.
UNKNOWN = 0
# What the encoder finds that fitting is no more looked at, unless the lexicon is sure of it.
FITTING = -4.0
# Unless a term stands behind it that a spinner takes apart so more likely than this (log), too.
TERM_COST = -4.0
# Blocks are read in parts of so many words: what the encoder remembers of a part is then dropped.
PART = 20_000
# Places whose ideas are looked up at once, and phrases whose highest score is looked at first.
SLICE = 256
RUN = 64
# So many phrases' vectors are kept from one article to the next, 1.5 KB each.
MOST_KNOWN = 20_000


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

    def __init__(self, encoder: Encoder, phrases: Iterable[str], irregulars: Irregulars) -> None:
        self._encoder = encoder
        self.phrases = [tuple(phrase.split()) for phrase in phrases]
        self.thesaurus = Thesaurus(self.phrases, load_neighbours(), irregulars)
        self.terms = load_terms(self.phrases, self.thesaurus, load_ngrams())
        self._averages: Array | None = None
        self._known: dict[_Phrase, Array] = {}

    def read(self, blocks: _Blocks) -> Judged | None:
        """Return what the encoder says of an article, None if that is too much to be kept."""
        is_short = len(list(_parts(blocks))) <= 1
        return self._encoder.judge(blocks) if is_short else None

    def look(
        self, blocks: _Blocks, hits: Iterable[Sequence[Hit]], judged: Judged | None = None
    ) -> Looked:
        """Read the article, weigh the repairs of `hits` and add what else may be wrong.

        hits: of each block, asked for part by part: most of them are dropped when they are looked
        at. judged: what `read` returned of the blocks, which are read only now without it.
        """
        if judged is not None:
            parts = [self._look(blocks, list(hits), judged)]
        else:
            parts, every = [], iter(hits)
            for at in _parts(blocks):
                part = blocks[at]
                parts.append(self._look(part, list(islice(every, len(part)))))
        return Looked(
            tuple(logits for judged, _ in parts for logits in judged.logits),
            tuple(claims for judged, _ in parts for claims in judged.claims),
            tuple(known for _, weighed in parts for known in weighed),
        )

    def _look(
        self, blocks: _Blocks, hits: Sequence[Sequence[Hit]], judged: Judged | None = None
    ) -> tuple[Judged, list[tuple[Hit, ...]]]:
        behind = self.terms.find(blocks, hits)
        hits = [[*known, *more] for known, more in zip(hits, behind, strict=True)]
        sure = {
            (block, index)
            for block, known in enumerate(hits)
            for hit in known
            if _is_looked_at(hit)
            for index in range(hit.start, hit.end)
        }
        judged = self._with_vectors(blocks, sure, judged)
        terms = {
            (block, index): hit.end - hit.start
            for block, known in enumerate(hits)
            for hit in sorted(known, key=lambda hit: hit.end - hit.start)
            if hit.weight == ALWAYS and hit.end - hit.start > 1
            for index in range(hit.start, hit.end)
        }
        hits = [
            [
                hit
                for hit in known
                if (_is_looked_at(hit) or _ill_fit(judged, block, hit) > FITTING)
                and terms.get((block, hit.start), 0) <= hit.end - hit.start
            ]
            for block, known in enumerate(hits)
        ]
        self._describe(
            {tuple(hit.wrong.split()) for known in hits for hit in known}
            | {phrase for known in hits for hit in known for phrase in hit.right}
        )
        ideas = self._own_ideas(blocks, judged, terms)
        weighed = []
        for block, known in enumerate(hits):
            found = []
            for hit in known:
                vector = _mean(judged, block, hit.start, hit.end)
                phrases = (tuple(hit.wrong.split()), *hit.right)
                scores = np.stack([self._known[phrase] for phrase in phrases]) @ vector
                kin = self.thesaurus.kin(phrases[0])
                found.append(
                    replace(
                        hit,
                        fits=tuple((scores[1:] - scores[0]).tolist()),
                        kin=tuple(phrase in kin for phrase in hit.right),
                    )
                )
            weighed.append((*found, *ideas.get(block, ())))
        return replace(judged, vectors={}), weighed

    def _with_vectors(
        self, blocks: _Blocks, sure: Container[tuple[int, int]], judged: Judged | None
    ) -> Judged:
        """Return what the encoder says, with the vectors of `sure` and of what may not fit."""

        def is_looked_at(place: tuple[int, int], logit: float) -> bool:
            return logit >= FITTING or place in sure

        if judged is None:
            return self._encoder.judge(blocks, is_looked_at)
        vectors = {
            place: vector
            for place, vector in judged.vectors.items()
            if is_looked_at(place, judged.logits[place[0]][place[1]])
        }
        return replace(judged, vectors=vectors)

    def _own_ideas(
        self, blocks: _Blocks, judged: Judged, terms: Container[tuple[int, int]]
    ) -> dict[int, list[Hit]]:
        """Return for each block a hit for each ill-fitting word, and for each two side by side.

        For a word that may well fit only its neighbours in the thesaurus are tried. The words of
        `terms`, several words that the lexicon is sure of, are left to it.
        """
        found: dict[int, list[Hit]] = {}
        places = [
            (block, start, end)
            for block, start, end in _ill_fitting(blocks, judged)
            if not any((block, index) in terms for index in range(start, end))
        ]
        for first in range(0, len(places), SLICE):
            some = places[first : first + SLICE]
            vectors = np.stack([_mean(judged, *place) for place in some])
            wrongs = [_words_at(blocks, place) for place in some]
            kept = np.einsum("ij,ij->i", self._encoder.describe(wrongs), vectors)
            scores = self._encoder.turn(vectors) @ self._all_phrases().T - kept[:, None]
            best = np.sort(_highest(scores, IDEAS + 1), axis=1)
            for place, fits, columns in zip(some, scores, best, strict=True):
                near = self.thesaurus.near(_words_at(blocks, place))
                free = columns[np.argsort(-fits[columns], kind="stable")]
                hit = self._idea(blocks, place, near, fits[near], (free, fits[free]))
                found.setdefault(place[0], []).append(hit)
        self._add_kin(found, blocks, judged, terms)
        return found

    def _add_kin(
        self,
        found: dict[int, list[Hit]],
        blocks: _Blocks,
        judged: Judged,
        terms: Container[tuple[int, int]],
    ) -> None:
        """Add a hit for each word that may well fit and whose neighbours fit better."""
        places = [place for place in _doubtful(blocks, judged) if place[:2] not in terms]
        for first in range(0, len(places), SLICE):
            some = places[first : first + SLICE]
            turned = self._encoder.turn(np.stack([judged.vectors[place[:2]] for place in some]))
            averages = self._encoder.average([_words_at(blocks, place) for place in some])
            for place, vector, average in zip(some, turned, averages, strict=True):
                near = self.thesaurus.near(_words_at(blocks, place))
                if not len(near):
                    continue
                better = np.asarray((self._all_phrases()[near] - average) @ vector, np.float32)
                if better.max() >= BETTER:
                    found.setdefault(place[0], []).append(self._idea(blocks, place, near, better))

    def _idea(
        self,
        blocks: _Blocks,
        place: _Run,
        near: Numbers,
        kin_fits: Array,
        best: tuple[Numbers, Array] | None = None,
    ) -> Hit:
        """Return the hit of what may have stood at `place`.

        kin_fits: how much better each phrase of `near` fits. best: of all phrases those that fit
        best, the best first, and how much better.
        """
        wrong = _words_at(blocks, place)
        ideas = [
            (self.phrases[near[i]], float(kin_fits[i]), True) for i in _best(kin_fits, KIN_IDEAS)
        ]
        if best is not None:
            kin = set(near.tolist())
            free = [(i, fit) for i, fit in zip(*best, strict=True) if self.phrases[i] != wrong]
            ideas += [
                (self.phrases[i], float(fit), False) for i, fit in free[:IDEAS] if i not in kin
            ]
        right, scores, flags = zip(*ideas, strict=True)
        return Hit(place[1], place[2], " ".join(wrong), right, UNKNOWN, True, scores, flags)

    def _all_phrases(self) -> Array:
        if self._averages is None:
            self._averages = self._encoder.average(self.phrases)
        return self._averages

    def _describe(self, phrases: Iterable[_Phrase]) -> None:
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        new = sorted(set(phrases) - self._known.keys())
        self._known.update(zip(new, self._encoder.describe(new), strict=True))


def _highest(scores: Array, count: int) -> npt.NDArray[np.intp]:
    """Return for each row the columns of its `count` highest scores, in no order.

    The highest of each run of columns are looked at first: only the best `count` runs can hold
    them, and sorting all columns would cost more than reckoning them.
    """
    rows, columns = scores.shape
    whole = columns - columns % RUN
    if whole // RUN <= count:
        return np.argpartition(-scores, count - 1, axis=1)[:, :count]
    tops = scores[:, :whole].reshape(rows, -1, RUN).max(axis=2)
    runs = np.argpartition(-tops, count - 1, axis=1)[:, :count]
    inside = (runs[:, :, None] * RUN + np.arange(RUN)).reshape(rows, -1)
    rest = np.broadcast_to(np.arange(whole, columns), (rows, columns - whole))
    candidates = np.concatenate([inside, rest], axis=1)
    among = np.take_along_axis(scores, candidates, axis=1)
    best = np.argpartition(-among, count - 1, axis=1)[:, :count]
    return np.take_along_axis(candidates, best, axis=1)


def _is_looked_at(hit: Hit) -> bool:
    """Say whether the hit is weighed however well its words seem to fit."""
    return hit.weight == ALWAYS or max(hit.costs, default=TERM_COST) > TERM_COST


def _ill_fit(judged: Judged, block: int, hit: Hit) -> float:
    return float(judged.logits[block][hit.start : hit.end].max())


def _ill_fitting(blocks: _Blocks, judged: Judged) -> Iterable[_Run]:
    """Yield each ill-fitting word, and each two of them side by side."""
    for block, words in enumerate(blocks):
        ill = [
            logit >= CURIOUS and word.text.isalpha()
            for logit, word in zip(judged.logits[block], words, strict=True)
        ]
        for start in range(len(words)):
            for end in (start + 1, start + 2):
                if (
                    end <= len(words)
                    and all(ill[start:end])
                    and not any(is_function_word(word.text) for word in words[start:end])
                ):
                    yield block, start, end


def _doubtful(blocks: _Blocks, judged: Judged) -> Iterable[_Run]:
    """Yield each word that fits well, but not so well as words do as a rule."""
    for block, words in enumerate(blocks):
        for index, word in enumerate(words):
            if (
                DOUBTFUL <= judged.logits[block][index] < CURIOUS
                and word.text.isalpha()
                and not is_function_word(word.text)
            ):
                yield block, index, index + 1


def _words_at(blocks: _Blocks, place: _Run) -> _Phrase:
    block, start, end = place
    return tuple(word.text for word in blocks[block][start:end])


def _best(scores: Array, count: int) -> list[int]:
    """Return where the highest `count` scores are, the best first."""
    places = np.arange(len(scores))
    if len(scores) > count:
        places = np.sort(np.argpartition(-scores, count)[:count])
    best: list[int] = places[np.argsort(-scores[places], kind="stable")].tolist()
    return best


def _mean(judged: Judged, block: int, start: int, end: int) -> Array:
    """Return the mean of the vectors that were kept of the words; one at least was."""
    rows = [judged.vectors[block, i] for i in range(start, end) if (block, i) in judged.vectors]
    mean: Array = rows[0] if len(rows) == 1 else np.mean(rows, axis=0)
    return mean


def _parts(blocks: _Blocks) -> Iterable[slice]:
    first = words = 0
    for index, block in enumerate(blocks):
        if words and words + len(block) > PART:
            yield slice(first, index)
            first, words = index, 0
        words += len(block)
    if first < len(blocks):
        yield slice(first, len(blocks))


@lru_cache(maxsize=4)
def load_restorer(rules: RuleSet) -> Restorer:
    """Return the shipped restorer, which bends words as the word lists of `rules` say."""
    irregulars = Irregulars(rules.words.get(IRREGULAR_LIST, ()))
    with without_collection():
        return Restorer(load_encoder(), read_phrases(), irregulars)
