"""What a network says of a batch, and how far that is from the truth and from its teacher."""

from __future__ import annotations

from typing import NamedTuple

import torch.nn.functional as functional
from network import Network
from torch import Tensor
from windows import Batch

RESTORE_SHARE = 0.25
CLAIM_SHARE = 0.35
# How much of a pupil's lesson is its teacher's word; the rest is what was put into the text.
TAUGHT_SHARE = 0.6


class Said(NamedTuple):
    """A network's answers on a batch.

    logits: (words,) that a word is ill-fitting. kinds: (words, CLAIMS). fits: (runs, phrases).
    """

    logits: Tensor
    kinds: Tensor
    fits: Tensor


class Losses(NamedTuple):
    """The losses of judging, of restoring and of naming claims."""

    judged: Tensor
    restored: Tensor
    claimed: Tensor

    def total(self) -> Tensor:
        """Return what is to be lessened."""
        return self.judged + RESTORE_SHARE * self.restored + CLAIM_SHARE * self.claimed


def average(rows: Tensor, groups: Tensor, count: int) -> Tensor:
    """Return the mean of the rows of each group (count, width)."""
    sums = rows.new_zeros(count, rows.shape[1]).index_add_(0, groups, rows)
    sizes = rows.new_zeros(count).index_add_(0, groups, rows.new_ones(len(groups)))
    return sums / sizes.clamp(min=1)[:, None]


def read(network: Network, table: Tensor, batch: Batch, padding: int) -> Said:
    """Return what the network says of the batch; `table` (pieces, width) embeds its pieces."""
    mask = (batch.ids != padding).float()
    logits, vectors, kinds = network(table[batch.ids], mask)
    words = batch.words
    width = vectors.shape[-1]
    wanted = vectors.reshape(-1, width)[batch.run_words].float()
    places = average(wanted, batch.runs, len(batch.targets))
    phrases = average(table[batch.phrase_pieces], batch.phrases, batch.phrase_count)
    fits = places @ network.describe(phrases).T.to(places.dtype) * width**-0.5
    return Said(
        logits.reshape(-1)[words].float(),
        kinds.reshape(-1, kinds.shape[-1])[words].float(),
        fits.float(),
    )


def reckon(said: Said, batch: Batch, taught: Said | None = None) -> Losses:
    """Return the losses against what is known of the batch, and against a teacher's word."""
    weights = batch.weights
    judged = functional.binary_cross_entropy_with_logits(
        said.logits, batch.labels, weights, reduction="sum"
    )
    judged = judged / weights.sum()
    restored = functional.cross_entropy(said.fits, batch.targets)
    counts = batch.claim_weights
    named = functional.cross_entropy(said.kinds, batch.claims, reduction="none")
    claimed = (named * counts).sum() / counts.sum().clamp(min=1.0)
    if taught is None:
        return Losses(judged, restored, claimed)
    is_word = (weights > 0).float()
    as_judged = functional.binary_cross_entropy_with_logits(
        said.logits, taught.logits.sigmoid(), is_word, reduction="sum"
    )
    as_judged = as_judged / is_word.sum()
    as_restored = functional.cross_entropy(said.fits, taught.fits.softmax(-1))
    as_named = functional.cross_entropy(said.kinds, taught.kinds.softmax(-1))
    mixed = (
        (1 - TAUGHT_SHARE) * own + TAUGHT_SHARE * theirs
        for own, theirs in (
            (judged, as_judged),
            (restored, as_restored),
            (claimed, as_named),
        )
    )
    return Losses(*mixed)
