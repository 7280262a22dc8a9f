"""Any number of labels."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, hamming_loss

from plumbline_pipelines.outcomes.outcome import MIN_ROWS, ModelOutput, fixed
from plumbline_pipelines.outcomes.score import LABEL_F1, Score
from plumbline_pipelines.quality import multilabel_score

YES = ("1", "1.0", "true", "yes")
NO = ("0", "0.0", "-1", "-1.0", "false", "no")


@dataclass(frozen=True)
class MultiLabel:
    """A target is a row of flags, 1 for each label that the row has; a label is predicted from its threshold on."""

    names: tuple[str, ...]
    threshold: float
    f1_average: str
    dtype: type = np.int64
    task: str = "multilabel"
    score: Score = LABEL_F1

    @property
    def output(self) -> ModelOutput:
        """The probability of every label, in the order of the labels."""
        return ModelOutput("probabilities", "probabilities", len(self.names))

    def target_columns(self, header: Sequence[str], target_column: str) -> list[str]:
        """The column with the list of labels where there is one, else a column for each label."""
        return [target_column] if target_column in header else list(self.names)

    def parse(self, cells: Sequence[str], aliases: Mapping[str, str]) -> list[int]:
        """Flags from a JSON list of labels in one cell, or from a yes or no (1, 0, -1, true, false) in each."""
        if len(cells) > 1:
            return [_flag(cell, name) for cell, name in zip(cells, self.names, strict=True)]
        flags = self.from_json(_json(cells[0]))
        if flags is None:
            raise ValueError(f"must say of each of {', '.join(self.names)} whether it is present")
        return flags

    def from_json(self, value: Any) -> list[int] | None:
        """Flags from a list of the labels present, or from an object of booleans; None where it leaves a label out."""
        if not isinstance(value, list | Mapping):
            raise ValueError(f"must be a list of labels, not {value!r}")
        unknown = [label for label in value if label not in self.names]
        if unknown:
            raise ValueError(f"must have labels among {', '.join(self.names)}, not {unknown[0]!r}")
        if isinstance(value, list):
            return [int(name in value) for name in self.names]
        if any(not isinstance(value.get(name), bool) for name in self.names):
            return None
        return [int(value[name]) for name in self.names]

    def to_json(self, target: np.ndarray) -> list[str]:
        """The labels present."""
        return [name for name, flag in zip(self.names, target, strict=True) if flag]

    def to_cells(self, targets: np.ndarray) -> list[str]:
        """JSON lists of the labels present."""
        return [json.dumps(self.to_json(target), ensure_ascii=False) for target in targets]

    def predict(self, outputs: np.ndarray) -> np.ndarray:
        """Flags from probabilities [rows, labels]."""
        return (outputs >= self.threshold).astype(np.int64)

    def golden(self, outputs: np.ndarray) -> dict[str, Any]:
        """The probability of every label."""
        return {"probabilities": {name: fixed(p) for name, p in zip(self.names, outputs, strict=True)}}

    def mismatches(self, actual: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Rows in which a flag differs."""
        return np.flatnonzero((actual != expected).any(axis=1))

    def measure(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
        """Averaged F1, precision and recall, the share of rows without a mistake, and that of wrong flags."""
        return {
            **multilabel_score(actual, predicted, average=self.f1_average),
            "accuracy": float(accuracy_score(actual, predicted)),
            "hamming_loss": float(hamming_loss(actual, predicted)),
        }

    def measures(self) -> list[tuple[str, str]]:
        """F1 with its averaging first."""
        averaged = [(f"F1 ({self.f1_average})", "f1"), ("precision", "precision"), ("recall", "recall")]
        return [*averaged, ("accuracy of whole rows", "accuracy"), ("Hamming loss", "hamming_loss")]

    def scores(self, actual: np.ndarray, predicted: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """F1 of each resample with the averaging of the model, as plumbline_pipelines.quality.multilabel_score."""
        hits, both = actual * predicted, actual + predicted
        if self.f1_average == "samples":
            return counts @ _f1(hits.sum(axis=1), both.sum(axis=1)) / counts.sum(axis=1)
        hits, both, support = counts @ hits, counts @ both, counts @ actual
        if self.f1_average == "micro":
            return _f1(hits.sum(axis=1), both.sum(axis=1))
        weights = np.ones_like(support) if self.f1_average == "macro" else support
        totals = weights.sum(axis=1)
        return np.divide((_f1(hits, both) * weights).sum(axis=1), totals, out=np.zeros_like(totals), where=totals > 0)

    def parts(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, dict[str, float]]:
        """F1 of each label that rows have."""
        support, both = actual.sum(axis=0), (actual + predicted).sum(axis=0)
        scores = _f1((actual * predicted).sum(axis=0), both)
        return {
            name: {"rows": int(rows), "f1": round(float(f1), 6)}
            for name, rows, f1 in zip(self.names, support, scores, strict=True)
            if rows > 0
        }

    def indicators(self, targets: np.ndarray) -> np.ndarray:
        """The flags themselves."""
        return targets.astype(np.float64)

    def too_few(self, targets: np.ndarray) -> list[str]:
        """Labels that fewer than 8 rows have, or lack."""
        return [
            f"label {name}: needs at least {MIN_ROWS} rows with and {MIN_ROWS} without it to train on "
            f"and has {present} with and {len(targets) - present} without it"
            for name, present in zip(self.names, targets.sum(axis=0), strict=True)
            if min(present, len(targets) - present) < MIN_ROWS
        ]

    def strata(self, targets: np.ndarray) -> None:
        """None: there are too many combinations of labels."""
        return

    def manifest(self) -> dict[str, Any]:
        """Labels, and from which probability on they are predicted."""
        return {
            "classes": list(self.names),
            "positive_class": None,
            "threshold": None,
            "thresholds": self.threshold,
            "f1_average": self.f1_average,
        }

    def describe(self) -> str:
        """The labels."""
        return f"Any of: {', '.join(f'`{name}`' for name in self.names)}."


def _f1(hits: np.ndarray, both: np.ndarray) -> np.ndarray:
    return np.divide(2.0 * hits, both, out=np.zeros(np.shape(hits)), where=both > 0)


def _json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _flag(cell: str, name: str) -> int:
    text = cell.strip().lower()
    if text in YES:
        return 1
    if text in NO:
        return 0
    raise ValueError(f"{name} must be 1 or 0, not {cell!r}")
