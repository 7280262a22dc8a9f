"""What a model is made of: its signature, its data, and how it is fitted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import onnx

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.outcomes import Classification, ModelOutput, MultiLabel, Outcome


class FittedModel(Protocol):
    """A fitted model together with its conversion to ONNX."""

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """What the output of the recipe's outcome has to hold, computed without ONNX: probabilities [rows, classes]."""
        ...

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the recipe's inputs, the output of its outcome and its other outputs."""
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

    The reference of a version has at most `reference_rows`. `other_outputs` are those beside the outcome's own.
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
    fit: Callable[[Dataset, Fitting], FittedModel]
    positive_class: str | None = None
    threshold: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    golden_rows: Sequence[Mapping[str, Any]] = ()
    challengers: tuple[Challenger, ...] = ()
    other_outputs: tuple[ModelOutput, ...] = ()

    @cached_property
    def outcome(self) -> Outcome:
        """How the task reads, predicts and measures its targets."""
        if self.task == "multilabel":
            return MultiLabel(self.classes, self.threshold, self.f1_average)
        return Classification(self.classes, self.positive_class, self.threshold, self.f1_average)
