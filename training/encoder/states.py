"""Lets a network also say what its middle and last layers make of each piece, for the claim head.

    python training/encoder/states.py auditor/models/encoder/network.onnx

What is only hinted at shows best a little before the last layer, which is shaped by its own tasks.
`export.py` does this to what it ships. A network that says it already stays as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

import onnx
from network import WIDTH
from onnx import TensorProto, helper

# Counted from 0: the fourth and the sixth of six.
LAYERS = (3, 5)
NAME = "states"


def add_states(file: Path) -> None:
    """Add an output (1, pieces, layers * WIDTH) to the network of `file`, after its others."""
    network = onnx.load(file)
    if any(output.name == NAME for output in network.graph.output):
        return
    parts = [f"/layers.{layer}/narrow_norm/LayerNormalization_output_0" for layer in LAYERS]
    known = {name for node in network.graph.node for name in node.output}
    if missing := set(parts) - known:
        message = f"{file}: no layer ends in {', '.join(sorted(missing))}"
        raise ValueError(message)
    network.graph.node.append(helper.make_node("Concat", parts, [NAME], NAME, axis=2))
    shape = [1, "pieces", len(LAYERS) * WIDTH]
    network.graph.output.append(helper.make_tensor_value_info(NAME, TensorProto.FLOAT, shape))
    onnx.checker.check_model(network)
    file.write_bytes(network.SerializeToString())


if __name__ == "__main__":
    add_states(Path(sys.argv[1]))
