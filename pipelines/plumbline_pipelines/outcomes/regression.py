"""A number, or one number for each of several targets."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from plumbline_pipelines.outcomes.outcome import MIN_ROWS, ModelOutput
from plumbline_pipelines.outcomes.score import MAE, Score

DIGITS = 9


@dataclass(frozen=True)
class Regression:
    """A target is a number, or a row of numbers with several names. `unit` is that of all of them."""

    names: tuple[str, ...]
    unit: str = ""
    dtype: type = np.float64
    task: str = "regression"
    score: Score = MAE

    @property
    def output(self) -> ModelOutput:
        """One column for each target."""
        role = "value" if len(self.names) == 1 else "values"
        return ModelOutput(role, role, len(self.names))

    def target_columns(self, header: Sequence[str], target_column: str) -> list[str]:
        """The one column; of several targets a column for each, unless one has all of them as a JSON object."""
        return [target_column] if len(self.names) == 1 or target_column in header else list(self.names)

    def parse(self, cells: Sequence[str], aliases: Mapping[str, str]) -> Any:
        """The number in each cell, or the numbers of a JSON object in one."""
        if len(cells) < len(self.names):
            return self._required(_json(cells[0]))
        numbers = [self._number(_json(cell)) for cell in cells]
        return numbers if len(self.names) > 1 else numbers[0]

    def _required(self, value: Any) -> Any:
        target = self.from_json(value)
        if target is None:
            raise ValueError(f"must have a number for each of {', '.join(self.names)}")
        return target

    def from_json(self, value: Any) -> Any:
        """The number, or those of an object by target; None where one of them is not known."""
        if len(self.names) == 1:
            return self._number(value)
        if not isinstance(value, Mapping):
            raise ValueError(f"the outcome {value!r} has no numbers by target")
        if any(value.get(name) is None for name in self.names):
            return None
        return [self._number(value[name]) for name in self.names]

    def _number(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"must be a finite number, not {value!r}")
        return float(value)

    def to_json(self, target: Any) -> Any:
        """The number, or numbers by target."""
        if len(self.names) == 1:
            return float(target)
        return {name: float(number) for name, number in zip(self.names, target, strict=True)}

    def to_cells(self, targets: np.ndarray) -> list[Any]:
        """Numbers, or JSON objects of several."""
        values = [self.to_json(target) for target in targets]
        return values if len(self.names) == 1 else [json.dumps(value) for value in values]

    def predict(self, outputs: np.ndarray) -> np.ndarray:
        """The outputs to 9 digits, more than FP32 has; [rows] for one target."""
        numbers = np.array([float(f"{number:.{DIGITS}g}") for number in outputs.ravel().tolist()])
        return numbers if len(self.names) == 1 else numbers.reshape(outputs.shape)

    def golden(self, outputs: np.ndarray) -> dict[str, Any]:
        """Nothing beside the prediction."""
        return {}

    def mismatches(self, actual: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """None: numbers are compared before."""
        return np.array([], dtype=np.int64)

    def measure(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
        """Mean absolute error, root mean squared error and R², each the mean over the targets."""
        return {
            "mae": float(mean_absolute_error(actual, predicted)),
            "rmse": float(root_mean_squared_error(actual, predicted)),
            "r2": float(r2_score(actual, predicted)),
        }

    def measures(self) -> list[tuple[str, str]]:
        """Errors in the unit of the targets."""
        unit = f" ({self.unit})" if self.unit else ""
        return [(f"mean absolute error{unit}", "mae"), (f"root mean squared error{unit}", "rmse"), ("R²", "r2")]

    def scores(self, actual: np.ndarray, predicted: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Mean absolute error in each resample, the mean over the targets."""
        errors = np.abs(actual - predicted).reshape(len(actual), -1).mean(axis=1)
        return counts @ errors / counts.sum(axis=1)

    def parts(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, dict[str, float]]:
        """Mean absolute error of each target."""
        errors = np.abs(actual - predicted).reshape(len(actual), -1).mean(axis=0)
        return {
            name: {"rows": len(actual), "mae": round(float(error), 6)}
            for name, error in zip(self.names, errors, strict=True)
        }

    def indicators(self, targets: np.ndarray) -> np.ndarray:
        """None."""
        return np.zeros((len(targets), 0))

    def too_few(self, targets: np.ndarray) -> list[str]:
        """Targets with fewer than 8 different numbers."""
        counts = [len(np.unique(column)) for column in targets.reshape(len(targets), -1).T]
        return [
            f"target {name}: needs at least {MIN_ROWS} different numbers to train on and has {count}"
            for name, count in zip(self.names, counts, strict=True)
            if count < MIN_ROWS
        ]

    def strata(self, targets: np.ndarray) -> None:
        """None."""
        return

    def manifest(self) -> dict[str, Any]:
        """The targets, when there are several."""
        several = {"targets": list(self.names)} if len(self.names) > 1 else {}
        return {"classes": None, "positive_class": None, "threshold": None, "f1_average": None, **several}

    def describe(self) -> str:
        """The targets."""
        unit = f", in {self.unit}" if self.unit else ""
        return f"A number for {' and '.join(f'`{name}`' for name in self.names)}{unit}."


def _json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell
