"""Classification quality with scikit-learn's definitions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

SCORES = ("precision", "recall", "f1")


def score(actual: Sequence[Any], predicted: Sequence[Any], *, positive: Any, average: str) -> dict[str, float | None]:
    """Precision, recall and F1 with one averaging, None where the denominator is 0.

    Means cover the classes that occur as truth or as prediction. There a class that was never predicted has a precision
    of 0, and one that is never the truth a recall of 0. These are scikit-learn's defaults.
    """
    options = {"zero_division": np.nan, "pos_label": positive} if average == "binary" else {"zero_division": 0}
    values = precision_recall_fscore_support(actual, predicted, average=average, **options)
    return {name: _known(value) for name, value in zip(SCORES, values, strict=False)}


def class_scores(
    actual: Sequence[Any], predicted: Sequence[Any], *, labels: Sequence[Any]
) -> dict[str, list[float | None]]:
    """Precision, recall and F1 of each label, None where the denominator is 0."""
    values = precision_recall_fscore_support(actual, predicted, labels=labels, average=None, zero_division=np.nan)
    return {name: [_known(value) for value in column] for name, column in zip(SCORES, values, strict=False)}


def multilabel_score(actual: np.ndarray, predicted: np.ndarray, *, average: str) -> dict[str, float]:
    """F1, precision and recall of flags [rows, labels] with one averaging; 0 where the denominator is 0."""
    precision, recall, f1, _ = precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
    return {"f1": float(f1), "precision": float(precision), "recall": float(recall)}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
