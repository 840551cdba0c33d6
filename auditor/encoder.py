"""A small contextual encoder: says of each word how ill it fits, and what may have stood there.

The network is MiniLM with six layers (all-MiniLM-L6-v2, Apache 2.0), trained further by
`training/encoder/` on spun text and on marked claims. It reads words as `auditor.spun.words` splits
them. The table of word pieces is kept outside the network, so that words and repairs are looked up
in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from auditor.claim_head import ClaimHead, load_claim_head, number_sentences
from auditor.network import open_network
from auditor.spun.words import END, Word

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Array = npt.NDArray[np.float32]

# What a word may be part of, in the order of the network's answers.
CLAIMS = (
    "none", "absolute", "safety", "efficacy", "evidence", "regulatory", "superiority",
    "testimonial",
)  # fmt: skip
# A window is what the network reads at once, in word pieces, less its two end marks.
WINDOW = 126
# No piece is longer; of a word that is no word only so many pieces are read.
LONGEST_PIECE = 40
MOST_PIECES = 24

_Place = tuple[int, int]


class Pieces:
    """Splits words into word pieces, the longest known piece first (Schuster and Nakajima 2012).

    A package for this would bring a client for downloads along; the words are split already.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids: Mapping[str, int] = {piece: index for index, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.pad, self.unknown = self._ids["[PAD]"], self._ids["[UNK]"]
        self.first, self.last = self._ids["[CLS]"], self._ids["[SEP]"]

    def split(self, word: str) -> tuple[int, ...]:
        """Return the ids of the pieces of `word`, which is in lower case."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._split(word)
        return known

    def _split(self, word: str) -> tuple[int, ...]:
        ids: list[int] = []
        start = 0
        while start < len(word) and len(ids) < MOST_PIECES:
            prefix = "##" if start and word[start].isalnum() and word[start - 1].isalnum() else ""
            for end in range(min(len(word), start + LONGEST_PIECE), start, -1):
                piece = self._ids.get(prefix + word[start:end])
                if piece is not None:
                    break
            else:
                return (self.unknown,)
            ids.append(piece)
            start = end
        return tuple(ids)


def lay_windows(
    blocks: Sequence[Sequence[Word]], pieces: Pieces, limit: int = WINDOW
) -> list[list[_Place]]:
    """Return windows of whole sentences, as places (block, word) in reading order.

    A window goes over the ends of blocks, so that a heading is read with what follows it. A
    sentence that is longer than a window is cut.
    """
    windows: list[list[_Place]] = []
    window: list[_Place] = []
    used = 0
    for block, words in enumerate(blocks):
        for start, end in _sentences(words):
            size = sum(len(pieces.split(word.text)) for word in words[start:end])
            if window and used + size > limit:
                windows.append(window)
                window, used = [], 0
            for index in range(start, end):
                cost = len(pieces.split(words[index].text))
                if window and used + cost > limit:
                    windows.append(window)
                    window, used = [], 0
                window.append((block, index))
                used += cost
    if window:
        windows.append(window)
    return windows


def _sentences(words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    start = 0
    for index, word in enumerate(words):
        if word.text == END:
            yield start, index + 1
            start = index + 1
    if start < len(words):
        yield start, len(words)


@dataclass(frozen=True, eq=False)
class Judged:
    """What the network says of an article's words.

    logits: for each block an array of log-odds that a word is ill-fitting, a value a word.
    claims: for each block an array (words, CLAIMS) of unnormalised log-probabilities.
    vectors: for the words that were wanted, what would fit there (see `Encoder.describe`).
    """

    logits: tuple[Array, ...]
    claims: tuple[Array, ...]
    vectors: Mapping[_Place, Array]


@dataclass(frozen=True, eq=False)
class Window:
    """What the network says of the words that it reads at once.

    places: of each word. logits: that it is ill-fitting. vectors: what would fit there. kinds: its
    claim (words, CLAIMS), by itself. states: what the claim head reads beside these (words, width).
    """

    places: Sequence[_Place]
    logits: Array
    vectors: Array
    kinds: Array
    states: Array


class Encoder:
    """The network and its word pieces, loaded once a process."""

    def __init__(
        self, session: InferenceSession, pieces: Pieces, table: npt.NDArray[np.int8], scales: Array,
        describe: Array, claim_head: ClaimHead,
    ) -> None:  # fmt: skip
        self._session = session
        self._claim_head = claim_head
        self._pieces = pieces
        self._table, self._scales = table, scales
        self._describe = describe

    def judge(
        self, blocks: Sequence[Sequence[Word]], keeps: Callable[[_Place, float], bool] | None = None
    ) -> Judged:
        """Read all `blocks` of an article.

        keeps: says, given the place of a word and its log-odds, whether its vector is wanted;
        without it all are kept, 1.5 KB a word.
        """
        logits = [np.zeros(len(words), np.float32) for words in blocks]
        claims = [np.zeros((len(words), len(CLAIMS)), np.float32) for words in blocks]
        vectors: dict[_Place, Array] = {}
        for window in self.read(blocks):
            kinds = self._claim_head.read(
                window.states, window.kinds, number_sentences(blocks, window.places)
            )
            for place, logit, row, kind in zip(
                window.places, window.logits, window.vectors, kinds, strict=True
            ):
                block, index = place
                logits[block][index] = logit
                claims[block][index] = kind
                if keeps is None:
                    vectors[place] = row
                elif keeps(place, logit):
                    # A copy: the others of its window are not held by it.
                    vectors[place] = row.copy()
        return Judged(tuple(logits), tuple(claims), vectors)

    def read(self, blocks: Sequence[Sequence[Word]]) -> Iterator[Window]:
        """Yield what the network says, window by window; of a word its first piece counts."""
        for places in lay_windows(blocks, self._pieces):
            ids, starts = self._lay_ids(blocks, places)
            said = self._session.run(None, {"embedded": self._embed(ids)[None]})
            yield Window(places, *(part[0, starts] for part in said))

    def describe(self, phrases: Sequence[Sequence[str]]) -> Array:
        """Return a vector for each phrase; its product with a word's vector says how it fits."""
        described: Array = self.average(phrases) @ self._describe
        return described

    def average(self, phrases: Sequence[Sequence[str]]) -> Array:
        """Return a vector for each phrase; its product with a word's `turn` says how it fits.

        Cheaper than `describe` where many phrases are set beside few words.
        """
        split = [
            [piece for word in phrase for piece in self._pieces.split(word)]
            or [self._pieces.unknown]
            for phrase in phrases
        ]
        lengths = np.array([len(ids) for ids in split], np.int64)
        averages = np.ones((len(split), self._table.shape[1] + 1), np.float32)
        for length in np.unique(lengths):
            places = np.flatnonzero(lengths == length)
            ids = np.array([split[place] for place in places])
            total = self._embed(ids[:, 0])
            for column in ids.T[1:]:
                total += self._embed(column)
            averages[places, :-1] = total / np.float32(length)
        return averages

    def turn(self, vectors: Array) -> Array:
        """Return words' vectors turned so that they can be multiplied with `average`."""
        turned: Array = vectors @ self._describe.T
        return turned

    def _embed(self, ids: npt.NDArray[np.int64]) -> Array:
        rows: Array = self._table[ids] * self._scales[ids, None]
        return rows

    def _lay_ids(
        self, blocks: Sequence[Sequence[Word]], window: Sequence[_Place]
    ) -> tuple[npt.NDArray[np.int64], list[int]]:
        """Return the window's pieces between the end marks, and where each word begins."""
        ids, starts = [self._pieces.first], []
        for block, index in window:
            starts.append(len(ids))
            ids.extend(self._pieces.split(blocks[block][index].text))
        ids.append(self._pieces.last)
        return np.array(ids), starts


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """Return the encoder that is shipped with the package, loaded once a process."""
    with as_file(files("auditor") / "models" / "encoder") as path:
        session = open_network(path / "network.onnx")
        pieces = Pieces((path / "vocabulary.txt").read_text("utf-8").split("\n")[:-1])
        table = np.load(path / "table.npy", mmap_mode="r")
        describe = np.load(path / "describe.npy").astype(np.float32)
        claim_head = load_claim_head(path / "claims.npz")
        scales = np.load(path / "scales.npy")
        return Encoder(session, pieces, table, scales, describe, claim_head)
