"""Scores with confidence intervals, and differences between models that answered the same rows."""

from dataclasses import dataclass

import numpy as np

from plumbline_pipelines.recipe import Recipe

RESAMPLES = 1000
UNDEFINED_F1 = "F1 is undefined without a row of the positive class"


@dataclass(frozen=True)
class Interval:
    """An estimate and the bounds of its confidence interval."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Rounded to 6 decimals, as it is stored and shown."""
        return {"value": round(self.value, 6), "low": round(self.low, 6), "high": round(self.high, 6)}


def resample_counts(rows: int, seed: int, resamples: int = RESAMPLES) -> np.ndarray:
    """How often each row is drawn in each bootstrap resample, [resamples, rows]. The same seed draws the same rows."""
    rng = np.random.default_rng([seed, rows])
    return rng.multinomial(rows, np.full(rows, 1 / rows), size=resamples).astype(np.float64)


def score_interval(
    recipe: Recipe, actual: np.ndarray, predicted: np.ndarray, counts: np.ndarray, confidence: float
) -> Interval | None:
    """The score on the rows and its percentile bootstrap interval; None where it is undefined."""
    once = np.ones((1, len(actual)))
    scores = recipe.outcome.scores(actual, predicted, counts)
    return _interval(float(recipe.outcome.scores(actual, predicted, once)[0]), scores, confidence)


def score_gain(
    recipe: Recipe,
    actual: np.ndarray,
    old: np.ndarray,
    new: np.ndarray,
    counts: np.ndarray,
    confidence: float,
) -> Interval | None:
    """How much better the score of the new predictions is than that of the old ones on the same rows.

    With its paired bootstrap interval; None where the score is undefined for either.
    """
    outcome = recipe.outcome
    once = np.ones((1, len(actual)))
    gain = [
        outcome.score.sign * (outcome.scores(actual, new, draws) - outcome.scores(actual, old, draws))
        for draws in (once, counts)
    ]
    return _interval(float(gain[0][0]), gain[1], confidence)


def _interval(value: float, scores: np.ndarray, confidence: float) -> Interval | None:
    """Resamples in which the score is undefined are left out."""
    if np.isnan(value):
        return None
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(scores, [tail, 1 - tail])
    return Interval(value, float(low), float(high))
