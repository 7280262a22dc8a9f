"""F1 estimated without labels, as predict does it from a reference, by scikit-learn's isotonic regression alone."""

from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.onnx_graph import open_session, run_graph
from plumbline_pipelines.recipe import Recipe

DRAWS = 200
STANDARD_ERRORS = 3


@dataclass(frozen=True)
class Window:
    """F1 of unlabelled rows as it was estimated, with three standard errors to either side, and as it turned out."""

    low: float
    high: float
    realised: float

    @property
    def is_inside(self) -> bool:
        return self.low <= self.realised <= self.high


class Estimator:
    """Confidence-based performance estimation: calibrated probabilities, and the F1 that they lead to expect."""

    def __init__(self, recipe: Recipe, graph: bytes, reference: Dataset) -> None:
        self._recipe = recipe
        self._session = open_session(graph)
        probabilities = self._probabilities(reference)
        self._curves = [
            IsotonicRegression(out_of_bounds="clip").fit(probabilities[:, index], reference.target == index)
            for index in range(len(recipe.outcome.names))
        ]

    def window(self, rows: Dataset, seed: int) -> Window:
        """The estimate for these rows; their labels are used for the realised F1 only."""
        probabilities = self._probabilities(rows)
        predicted = self._recipe.outcome.predict(probabilities)
        scores = np.array([self._f1(actual, predicted) for actual in self._draw(probabilities, seed)])
        spread = STANDARD_ERRORS * scores.std()
        return Window(scores.mean() - spread, scores.mean() + spread, self._f1(rows.target, predicted))

    def _draw(self, probabilities: np.ndarray, seed: int) -> np.ndarray:
        """Labels as the calibrated probabilities say, [draws, rows]."""
        calibrated = np.column_stack([c.predict(p) for c, p in zip(self._curves, probabilities.T, strict=True)])
        totals = calibrated.sum(axis=1, keepdims=True)
        shares = np.where(totals > 0, calibrated / np.where(totals > 0, totals, 1), 1 / calibrated.shape[1])
        draws = np.random.default_rng(seed).random((DRAWS, len(shares), 1))
        return (draws > shares.cumsum(axis=1)).sum(axis=2).clip(max=shares.shape[1] - 1)

    def _f1(self, actual: np.ndarray, predicted: np.ndarray) -> float:
        return float(self._recipe.outcome.scores(actual, predicted, np.ones((1, len(actual))))[0])

    def _probabilities(self, rows: Dataset) -> np.ndarray:
        return run_graph(self._session, self._recipe, rows.columns)
