"""Classification quality on the holdout, with scikit-learn's definitions."""

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from plumbline_pipelines.recipe import Recipe


def measure_quality(recipe: Recipe, actual: np.ndarray, predicted: np.ndarray) -> dict[str, float | int]:
    """F1, precision and recall with the recipe's averaging, accuracy, and the number of rows they come from."""
    labels = list(range(len(recipe.classes)))
    positive = recipe.classes.index(recipe.positive_class) if recipe.positive_class else 1
    precision, recall, f1, _ = precision_recall_fscore_support(
        actual, predicted, labels=labels, pos_label=positive, average=recipe.f1_average, zero_division=0
    )
    return {
        "f1": round(float(f1), 6),
        "precision": round(float(precision), 6),
        "recall": round(float(recall), 6),
        "accuracy": round(float(accuracy_score(actual, predicted)), 6),
        "holdout_rows": len(actual),
    }
