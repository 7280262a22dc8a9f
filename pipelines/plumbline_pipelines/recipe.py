"""What a model is made of: its signature, its data, and how it is fitted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import onnx

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import Fitting


class FittedModel(Protocol):
    """A fitted scikit-learn model together with its conversion to ONNX."""

    def probabilities(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, classes] from scikit-learn itself, in the order of the recipe's classes."""
        ...

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the recipe's inputs and one output, `probabilities` FP32 [-1, classes]."""
        ...


@dataclass(frozen=True)
class ModelInput:
    """One ONNX input and the features that fill its columns, in order. `datatype` is FP32 or BYTES."""

    name: str
    datatype: str
    features: tuple[str, ...]

    @property
    def shape(self) -> list[int]:
        """Any number of rows, one column a feature."""
        return [-1, len(self.features)]


@dataclass(frozen=True)
class Challenger:
    """One way to retrain a model: an algorithm, and how much the recent labels count.

    `recent_share` is the share of the total weight that goes to recent labelled traffic; None weighs all rows alike.
    `name` is lower-case words joined by hyphens.
    """

    name: str
    model_type: str
    description: str
    fit: Callable[[Dataset, Fitting], FittedModel]
    recent_share: float | None = None


@dataclass(frozen=True)
class Recipe:
    """All that is needed to generate data for a model, train it and describe it.

    The reference of a version has at most `reference_rows`.
    """

    name: str
    description: str
    task: str
    model_type: str
    features: tuple[Feature, ...]
    inputs: tuple[ModelInput, ...]
    classes: tuple[str, ...]
    f1_average: str
    feedback_window: int
    feedback_minimum: int
    default_rows: int
    reference_rows: int
    data_card: str
    model_card: str
    generate: Callable[[int, int], Dataset]
    fit: Callable[[Dataset, int], FittedModel]
    positive_class: str | None = None
    threshold: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    golden_rows: Sequence[Mapping[str, Any]] = ()
    challengers: tuple[Challenger, ...] = ()

    def predict(self, probabilities: np.ndarray) -> np.ndarray:
        """Class indexes: the threshold decides between two classes, the largest probability among several."""
        if self.positive_class is None:
            return probabilities.argmax(axis=1)
        positive = self.classes.index(self.positive_class)
        return np.where(probabilities[:, positive] >= self.threshold, positive, 1 - positive)
