"""Training of small networks in NumPy whose matrix products do not depend on the order of their sums.

Sums of products depend on their order, which a BLAS chooses by processor and number of threads. Where all factors have
so few bits that every partial sum is exact in FP64, the order makes no difference; `exact` rounds to such bits. With
the steps below, products are multiples of 2^-30 or more and their sums exact up to 2^23, which they stay far below.
That training again gives the same bytes was checked on one x86-64 machine with the locked requirements. Another
processor may round the last bit of functions such as exp differently.
"""

from collections.abc import Sequence

import numpy as np

WEIGHT_STEP = 2.0**-14
WEIGHT_LIMIT = 4.0
ACTIVATION_STEP = 2.0**-10
ACTIVATION_LIMIT = 1024.0
GRADIENT_STEP = 2.0**-16
GRADIENT_LIMIT = 16.0


def exact(values: np.ndarray, step: float, limit: float) -> np.ndarray:
    """The values rounded to multiples of `step`, a power of two, and clipped to `limit` on either side."""
    return np.clip(np.rint(values / step) * step, -limit, limit)


def exact_weights(values: np.ndarray) -> np.ndarray:
    """Weights as layers use them; FP32 holds them without loss."""
    return exact(values, WEIGHT_STEP, WEIGHT_LIMIT)


def exact_activations(values: np.ndarray) -> np.ndarray:
    """What a layer passes on while training."""
    return exact(values, ACTIVATION_STEP, ACTIVATION_LIMIT)


def exact_gradient(values: np.ndarray) -> np.ndarray:
    """What a layer passes back."""
    return exact(values, GRADIENT_STEP, GRADIENT_LIMIT)


class Adam:
    """Adam (Kingma and Ba, 2015) over a list of parameters, which it changes in place."""

    def __init__(self, parameters: Sequence[np.ndarray], *, decay: tuple[float, float] = (0.9, 0.999)) -> None:
        self._parameters = parameters
        self._means = [np.zeros_like(values) for values in parameters]
        self._squares = [np.zeros_like(values) for values in parameters]
        self._decay = decay
        self._powers = [1.0, 1.0]

    def step(self, gradients: Sequence[np.ndarray], rate: float) -> None:
        """Moves every parameter against its gradient."""
        first, second = self._decay
        self._powers = [power * decay for power, decay in zip(self._powers, self._decay, strict=True)]
        unbias = [1 - power for power in self._powers]
        for values, gradient, mean, square in zip(self._parameters, gradients, self._means, self._squares, strict=True):
            mean += (1 - first) * (gradient - mean)
            square += (1 - second) * (gradient * gradient - square)
            values -= rate * (mean / unbias[0]) / (np.sqrt(square / unbias[1]) + 1e-8)


def batches(rng: np.random.Generator, rows: int, size: int) -> list[np.ndarray]:
    """The rows in random order, in batches of `size`; the last may be smaller."""
    order = rng.permutation(rows)
    return [order[start : start + size] for start in range(0, rows, size)]
