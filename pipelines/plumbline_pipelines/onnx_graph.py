"""ONNX graphs: trimming them to the outputs that are served, running them, and comparing them with fitted models."""

from collections.abc import Mapping

import numpy as np
import onnx
import onnxruntime

from plumbline_pipelines.errors import ParityError
from plumbline_pipelines.recipe import Recipe

MAX_DIFFERENCE = 1e-5
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


def make_feeds(recipe: Recipe, columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Tensors for every input, [rows, features] each, or [rows, ...] of an array or image."""
    dtypes = {"FP32": np.float32, "BYTES": object}
    values = {feature.name: feature.values.tensor(feature, columns[feature.name]) for feature in recipe.features}
    feeds = {}
    for entry in recipe.inputs:
        parts = [values[name].astype(dtypes[entry.datatype]) for name in entry.features]
        feeds[entry.name] = parts[0] if entry.dimensions else np.column_stack(parts)
    return feeds


def run_graph(session: onnxruntime.InferenceSession, recipe: Recipe, columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """The output of the recipe's outcome, [rows, columns], in batches that keep memory small."""
    rows = len(next(iter(columns.values())))
    batches = [slice(start, start + BATCH_ROWS) for start in range(0, rows, BATCH_ROWS)]
    name = recipe.outcome.output.name
    feeds = (make_feeds(recipe, {name: column[batch] for name, column in columns.items()}) for batch in batches)
    return np.concatenate([session.run([name], feed)[0] for feed in feeds])


def check_parity(recipe: Recipe, model: bytes, columns: Mapping[str, np.ndarray], expected: np.ndarray) -> float:
    """The largest difference over these rows; raises ParityError above 1e-5 or when a prediction differs.

    Differences of numbers above 1 are relative.
    """
    actual = run_graph(open_session(model), recipe, columns)
    if actual.shape != expected.shape:
        raise ParityError(f"{recipe.name}: ONNX answers {actual.shape}, the fitted model {expected.shape}.")
    differences = np.abs(actual - expected) / np.maximum(1, np.abs(expected))
    worst = np.unravel_index(differences.argmax(), differences.shape)
    if not differences[worst] <= MAX_DIFFERENCE:
        raise ParityError(
            f"{recipe.name}: row {worst[0]}, {recipe.outcome.names[worst[1]]}: ONNX gives {actual[worst]:.9f}, "
            f"the fitted model {expected[worst]:.9f}; they may differ by at most {MAX_DIFFERENCE:g}."
        )
    _check_predictions(recipe, recipe.outcome.predict(actual), recipe.outcome.predict(expected))
    return float(differences[worst])


def _check_predictions(recipe: Recipe, actual: np.ndarray, expected: np.ndarray) -> None:
    rows = recipe.outcome.mismatches(actual, expected)
    if len(rows) > 0:
        row = rows[0]
        answered, fitted = (recipe.outcome.to_json(targets[row]) for targets in (actual, expected))
        raise ParityError(
            f"{recipe.name}: {len(rows)} predictions differ, first in row {row}: "
            f"ONNX predicts {answered}, the fitted model {fitted}."
        )
