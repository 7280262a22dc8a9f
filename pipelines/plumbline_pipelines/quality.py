"""Classification quality with scikit-learn's definitions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from plumbline_pipelines.recipe import Recipe


def score(
    actual: Sequence[Any], predicted: Sequence[Any], *, labels: Sequence[Any], positive: Any, average: str
) -> dict[str, float]:
    """Precision, recall and F1 with one averaging over all `labels`, also those that no row has; 0 where undefined."""
    over = {"pos_label": positive} if average == "binary" else {"labels": labels}
    values = precision_recall_fscore_support(actual, predicted, average=average, zero_division=0, **over)
    return dict(zip(("precision", "recall", "f1"), map(float, values[:3]), strict=True))


def measure_quality(recipe: Recipe, actual: np.ndarray, predicted: np.ndarray) -> dict[str, float | int]:
    """F1, precision and recall with the recipe's averaging, accuracy, and the number of rows they come from."""
    labels = list(range(len(recipe.classes)))
    positive = recipe.classes.index(recipe.positive_class) if recipe.positive_class else None
    scores = score(actual, predicted, labels=labels, positive=positive, average=recipe.f1_average)
    scores["accuracy"] = float(accuracy_score(actual, predicted))
    order = ("f1", "precision", "recall", "accuracy")
    return {name: round(scores[name], 6) for name in order} | {"holdout_rows": len(actual)}
