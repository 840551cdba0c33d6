"""Train a larger senter on a trained pipeline whose shared layers stay as they are.

Where a sentence starts depends on more words than a tag does, so the senter gets layers of its own.
All other parts stay as they were, number for number.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed
from thinc.api import Adam
from train import batches, evaluate_sentences, rate_at, read_examples


def make_settings(width: int, depth: int, window: int, pieces: int) -> dict[str, object]:
    """Settings of a senter with so many layers between the shared ones and its answer."""
    return {
        "model": {
            "@architectures": "spacy.Tagger.v2",
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.Tok2VecListener.v1",
                    "width": width,
                    "upstream": "tok2vec",
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": width,
                    "depth": depth,
                    "window_size": window,
                    "maxout_pieces": pieces,
                },
            },
        }
    }


def read_shared(nlp: Language, path: Path) -> list[Example]:
    """Read examples and let the shared layers read them, once and for all."""
    examples = read_examples(nlp, path)
    for start in range(0, len(examples), 64):
        docs = [example.predicted for example in examples[start : start + 64]]
        shared = nlp.get_pipe("tok2vec")
        shared.set_annotations(docs, shared.predict(docs))
    return examples


def start_senter(nlp: Language, examples: Sequence[Example]) -> None:
    """Give the senter its sizes and first weights."""
    nlp.get_pipe("senter").initialize(lambda: examples, nlp=nlp)


def main() -> None:
    """Write the pipeline with the new senter, its weights averaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=4_000_000)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--batch-words", type=int, default=1000)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--window", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=2)
    parser.add_argument("--check-every", type=int, default=400_000, help="words")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first-shard", type=int, default=0, help="the plain one is number 0")
    options = parser.parse_args()
    fix_random_seed(options.seed)
    nlp = spacy.load(options.trained)
    shards = sorted(options.corpus.glob("train-*.spacy"))
    width = nlp.get_pipe("tok2vec").model.get_dim("nO")
    settings = make_settings(width, options.depth, options.window, options.pieces)
    senter = nlp.replace_pipe("senter", "senter", config=settings)
    optimizer = Adam(
        options.rate, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True
    )
    words = checked = step = 0
    for epoch in itertools.count():
        examples = read_shared(nlp, shards[(epoch + options.first_shard) % len(shards)])
        if not epoch:
            start_senter(nlp, examples)
        draw = random.Random(options.seed * 1000 + epoch)
        for batch in batches(examples, options.batch_words, draw):
            optimizer.learn_rate = rate_at(words / options.words, options.rate, step, 50)
            senter.update(batch, drop=options.dropout, sgd=optimizer)
            optimizer.step_schedules()
            step += 1
            words += sum(len(example.predicted) for example in batch)
            if words - checked >= options.check_every or words >= options.words:
                checked = words
                with nlp.use_params(optimizer.averages):
                    print(words, evaluate_sentences(nlp, options.corpus), flush=True)
            if words >= options.words:
                with nlp.use_params(optimizer.averages):
                    nlp.to_disk(options.out)
                return


if __name__ == "__main__":
    main()
