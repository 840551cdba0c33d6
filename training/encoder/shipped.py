"""Reads the shipped encoder back into PyTorch: training goes on where no checkpoint is left.

What comes back is rounded as it was shipped: to 8 bits, the loudest values and the head for claims
to 32 and 16.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from network import WIDTH, Network
from onnx import numpy_helper
from torch import Tensor

_PARTS = ("quiet", "loud")


def read_shipped(network: Network, folder: Path) -> None:
    """Give the network the weights of what `export.py` wrote into `folder`.

    A layer's wide values come back in another order, first those that are not loud: the network
    answers the same.
    """
    model = onnx.load(folder / "network.onnx")
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    products = {
        node.name.split("/MatMul")[0].lstrip("/").replace("/", "."): node.input
        for node in model.graph.node
        if "MatMul" in node.op_type and "lean." not in node.name
    }

    def weight(name: str) -> Tensor:
        """Return the weights (outputs, inputs) of a product."""
        given = products[name]
        whole = next((one for one in given if one.endswith("_quantized") and one in stored), None)
        if whole is None:
            rows = next(stored[one] for one in given if one in stored)
        else:
            scale, zero = (
                stored[whole.replace("_quantized", end)] for end in ("_scale", "_zero_point")
            )
            rows = (stored[whole].astype(np.float32) - zero) * scale
        return torch.from_numpy(rows.T.copy())

    state = network.state_dict()
    for name in state:
        if name in stored:
            state[name] = torch.from_numpy(stored[name].copy())
        elif name.endswith(".weight") and name.removesuffix(".weight") in products:
            state[name] = weight(name.removesuffix(".weight"))
    for number in range(network.shape.layers):
        layer = f"layers.{number}"
        biases = [stored[f"{layer}.widen_{part}.bias"] for part in _PARTS]
        state[f"{layer}.widen.bias"] = torch.from_numpy(np.concatenate(biases))
        state[f"{layer}.narrow.bias"] = torch.from_numpy(
            stored[f"{layer}.narrow_quiet.bias"].copy()
        )
        for name, axis in (("widen", 0), ("narrow", 1)):
            state[f"{layer}.{name}.weight"] = torch.cat(
                [weight(f"{layer}.{name}_{part}") for part in _PARTS], axis
            )
    describe = torch.from_numpy(np.load(folder / "describe.npy").astype(np.float32)) * WIDTH**0.5
    state["describe.weight"], state["describe.bias"] = describe[:-1].T.contiguous(), describe[-1]
    head = np.load(folder / "claims.npz")
    for name in ("first", "second"):
        state[f"claim_head.{name}.weight"] = torch.from_numpy(head[name].T.astype(np.float32))
        state[f"claim_head.{name}.bias"] = torch.from_numpy(head[f"{name}_bias"].astype(np.float32))
    network.load_state_dict(state)
