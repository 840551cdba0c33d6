"""Annotate plain text with the teacher: training text whose trees nobody drew by hand.

Runs of ten consecutive sentences are drawn from the clean texts in the shared data (the ends of
sentences are known there), read by the teacher, and changed as gold training text is. A tree is
the best one within its sentence (Chu-Liu-Edmonds), with one root.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
from augment import Augmentation, read_replacements
from convert import SENTENCES_PER_DOC, Sentence, join, write
from spacy.language import Language
from spacy.tokens import Doc
from teacher import (
    MOST_POSITIONS,
    Annotation,
    Labels,
    Read,
    annotate,
    load_teacher,
    make_batches,
    read_words,
    shape_of,
)
from torch import Tensor
from ufal.chu_liu_edmonds import chu_liu_edmonds

from auditor.tokenizer import extend_tokenizer

# How many documents of each text, for one shard.
SOURCES = {
    "plain-web-sentences.txt.xz": 1050,
    "health-sentences.txt.xz": 750,
    "nursing-sentences.txt.xz": 350,
    "public-health-sentences.txt.xz": 150,
    # What clinics write, and in short clauses ("The tonic boosts immunity"): all of it, each time.
    "marketing-sentences.txt": 130,
    "claim-sentences.jsonl": 290,
}
LONGEST_SENTENCE = 70
IMPOSSIBLE = -1e9


def read_lines(path: Path) -> list[str]:
    """Read one sentence a line, plain or as "text" of JSON; what is too long is left out."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        texts = (json.loads(line)["text"] if path.suffix == ".jsonl" else line for line in file)
        lines = [" ".join(text.split()) for text in texts]
    return [line for line in lines if line and len(line.split()) <= LONGEST_SENTENCE]


def draw_runs(lines: Sequence[str], count: int, draw: random.Random) -> Iterator[list[str]]:
    """Draw runs of consecutive sentences that do not overlap; of a short text again and again."""
    starts = list(range(0, len(lines) - SENTENCES_PER_DOC, SENTENCES_PER_DOC))
    draw.shuffle(starts)
    for start in itertools.islice(itertools.cycle(starts), count):
        yield lines[start : start + SENTENCES_PER_DOC]


def make_doc(nlp: Language, lines: Sequence[str]) -> tuple[Doc, list[int]]:
    """Tokenize joined sentences; also say at which token each of them starts."""
    doc = nlp.make_doc(" ".join(lines))
    offsets, offset = set(), 0
    for line in lines:
        offsets.add(offset)
        offset += len(line) + 1
    return doc, [token.i for token in doc if token.idx in offsets]


def best_tree(arcs: Tensor, start: int, end: int) -> list[int]:
    """Heads of the words of one sentence, counted from its start; the root is its own head."""
    scores = arcs[start:end, start:end].log_softmax(-1).double().numpy()
    size = end - start
    root = int(np.argmax(np.diag(scores)))
    matrix = np.full((size + 1, size + 1), IMPOSSIBLE)
    matrix[1:, 1:] = scores
    np.fill_diagonal(matrix, np.nan)
    matrix[1:, 0] = IMPOSSIBLE
    matrix[root + 1, 0] = 0.0
    matrix[0, :] = np.nan
    heads, _ = chu_liu_edmonds(np.ascontiguousarray(matrix))
    return [root if head == 0 else head - 1 for head in heads[1:]]


def cut(doc: Doc, starts: Sequence[int], found: Annotation, labels: Labels) -> Iterator[Sentence]:
    """Cut an annotated document into sentences that can be changed and joined."""
    tags, forms, _, arcs, deps = found
    root_label = labels.deps.index("ROOT")
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        sentence = Sentence()
        heads = best_tree(arcs, start, end)
        for number, head in enumerate(heads):
            token = doc[start + number]
            pos, features = labels.forms[forms[token.i]].split("|", 1)
            scores = deps[token.i].clone()
            if head != number:
                scores[root_label] = IMPOSSIBLE
            sentence.words.append(token.text)
            sentence.spaces.append(bool(token.whitespace_))
            sentence.tags.append(labels.tags[tags[token.i]])
            sentence.poses.append(pos)
            sentence.morphs.append(features)
            sentence.lemmas.append(token.text)
            sentence.heads.append(head)
            sentence.deps.append("ROOT" if head == number else labels.deps[int(scores.argmax())])
        sentence.spaces[-1] = True
        yield sentence


def main() -> None:
    """Write as many shards as there are of gold text, silver-0.spacy and on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the shared data")
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path, help="the folder with the converted treebanks")
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    teacher, labels, pieces = load_teacher(options.teacher)
    nlp = spacy.blank("en")
    extend_tokenizer(nlp)
    replacements = read_replacements(options.data / "spun-pairs")
    draw = random.Random(options.seed)
    runs: list[list[list[str]]] = [[] for _ in range(options.shards)]
    for name, count in SOURCES.items():
        drawn = draw_runs(read_lines(options.data / name), count * options.shards, draw)
        for number, run in enumerate(drawn):
            runs[number % options.shards].append(run)
    for shard, chosen in enumerate(runs):
        laid = [make_doc(nlp, run) for run in chosen]
        reads, kept = [], {}
        for doc, starts in laid:
            words = [token.text for token in doc]
            read = Read(
                read_words(words, pieces), [shape_of(word) for word in words], [], [], [], [], []
            )
            if read.length <= MOST_POSITIONS:
                reads.append(read)
                kept[id(read)] = doc, starts
        changes = Augmentation(replacements, random.Random(options.seed * 1000 + shard))
        docs = []
        for batch in make_batches(reads, 8000, random.Random(options.seed)):
            for read, found in zip(batch, annotate(teacher, batch, pieces), strict=True):
                sentences = list(cut(*kept[id(read)], found, labels))
                changes.change(sentences)
                docs.append(join(nlp.vocab, sentences))
        write(options.out / f"silver-{shard}.spacy", docs)


if __name__ == "__main__":
    main()
