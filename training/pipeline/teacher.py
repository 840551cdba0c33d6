"""A larger reader, which annotates plain text for the small pipeline to learn from.

MiniLM's six layers with a head each for tags, parts of speech with features, sentence starts, and a
biaffine parser (Dozat and Manning 2017). It is trained on the same treebanks, never shipped, and
never sees development or test text but to be measured. What it says of plain clinical prose is
training text for the pipeline (``silver.py``): a small network learns more from many sentences
read well than from few read perfectly.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
import torch
import torch.nn.functional as functional
from spacy.tokens import Doc, DocBin
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent.parent / "encoder"))

import network as minilm

from auditor.encoder import Pieces

SHAPES = ("lower", "title", "upper", "mixed", "digits", "other")
ARC_WIDTH, LABEL_WIDTH = 256, 96
MOST_POSITIONS = 510
NOTHING = -100

# Tags, forms, chances of a sentence start, arcs (words, heads), labels (words, labels).
Annotation = tuple[list[int], list[int], list[float], Tensor, Tensor]


def shape_of(word: str) -> int:
    """Return which of SHAPES a word has: MiniLM itself reads lower case only."""
    if word.islower():
        name = "lower"
    elif word.istitle() or (word[:1].isupper() and word[1:].islower()):
        name = "title"
    elif word.isupper():
        name = "upper"
    elif any(character.isalpha() for character in word):
        name = "mixed"
    else:
        name = "digits" if any(character.isdigit() for character in word) else "other"
    return SHAPES.index(name)


@dataclass(frozen=True, slots=True)
class Labels:
    """The names behind the numbers of each head."""

    tags: tuple[str, ...]
    forms: tuple[str, ...]
    deps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A document as numbers: one row a word, and what the treebank says of it, if it does."""

    pieces: list[tuple[int, ...]]
    shapes: list[int]
    tags: list[int]
    forms: list[int]
    starts: list[int]
    heads: list[int]
    deps: list[int]

    @property
    def length(self) -> int:
        """Number of word pieces."""
        return sum(len(pieces) for pieces in self.pieces)


def form_of(token: spacy.tokens.Token) -> str:
    """Part of speech and features as one label, "NOUN|Number=Sing"."""
    return f"{token.pos_}|{token.morph}"


def read_words(words: Iterable[str], pieces: Pieces) -> list[tuple[int, ...]]:
    """Return the word pieces of each word; a word without any (a line break) is a mark."""
    return [pieces.split(word.lower()) or (pieces.last,) for word in words]


def read_gold(doc: Doc, pieces: Pieces, labels: Labels) -> Read:
    """Turn an annotated document into numbers; a label never seen is not taught."""
    tags = {name: index for index, name in enumerate(labels.tags)}
    forms = {name: index for index, name in enumerate(labels.forms)}
    deps = {name: index for index, name in enumerate(labels.deps)}
    return Read(
        read_words((token.text for token in doc), pieces),
        [shape_of(token.text) for token in doc],
        [tags.get(token.tag_, NOTHING) for token in doc],
        [forms.get(form_of(token), NOTHING) for token in doc],
        [int(bool(token.is_sent_start)) for token in doc],
        [token.head.i for token in doc],
        [deps.get(token.dep_, NOTHING) for token in doc],
    )


class Teacher(nn.Module):
    """MiniLM with four heads; all its answers are for the first piece of each word."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        minilm.POSITIONS = 512
        body, table = minilm.start_from_minilm()
        self.body = body
        self.table = nn.Embedding.from_pretrained(table, freeze=False)
        width = minilm.WIDTH
        self.shapes = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shapes.weight)
        self.mix = nn.Parameter(torch.zeros(minilm.LAYERS + 1))
        self.dropout = nn.Dropout(0.2)
        self.tag = nn.Linear(width, len(labels.tags))
        self.form = nn.Linear(width, len(labels.forms))
        self.start = nn.Linear(width, 1)
        self.arc_of = nn.Linear(width, ARC_WIDTH)
        self.arc_to = nn.Linear(width, ARC_WIDTH)
        self.arc = nn.Parameter(torch.randn(ARC_WIDTH + 1, ARC_WIDTH) * 0.01)
        self.label_of = nn.Linear(width, LABEL_WIDTH)
        self.label_to = nn.Linear(width, LABEL_WIDTH)
        self.label = nn.Parameter(
            torch.randn(len(labels.deps), LABEL_WIDTH + 1, LABEL_WIDTH + 1) * 0.01
        )

    def forward(
        self, ids: Tensor, shapes: Tensor, mask: Tensor, firsts: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, tuple[Tensor, Tensor]]:
        """Return tags, forms, starts, arcs (batch, word, head) and what labels are made of.

        ids, shapes, mask: (batch, pieces); firsts: (batch, words), the place of a first piece.
        """
        embedded = self.table(ids) + self.shapes(shapes)
        states = self.body.norm(embedded + self.body.positions[: ids.shape[1]])
        states = self.body.dropout(states)
        added = (1.0 - mask[:, None, None, :]) * -10000.0
        weights = self.mix.softmax(0)
        mixed = weights[0] * states
        for weight, layer in zip(weights[1:], self.body.layers, strict=True):
            states = layer(states, added.to(states.dtype))
            mixed = mixed + weight * states
        # The last layer, and all of them mixed: tags live lower than trees.
        states = states + mixed
        words = states.gather(1, firsts[..., None].expand(-1, -1, states.shape[-1]))
        words = self.dropout(words)
        arc_of = self.dropout(functional.gelu(self.arc_of(words)))
        arc_to = self.dropout(functional.gelu(self.arc_to(words)))
        arcs = _with_one(arc_of) @ self.arc @ arc_to.transpose(1, 2)
        label_of = self.dropout(functional.gelu(self.label_of(words)))
        label_to = self.dropout(functional.gelu(self.label_to(words)))
        return (
            self.tag(words),
            self.form(words),
            self.start(words).squeeze(-1),
            arcs,
            (_with_one(label_of), _with_one(label_to)),
        )

    def label_scores(self, parts: tuple[Tensor, Tensor], heads: Tensor) -> Tensor:
        """Scores of labels (batch, words, labels) for the given heads (batch, words)."""
        of, to = parts
        to = to.gather(1, heads[..., None].expand(-1, -1, to.shape[-1]))
        return torch.einsum("bwi,lij,bwj->bwl", of, self.label, to)


def _with_one(states: Tensor) -> Tensor:
    return torch.cat([states, torch.ones_like(states[..., :1])], -1)


def lay(batch: Sequence[Read], pieces: Pieces) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Lay documents side by side: ids, shapes, mask of pieces; firsts and mask of words."""
    longest = max(read.length for read in batch) + 2
    most = max(len(read.pieces) for read in batch)
    ids = torch.full((len(batch), longest), pieces.pad)
    shapes = torch.full((len(batch), longest), SHAPES.index("other"))
    mask = torch.zeros(len(batch), longest)
    firsts = torch.zeros(len(batch), most, dtype=torch.long)
    words = torch.zeros(len(batch), most, dtype=torch.bool)
    for row, read in enumerate(batch):
        ids[row, 0], place = pieces.first, 1
        for number, (parts, shape) in enumerate(zip(read.pieces, read.shapes, strict=True)):
            firsts[row, number] = place
            ids[row, place : place + len(parts)] = torch.tensor(parts)
            shapes[row, place : place + len(parts)] = shape
            place += len(parts)
        ids[row, place] = pieces.last
        mask[row, : place + 1] = 1.0
        words[row, : len(read.pieces)] = True
    return ids, shapes, mask, firsts, words


def column(batch: Sequence[Read], name: str, words: Tensor) -> Tensor:
    """A column of the gold annotation as (batch, words), NOTHING where there is none."""
    out = torch.full(words.shape, NOTHING)
    for row, read in enumerate(batch):
        out[row, : len(read.pieces)] = torch.tensor(getattr(read, name))
    return out


def losses(teacher: Teacher, batch: Sequence[Read], pieces: Pieces) -> Tensor:
    """The sum of the five losses of a batch."""
    ids, shapes, mask, firsts, words = lay(batch, pieces)
    tags, forms, starts, arcs, parts = teacher(ids, shapes, mask, firsts)
    arcs = arcs.float().masked_fill(~words[:, None, :], -1e4)
    heads = column(batch, "heads", words)
    known = heads.clamp(min=0)

    def entropy(scores: Tensor, name: str) -> Tensor:
        return functional.cross_entropy(
            scores.float().flatten(0, 1), column(batch, name, words).flatten(), ignore_index=NOTHING
        )

    begun = column(batch, "starts", words)
    start = functional.binary_cross_entropy_with_logits(starts.float()[words], begun[words].float())
    return (
        entropy(tags, "tags")
        + entropy(forms, "forms")
        + entropy(arcs, "heads")
        + entropy(teacher.label_scores(parts, known), "deps")
        + 2.0 * start
    )


def make_batches(reads: Sequence[Read], size: int, draw: random.Random) -> Iterator[list[Read]]:
    """Shuffled batches of about so many word pieces, of documents of like length."""
    order = sorted(reads, key=lambda read: read.length + draw.random() * 60)
    batches: list[list[Read]] = [[]]
    longest = 0
    for read in order:
        longest = max(longest, read.length)
        if batches[-1] and longest * (len(batches[-1]) + 1) > size:
            batches.append([])
            longest = read.length
        batches[-1].append(read)
    draw.shuffle(batches)
    yield from batches


@torch.no_grad()
def annotate(teacher: Teacher, batch: Sequence[Read], pieces: Pieces) -> list[Annotation]:
    """Annotate each document; labels are for each word's best head in the document."""
    ids, shapes, mask, firsts, words = lay(batch, pieces)
    with torch.autocast("cpu", torch.bfloat16):
        tags, forms, starts, arcs, parts = teacher(ids, shapes, mask, firsts)
        arcs = arcs.float().masked_fill(~words[:, None, :], -1e4)
        labels = teacher.label_scores(parts, arcs.argmax(-1)).float()
    found = []
    for row, read in enumerate(batch):
        count = len(read.pieces)
        found.append(
            (
                tags[row, :count].argmax(-1).tolist(),
                forms[row, :count].argmax(-1).tolist(),
                starts[row, :count].float().sigmoid().tolist(),
                arcs[row, :count, :count],
                labels[row, :count],
            )
        )
    return found


def evaluate(teacher: Teacher, reads: Sequence[Read], pieces: Pieces) -> dict[str, float]:
    """Scores in per cent on gold tokens: tags, forms, heads, labelled heads, sentence starts."""
    teacher.eval()
    right = dict.fromkeys(("tag", "form", "uas", "las"), 0)
    total = hits = said = there = 0
    for batch in make_batches(reads, 8000, random.Random(0)):
        for read, (tags, forms, starts, arcs, labels) in zip(
            batch, annotate(teacher, batch, pieces), strict=True
        ):
            heads, deps = arcs.argmax(-1).tolist(), labels.argmax(-1).tolist()
            for word in range(len(read.pieces)):
                total += 1
                right["tag"] += tags[word] == read.tags[word]
                right["form"] += forms[word] == read.forms[word]
                fits = heads[word] == read.heads[word]
                right["uas"] += fits
                right["las"] += fits and deps[word] == read.deps[word]
                begun = starts[word] >= 0.5
                hits += begun and bool(read.starts[word])
                said += begun
                there += read.starts[word]
    teacher.train()
    scores = {name: round(100 * count / total, 2) for name, count in right.items()}
    return scores | {"starts_f": round(200 * hits / (said + there), 2)}


def find_labels(docs: Iterable[Doc]) -> Labels:
    """Collect the labels of annotated documents, sorted."""
    tags, forms, deps = set(), set(), set()
    for doc in docs:
        for token in doc:
            tags.add(token.tag_)
            forms.add(form_of(token))
            deps.add(token.dep_)
    return Labels(tuple(sorted(tags)), tuple(sorted(forms)), tuple(sorted(deps)))


def load_teacher(path: Path) -> tuple[Teacher, Labels, Pieces]:
    """Load what ``main`` wrote, ready to annotate."""
    labels = Labels(**{name: tuple(names) for name, names in torch.load(path)["labels"].items()})
    teacher = Teacher(labels)
    teacher.load_state_dict(torch.load(path)["weights"])
    return teacher.eval(), labels, Pieces(minilm.read_vocabulary())


def main() -> None:
    """Train on the converted treebanks, one shard an epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path, help="the .pt file to write")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch-pieces", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    vocab = spacy.blank("en").vocab
    shards = sorted(options.corpus.glob("train-*.spacy"))
    pieces = Pieces(minilm.read_vocabulary())
    labels = find_labels(DocBin().from_disk(shards[0]).get_docs(vocab))

    def read_all(path: Path) -> list[Read]:
        docs = DocBin().from_disk(path).get_docs(vocab)
        reads = [read_gold(doc, pieces, labels) for doc in docs]
        return [read for read in reads if read.length <= MOST_POSITIONS]

    dev = {part: read_all(options.corpus / f"{part}-dev.spacy") for part in ("ewt", "gum-free")}
    teacher = Teacher(labels)
    print(f"{sum(weight.numel() for weight in teacher.parameters()):,} weights", flush=True)
    fresh = [weight for name, weight in teacher.named_parameters() if "body" not in name]
    given = [weight for name, weight in teacher.named_parameters() if "body" in name]
    optimizer = torch.optim.AdamW(
        [{"params": given, "lr": options.rate}, {"params": fresh, "lr": 5 * options.rate}],
        weight_decay=0.01,
    )
    first = read_all(shards[0])
    steps = options.epochs * sum(
        1 for _ in make_batches(first, options.batch_pieces, random.Random(0))
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * steps), max(0.01, 1 - step / steps))
    )
    begin = time.monotonic()
    for epoch in range(options.epochs):
        reads = first if epoch == 0 else read_all(shards[epoch % len(shards)])
        for step, batch in enumerate(
            make_batches(reads, options.batch_pieces, random.Random(options.seed + epoch))
        ):
            with torch.autocast("cpu", torch.bfloat16):
                loss = losses(teacher, batch, pieces)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            if step % 50 == 0:
                seconds = time.monotonic() - begin
                print(f"{epoch}.{step} loss {loss.item():.3f} {seconds:.0f} s", flush=True)
        for part, held in dev.items():
            print(part, json.dumps(evaluate(teacher, held, pieces)), flush=True)
        torch.save(
            {
                "weights": teacher.state_dict(),
                "labels": {name: list(getattr(labels, name)) for name in Labels.__slots__},
            },
            options.out,
        )


if __name__ == "__main__":
    main()
