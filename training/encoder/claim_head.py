"""Trains the head that says of each word what kind of claim it belongs to.

    PYTHONPATH=training/lexicon python training/encoder/claim_head.py ../shared/data \
        auditor/models/encoder/claims.npz

The encoder stays as it is: the head reads what it says of marked articles and sentences, and of
fluent pages without marks. Five minutes on two cores.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import claimed
import marked
import numpy as np
import torch
from claimed import ClaimedDocument, document_of
from clean_text import read_fluent_articles
from torch import Tensor, nn

from auditor.claim_head import features_of, number_sentences
from auditor.encoder import CLAIMS, Encoder, load_encoder

HIDDEN = 192
EPOCHS = 6
RATE = 2e-3
DECAY = 0.05
DROPPED = 0.4
BATCH = 512
SEED = 1
# Articles that inform and claim in passing, as most real ones do, count so often.
QUIET_GROUPS, QUIET = frozenset("vwxp"), 4
# Fluent pages that nobody marked: every other one, the rest are for counting false alarms.
FLUENT_GROUPS = frozenset("z")
SENTENCES_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """Words with their features (words, features), kinds of claim, and how much each counts."""

    features: Tensor
    kinds: Tensor
    weights: Tensor


def read_documents(data: Path) -> Iterator[tuple[ClaimedDocument, int]]:
    """Yield all that teaches, and how often it counts."""
    for document in claimed.read_articles(held_out=False):
        yield document, QUIET if document.name[0] in QUIET_GROUPS else 1
    lines = (claimed.ARTICLES / "claim-sentences.jsonl").read_text("utf-8").splitlines()
    sentences = [
        (row["text"], row["label"])
        for row in map(json.loads, lines)
        if (row["part"], row["source"]) == ("open", "single")
        and not claimed.HELD_OUT.search(row["text"])
    ]
    random.Random(SEED).shuffle(sentences)
    for start in range(0, len(sentences), SENTENCES_TOGETHER):
        yield document_of(sentences[start : start + SENTENCES_TOGETHER]), 1
    fluent = [a for a in marked.read_articles(fitting=True) if a.name[0] in FLUENT_GROUPS]
    texts = [article.clean_text() for article in fluent[::2]]
    texts += read_fluent_articles(data)
    for text in texts:
        yield document_of([(line, "none") for line in text.split("\n") if line.strip()]), 1


def read_lesson(encoder: Encoder, document: ClaimedDocument, count: int) -> Lesson:
    """Return what is to be learnt of a document."""
    features, kinds, weights = [], [], []
    for window in encoder.read(document.blocks):
        sentences = number_sentences(document.blocks, window.places)
        features.append(features_of(window.states, window.kinds, sentences))
        for block, at in window.places:
            kinds.append(document.labels[block][at])
            is_mark = document.blocks[block][at].is_mark
            weights.append(0.0 if is_mark else count * document.weights[block][at])
    return Lesson(
        torch.from_numpy(np.concatenate(features)).half(),
        torch.tensor(kinds),
        torch.tensor(weights),
    )


def train(lessons: Sequence[Lesson]) -> nn.Sequential:
    """Return the head; the same lessons give the same one on the same machine."""
    torch.manual_seed(SEED)
    features = torch.cat([lesson.features for lesson in lessons])
    kinds = torch.cat([lesson.kinds for lesson in lessons])
    weights = torch.cat([lesson.weights for lesson in lessons])
    head = nn.Sequential(
        nn.Dropout(DROPPED / 4),
        nn.Linear(features.shape[1], HIDDEN),
        nn.ReLU(),
        nn.Dropout(DROPPED),
        nn.Linear(HIDDEN, len(CLAIMS)),
    )
    # The features' spread is about four.
    with torch.no_grad():
        head[1].weight /= 4
    optimizer = torch.optim.AdamW(
        [
            {"params": head[1].parameters(), "lr": RATE / 4},
            {"params": head[4].parameters(), "lr": RATE},
        ],
        weight_decay=DECAY,
    )
    steps = EPOCHS * (len(kinds) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / (steps + 1))
    for _ in range(EPOCHS):
        order = torch.randperm(len(kinds))
        for start in range(0, len(order) - BATCH, BATCH):
            some = order[start : start + BATCH]
            losses = nn.functional.cross_entropy(
                head(features[some].float()), kinds[some], reduction="none"
            )
            loss = (losses * weights[some]).sum() / weights[some].sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return head.eval()


def main(data: Path, target: Path) -> None:
    """Read, train, write."""
    torch.set_num_threads(2)
    encoder = load_encoder()
    lessons = [read_lesson(encoder, document, count) for document, count in read_documents(data)]
    print(f"{len(lessons)} documents, {sum(len(lesson.kinds) for lesson in lessons)} words")
    head = train(lessons)
    parts = {
        "first": head[1].weight.T,
        "first_bias": head[1].bias,
        "second": head[4].weight.T,
        "second_bias": head[4].bias,
    }
    halved = {name: part.detach().numpy().astype(np.float16) for name, part in parts.items()}
    np.savez(target, **halved)
    print(f"{target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
