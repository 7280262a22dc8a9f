"""One of several classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score

from plumbline_pipelines.outcomes.outcome import MIN_ROWS, ModelOutput, fixed
from plumbline_pipelines.outcomes.score import F1, Score
from plumbline_pipelines.quality import score


@dataclass(frozen=True)
class Classification:
    """A target is the index of a class. With a positive class its threshold decides, else the largest probability."""

    names: tuple[str, ...]
    positive_class: str | None
    threshold: float | None
    f1_average: str
    dtype: type = np.int64
    score: Score = F1

    @property
    def task(self) -> str:
        """Two classes have a positive one."""
        return "multiclass" if self.positive_class is None else "binary"

    @property
    def output(self) -> ModelOutput:
        """Probabilities in the order of the classes."""
        return ModelOutput("probabilities", "probabilities", len(self.names))

    def target_columns(self, header: Sequence[str], target_column: str) -> list[str]:
        """The one column."""
        return [target_column]

    def parse(self, cells: Sequence[str], aliases: Mapping[str, str]) -> int:
        """The class in the cell, by its name or an alias."""
        label = cells[0].strip()
        name = aliases.get(label, label)
        if name not in self.names:
            known = dict.fromkeys([*self.names, *aliases])
            raise ValueError(f"must be one of {', '.join(known)}, not {label!r}")
        return self.names.index(name)

    def from_json(self, value: Any) -> int:
        """The class named by `value`."""
        if value not in self.names:
            raise ValueError(f"the outcome {value!r} is no class")
        return self.names.index(value)

    def to_json(self, target: int) -> str:
        """The name of the class."""
        return self.names[target]

    def to_cells(self, targets: np.ndarray) -> list[str]:
        """Names of the classes."""
        return [self.names[target] for target in targets]

    def predict(self, outputs: np.ndarray) -> np.ndarray:
        """Class indexes from probabilities [rows, classes]."""
        if self.positive_class is None:
            return outputs.argmax(axis=1)
        positive = self.names.index(self.positive_class)
        return np.where(outputs[:, positive] >= self.threshold, positive, 1 - positive)

    def golden(self, outputs: np.ndarray) -> dict[str, Any]:
        """The probability of every class."""
        return {"probabilities": {name: fixed(p) for name, p in zip(self.names, outputs, strict=True)}}

    def mismatches(self, actual: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Rows whose classes differ."""
        return np.flatnonzero(actual != expected)

    def measure(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, float | None]:
        """F1, precision and recall with the averaging of the model, and accuracy."""
        positive = self.names.index(self.positive_class) if self.positive_class else None
        scores = score(actual, predicted, positive=positive, average=self.f1_average)
        return {
            **{name: scores[name] for name in ("f1", "precision", "recall")},
            "accuracy": float(accuracy_score(actual, predicted)),
        }

    def measures(self) -> list[tuple[str, str]]:
        """F1 with its averaging first."""
        averaged = [(f"F1 ({self.f1_average})", "f1"), ("precision", "precision"), ("recall", "recall")]
        return [*averaged, ("accuracy", "accuracy")]

    def scores(self, actual: np.ndarray, predicted: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """F1 of each resample with the averaging of the model, as plumbline_pipelines.quality.score."""
        is_actual, is_predicted = self.indicators(actual), self.indicators(predicted)
        hits, support = counts @ (is_actual * is_predicted), counts @ is_actual
        both = support + counts @ is_predicted
        per_class = np.divide(2 * hits, both, out=np.full_like(hits, np.nan), where=both > 0)
        match self.f1_average:
            case "binary":
                return per_class[:, self.names.index(self.positive_class)]
            case "macro":
                return np.nanmean(per_class, axis=1)
            case "micro":
                return hits.sum(axis=1) / support.sum(axis=1)
            case _:
                return np.nansum(per_class * support, axis=1) / support.sum(axis=1)

    def parts(self, actual: np.ndarray, predicted: np.ndarray) -> dict[str, dict[str, float]]:
        """Recall of each class that has rows."""
        return {
            name: {
                "rows": int((actual == index).sum()),
                "recall": round(float((predicted[actual == index] == index).mean()), 6),
            }
            for index, name in enumerate(self.names)
            if (actual == index).any()
        }

    def indicators(self, targets: np.ndarray) -> np.ndarray:
        """One-hot rows."""
        return (targets[:, None] == np.arange(len(self.names))).astype(np.float64)

    def too_few(self, targets: np.ndarray) -> list[str]:
        """Classes with fewer than 8 rows."""
        counts = np.bincount(targets, minlength=len(self.names))
        return [
            f"class {name}: needs at least {MIN_ROWS} rows to train on and has {count}"
            for name, count in zip(self.names, counts, strict=True)
            if count < MIN_ROWS
        ]

    def strata(self, targets: np.ndarray) -> np.ndarray:
        """The classes."""
        return targets

    def manifest(self) -> dict[str, Any]:
        """Classes and how one of them is chosen."""
        return {
            "classes": list(self.names),
            "positive_class": self.positive_class,
            "threshold": self.threshold,
            "f1_average": self.f1_average,
        }

    def describe(self) -> str:
        """The classes."""
        return f"One of: {', '.join(f'`{name}`' for name in self.names)}."
