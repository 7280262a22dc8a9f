"""Figures of segments: scikit-learn's F1 with the variance of its infinitesimal jackknife, and SciPy's and statsmodels' intervals and tests."""

import numpy as np
from scipy import stats
from sklearn.metrics import f1_score
from statsmodels.stats.proportion import proportion_confint

from .wire import plain

CLASSES = ["apple", "banana", "cherry"]


def segment_case(rng):
    """Labelled rows of which the first ones are the segment."""
    rows = int(rng.integers(60, 200))
    inside = int(rng.integers(20, rows - 20))
    make = [_classes, _labels, _errors][rng.integers(3)]
    found, figure, difference = make(rng, rows, inside)
    return {
        "group": "segments",
        "name": f"{inside} of {rows} rows, {found['task']} {found.get('average', '')}",
        "inside": inside,
        **found,
        "expected": {"segment figure": plain(figure), "segment difference": plain(difference)},
    }


def _classes(rng, rows, inside):
    classes = CLASSES[: int(rng.integers(2, 4))]
    averages = ["macro", "micro", "weighted"] + (["binary"] if len(classes) == 2 else [])
    average = averages[rng.integers(len(averages))]
    actual = rng.choice(classes, rows)
    right = rng.random(rows) < np.where(np.arange(rows) < inside, rng.choice([0.5, 0.8, 1.0]), 0.8)
    predicted = np.where(right, actual, rng.choice(classes, rows))
    found = {"task": "classes", "average": average, "actual": actual.tolist(), "predicted": predicted.tolist()}
    if average == "binary":
        actual, predicted = actual == CLASSES[0], predicted == CLASSES[0]
        found["positive"] = CLASSES[0]
        involved = actual | predicted
    else:
        involved = np.ones(rows, dtype=bool)
    return found, *_compared(actual, predicted, involved, average, inside)


def _labels(rng, rows, inside):
    count = 2
    average = ["macro", "micro", "weighted"][rng.integers(3)]
    actual = rng.random((rows, count)) < rng.uniform(0.2, 0.7, count)
    wrong = rng.random((rows, count)) < np.where(np.arange(rows) < inside, rng.choice([0.0, 0.2, 0.4]), 0.15)[:, None]
    predicted = actual ^ wrong
    found = {
        "task": "labels",
        "average": average,
        "labels": count,
        "actual": actual.astype(int).tolist(),
        "predicted": predicted.astype(int).tolist(),
    }
    return found, *_compared(actual, predicted, (actual | predicted).any(axis=1), average, inside)


def _errors(rng, rows, inside):
    values = np.round(np.abs(rng.normal(0, np.where(np.arange(rows) < inside, rng.choice([1.0, 2.0]), 1.0))), 4)
    some, others = values[:inside], values[inside:]
    lower, upper = stats.t.interval(0.95, inside - 1, some.mean(), stats.sem(some))
    figure = {"value": some.mean(), "lower": max(0.0, lower), "upper": upper}
    found = {"task": "errors", "values": values.tolist()}
    return found, figure, stats.ttest_ind(some, others, equal_var=False).pvalue


def _compared(actual, predicted, involved, average, inside):
    some = _estimate(actual[:inside], predicted[:inside], involved[:inside], average)
    others = _estimate(actual[inside:], predicted[inside:], involved[inside:], average)
    lower, upper = proportion_confint(some[0] * some[1], some[1], method="wilson")
    table = [[np.floor(f1 * trials + 0.5), np.floor((1 - f1) * trials + 0.5)] for f1, trials in (some, others)]
    figure = {"value": some[0], "lower": lower, "upper": upper}
    return figure, stats.fisher_exact(table).pvalue


def _estimate(actual, predicted, involved, average):
    """F1, and the trials of a share that has its variance."""
    value = _f1(actual, predicted, average, np.ones(len(actual)))
    patterns = np.column_stack([actual, predicted]) if actual.ndim > 1 else np.array([actual, predicted]).T
    _, firsts, counts = np.unique(patterns, axis=0, return_index=True, return_counts=True)
    slopes = np.array([_slope(actual, predicted, average, row) for row in firsts])
    variance = np.sum(counts * slopes**2)
    spread = value * (1 - value)
    return value, spread / variance if spread > 0 and variance > 0 else float(involved.sum())


def _slope(actual, predicted, average, row):
    """The derivative of F1 by the weight of a row, extrapolated from two steps."""

    def difference(step):
        weights = [np.ones(len(actual)), np.ones(len(actual))]
        weights[0][row] -= step
        weights[1][row] += step
        low, high = (_f1(actual, predicted, average, one) for one in weights)
        return (high - low) / (2 * step)

    return (4 * difference(0.01) - difference(0.02)) / 3


def _f1(actual, predicted, average, weights):
    return f1_score(actual, predicted, average=average, sample_weight=weights, zero_division=0)
