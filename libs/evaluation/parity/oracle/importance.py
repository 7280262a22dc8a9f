"""scikit-learn's permutation_importance of a small linear classifier, with the same permutations."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.inspection import permutation_importance

from .wire import plain


class Linear(ClassifierMixin, BaseEstimator):
    """Predicts 1 where a weighted sum is above 0."""

    def __init__(self, weights):
        self.weights = weights
        self.classes_ = np.array([0, 1])

    def fit(self, values, target):
        return self

    def predict(self, values):
        return (values @ self.weights > 0).astype(int)


def importance_case(rng):
    """Integer values and weights, so that no sum depends on its order."""
    rows, columns, repeats = int(rng.integers(20, 80)), int(rng.integers(2, 5)), int(rng.integers(2, 6))
    seed = int(rng.integers(0, 2**31))
    weights = rng.integers(-4, 5, columns)
    values = rng.integers(-20, 21, (rows, columns))
    target = np.where(rng.random(rows) < 0.9, values @ weights > 0, rng.random(rows) < 0.5).astype(int)
    found = permutation_importance(
        Linear(weights), values, target, scoring="accuracy", n_repeats=repeats, random_state=seed
    )
    return {
        "group": "importance",
        "name": f"{rows} rows of {columns} columns, {repeats} repeats",
        "seed": seed,
        "repeats": repeats,
        "weights": weights.tolist(),
        "values": values.tolist(),
        "target": target.tolist(),
        "expected": {
            "importance": plain({"means": found.importances_mean, "deviations": found.importances_std}),
        },
    }
