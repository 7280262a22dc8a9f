"""Champion and challengers on the same held-out rows: quality by slice with intervals, by class, speed and size."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.onnx_graph import open_session, run_graph
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.retraining.bootstrap import resample_counts, score_gain, score_interval
from plumbline_pipelines.retraining.rows import RECENT, REFERENCE, Rows

LATENCY_RUNS = 200
SLICES = (RECENT, REFERENCE)


@dataclass(frozen=True)
class Evaluation:
    """What was found, as plain JSON data. `models` holds the champion under `champion`, and each challenger.

    A score that is undefined is None, and so is a gain over it.
    """

    task: str
    rows: Mapping[str, int]
    confidence: float
    models: Mapping[str, Mapping[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """For evaluation.json."""
        return {
            "task": self.task,
            "rows": dict(self.rows),
            "confidence": self.confidence,
            "models": dict(self.models),
        }


def evaluate(
    recipe: Recipe, holdout: Rows, champion: bytes, challengers: Mapping[str, bytes], *, seed: int, confidence: float
) -> Evaluation:
    """Runs every graph on every slice.

    The confidence of the gains is divided among the challengers (Bonferroni): with several of them the luckiest would
    otherwise look better than it is.
    """
    gain_confidence = 1 - (1 - confidence) / max(1, len(challengers))
    slices = {name: holdout.of(name).dataset for name in SLICES}
    slices = {name: dataset for name, dataset in slices.items() if len(dataset) > 0}
    draws = {name: resample_counts(len(dataset), seed) for name, dataset in slices.items()}
    old = {name: predict_labels(recipe, champion, dataset) for name, dataset in slices.items()}
    models = {}
    for model, graph in {"champion": champion, **challengers}.items():
        found: dict[str, Any] = {"bytes": len(graph), "latency_ms": latency_ms(recipe, graph, holdout.dataset)}
        for name, dataset in slices.items():
            new = old[name] if model == "champion" else predict_labels(recipe, graph, dataset)
            interval = score_interval(recipe, dataset.target, new, draws[name], confidence)
            gain = score_gain(recipe, dataset.target, old[name], new, draws[name], gain_confidence)
            found[name] = {
                recipe.outcome.score.key: interval and interval.as_dict(),
                "gain": gain and gain.as_dict(),
                "parts": recipe.outcome.parts(dataset.target, new),
            }
        models[model] = found
    return Evaluation(recipe.outcome.task, {name: len(dataset) for name, dataset in slices.items()}, confidence, models)


def predict_labels(recipe: Recipe, graph: bytes, dataset: Dataset) -> np.ndarray:
    """Targets from the graph itself."""
    return recipe.outcome.predict(run_graph(open_session(graph), recipe, dataset.columns))


def latency_ms(recipe: Recipe, graph: bytes, dataset: Dataset) -> float:
    """Median milliseconds of a single row on one thread."""
    session = open_session(graph)
    times = []
    for run in range(LATENCY_RUNS):
        row = dataset.take(np.array([run % len(dataset)]))
        started = time.perf_counter()
        run_graph(session, recipe, row.columns)
        times.append(time.perf_counter() - started)
    return round(float(np.median(times)) * 1000, 4)
