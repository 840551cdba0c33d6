"""What a network says of a batch, and how far that is from the truth and from its teacher."""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as functional
from network import Network, average
from torch import Tensor
from windows import Batch

RESTORE_SHARE = 0.25
CLAIM_SHARE = 0.3
# How much of a pupil's lesson (judging, restoring, naming claims twice) is its teacher's word; the
# rest is what was put into the text. MPNet restores no better than its pupil. What goes on learning
# is held to what it was in claims.
Shares = tuple[float, float, float, float]
TAUGHT: Shares = (0.6, 0.3, 0.6, 0.6)
KEPT: Shares = (0.3, 0.15, 0.7, 0.7)


class Said(NamedTuple):
    """A network's answers on a batch.

    logits: (words,) that a word is ill-fitting. kinds: (words, CLAIMS). heard: the same of words
    with their sentences. fits: (runs, phrases).
    """

    logits: Tensor
    kinds: Tensor
    heard: Tensor
    fits: Tensor


class Losses(NamedTuple):
    """The losses of judging, of restoring and of naming claims, twice."""

    judged: Tensor
    restored: Tensor
    claimed: Tensor
    heard: Tensor

    def total(self) -> Tensor:
        """Return what is to be lessened."""
        claims = self.claimed + self.heard
        return self.judged + RESTORE_SHARE * self.restored + CLAIM_SHARE * claims


def read(
    network: Network, table: Tensor, batch: Batch, padding: int, known: Tensor | None = None
) -> Said:
    """Return what the network says of the batch; `table` (pieces, width) embeds its pieces.

    known: the averages (phrases, width) of the phrases that the batch's numbers begin with.
    """
    mask = (batch.ids != padding).float()
    logits, vectors, kinds, states = network(table[batch.ids], mask)
    words = batch.words
    width = vectors.shape[-1]
    wanted = vectors.reshape(-1, width)[batch.run_words].float()
    places = average(wanted, batch.runs, len(batch.targets))
    phrases = average(table[batch.phrase_pieces].float(), batch.phrases, batch.phrase_count)
    if known is not None:
        phrases = torch.cat([known, phrases])
    fits = places @ network.describe(phrases).T.to(places.dtype) * width**-0.5
    of_words = kinds.reshape(-1, kinds.shape[-1])[words].float()
    heard = network.claim_head(
        states.reshape(-1, states.shape[-1])[words].float(),
        of_words,
        batch.sentences,
        batch.sentence_count,
    )
    return Said(logits.reshape(-1)[words].float(), of_words, heard.float(), fits.float())


def reckon(said: Said, batch: Batch, taught: Said | None = None, shares: Shares = TAUGHT) -> Losses:
    """Return the losses against what is known of the batch, and against a teacher's word.

    shares: how much the teacher's word counts in each of the losses.
    """
    weights, counts = batch.weights, batch.claim_weights
    judged = functional.binary_cross_entropy_with_logits(
        said.logits, batch.labels, weights, reduction="sum"
    )

    def named(kinds: Tensor) -> Tensor:
        losses = functional.cross_entropy(kinds, batch.claims, reduction="none")
        return (losses * counts).sum() / counts.sum().clamp(min=1.0)

    own = Losses(
        judged / weights.sum(),
        functional.cross_entropy(said.fits, batch.targets),
        named(said.kinds),
        named(said.heard),
    )
    if taught is None:
        return own
    is_word = (weights > 0).float()
    as_judged = functional.binary_cross_entropy_with_logits(
        said.logits, taught.logits.sigmoid(), is_word, reduction="sum"
    )
    theirs = Losses(
        as_judged / is_word.sum(),
        functional.cross_entropy(said.fits, taught.fits.softmax(-1)),
        functional.cross_entropy(said.kinds, taught.kinds.softmax(-1)),
        functional.cross_entropy(said.heard, taught.heard.softmax(-1)),
    )
    mixed = (
        (1 - share) * one + share * other
        for share, one, other in zip(shares, own, theirs, strict=True)
    )
    return Losses(*mixed)
