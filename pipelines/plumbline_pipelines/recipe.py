"""What a model is made of: its signature, its data, and how it is fitted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import onnx

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.outcomes import ModelOutput, Outcome


class FittedModel(Protocol):
    """A fitted model together with its conversion to ONNX."""

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """What the output of the recipe's outcome has to hold, computed without ONNX, [rows, columns]."""
        ...

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the recipe's inputs, the output of its outcome and its other outputs."""
        ...


@dataclass(frozen=True)
class ModelInput:
    """One ONNX input and the features that fill its columns, in order. `datatype` is FP32 or BYTES.

    An array or image is the only feature of its input, whose `dimensions` are those of one row.
    """

    name: str
    datatype: str
    features: tuple[str, ...]
    dimensions: tuple[int, ...] = ()

    @property
    def shape(self) -> list[int]:
        """Any number of rows, then `dimensions`; without them one column a feature."""
        return [-1, *(self.dimensions or (len(self.features),))]


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
class Baseline:
    """A rule without training that the model card compares the model with; `predict` answers targets."""

    name: str
    predict: Callable[[Mapping[str, np.ndarray]], np.ndarray]


@dataclass(frozen=True)
class Recipe:
    """All that is needed to generate data for a model, train it and describe it.

    `segments` are features by whose values quality and drift are shown, `data_quality` are rules on traffic as
    manifest.json has them.
    The reference of a version has at most `reference_rows`. `other_outputs` are those beside the outcome's own.
    `scenarios` generate rows that differ from those of `generate` in a way that has a name; `libraries` are those that
    the model was made with.
    """

    name: str
    description: str
    model_type: str
    features: tuple[Feature, ...]
    inputs: tuple[ModelInput, ...]
    outcome: Outcome
    feedback_window: int
    feedback_minimum: int
    default_rows: int
    reference_rows: int
    data_card: str
    model_card: str
    generate: Callable[[int, int], Dataset]
    fit: Callable[[Dataset, Fitting], FittedModel]
    labels: Mapping[str, str] = field(default_factory=dict)
    golden_rows: Sequence[Mapping[str, Any]] = ()
    challengers: tuple[Challenger, ...] = ()
    other_outputs: tuple[ModelOutput, ...] = ()
    segments: tuple[str, ...] = ()
    data_quality: tuple[Mapping[str, Any], ...] = ()
    baseline: Baseline | None = None
    scenarios: Mapping[str, Callable[[int, int], Dataset]] = field(default_factory=dict)
    libraries: tuple[str, ...] = ("scikit-learn", "skl2onnx")
