"""Opens the shipped networks: onnxruntime on one core."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_network(file: Traversable) -> InferenceSession:
    """Return the network of the file.

    Articles are read side by side by processes, not by threads (`--jobs`).
    """
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    # What can be fused was fused when the network was made.
    options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])
