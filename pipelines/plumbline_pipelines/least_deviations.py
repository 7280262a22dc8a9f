"""Linear regression on absolute errors, which a minority of wrong outcomes does not bend."""

import numpy as np

ROUNDS = 40
# Smaller errors count as much as this one, as the weights of the rounds are their inverse.
SMALLEST_ERROR = 0.05
RIDGE = 1e-9


def fit_least_deviations(features: np.ndarray, target: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Coefficients, the intercept last, by iteratively reweighted least squares; each row counts by its importance."""
    matrix = np.column_stack([features, np.ones(len(features))])
    weights = importance
    coefficients = np.zeros(matrix.shape[1])
    for _ in range(ROUNDS):
        weighted = (matrix * weights[:, None]).T
        coefficients = np.linalg.solve(weighted @ matrix + RIDGE * np.eye(matrix.shape[1]), weighted @ target)
        weights = importance / np.maximum(np.abs(target - matrix @ coefficients), SMALLEST_ERROR)
    return coefficients


def weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    """The value with half of the weight at or below it."""
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])
