"""Trains a network on spun text and on marked claims, resumably, with or without a teacher.

    python training/encoder/train.py teacher --mpnet FOLDER --minutes 60 …
    python training/encoder/train.py pupil --teacher build/teacher --mpnet FOLDER --minutes 110 …
    python training/encoder/train.py pupil --shipped auditor/models/encoder --minutes 60 …

The Makefile has them with all their options. From the shipped encoder a pupil goes on learning,
mainly from articles spun by hand, and is its own teacher in what it should not forget.

Checkpoints lie in the folder `--out`; a second call goes on from there. The rate falls to nothing
over the minutes that are left. Runs on a GPU where there is one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import Corpus
from evaluate import evaluate_claims, evaluate_spun
from losses import KEPT, TAUGHT, Said, Shares, read, reckon
from network import (
    Network,
    average,
    minilm_folder,
    read_vocabulary,
    start_from_minilm,
    start_from_mpnet,
)
from shipped import read_shipped
from torch import Tensor
from windows import Batch, Stream, lay_phrases, load

from auditor.encoder import Pieces
from auditor.spun.phrases import read_phrases

CLIP = 1.0
DECAY = 0.01
SAVE_SECONDS = 300
LOG_STEPS = 100


@dataclass(frozen=True, slots=True)
class Model:
    """A network, the table (pieces, width) that embeds what it reads, on one device.

    known: the averages (phrases, width) of the pieces of the phrases that it may restore anywhere.
    """

    network: Network
    table: Tensor
    known: Tensor

    @property
    def device(self) -> torch.device:
        """Where both lie."""
        return self.table.device


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast a network is trained.

    minutes: of wall time. rate: the highest. hold: the share of the time after which it falls.
    shares: how much a teacher's word counts. warm_up: the steps in which the rate rises.
    """

    minutes: float
    rate: float
    hold: float
    shares: Shares = TAUGHT
    warm_up: int = 200


def sums(device: torch.device) -> AbstractContextManager[object]:
    """Return the context in which a GPU reckons products in bfloat16; CPUs are slower so."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


def place(
    network: Network, table: Tensor, phrases: Sequence[Tensor], device: torch.device
) -> Model:
    """Return the network with its table on the device, its layers compiled for a GPU.

    phrases: of those that every batch knows, as `lay_phrases` lays them.
    """
    network.to(device)
    if device.type == "cuda":
        for layer in network.layers:
            layer.compile()
    ids, numbers = phrases
    averages = average(table[ids].float(), numbers, int(numbers[-1]) + 1)
    return Model(network, table.to(device), averages.to(device))


@torch.no_grad()
def teach(teacher: Model, batch: Batch, padding: int) -> Said:
    """Return what the teacher says of the batch."""
    with sums(teacher.device):
        return read(teacher.network, teacher.table, batch, padding, teacher.known)


def train(
    model: Model,
    source: Iterator[Batch],
    pieces: Pieces,
    data: Path,
    folder: Path,
    plan: Plan,
    teacher: Model | None = None,
) -> None:
    """Train until the minutes are over, and leave the last checkpoint in `folder`."""
    network = model.network
    optimizer = torch.optim.AdamW(network.parameters(), plan.rate, weight_decay=DECAY, fused=True)
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=model.device)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
        print(f"goes on from step {first}")

    def save(step: int) -> None:
        half = checkpoint.with_suffix(".half")
        state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**state, "step": step}, half)
        half.replace(checkpoint)

    network.train()
    began = saved = time.monotonic()
    step = first
    logged = torch.zeros(4, device=model.device)
    for batch in source:
        past = (time.monotonic() - began) / (60 * plan.minutes)
        if past >= 1:
            break
        rate = plan.rate * min(1.0, (1.02 - past) / (1.02 - plan.hold))
        rate *= min(1.0, (step - first + 1) / plan.warm_up)
        for group in optimizer.param_groups:
            group["lr"] = rate
        moved = batch.to(model.device)
        taught = teach(teacher, moved, pieces.pad) if teacher else None
        with sums(model.device):
            said = read(network, model.table, moved, pieces.pad, model.known)
        losses = reckon(said, moved, taught, plan.shares)
        optimizer.zero_grad()
        losses.total().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        step += 1
        logged += torch.stack(losses).detach()
        if step % LOG_STEPS == 0:
            minutes = (time.monotonic() - began) / 60
            means = ", ".join(f"{loss:.4f}" for loss in (logged / LOG_STEPS).tolist())
            print(
                f"{minutes:.1f} min, step {step}, {len(batch.ids)} windows each, rate {rate:.1e}, "
                f"judge, restore, claim, hear {means}",
                flush=True,
            )
            logged.zero_()
        if time.monotonic() - saved > SAVE_SECONDS:
            save(step)
            saved = time.monotonic()
    save(step)
    # Other sizes of batches than those of training would be compiled anew.
    with torch.compiler.set_stance("force_eager"):
        print(evaluate_spun(network, model.table, pieces), flush=True)
        print(evaluate_claims(network, model.table, pieces, data), flush=True)


def load_teacher(
    folder: Path,
    model: Path,
    names: list[str],
    phrases: Sequence[Tensor],
    device: torch.device,
) -> Model:
    """Return the trained teacher, ready to be asked; on a GPU all of it is bfloat16."""
    network, table = start_from_mpnet(model, names)
    state = torch.load(folder / "checkpoint.pt", weights_only=True, map_location="cpu")
    network.load_state_dict(state["network"])
    network.eval()
    if device.type == "cuda":
        network.bfloat16()
        table = table.bfloat16()
    return place(network, table, phrases, device)


def main() -> None:
    """Train what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=("teacher", "pupil"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--thesaurus", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, help="default: the package's")
    parser.add_argument("--mpnet", type=Path, help="asked for by a teacher and by its pupil")
    parser.add_argument("--teacher", type=Path, help="folder of the trained teacher")
    parser.add_argument("--shipped", type=Path, help="encoder that a pupil goes on from")
    parser.add_argument("--by-hand", type=float, help="share of documents that were spun by hand")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--hold", type=float, default=0.3, help="share of the time at full rate")
    parser.add_argument("--windows", type=int, default=24, help="of a batch")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    minilm = options.minilm or minilm_folder()
    names = read_vocabulary(minilm)
    pieces = Pieces(names)
    if options.shipped and (options.who == "teacher" or options.teacher):
        parser.error("--shipped: what goes on from there is a pupil, and its own teacher")
    if (options.who == "teacher" or options.teacher) and not options.mpnet:
        parser.error("--mpnet: say where MPNet lies")
    corpus = Corpus(options.data, options.thesaurus, options.seed, options.by_hand)
    known = {tuple(phrase.split()): number for number, phrase in enumerate(read_phrases())}
    phrases = [torch.tensor(part) for part in lay_phrases(known, pieces)]
    stream = Stream(corpus, pieces, known, options.seed, options.windows)
    source = load(stream, options.workers)
    if options.who == "teacher":
        model = place(*start_from_mpnet(options.mpnet, names), phrases, device)
        plan = Plan(options.minutes, options.rate or 8e-5, options.hold)
        train(model, source, pieces, options.data, options.out, plan)
        return
    network, table = start_from_minilm(minilm)
    plan, teacher = Plan(options.minutes, options.rate or 2.5e-4, options.hold), None
    if options.shipped:
        read_shipped(network, options.shipped)
        teacher = place(deepcopy(network).eval(), table, phrases, device)
        plan = Plan(options.minutes, options.rate or 7e-5, options.hold, KEPT, warm_up=40)
    elif options.teacher:
        teacher = load_teacher(options.teacher, options.mpnet, names, phrases, device)
    model = place(network, table, phrases, device)
    train(model, source, pieces, options.data, options.out, plan, teacher)


if __name__ == "__main__":
    main()
