"""Train the pipeline on a given number of words, with checkpoints to stop at and resume from.

The rate warms up, then falls linearly to 2 % of itself. Progress is counted in words, so a run with
the same seed repeats; a deadline can only shorten it. Weights are averaged: scores and the folder
``best``, the best averages so far on development text, use the averages.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy import load
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.util import fix_random_seed, load_config, load_model_from_config
from thinc.api import Adam

from auditor.tokenizer import extend_tokenizer

SCORES = ("tag_acc", "pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")


def build(config: Path, width: int | None) -> Language:
    """Build the untrained pipeline of a config file, with the shipped tokenizer."""
    settings = load_config(config)
    if width is not None:
        settings = load_config(
            config,
            overrides={
                "components.tok2vec.model.embed.width": width,
                "components.tok2vec.model.encode.width": width,
                **{
                    f"components.{name}.model.tok2vec.width": width
                    for name in ("tagger", "morphologizer", "senter", "parser")
                },
            },
        )
    nlp = load_model_from_config(settings, auto_fill=True)
    extend_tokenizer(nlp)
    return nlp


def read_examples(nlp: Language, path: Path, limit: int | None = None) -> list[Example]:
    """Read gold documents; the other side of each example is the raw text, tokenized by us."""
    golds = DocBin().from_disk(path).get_docs(nlp.vocab)
    examples = [Example(nlp.make_doc(gold.text), gold) for gold in golds]
    return examples[:limit]


def weigh_sentences(nlp: Language, weight: float) -> None:
    """Let errors in sentence starts count more: one word in twenty starts one, many are unclear."""
    senter = nlp.get_pipe("senter")
    plain = senter.get_loss

    def weighed(examples: Sequence[Example], scores: object) -> tuple[float, list[object]]:
        loss, gradients = plain(examples, scores)
        return weight * loss, [weight * gradient for gradient in gradients]

    senter.get_loss = weighed


def batches(
    examples: Sequence[Example], words: int, draw: random.Random
) -> Iterator[list[Example]]:
    """Shuffle and cut into batches of about so many words."""
    order = list(examples)
    draw.shuffle(order)
    batch: list[Example] = []
    size = 0
    for example in order:
        batch.append(example)
        size += len(example.predicted)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def evaluate(
    nlp: Language, corpus: Path, parts: Sequence[str], limit: int | None
) -> dict[str, float]:
    """Mean scores over the parts, in per cent."""
    totals = dict.fromkeys(SCORES, 0.0)
    for part in parts:
        scores = nlp.evaluate(read_examples(nlp, corpus / f"{part}.spacy", limit))
        for name in SCORES:
            totals[name] += 100 * (scores[name] or 0.0) / len(parts)
    return {name: round(value, 2) for name, value in totals.items()}


def evaluate_sentences(nlp: Language, corpus: Path) -> dict[str, float]:
    """F of the senter's sentence starts on all development text, in per cent."""
    found = {}
    with nlp.select_pipes(enable=["tok2vec", "senter"]):
        for part in ("ewt-dev", "ewt-dev-blocks", "gum-free-dev", "gum-free-dev-blocks"):
            scores = nlp.evaluate(read_examples(nlp, corpus / f"{part}.spacy"))
            found[part] = round(100 * scores["sents_f"], 2)
    return found


def rate_at(progress: float, peak: float, step: int, warm_up: int) -> float:
    """The learning rate at a share of the planned time."""
    return peak * min(1.0, (step + 1) / warm_up) * max(0.02, 1.0 - 0.98 * progress)


def main() -> None:
    """Train; write ``last`` (to resume) and ``best`` (to use) under the output folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.cfg"))
    parser.add_argument("--words", type=int, default=14_000_000)
    parser.add_argument("--deadline", type=float, default=float("inf"), help="minutes from now")
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--warm-up", type=int, default=150)
    parser.add_argument("--batch-words", type=int, default=1000)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--width", type=int)
    parser.add_argument("--check-every", type=int, default=1_100_000, help="words")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--each-silver", type=int, default=1, help="take every Nth document of the teacher; 0: none"
    )
    parser.add_argument("--resume", action="store_true", help="go on from OUT/last")
    parser.add_argument("--start-from", type=Path, help="a trained folder: train a further phase")
    parser.add_argument(
        "--sentence-weight", type=float, default=1.0, help="how much sentence starts count"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    log = options.out / "log.jsonl"

    fix_random_seed(options.seed)
    shards = sorted(options.corpus.glob("train-*.spacy"))
    if options.start_from:
        nlp = load(options.start_from)
    else:
        nlp = build(options.config, options.width)
        first = read_examples(nlp, shards[0])
        nlp.initialize(lambda: first)
    optimizer = Adam(
        options.rate, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True
    )
    nlp.resume_training(sgd=optimizer)
    weigh_sentences(nlp, options.sentence_weight)
    state = {"cpu": 0.0, "words": 0, "step": 0, "epoch": 0}
    if options.resume:
        nlp.from_disk(options.out / "last")
        state = json.loads((options.out / "state.json").read_text())
        # The optimizer's averages are not kept: they begin anew from the resumed weights.

    read: dict[Path, list[Example]] = {}
    begin, spent_before, started = time.process_time(), state["cpu"], time.monotonic()
    checked = state["words"]
    done = False
    while not done:
        shard = shards[state["epoch"] % len(shards)]
        if shard not in read:
            read[shard] = read_examples(nlp, shard)
            silver = shard.with_name(shard.name.replace("train", "silver"))
            if options.each_silver and silver.exists():
                read[shard] += read_examples(nlp, silver)[:: options.each_silver]
        draw = random.Random(options.seed * 1000 + state["epoch"])
        for batch in batches(read[shard], options.batch_words, draw):
            state["cpu"] = spent_before + time.process_time() - begin
            minutes = (time.monotonic() - started) / 60
            progress = min(1.0, max(state["words"] / options.words, minutes / options.deadline))
            optimizer.learn_rate = rate_at(progress, options.rate, state["step"], options.warm_up)
            losses: dict[str, float] = {}
            nlp.update(batch, drop=options.dropout, sgd=optimizer, losses=losses)
            optimizer.step_schedules()
            state["step"] += 1
            state["words"] += sum(len(example.predicted) for example in batch)
            done = progress >= 1.0
            if done or state["words"] - checked >= options.check_every:
                checked = state["words"]
                nlp.to_disk(options.out / "last")
                with nlp.use_params(optimizer.averages):
                    # 60 documents a part: enough to compare, and the same all along.
                    scores = evaluate(nlp, options.corpus, ("ewt-dev", "gum-free-dev"), 60)
                    mean = (scores["tag_acc"] + scores["dep_las"] + scores["sents_f"]) / 3
                    if mean > state.get("best", 0.0):
                        state["best"] = mean
                        nlp.to_disk(options.out / "best")
                (options.out / "state.json").write_text(json.dumps(state))
                record = {**state, "rate": optimizer.learn_rate, **scores}
                with log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(record) + "\n")
                print(record, flush=True)
            if done:
                break
        state["epoch"] += 1


if __name__ == "__main__":
    main()
