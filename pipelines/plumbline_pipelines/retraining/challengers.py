"""Training of one challenger: weights, fit, export, comparison with the fitted model, and the files of its version."""

from dataclasses import dataclass, replace

import numpy as np

from plumbline_pipelines.dataset import csv_bytes
from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.fitting import Fitting, LossObserver, ignore_loss
from plumbline_pipelines.onnx_graph import check_parity
from plumbline_pipelines.outcomes import MIN_ROWS, measure_quality
from plumbline_pipelines.progress import stage
from plumbline_pipelines.recipe import Challenger, Recipe
from plumbline_pipelines.retraining.data_versions import POINTER_FILE
from plumbline_pipelines.retraining.rows import RECENT, TRAINING, Rows, join, weigh
from plumbline_pipelines.training import (
    Candidate,
    TrainingData,
    check_rows,
    golden_rows,
    measure_baseline,
    reference_csv,
)

SOURCE = (
    "The rows are those of the version before and labelled traffic of the running service; lineage.json says which. "
    f"{POINTER_FILE} says where those that were trained on are kept."
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
    recipe: Recipe,
    challenger: Challenger,
    training: Rows,
    holdout: Rows,
    *,
    seed: int,
    half_life_days: float,
    observe: LossObserver = ignore_loss,
) -> TrainedChallenger:
    """Fits on the training rows; its registered quality is that on the recent rows of the holdout.

    `observe` gets the loss after each epoch. The reference is drawn from the holdout, with the weights that the
    training rows were fitted with.
    Raises ParityError when the graph does not answer as the fitted model does, DataError when a class has too few rows.
    """
    check_rows(recipe, training.dataset)
    recipe = describe(recipe, challenger)
    weights = weigh(training, challenger.recent_share, half_life_days)
    losses: list[float] = []

    def keep(epoch: int, loss: float) -> None:
        losses.append(loss)
        observe(epoch, loss)

    stage(f"{recipe.name}: fitting {challenger.name} on {len(training)} rows")
    model = challenger.fit(training.dataset, Fitting(seed, weights, keep))

    measured = holdout.of(RECENT).dataset
    outputs = model.outputs(measured.columns)
    metrics = measure_quality(recipe.outcome, measured.target, recipe.outcome.predict(outputs))
    graph = model.to_onnx().SerializeToString(deterministic=True)
    parity = check_parity(recipe, graph, measured.columns, outputs)

    held_out_weights = weigh(holdout, challenger.recent_share, half_life_days)
    reference = _sample(holdout, held_out_weights, recipe.reference_rows, seed).dataset
    size = max(len(training.of(TRAINING)), recipe.reference_rows)
    kept = _with_rare_names(recipe, _sample(training, weights, size, seed), training)
    candidate = Candidate(
        recipe,
        TrainingData(training.dataset, training.csv(recipe), generated=False, source=SOURCE),
        seed,
        graph,
        reference=reference,
        reference_csv=reference_csv(recipe, model, reference),
        training_csv=csv_bytes(kept.dataset, recipe.outcome),
        golden=golden_rows(recipe, model, measured),
        metrics=metrics,
        parity=parity,
        baseline=measure_baseline(recipe, measured),
    )
    return TrainedChallenger(candidate, losses)


def _sample(rows: Rows, weights: np.ndarray | None, size: int, seed: int) -> Rows:
    """At most `size` rows; with weights they are drawn with replacement, so that the sample is as recent as the fit."""
    size = min(size, len(rows))
    rng = np.random.default_rng([seed, 7])
    if weights is None:
        return rows.take(rng.choice(len(rows), size=size, replace=False))
    return rows.take(rng.choice(len(rows), size=size, p=weights / weights.sum()))


def _with_rare_names(recipe: Recipe, sample: Rows, rows: Rows) -> Rows:
    """The sample, and rows of the classes or labels that it has too few of to learn them again."""
    sampled, available = (recipe.outcome.indicators(part.dataset.target) for part in (sample, rows))
    counts = sampled.sum(axis=0)
    rare = [np.flatnonzero(has)[:MIN_ROWS] for has, count in zip(available.T, counts, strict=True) if count < MIN_ROWS]
    return join(sample, *(rows.take(places) for places in rare if len(places) > 0))


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
