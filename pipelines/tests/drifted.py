"""Generated traffic whose labels have changed their meaning, as the champion that ships answered it."""

from datetime import UTC, datetime, timedelta

import numpy as np

from plumbline_pipelines.cli import MODELS
from plumbline_pipelines.dataset import Dataset, as_sent, read_csv_bytes
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.retraining.client import LabelledRow
from plumbline_pipelines.retraining.holdout import predict_labels
from plumbline_pipelines.retraining.rows import (
    REFERENCE,
    TRAINING,
    Rows,
    is_held_out,
    join,
    recent_rows,
    undated_rows,
    usable,
)
from plumbline_pipelines.training import TRAINING_FILE

START = datetime(2026, 3, 1, tzinfo=UTC)


def champion(recipe: Recipe) -> bytes:
    return (MODELS / recipe.name / "1" / "model.onnx").read_bytes()


def reference(recipe: Recipe) -> Rows:
    return shipped_rows(recipe, "reference.csv.gz", REFERENCE)


def trained_on(recipe: Recipe) -> Rows:
    return shipped_rows(recipe, TRAINING_FILE, TRAINING)


def shipped_rows(recipe: Recipe, name: str, origin: str) -> Rows:
    return undated_rows(recipe, read_csv_bytes(MODELS / recipe.name / "1" / name), name, origin)


def traffic(recipe: Recipe, rows: int, seed: int, *, drifted: bool, shift_seconds: float = 0.0) -> list[LabelledRow]:
    """Labelled predictions, one a minute; with drift, the outcomes follow `changed_labels`."""
    dataset = recipe.generate(rows, seed)
    predicted = predict_labels(recipe, champion(recipe), dataset)
    actual = changed_labels(recipe, dataset) if drifted else dataset.target
    start = START + timedelta(seconds=shift_seconds)
    sent = as_sent(recipe.features, dataset)
    return [
        LabelledRow(
            prediction_id=f"00000000-0000-7000-8000-{seed:04d}{index:08d}",
            version=1,
            at=(start + timedelta(minutes=index)).isoformat(),
            features=sent.row(index),
            prediction=recipe.outcome.to_json(predicted[index]),
            actual=recipe.outcome.to_json(actual[index]),
            labelled_at=(start + timedelta(minutes=index + 30)).isoformat(),
        )
        for index in range(rows)
    ]


def changed_labels(recipe: Recipe, dataset: Dataset) -> np.ndarray:
    """Outcomes that follow another rule than the champion has learnt, by model."""
    match recipe.name:
        case "heart-disease":
            return np.where(dataset.columns["age"] > 50, 1 - dataset.target, dataset.target)
        case "titanic-survival":
            return np.where(dataset.columns["pclass"] == 3, 1 - dataset.target, dataset.target)
        case "weather-forecast":
            return 2 * dataset.target.mean() - dataset.target
        case "face-attributes":
            return np.roll(dataset.target, 1, axis=1)
        case _:
            moved = np.arange(len(recipe.outcome.names))
            moved[[2, 5, 9, 14, 20]] = moved[[5, 9, 14, 20, 2]]
            return moved[dataset.target]


def split(recipe: Recipe, labelled: list[LabelledRow]) -> tuple[Rows, Rows]:
    """Training and holdout rows of the shipped version and this traffic."""
    rows = join(trained_on(recipe), reference(recipe), recent_rows(recipe, usable(recipe, labelled)))
    held_out = is_held_out(rows)
    return rows.take(~held_out), rows.take(held_out)
