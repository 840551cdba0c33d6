"""Teaches the head for claims lively prose, after the encoder that it belongs to was exported.

    PYTHONPATH=training/lexicon python training/encoder/claim_head.py build/encoder/checkpoint.pt \
        auditor/models/encoder/claims.npz

Jokes and stories of a writer's own life are far from all that the encoder was taught, and it takes
them for promises and testimonials. The head goes on learning, on articles in human voices that the
encoder has not seen, with and without claims, and on all others, so that it forgets nothing. The
encoder stays as it is: the installed one, so export first. A minute on two cores.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import claimed
import marked
import numpy as np
import torch
from claimed import ClaimedDocument, document_of
from export import write_claim_head
from network import MINILM, ClaimHead
from torch import Tensor, nn

from auditor.claim_head import number_sentences
from auditor.encoder import Encoder, load_encoder

EPOCHS = 2
RATE = 5e-5
DECAY = 0.05
BATCH = 512
SEED = 1
# How often articles count that only the head is taught, with marks and without.
LIVELY_MARKED, LIVELY = 8, 4
# Fluent pages that nobody marked: every other one, the rest are for counting false alarms.
LIVELY_GROUP = "z"
SENTENCES_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """Words with their states, kinds as the network says them, sentences, true kinds and weights.

    The sentences are numbered through all lessons.
    """

    states: Tensor
    said: Tensor
    sentences: Tensor
    kinds: Tensor
    weights: Tensor


def read_documents() -> Iterator[tuple[ClaimedDocument, int]]:
    """Yield all that teaches, and how often it counts."""
    for document in claimed.read_articles(held_out=False):
        yield document, LIVELY_MARKED if document.name[0] in claimed.HEAD_GROUPS else 1
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
    lively = [a for a in marked.read_articles(fitting=True) if a.name[0] == LIVELY_GROUP]
    for article in lively[::2]:
        lines = [line for line in article.clean_text().split("\n") if line.strip()]
        yield document_of([(line, "none") for line in lines]), LIVELY


def read_lesson(encoder: Encoder, documents: Iterator[tuple[ClaimedDocument, int]]) -> Lesson:
    """Return what is to be learnt of the documents."""
    states, said, sentences, kinds, weights = [], [], [], [], []
    first = 0
    for document, count in documents:
        for window in encoder.read(document.blocks):
            numbers = number_sentences(document.blocks, window.places) + first
            first = int(numbers[-1]) + 1
            states.append(window.states.astype(np.float16))
            said.append(window.kinds)
            sentences.append(numbers)
            for block, at in window.places:
                is_mark = document.blocks[block][at].is_mark
                kinds.append(document.labels[block][at])
                weights.append(0.0 if is_mark else count * document.weights[block][at])
    return Lesson(
        torch.from_numpy(np.concatenate(states)),
        torch.from_numpy(np.concatenate(said)),
        torch.from_numpy(np.concatenate(sentences)),
        torch.tensor(kinds),
        torch.tensor(weights),
    )


def batches(sentences: Tensor) -> Iterator[Tensor]:
    """Yield the words of whole sentences, drawn anew, about BATCH at a time."""
    starts = torch.cat([torch.tensor([0]), sentences.diff().nonzero()[:, 0] + 1]).tolist()
    bounds = list(zip(starts, [*starts[1:], len(sentences)], strict=True))
    drawn: list[int] = []
    for number in torch.randperm(len(bounds)).tolist():
        drawn += range(*bounds[number])
        if len(drawn) >= BATCH:
            yield torch.tensor(drawn)
            drawn = []


def train(head: ClaimHead, lesson: Lesson) -> None:
    """Teach the head; the same lesson teaches the same on the same machine."""
    torch.manual_seed(SEED)
    head.train()
    optimizer = torch.optim.AdamW(head.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * len(lesson.kinds) // BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: max(1 - at / steps, 0))
    for _ in range(EPOCHS):
        for some in batches(lesson.sentences):
            _, sentences = lesson.sentences[some].unique(return_inverse=True)
            heard = head(
                lesson.states[some].float(), lesson.said[some], sentences, int(sentences.max()) + 1
            )
            losses = nn.functional.cross_entropy(heard, lesson.kinds[some], reduction="none")
            weights = lesson.weights[some]
            loss = (losses * weights).sum() / weights.sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    head.eval()


def main(checkpoint: Path, target: Path) -> None:
    """Read, train, write."""
    torch.set_num_threads(2)
    prefix = "claim_head."
    state = torch.load(checkpoint, weights_only=True)["network"]
    head = ClaimHead(MINILM)
    head.load_state_dict(
        {name.removeprefix(prefix): part for name, part in state.items() if prefix in name}
    )
    lesson = read_lesson(load_encoder(), read_documents())
    print(f"{len(lesson.kinds)} words")
    train(head, lesson)
    write_claim_head(head, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
