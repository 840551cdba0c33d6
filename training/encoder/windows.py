"""Windows of documents with what is known of them, and batches of these as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from claimed import ClaimedDocument
from corpus import Corpus, alternatives
from network import POSITIONS
from spin import Replaced, SpunDocument
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from auditor.claim_head import number_sentences
from auditor.encoder import Pieces, lay_windows

# How often a document has its claims marked.
CLAIM_SHARE = 0.22
# Label and weight of a replaced word, by its pair's weight: 1 and 2 may be good English.
LABELS = {0: (0.0, 1.0), 1: (0.6, 0.3), 2: (0.85, 0.6), 3: (1.0, 1.0), 4: (1.0, 1.0), 5: (1.0, 1.0)}
# How many of the words that stand rightly are to be restored to themselves, and of those that a
# spinner may have put.
KEPT_SHARE, DOUBTED_SHARE = 0.04, 0.12
MOST_ALTERNATIVES = 4


class Restored(NamedTuple):
    """Words `start:end` of a window, what is right there, and what else might be thought so."""

    start: int
    end: int
    right: tuple[str, ...]
    others: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """One window: its pieces, where its words begin, labels and weights, and what to restore.

    claims: indices of CLAIMS, with weights; all weights are 0 where the text's claims are not
    marked. sentences: the number of each word's sentence.
    """

    pieces: list[int]
    starts: list[int]
    labels: list[float]
    weights: list[float]
    restore: list[Restored]
    claims: list[int]
    claim_weights: list[float]
    sentences: list[int]


def examples_of(
    document: SpunDocument,
    pieces: Pieces,
    others: dict[str, list[tuple[str, ...]]],
    chance: random.Random,
    claimed: ClaimedDocument | None = None,
) -> Iterator[Example]:
    """Yield the document's windows as examples."""
    runs: dict[tuple[int, int], Replaced] = {}
    weights = []
    for block, replaced in enumerate(document.replaced):
        weights.append(document.weights(block))
        runs.update({(block, run.start): run for run in replaced})
    for window in lay_windows(document.blocks, pieces):
        ids, starts, labels, counts = [pieces.first], [], [], []
        restore = []
        for position, (block, index) in enumerate(window):
            word = document.blocks[block][index]
            starts.append(len(ids))
            ids.extend(pieces.split(word.text))
            label, count = LABELS[weights[block][index]]
            labels.append(label)
            counts.append(0.0 if word.is_mark else count)
            run = runs.get((block, index))
            if run is not None:
                end = position + run.end - run.start
                if end <= len(window) and window[end - 1][0] == block:
                    text = " ".join(w.text for w in document.blocks[block][run.start : run.end])
                    choices = [*others.get(text, ())[:MOST_ALTERNATIVES], tuple(text.split())]
                    restore.append(Restored(position, end, run.right, choices))
            elif not weights[block][index] and not word.is_mark:
                known = others.get(word.text)
                if chance.random() < (DOUBTED_SHARE if known else KEPT_SHARE):
                    choices = known[:MOST_ALTERNATIVES] if known else []
                    restore.append(Restored(position, position + 1, (word.text,), list(choices)))
        ids.append(pieces.last)
        claims, claim_weights = [0] * len(window), [0.0] * len(window)
        if claimed is not None:
            claims = [claimed.labels[block][index] for block, index in window]
            claim_weights = [claimed.weights[block][index] for block, index in window]
        sentences = number_sentences(document.blocks, window).tolist()
        yield Example(ids, starts, labels, counts, restore, claims, claim_weights, sentences)


class Batch(NamedTuple):
    """Windows side by side, as tensors.

    ids: (windows, POSITIONS). words: the place of each word's first piece in the flattened ids;
    labels, weights, claims and claim_weights are given for each of them. Of each run that is to be
    restored: run_words holds its words' places, runs the number of the run, targets the number of
    the right phrase. The phrases that every batch knows come first; phrase_pieces holds the pieces
    of all others, phrases the number of each piece's phrase among these; there are phrase_count of
    them. sentences: the number of each word's sentence; there are sentence_count of them.
    """

    ids: Tensor
    words: Tensor
    labels: Tensor
    weights: Tensor
    claims: Tensor
    claim_weights: Tensor
    run_words: Tensor
    runs: Tensor
    targets: Tensor
    phrase_pieces: Tensor
    phrases: Tensor
    sentences: Tensor
    phrase_count: int
    sentence_count: int

    def to(self, device: torch.device) -> Batch:
        """Return the batch on that device."""
        parts = (part.to(device, non_blocking=True) for part in self[:-2])
        return Batch(*parts, self.phrase_count, self.sentence_count)


def lay_phrases(phrases: Iterable[Sequence[str]], pieces: Pieces) -> tuple[list[int], list[int]]:
    """Return the pieces of all phrases, and the number of each piece's phrase."""
    ids: list[int] = []
    numbers: list[int] = []
    for number, phrase in enumerate(phrases):
        split = [piece for word in phrase for piece in pieces.split(word)] or [pieces.unknown]
        ids += split
        numbers += [number] * len(split)
    return ids, numbers


def collate(
    examples: Sequence[Example], pieces: Pieces, known: Mapping[tuple[str, ...], int] | None = None
) -> Batch:
    """Return the examples as one batch; `known` numbers the phrases that all batches know."""
    known = known or {}
    ids = torch.full((len(examples), POSITIONS), pieces.pad)
    words, run_words, runs, targets = [], [], [], []
    index: dict[tuple[str, ...], int] = {}
    for row, example in enumerate(examples):
        ids[row, : len(example.pieces)] = torch.tensor(example.pieces)
        places = [row * POSITIONS + start for start in example.starts]
        words += places
        for restored in example.restore:
            here = places[restored.start : restored.end]
            run_words += here
            runs += [len(targets)] * len(here)
            for choice in (restored.right, *restored.others):
                if choice not in known:
                    index.setdefault(choice, len(index))
            right = known.get(restored.right)
            targets.append(len(known) + index[restored.right] if right is None else right)
    sentences: list[int] = []
    for example in examples:
        first = sentences[-1] + 1 if sentences else 0
        sentences += [first + number for number in example.sentences]
    phrase_pieces, phrases = lay_phrases(index, pieces)
    return Batch(
        ids,
        torch.tensor(words),
        torch.tensor([label for e in examples for label in e.labels]),
        torch.tensor([weight for e in examples for weight in e.weights]),
        torch.tensor([claim for e in examples for claim in e.claims]),
        torch.tensor([weight for e in examples for weight in e.claim_weights]),
        torch.tensor(run_words, dtype=torch.long),
        torch.tensor(runs, dtype=torch.long),
        torch.tensor(targets, dtype=torch.long),
        torch.tensor(phrase_pieces, dtype=torch.long),
        torch.tensor(phrases, dtype=torch.long),
        torch.tensor(sentences, dtype=torch.long),
        len(index),
        sentences[-1] + 1,
    )


class Stream(IterableDataset[Batch]):
    """Batches without end; each worker draws its own documents."""

    def __init__(
        self,
        corpus: Corpus,
        pieces: Pieces,
        known: Mapping[tuple[str, ...], int],
        seed: int,
        windows: int,
    ) -> None:
        self._corpus, self._pieces, self._known = corpus, pieces, known
        self._seed, self._windows = seed, windows
        self._others = alternatives(corpus.pairs)

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches of documents drawn anew."""
        worker = get_worker_info()
        seed = self._seed * 1000 + (worker.id if worker else 0)
        chance = random.Random(seed)
        corpus = self._corpus
        corpus.reseed(seed)
        pool: list[Example] = []
        while True:
            while len(pool) < 6 * self._windows:
                if chance.random() < CLAIM_SHARE:
                    document, claimed = corpus.draw_claimed()
                    drawn = examples_of(document, self._pieces, self._others, chance, claimed)
                else:
                    drawn = examples_of(corpus.draw(), self._pieces, self._others, chance)
                pool.extend(drawn)
            chance.shuffle(pool)
            yield collate(pool[: self._windows], self._pieces, self._known)
            del pool[: self._windows]


def load(stream: Stream, workers: int) -> Iterator[Batch]:
    """Yield the stream's batches, made by so many processes."""
    return iter(
        DataLoader(
            stream,
            batch_size=None,
            num_workers=workers,
            pin_memory=torch.cuda.is_available(),
            prefetch_factor=6 if workers else None,
            multiprocessing_context="fork" if workers else None,
        )
    )
