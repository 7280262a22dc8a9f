"""ONNX graphs: trimming them to the one output that is served, running them, and comparing them with scikit-learn."""

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
import onnxruntime

from plumbline_pipelines.errors import ParityError
from plumbline_pipelines.recipe import ModelInput, Recipe

MAX_PROBABILITY_DIFFERENCE = 1e-5
BATCH_ROWS = 500


def keep_output(model: onnx.ModelProto, name: str) -> onnx.ModelProto:
    """The same graph with `name` as its only output and without the nodes nobody needs any more.

    Operator sets are sorted: skl2onnx takes them from a Python set, whose order changes from run to run.
    """
    graph = model.graph
    kept = [output for output in graph.output if output.name == name]
    del graph.output[:]
    graph.output.extend(kept)
    needed = {name}
    nodes = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(reversed(nodes))
    operator_sets = sorted(model.opset_import, key=lambda entry: entry.domain)
    del model.opset_import[:]
    model.opset_import.extend(operator_sets)
    onnx.checker.check_model(model)
    return model


def open_session(model: bytes) -> onnxruntime.InferenceSession:
    """A session on one CPU thread, as the predict service opens it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def make_feeds(inputs: Sequence[ModelInput], columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Tensors for every input, [rows, features] each."""
    dtypes = {"FP32": np.float32, "BYTES": object}
    return {i.name: np.column_stack([columns[f].astype(dtypes[i.datatype]) for f in i.features]) for i in inputs}


def run_probabilities(
    session: onnxruntime.InferenceSession, inputs: Sequence[ModelInput], columns: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Probabilities [rows, classes] from the graph, in batches that keep memory small."""
    rows = len(next(iter(columns.values())))
    batches = [slice(start, start + BATCH_ROWS) for start in range(0, rows, BATCH_ROWS)]
    feeds = [make_feeds(inputs, {name: column[batch] for name, column in columns.items()}) for batch in batches]
    return np.concatenate([session.run(["probabilities"], feed)[0] for feed in feeds])


def check_parity(recipe: Recipe, model: bytes, columns: Mapping[str, np.ndarray], expected: np.ndarray) -> float:
    """The largest probability difference over these rows; raises ParityError above 1e-5 or when a label differs."""
    actual = run_probabilities(open_session(model), recipe.inputs, columns)
    if actual.shape != expected.shape:
        raise ParityError(f"{recipe.name}: ONNX answers {actual.shape}, scikit-learn {expected.shape}.")
    differences = np.abs(actual - expected)
    worst = np.unravel_index(differences.argmax(), differences.shape)
    if not differences[worst] <= MAX_PROBABILITY_DIFFERENCE:
        raise ParityError(
            f"{recipe.name}: row {worst[0]}, class {recipe.classes[worst[1]]}: ONNX gives {actual[worst]:.9f}, "
            f"scikit-learn {expected[worst]:.9f}; they may differ by at most {MAX_PROBABILITY_DIFFERENCE:g}."
        )
    _check_labels(recipe, recipe.predict(actual), recipe.predict(expected))
    return float(differences[worst])


def _check_labels(recipe: Recipe, actual: np.ndarray, expected: np.ndarray) -> None:
    rows = np.flatnonzero(actual != expected)
    if len(rows) > 0:
        row = rows[0]
        raise ParityError(
            f"{recipe.name}: {len(rows)} labels differ, first in row {row}: "
            f"ONNX says {recipe.classes[actual[row]]}, scikit-learn {recipe.classes[expected[row]]}."
        )
