"""Changes of correlations: SciPy's correlations, Fisher's z by NumPy and SciPy, statsmodels' Holm adjustment."""

import itertools

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from .drawn import MODULUS, drawn
from .wire import column, plain

LEVEL = 0.001
MIN_ROWS = 30
MAX_CORRELATION = 0.999_999


def correlation_case(rng):
    """
    Columns of a reference and a window, of which one may miss values. Their signs alternate, so that
    every row counts as one: how rows depend on each other is no part of these packages.
    """
    count = int(rng.integers(2, 6))
    rows = [int(rng.integers(5, 30) if rng.random() < 0.05 else np.exp(rng.uniform(np.log(200), np.log(2000)))) for _ in range(2)]
    weights = [_weights(rng, count)] * 2 if rng.random() < 0.5 else [_weights(rng, count) for _ in range(2)]
    sides = [_side(rng, size, mixing) for size, mixing in zip(rows, weights)]
    return correlation_record(*sides)


def _weights(rng, count):
    return [[round(float(weight), 6) for weight in rng.normal(size=2)] for _ in range(count)]


def _side(rng, rows, weights):
    seed = int(rng.integers(1, MODULUS))
    own = [int(rng.integers(1, MODULUS)) for _ in weights]
    noise = float(rng.choice([0.5, 0.8, 1.5]))
    incomplete = int(rng.integers(2 * len(weights)))
    found = {}
    for place, mixing in enumerate(weights):
        shared = drawn("float", "mixture", seed=seed, rows=rows, weights=mixing)
        alone = drawn("float", "bell", seed=own[place], rows=rows, at=1.5, spread=1.0)
        sign = float(rng.choice([-1.0, 1.0]))
        values = drawn("float", "alternating", of=drawn("float", "sum", of=[shared, alone], weights=[1.0, sign * noise]))
        if place == incomplete:
            values = drawn("float", "some", of=values, seed=int(rng.integers(1, MODULUS)), share=0.2, value="nan")
        found[f"x{place}"] = values
    return found


def correlation_record(reference, window):
    pairs = {}
    for one, other in itertools.combinations(reference, 2):
        sides = [_correlation(np.asarray(side[one]), np.asarray(side[other])) for side in (reference, window)]
        if None in sides:
            continue
        (before, spread), (now, error) = sides
        distance = abs(np.arctanh(now) - np.arctanh(before))
        p = 2 * stats.norm.sf(distance / np.sqrt(spread + error))
        pairs[f"{one} {other}"] = {"reference": before, "current": now, "p": p}
    expected = {}
    if pairs:
        _, adjusted, _, _ = multipletests([pair.pop("p") for pair in pairs.values()], method="holm")
        for pair, p in zip(pairs.values(), adjusted):
            pair |= {"pValue": p, "changed": bool(p <= LEVEL)}
        expected = pairs
    return {
        "group": "correlations",
        "name": f"{len(reference)} columns",
        "level": LEVEL,
        "reference": {name: column(values) for name, values in reference.items()},
        "window": {name: column(values) for name, values in window.items()},
        "expected": {"correlation changes": plain({"pairs": len(pairs), **expected})},
    }


def _correlation(one, other):
    """The correlation over the rows with both values, and the variance of its z for ranks (Bonett and Wright 2000)."""
    both = ~(np.isnan(one) | np.isnan(other))
    rows = int(both.sum())
    if rows < MIN_ROWS:
        return None
    value = np.clip(stats.pearsonr(one[both], other[both]).statistic, -MAX_CORRELATION, MAX_CORRELATION)
    return value, (1 + value**2 / 2) / (rows - 3)
