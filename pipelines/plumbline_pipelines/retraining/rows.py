"""Rows to retrain on: those the champion was trained on, its reference, and labelled traffic, split for good."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from plumbline_pipelines.dataset import CsvSchema, Dataset, columns_from_rows, concatenate, csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.retraining.client import LabelledRow

TRAINING, REFERENCE, RECENT = "training", "reference", "recent"
HOLDOUT_SHARES = {TRAINING: 0.0, REFERENCE: 1.0, RECENT: 0.35}
# Of a reference that comes without training rows, which then has to yield them.
LONE_REFERENCE_SHARE = 0.2
MAX_BAD_SHARE = 0.05
DAY_SECONDS = 86400.0


@dataclass(frozen=True)
class Rows:
    """Labelled rows, where each comes from, and when it was predicted (UNIX seconds; 0 but for recent ones)."""

    dataset: Dataset
    origin: np.ndarray
    at: np.ndarray

    def __len__(self) -> int:
        return len(self.dataset)

    def take(self, rows: np.ndarray) -> "Rows":
        """The rows at these positions or of this mask."""
        at = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Rows(self.dataset.take(at), self.origin[at], self.at[at])

    def of(self, origin: str) -> "Rows":
        """Only the rows of one origin."""
        return self.take(self.origin == origin)

    def csv(self, recipe: Recipe) -> bytes:
        """As CSV: features, target, origin, at. Readable by CsvSchema and by `read_rows`."""
        return csv_bytes(self.dataset, recipe.outcome, {"origin": self.origin, "at": self.at.tolist()})


def read_rows(recipe: Recipe, data: bytes, source: str) -> Rows:
    """Reads what `Rows.csv` wrote."""
    dataset = CsvSchema(recipe.features, recipe.outcome).parse(data, source)
    lines = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    origin = np.array([line["origin"] for line in lines], dtype=object)
    return Rows(dataset, origin, np.array([float(line["at"]) for line in lines]))


def undated_rows(recipe: Recipe, data: bytes, source: str, origin: str) -> Rows:
    """The rows of a file of the champion, all of one origin and without a time."""
    dataset = CsvSchema(recipe.features, recipe.outcome).parse(data, source)
    return Rows(dataset, np.full(len(dataset), origin, dtype=object), np.zeros(len(dataset)))


def usable(
    recipe: Recipe, labelled: Iterable[LabelledRow], *, since: float = 0.0, newest: int = 20000
) -> list[LabelledRow]:
    """The newest labelled rows since a time (UNIX seconds) that follow the schema, oldest first.

    A prediction counts once; of several labels or targets all must be known. Rows that break the schema are left out
    when they are few; more than 5 % raise DataError.
    """
    latest = {row.prediction_id: row for row in labelled}
    wanted = sorted(latest.values(), key=lambda row: (seconds(row.at), row.prediction_id))
    wanted = [row for row in wanted if seconds(row.at) >= since and not _is_partly_known(recipe, row)][-newest:]
    problems = [_problems(recipe, row) for row in wanted]
    bad = [found for found in problems if found]
    if len(bad) > MAX_BAD_SHARE * len(wanted):
        raise DataError(f"{recipe.name}: the labelled traffic", [problem for found in bad for problem in found][:20])
    return [row for row, found in zip(wanted, problems, strict=True) if not found]


def recent_rows(recipe: Recipe, labelled: Sequence[LabelledRow]) -> Rows:
    """Usable labelled rows, with the outcome as target."""
    target = np.array([recipe.outcome.from_json(row.actual) for row in labelled], dtype=recipe.outcome.dtype)
    dataset = Dataset(columns_from_rows(recipe.features, [row.features for row in labelled]), target)
    at = np.array([seconds(row.at) for row in labelled])
    return Rows(dataset, np.full(len(labelled), RECENT, dtype=object), at)


def join(*parts: Rows) -> Rows:
    """The rows of all parts, in order."""
    return Rows(
        concatenate(*(part.dataset for part in parts)),
        np.concatenate([part.origin for part in parts]),
        np.concatenate([part.at for part in parts]),
    )


def is_held_out(rows: Rows) -> np.ndarray:
    """A mask of the rows that measure the challengers and become the reference of the version that is chosen.

    The champion's training rows are trained on and its reference is held out; without training rows the reference is
    split. A hash of the features decides about labelled traffic, so that a row is on one side in every run: no champion
    of these pipelines was trained on the rows that measure its successors. What equals a training row is trained on.
    """
    shares = dict(HOLDOUT_SHARES)
    if TRAINING not in rows.origin:
        shares[REFERENCE] = LONE_REFERENCE_SHARE
    draws = np.array([_draw(rows.dataset.row(index)) for index in range(len(rows))])
    held_out = draws < np.array([shares[origin] for origin in rows.origin])
    return held_out & ~np.isin(draws, draws[~held_out])


def weigh(rows: Rows, recent_share: float | None, half_life_days: float) -> np.ndarray | None:
    """A weight for each row, 1 on average; None when all count alike.

    The recent rows together get `recent_share` of the weight, and among them a row counts half as much as one that is
    `half_life_days` younger.
    """
    recent = rows.origin == RECENT
    if recent_share is None or recent.all() or not recent.any():
        return None
    age = (rows.at[recent].max() - rows.at[recent]) / (half_life_days * DAY_SECONDS)
    weights = np.ones(len(rows))
    weights[recent] = 0.5**age
    weights[recent] *= recent_share / weights[recent].sum()
    weights[~recent] *= (1 - recent_share) / (~recent).sum()
    return weights * len(rows)


def _draw(row: dict) -> float:
    """From 0 to 1 by the features: equal rows draw the same."""
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def _problems(recipe: Recipe, row: LabelledRow) -> list[str]:
    problems = [
        f"prediction {row.prediction_id}, {feature.name}: {problem}"
        for feature in recipe.features
        if (problem := _problem(feature, row.features.get(feature.name)))
    ]
    try:
        recipe.outcome.from_json(row.actual)
    except ValueError as error:
        problems.append(f"prediction {row.prediction_id}: {error}")
    return problems


def _is_partly_known(recipe: Recipe, row: LabelledRow) -> bool:
    try:
        return recipe.outcome.from_json(row.actual) is None
    except ValueError:
        return False


def _problem(feature: Feature, value: object) -> str | None:
    try:
        feature.check(value)
    except ValueError as error:
        return str(error)
    return None


def seconds(text: str) -> float:
    """An RFC 3339 time as UNIX seconds."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
