"""Figures on articles and sentences that the encoder is never trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import claimed as claimed_text
import numpy as np
import torch
from losses import Said, read
from marked import read_articles
from network import Network, average
from spin import unspun
from torch import Tensor
from windows import Example, collate, examples_of, lay_phrases

from auditor.encoder import Pieces

WINDOWS = 64
# The groups of marked articles that are kept from training: adverts, articles that inform and claim
# in passing, and pages of comedians and storytellers.
HELD_OUT_KINDS = {"loud": "mnqrs", "quiet": "ujy", "lively": "i"}


def summarise(chances: Sequence[float], labels: Sequence[float]) -> str:
    """Return average precision, and recall at some precisions."""
    order = np.argsort(-np.array(chances), kind="stable")
    hits = np.array(labels)[order]
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    average_precision = float((precision * hits).sum() / hits.sum())
    recall = hits.cumsum() / hits.sum()
    at = [f"{recall[precision >= p].max(initial=0):.3f}" for p in (0.9, 0.8, 0.7)]
    return f"average precision {average_precision:.4f}, recall at precision .9/.8/.7 {' '.join(at)}"


@torch.no_grad()
def _say(network: Network, table: Tensor, pieces: Pieces, examples: Sequence[Example]) -> Said:
    """Return what the network says of all words of the examples."""
    device = table.device
    said = []
    for start in range(0, len(examples), WINDOWS):
        batch = collate(examples[start : start + WINDOWS], pieces).to(device)
        said.append(read(network, table, batch, pieces.pad))
    return Said(
        torch.cat([one.logits for one in said]).cpu(),
        torch.cat([one.kinds for one in said]).cpu(),
        torch.cat([one.heard for one in said]).cpu(),
        torch.zeros(0),
    )


@torch.no_grad()
def evaluate_spun(network: Network, table: Tensor, pieces: Pieces) -> str:
    """Return figures on the hand-spun articles that are kept from training."""
    network.eval()
    chance = random.Random(0)
    articles = read_articles(fitting=True)
    examples = [e for a in articles for e in examples_of(a.spun(), pieces, {}, chance)]
    said = _say(network, table, pieces, examples)
    labels = torch.tensor([label for e in examples for label in e.labels])
    sure = torch.tensor([weight for e in examples for weight in e.weights]) == 1
    summary = summarise(said.logits[sure].tolist(), labels[sure].tolist())
    right = _restored(network, table, pieces, examples)
    network.train()
    return f"{summary}, restored {right:.3f}"


def _restored(
    network: Network, table: Tensor, pieces: Pieces, examples: Sequence[Example]
) -> float:
    """Return the share of spun runs whose right phrase is the best of all right phrases."""
    asked = [(e, r) for e in examples for r in e.restore if r.others]
    rights = sorted({restored.right for _, restored in asked})
    device = table.device
    ids, numbers = (torch.tensor(part, device=device) for part in lay_phrases(rights, pieces))
    described = network.describe(average(table[ids], numbers, len(rights)))
    right = 0
    for start in range(0, len(examples), WINDOWS):
        some = examples[start : start + WINDOWS]
        batch = collate(some, pieces)
        inputs = batch.ids.to(device)
        vectors = network(table[inputs], (inputs != pieces.pad).float())[1]
        for row, example in enumerate(some):
            for restored in example.restore:
                if restored.others:
                    places = example.starts[restored.start : restored.end]
                    fits = described @ vectors[row, places].float().mean(0)
                    right += rights[int(fits.argmax())] == restored.right
    return right / max(1, len(asked))


@torch.no_grad()
def evaluate_claims(network: Network, table: Tensor, pieces: Pieces, data: Path) -> str:
    """Return figures, word by word, on articles and sentences that are kept from training."""
    network.eval()
    chance = random.Random(0)
    sentences = list(claimed_text.read_sentences(data, held_out=True))
    documents = [
        claimed_text.document_of(sentences[i : i + 8]) for i in range(0, len(sentences), 8)
    ]
    out = []
    held_out = claimed_text.read_articles(held_out=True)
    kinds_of_text = {
        name: [article for article in held_out if article.name[0] in groups]
        for name, groups in HELD_OUT_KINDS.items()
    }
    for name, kept in {**kinds_of_text, "sentences": documents}.items():
        examples = [
            example
            for claimed in kept
            for example in examples_of(unspun(claimed.blocks), pieces, {}, chance, claimed)
        ]
        if not examples:
            continue
        said = _say(network, table, pieces, examples)
        every = torch.tensor([claim for e in examples for claim in e.claims])
        sure = torch.tensor([weight for e in examples for weight in e.claim_weights]) == 1
        for how, kinds in (("a word", said.kinds), ("with its sentence", said.heard)):
            chances, labels = kinds.softmax(-1)[sure], every[sure]
            of_claims = labels > 0
            right = (chances[of_claims, 1:].argmax(1) + 1 == labels[of_claims]).float().mean()
            summary = summarise((1 - chances[:, 0]).tolist(), of_claims.tolist())
            out.append(f"claims of {name}, {how}: {summary}, kind {float(right):.3f}")
    network.train()
    return "\n".join(out)
