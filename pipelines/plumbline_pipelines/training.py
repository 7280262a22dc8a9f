"""From labelled rows to a version ready to publish: split, fit, measure, export, compare, describe.

Rows that are held out measure the model and become its reference: quality estimated from rows that the model was
trained on would be too high.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as library_version
from typing import Any

import numpy as np
from sklearn.model_selection import train_test_split

from plumbline_pipelines.card import SUPPLIED, write_card
from plumbline_pipelines.dataset import Dataset, as_sent, columns_from_rows, concatenate, csv_bytes, sha256
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.fitting import Fitting, LossObserver
from plumbline_pipelines.manifest import json_bytes, make_manifest
from plumbline_pipelines.onnx_graph import check_parity
from plumbline_pipelines.outcomes import measure_quality
from plumbline_pipelines.progress import stage
from plumbline_pipelines.recipe import FittedModel, Recipe

HOLDOUT_SHARE = 0.25
GOLDEN_ROWS = 10
# Above every seed of training rows, so that no run trains on another one's spare rows.
SPARE_SEED = 2**32
TRAINING_FILE = "training.csv.gz"


@dataclass(frozen=True)
class TrainingData:
    """Rows to train on, the CSV bytes they stand for, and whether they were generated here.

    `spare` are more rows for the reference, where the holdout is smaller than that may be.
    """

    dataset: Dataset
    csv: bytes
    generated: bool
    source: str = SUPPLIED
    spare: Dataset | None = None


@dataclass(frozen=True)
class Candidate:
    """A trained, measured and exported model that is not published yet.

    `reference` are rows that it was not trained on, `training_csv` those to train its successor on.
    """

    recipe: Recipe
    data: TrainingData
    seed: int
    onnx: bytes
    reference: Dataset
    reference_csv: bytes
    training_csv: bytes
    golden: list[dict[str, Any]]
    metrics: Mapping[str, float | int | None]
    parity: float
    baseline: Mapping[str, float | int | None] | None = None

    def files(
        self,
        *,
        version: int,
        parent_version: int | None,
        created_at: str,
        monitoring: Mapping[str, Any] | None = None,
        extra: Mapping[str, bytes] | None = None,
    ) -> dict[str, bytes]:
        """Every file of the version's folder, those in `extra` too, the manifest last.

        `monitoring` are fields of the manifest that say how the version is monitored; None takes the recipe's.
        """
        rows = len(self.data.dataset)
        card = write_card(
            self.recipe,
            version=version,
            seed=self.seed,
            rows=rows,
            generated=self.data.generated,
            reference_rows=len(self.reference),
            metrics=self.metrics,
            baseline=self.baseline,
            source=self.data.source,
        )
        files = {
            "model.onnx": self.onnx,
            "reference.csv.gz": _gzip(self.reference_csv),
            TRAINING_FILE: _gzip(self.training_csv),
            "golden.json": json_bytes(self.golden),
            "model-card.md": card.encode(),
            **(extra or {}),
        }
        manifest = make_manifest(
            self.recipe,
            self.reference,
            generated=self.data.generated,
            version=version,
            parent_version=parent_version,
            created_at=created_at,
            monitoring=monitoring,
            training={
                "seed": self.seed,
                "rows": rows,
                "data_sha256": sha256(self.data.csv),
                "libraries": {name: library_version(name) for name in self.recipe.libraries},
            },
            metrics=self.metrics,
            files={name: sha256(data) for name, data in files.items()},
        )
        return files | {"manifest.json": json_bytes(manifest)}


def generate_data(recipe: Recipe, rows: int, seed: int) -> TrainingData:
    """Generated rows; the same seed gives the same bytes."""
    stage(f"{recipe.name}: generating {rows} rows with seed {seed}")
    dataset = recipe.generate(rows, seed)
    spare = recipe.generate(recipe.reference_rows, SPARE_SEED + seed)
    data = csv_bytes(as_sent(recipe.features, dataset), recipe.outcome)
    return TrainingData(dataset, data, generated=True, spare=spare)


def train(recipe: Recipe, data: TrainingData, seed: int, observe: LossObserver | None = None) -> Candidate:
    """Fits on three quarters of the rows, measures on the rest; raises ParityError when the export is not faithful.

    `observe` gets the loss after each epoch.
    """
    check_rows(recipe, data.dataset)
    strata = recipe.outcome.strata(data.dataset.target)
    rows, holdout_rows = train_test_split(
        np.arange(len(data.dataset)), test_size=HOLDOUT_SHARE, random_state=seed, stratify=strata
    )
    training, holdout = data.dataset.take(rows), data.dataset.take(holdout_rows)

    stage(f"{recipe.name}: fitting on {len(training)} rows")
    model = recipe.fit(training, Fitting(seed, observe=observe))
    outputs = model.outputs(holdout.columns)
    metrics = measure_quality(recipe.outcome, holdout.target, recipe.outcome.predict(outputs))

    stage(f"{recipe.name}: exporting to ONNX and comparing with the fitted model on {len(holdout)} rows")
    graph = model.to_onnx().SerializeToString(deterministic=True)
    parity = check_parity(recipe, graph, holdout.columns, outputs)

    unseen = holdout if data.spare is None else concatenate(holdout, data.spare)
    reference = as_sent(recipe.features, unseen.take(np.arange(min(recipe.reference_rows, len(unseen)))))
    return Candidate(
        recipe,
        data,
        seed,
        graph,
        reference=reference,
        reference_csv=reference_csv(recipe, model, reference),
        training_csv=csv_bytes(training, recipe.outcome),
        golden=golden_rows(recipe, model, reference),
        metrics=metrics,
        parity=parity,
        baseline=measure_baseline(recipe, holdout),
    )


def measure_baseline(recipe: Recipe, rows: Dataset) -> dict[str, Any] | None:
    """The measures of the recipe's baseline on these rows; None without one."""
    if recipe.baseline is None:
        return None
    return measure_quality(recipe.outcome, rows.target, recipe.baseline.predict(rows.columns))


def reference_csv(recipe: Recipe, model: FittedModel, reference: Dataset) -> bytes:
    """The reference as CSV, with the model's predictions."""
    predicted = recipe.outcome.predict(model.outputs(reference.columns))
    return csv_bytes(reference, recipe.outcome, {"prediction": recipe.outcome.to_cells(predicted)})


def check_rows(recipe: Recipe, dataset: Dataset) -> None:
    """Raises DataError naming everything that there are too few rows of to learn it."""
    problems = recipe.outcome.too_few(dataset.target)
    if problems:
        raise DataError(f"{recipe.name}: the training data", problems)


def golden_rows(recipe: Recipe, model: FittedModel, holdout: Dataset) -> list[dict[str, Any]]:
    """The recipe's own golden rows and some of the holdout, with the model's answers."""
    rows = [dict(row) for row in recipe.golden_rows]
    rows += [holdout.row(index) for index in range(min(GOLDEN_ROWS, len(holdout)))]
    outputs = model.outputs(columns_from_rows(recipe.features, rows))
    outcome = recipe.outcome
    return [
        {"features": row, "prediction": outcome.to_json(target), **outcome.golden(answer)}
        for row, target, answer in zip(rows, outcome.predict(outputs), outputs, strict=True)
    ]


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)


def format_instant(instant: datetime) -> str:
    """An aware time as RFC 3339 in UTC to the second."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
