"""What a kind of task knows about its outcomes: how they are written, predicted, measured and described."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from plumbline_pipelines.outcomes.score import Score

MIN_ROWS = 8


@dataclass(frozen=True)
class ModelOutput:
    """One FP32 output of the graph, [-1, columns], and its role in the manifest."""

    name: str
    role: str
    columns: int

    def describe(self) -> dict[str, Any]:
        """Its entry in the manifest."""
        return {"name": self.name, "datatype": "FP32", "shape": [-1, self.columns], "role": self.role}


class Outcome(Protocol):
    """The outcomes of one task.

    A target array has one entry a row, in the form that the task needs: an index into the classes, a row of flags, a
    number. `names` are the classes, labels or targets, and `output` is the output of the graph that the predictions are
    read from.
    """

    task: str
    names: tuple[str, ...]
    output: ModelOutput
    dtype: type
    score: Score

    def target_columns(self, header: Sequence[str], target_column: str) -> list[str]:
        """The columns of a CSV file with this header that hold the target."""
        ...

    def parse(self, cells: Sequence[str], aliases: Mapping[str, str]) -> Any:
        """The target in these cells; raises ValueError whose message is the broken rule."""
        ...

    def from_json(self, value: Any) -> Any:
        """The target that predict writes as `value`, None where only a part of it is known.

        Raises ValueError whose message is the broken rule.
        """
        ...

    def to_json(self, target: Any) -> Any:
        """One target as predict writes it."""
        ...

    def to_cells(self, targets: np.ndarray) -> list[str]:
        """Targets as cells of a CSV file."""
        ...

    def predict(self, outputs: np.ndarray) -> np.ndarray:
        """Targets from what the graph answers, [rows, columns of the output]."""
        ...

    def golden(self, outputs: np.ndarray) -> dict[str, Any]:
        """What a golden row expects beside its prediction, from one row of the output."""
        ...

    def mismatches(self, actual: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Positions of rows whose predictions must agree and do not."""
        ...

    def measure(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
        """The manifest's `metrics`, without the number of rows."""
        ...

    def measures(self) -> list[tuple[str, str]]:
        """What the model card calls each of them, and its key."""
        ...

    def scores(self, actual: np.ndarray, predicted: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """The score in each resample, NaN where undefined; `counts` [resamples, rows] is how often a row is in each."""
        ...

    def parts(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, dict[str, float]]:
        """Of each class, label or target its `rows`, and its own score under the score's `part_key`."""
        ...

    def indicators(self, targets: np.ndarray) -> np.ndarray:
        """For every row and name whether the row has it, [rows, names]."""
        ...

    def too_few(self, targets: np.ndarray) -> list[str]:
        """What there are too few rows of to learn it, one sentence each."""
        ...

    def strata(self, targets: np.ndarray) -> np.ndarray | None:
        """What a random split keeps the shares of, if anything."""
        ...

    def manifest(self) -> dict[str, Any]:
        """The keys of the manifest that say how outputs become predictions."""
        ...

    def describe(self) -> str:
        """What is answered, for the model card."""
        ...


def measure_quality(outcome: Outcome, actual: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
    """The manifest's `metrics`: those of the outcome to 6 decimals, and the number of rows they come from."""
    measured = outcome.measure(actual, predicted)
    rounded = {name: None if value is None else round(value, 6) for name, value in measured.items()}
    return rounded | {"holdout_rows": len(actual)}


def fixed(value: float) -> float:
    """A number of a golden row."""
    return round(float(value), 9)
