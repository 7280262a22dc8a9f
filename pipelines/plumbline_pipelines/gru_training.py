"""Training of a GRU: Adam on the Huber loss."""

from dataclasses import dataclass

import numpy as np

from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.gru import Weights, forward, gradients, init_weights
from plumbline_pipelines.neural import Adam, batches
from plumbline_pipelines.progress import bar

# Beyond this an error counts linearly.
LINEAR_FROM = 0.5
DECAYING = ("input", "recurrent", "head")


@dataclass(frozen=True)
class GruTraining:
    """Size of the GRU and how it is trained. The rate falls to 0 along a cosine; `decay` pulls the weights to 0."""

    units: int
    epochs: int
    batch_rows: int
    rate: float
    decay: float


def fit_gru(
    sequences: np.ndarray, target: np.ndarray, importance: np.ndarray, training: GruTraining, fitting: Fitting
) -> Weights:
    """Fits to sequences [rows, steps, inputs]; each row counts by its importance, and each epoch is observed."""
    rng = np.random.default_rng([fitting.seed, 8])
    weights = init_weights(sequences.shape[2], training.units, rng)
    optimiser = Adam(list(weights.values()))
    for epoch in bar(range(training.epochs), "epochs"):
        rate = training.rate * (1 + np.cos(np.pi * epoch / training.epochs)) / 2
        loss = 0.0
        for rows in batches(rng, len(target), training.batch_rows):
            answers, last, steps = forward(weights, sequences[rows])
            errors = answers - target[rows]
            loss += float(importance[rows] @ _huber(errors))
            slopes = importance[rows] * np.clip(errors, -LINEAR_FROM, LINEAR_FROM) / len(rows)
            found = gradients(weights, steps, last, slopes)
            for name in DECAYING:
                found[name] += training.decay * weights[name]
            limited = _limited(found)
            optimiser.step([limited[name] for name in weights], rate)
        if fitting.observe is not None:
            fitting.observe(epoch + 1, loss / float(importance.sum()))
    return weights


def _huber(errors: np.ndarray) -> np.ndarray:
    size = np.abs(errors)
    return np.where(size < LINEAR_FROM, errors**2 / 2, LINEAR_FROM * (size - LINEAR_FROM / 2))


def _limited(found: Weights) -> Weights:
    """The gradients, scaled down to a norm of 1 where it is larger."""
    norm = np.sqrt(sum(float((slopes**2).sum()) for slopes in found.values()))
    return {name: slopes / max(1.0, norm) for name, slopes in found.items()}
