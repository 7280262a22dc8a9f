"""Training of one challenger: weights, fit, export, comparison with scikit-learn, and what its version will hold."""

from dataclasses import dataclass, replace

import numpy as np

from plumbline_pipelines.dataset import csv_bytes
from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.onnx_graph import check_parity
from plumbline_pipelines.progress import stage
from plumbline_pipelines.quality import measure_quality
from plumbline_pipelines.recipe import Challenger, Recipe
from plumbline_pipelines.retraining.data_versions import POINTER_FILE
from plumbline_pipelines.retraining.rows import RECENT, Rows, weigh
from plumbline_pipelines.training import MIN_ROWS_PER_CLASS, Candidate, TrainingData, check_classes, golden_rows

# Twice what training asks for, since part of the reference is held out.
RARE_CLASS_ROWS = 2 * MIN_ROWS_PER_CLASS
SOURCE = (
    "The rows are the reference of the version before and labelled traffic of the running service; lineage.json says "
    f"which, and {POINTER_FILE} where they are kept."
)


@dataclass(frozen=True)
class TrainedChallenger:
    """A candidate version and the loss after each epoch of its training."""

    candidate: Candidate
    losses: list[float]


def find_challenger(recipe: Recipe, name: str) -> Challenger:
    """The challenger of this name; raises PipelineError."""
    found = [challenger for challenger in recipe.challengers if challenger.name == name]
    if not found:
        known = ", ".join(challenger.name for challenger in recipe.challengers) or "none"
        raise PipelineError(f"{recipe.name} has no challenger {name!r}, it has {known}.")
    return found[0]


def train_challenger(
    recipe: Recipe, challenger: Challenger, training: Rows, holdout: Rows, *, seed: int, half_life_days: float
) -> TrainedChallenger:
    """Fits on the training rows; its registered quality is that on the recent rows of the holdout.

    Raises ParityError when the graph does not answer as scikit-learn does, DataError when a class has too few rows.
    """
    check_classes(recipe, training.dataset)
    recipe = describe(recipe, challenger)
    weights = weigh(training, challenger.recent_share, half_life_days)
    losses: list[float] = []
    stage(f"{recipe.name}: fitting {challenger.name} on {len(training)} rows")
    model = challenger.fit(training.dataset, Fitting(seed, weights, lambda _, loss: losses.append(loss)))

    measured = holdout.of(RECENT).dataset
    probabilities = model.probabilities(measured.columns)
    metrics = measure_quality(recipe, measured.target, recipe.predict(probabilities))
    graph = model.to_onnx().SerializeToString(deterministic=True)
    parity = check_parity(recipe, graph, measured.columns, probabilities)

    reference = _sample(training, weights, recipe.reference_rows, seed).dataset
    predicted = recipe.predict(model.probabilities(reference.columns))
    reference_csv = csv_bytes(reference, recipe.classes, {"prediction": [recipe.classes[i] for i in predicted]})
    data = TrainingData(training.dataset, training.csv(recipe), generated=False, source=SOURCE)
    golden = golden_rows(recipe, model, measured)
    candidate = Candidate(recipe, data, seed, graph, reference, reference_csv, golden, metrics, parity)
    return TrainedChallenger(candidate, losses)


def _sample(rows: Rows, weights: np.ndarray | None, size: int, seed: int) -> Rows:
    """Rows for the reference of the new version: later drift is measured against what the model was fitted to.

    With weights they are drawn with replacement, so that the sample is as large and as recent as it should be. Classes
    that hardly get drawn keep enough rows to be learnt again.
    """
    rng = np.random.default_rng([seed, 7])
    if weights is None:
        return rows.take(rng.choice(len(rows), size=min(size, len(rows)), replace=False))
    drawn = rng.choice(len(rows), size=size, p=weights / weights.sum())
    target = rows.dataset.target
    counts = np.bincount(target[drawn])
    rare = [
        np.flatnonzero(target == label)[:RARE_CLASS_ROWS]
        for label in np.unique(target)
        if label >= len(counts) or counts[label] < RARE_CLASS_ROWS
    ]
    return rows.take(np.concatenate([drawn, *rare]))


def describe(recipe: Recipe, challenger: Challenger) -> Recipe:
    """The recipe, as the challenger's version describes itself."""
    return replace(recipe, model_type=challenger.model_type, model_card=_card(recipe, challenger))


def _card(recipe: Recipe, challenger: Challenger) -> str:
    share = "All rows count alike."
    if challenger.recent_share is not None:
        share = f"Recent labelled traffic has {challenger.recent_share:.0%} of the weight, the newest rows the most."
    limits = recipe.model_card.partition("## Limits")[2].strip()
    answers = recipe.model_card.partition("## Model")[0].strip()
    return "\n\n".join(
        part for part in (answers, f"## Model\n\n{challenger.description} {share}", "## Limits", limits) if part
    )
