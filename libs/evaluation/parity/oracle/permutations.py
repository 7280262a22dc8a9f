"""The maximum mean discrepancy by scikit-learn's kernel, with a p-value from NumPy's seeded permutations."""

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances, rbf_kernel

from .drawn import MODULUS, drawn
from .wire import matrix, plain

PERMUTATIONS = 49


def permutation_case(rng):
    """Vectors of one to four numbers, in two samples that may differ in place and spread."""
    columns = int(rng.integers(1, 5))
    sizes = rng.integers(2, 60, 2).tolist()
    shift = float(rng.choice([0.0, 0.0, 0.3, 2.0]))
    samples = [
        drawn("matrix", "bell", seed=int(rng.integers(1, MODULUS)), rows=rows * columns, columns=columns, at=at, spread=spread)
        for rows, at, spread in zip(sizes, [0.0, shift], [1.0, float(rng.choice([1.0, 2.0]))])
    ]
    seed = int(rng.integers(0, 2**32))
    return {
        "group": "permutations",
        "name": f"{sizes[0]} and {sizes[1]} vectors of {columns}",
        "reference": matrix(samples[0]),
        "current": matrix(samples[1]),
        "columns": columns,
        "seed": seed,
        "permutations": PERMUTATIONS,
        "expected": {"MMD with p-value": _discrepancy(*(np.asarray(sample) for sample in samples), seed)},
    }


def _discrepancy(x, y, seed):
    median = np.percentile(euclidean_distances(x, squared=True), 50, method="nearest")
    rows = np.vstack([x, y])
    kernel = rbf_kernel(rows, gamma=1 / median if median > 0 else 1.0)
    np.fill_diagonal(kernel, 0)

    def statistic(order):
        first, second = order[: len(x)], order[len(x) :]
        return (
            kernel[np.ix_(first, first)].sum() / (len(x) * (len(x) - 1))
            + kernel[np.ix_(second, second)].sum() / (len(y) * (len(y) - 1))
            - 2 * kernel[np.ix_(first, second)].mean()
        )

    observed = statistic(np.arange(len(rows)))
    random = np.random.RandomState(seed)
    reached = sum(statistic(random.permutation(len(rows))) >= observed - 1e-12 for _ in range(PERMUTATIONS))
    return plain({"statistic": observed, "pValue": (1 + reached) / (1 + PERMUTATIONS)})
