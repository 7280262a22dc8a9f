"""Generated patients with the schema of the UCI heart-disease data.

Each has a hidden severity of coronary disease that depends on age, sex, cholesterol and chance. The outcome and every
finding depend on it, so the findings are correlated with the outcome and, through it, with each other.
"""

import numpy as np

from plumbline_pipelines.dataset import Dataset


def generate_patients(rows: int, seed: int) -> Dataset:
    """`rows` patients; target 1 means disease. The same seed gives the same patients."""
    rng = np.random.default_rng([seed, 13])
    age = np.clip(rng.normal(54.4, 9.1, rows), 29, 77).round().astype(np.int64)
    sex = (rng.random(rows) < 0.68).astype(np.int64)
    decades = (age - 54) / 10
    chol = rng.lognormal(5.477, 0.2, rows) + 4 * decades - 14 * sex + 10
    severity = 0.35 * decades + 0.85 * sex + 0.004 * (chol - 246) - 0.6 + rng.normal(0, 1.3, rows)
    target = (severity + rng.logistic(0, 0.22, rows) > 0.13).astype(np.int64)

    thalach = 149.5 - 8.5 * decades - 6.5 * severity + rng.normal(0, 17, rows)
    strain = 0.6 + 0.68 * severity + rng.normal(0, 1.3, rows)
    oldpeak = np.where(strain > 0, strain, 0).clip(0, 6.2).round(1)
    columns = {
        "age": age,
        "sex": sex,
        "cp": _choose(rng, np.outer(severity, [1.5, -0.55, -0.35, 0.0]) + np.log([0.55, 0.2, 0.36, 0.105])),
        "trestbps": (130.5 + 4.5 * decades + 1.5 * severity + rng.normal(0, 16.5, rows)).clip(94, 200).round(),
        "chol": chol.clip(126, 564).round(),
        "fbs": (rng.random(rows) < 0.14 + 0.025 * decades).astype(np.int64),
        "restecg": _choose(rng, np.outer(severity, [0.2, 0.0, 0.5]) + np.log([0.48, 0.505, 0.011])),
        "thalach": thalach.clip(71, 202).round(),
        "exang": _yes(rng, -1.0 + 0.95 * severity),
        "oldpeak": oldpeak,
        "slope": _choose(rng, np.outer(oldpeak + 0.6 * severity - 1, [0.9, 0.75, 0.0]) + np.log([0.07, 0.49, 0.36])),
        "ca": _vessels(rng, severity, decades),
        "thal": _choose(rng, np.outer(severity, [0.0, 0.2, -0.55, 0.75]) + np.log([0.006, 0.06, 0.55, 0.34])),
    }
    whole = {name: column.astype(np.int64) for name, column in columns.items() if name != "oldpeak"}
    return Dataset({name: whole.get(name, column) for name, column in columns.items()}, target)


def _yes(rng: np.random.Generator, log_odds: np.ndarray) -> np.ndarray:
    return (rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds))).astype(np.int64)


def _choose(rng: np.random.Generator, log_weights: np.ndarray) -> np.ndarray:
    """One category a row with probability in proportion to exp(log_weights), by the Gumbel-max trick."""
    return (log_weights + rng.gumbel(size=log_weights.shape)).argmax(axis=1)


def _vessels(rng: np.random.Generator, severity: np.ndarray, decades: np.ndarray) -> np.ndarray:
    """Vessels seen by fluoroscopy, 0 to 3; 4 stands for an unreadable result, as in the public copies of the data."""
    score = 0.75 * severity + 0.45 * decades + rng.normal(0, 0.9, len(severity))
    vessels = np.searchsorted([0.35, 1.2, 2.0], score)
    return np.where(rng.random(len(severity)) < 0.015, 4, vessels)
