"""A gated recurrent unit (GRU) with a linear head, in NumPy: forward pass, gradients, and its ONNX node.

The cell is that of the ONNX operator GRU with its defaults: the reset gate is applied before the recurrent product.
Gates are kept in ONNX's order: update, reset, hidden.
"""

from dataclasses import dataclass

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

Weights = dict[str, np.ndarray]


@dataclass(frozen=True)
class Step:
    """What the backward pass needs of one step: input, state before, gates, candidate state."""

    inputs: np.ndarray
    state: np.ndarray
    update: np.ndarray
    reset: np.ndarray
    hidden: np.ndarray


def init_weights(inputs: int, size: int, rng: np.random.Generator) -> Weights:
    """Uniform in ±1/√size, the head as zeros, so that training begins with the answer 0."""
    reach = 1 / np.sqrt(size)
    return {
        "input": rng.uniform(-reach, reach, (3, inputs, size)),
        "recurrent": rng.uniform(-reach, reach, (3, size, size)),
        "bias": np.zeros((3, size)),
        "head": np.zeros(size),
        "head_bias": np.zeros(1),
    }


def forward(weights: Weights, sequences: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[Step]]:
    """Answers [rows] to sequences [rows, steps, inputs], the last state [rows, size], and the steps."""
    rows, count, _ = sequences.shape
    state = np.zeros((rows, weights["head"].size))
    projected = [sequences @ weights["input"][gate] + weights["bias"][gate] for gate in range(3)]
    update_weights, reset_weights, hidden_weights = weights["recurrent"]
    steps = []
    for at in range(count):
        update = _sigmoid(projected[0][:, at] + state @ update_weights)
        reset = _sigmoid(projected[1][:, at] + state @ reset_weights)
        hidden = np.tanh(projected[2][:, at] + (reset * state) @ hidden_weights)
        steps.append(Step(sequences[:, at], state, update, reset, hidden))
        state = update * state + (1 - update) * hidden
    return state @ weights["head"] + weights["head_bias"], state, steps


def gradients(weights: Weights, steps: list[Step], last: np.ndarray, slopes: np.ndarray) -> Weights:
    """Gradients of a loss by backpropagation through time; `slopes` are its derivatives by the answers, [rows]."""
    found = {name: np.zeros_like(value) for name, value in weights.items()}
    found["head"] = last.T @ slopes
    found["head_bias"] = slopes.sum(keepdims=True)
    carried = np.outer(slopes, weights["head"])
    for step in reversed(steps):
        carried = _step_back(weights, found, step, carried)
    return found


def _step_back(weights: Weights, found: Weights, step: Step, carried: np.ndarray) -> np.ndarray:
    """Adds the gradients of one step and returns the derivative by the state before it."""
    update_weights, reset_weights, hidden_weights = weights["recurrent"]
    hidden = carried * (1 - step.update) * (1 - step.hidden**2)
    update = carried * (step.state - step.hidden) * step.update * (1 - step.update)
    gated = hidden @ hidden_weights.T
    reset = gated * step.state * step.reset * (1 - step.reset)
    for gate, (slope, state) in enumerate(
        ((update, step.state), (reset, step.state), (hidden, step.reset * step.state))
    ):
        found["input"][gate] += step.inputs.T @ slope
        found["recurrent"][gate] += state.T @ slope
        found["bias"][gate] += slope.sum(axis=0)
    return carried * step.update + gated * step.reset + update @ update_weights.T + reset @ reset_weights.T


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))


def onnx_nodes(weights: Weights, sequences: str, answers: str) -> tuple[list[NodeProto], list[TensorProto]]:
    """Nodes from the tensor `sequences` [rows, steps, inputs] to `answers` [rows, 1], and their constants."""
    size = weights["head"].size
    constants = {
        "gru_input": np.concatenate(list(weights["input"].transpose(0, 2, 1)))[None],
        "gru_recurrent": np.concatenate(list(weights["recurrent"].transpose(0, 2, 1)))[None],
        "gru_bias": np.concatenate([weights["bias"].ravel(), np.zeros(3 * size)])[None],
        "head": weights["head"][:, None],
        "head_bias": weights["head_bias"],
    }
    tensors = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()]
    tensors.append(numpy_helper.from_array(np.array([0], dtype=np.int64), "first_axis"))
    nodes = [
        helper.make_node("Transpose", [sequences], ["by_step"], perm=[1, 0, 2]),
        helper.make_node(
            "GRU", ["by_step", "gru_input", "gru_recurrent", "gru_bias"], ["", "last_states"], hidden_size=size
        ),
        helper.make_node("Squeeze", ["last_states", "first_axis"], ["last_state"]),
        helper.make_node("Gemm", ["last_state", "head", "head_bias"], [answers]),
    ]
    return nodes, tensors
