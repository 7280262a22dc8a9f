"""Random pairs of numeric columns, and the degenerate ones."""

import numpy as np

from .drawn import drawn


def _normal(rng, n, shift, scale):
    return rng.normal(shift, scale, n)


def _cauchy(rng, n, shift, scale):
    return shift + scale * rng.standard_cauchy(n)


def _lognormal(rng, n, shift, scale):
    return np.exp(shift + scale * rng.normal(size=n))


def _pareto(rng, n, shift, scale):
    return shift + scale * rng.pareto(0.8, n)


def _rounded(rng, n, shift, scale):
    return np.round(rng.normal(shift, scale, n), 1)


def _poisson(rng, n, shift, scale):
    return rng.poisson(abs(shift) * 10 + 3 * scale, n)


def _integers(rng, n, shift, scale):
    return rng.integers(0, int(10 + 500 * scale), n) + int(10 * shift)


def _few_integers(rng, n, shift, scale):
    weights = 1 + np.arange(3) * abs(shift)
    return rng.choice(np.array([0, 1, 5]), n, p=weights / weights.sum())


def _few_floats(rng, n, shift, scale):
    values = np.array([-1.5, 0.0, 0.1, 2.25, 7.0, 1e3])
    weights = 1 + np.arange(6) * abs(shift)
    return rng.choice(values, n, p=weights / weights.sum())


def _twenty_values(rng, n, shift, scale):
    return rng.integers(0, 20 + int(3 * scale), n) / 4 + int(shift)


def _two_values(rng, n, shift, scale):
    return (rng.random(n) < 0.3 + 0.1 * abs(shift)).astype(float)


def _zero_inflated(rng, n, shift, scale):
    return np.where(rng.random(n) < 0.4, 0.0, rng.exponential(scale + abs(shift), n))


def _bimodal(rng, n, shift, scale):
    return np.where(rng.random(n) < 0.5, rng.normal(-2, scale, n), rng.normal(2 + shift, scale, n))


def _offset(rng, n, shift, scale):
    return 1e6 + rng.normal(shift, scale, n)


def _tiny(rng, n, shift, scale):
    return 1e-7 * rng.normal(shift, scale, n)


def _uniform(rng, n, shift, scale):
    return rng.random(n) * scale + shift


SHAPES = {
    "normal": _normal,
    "cauchy": _cauchy,
    "lognormal": _lognormal,
    "pareto": _pareto,
    "rounded": _rounded,
    "poisson": _poisson,
    "integers": _integers,
    "few integers": _few_integers,
    "few floats": _few_floats,
    "about twenty values": _twenty_values,
    "two values": _two_values,
    "zero inflated": _zero_inflated,
    "bimodal": _bimodal,
    "offset": _offset,
    "tiny": _tiny,
    "uniform": _uniform,
}


def size(rng, largest=20_000):
    """From 5 to `largest`, small ones as likely as large ones."""
    return int(round(np.exp(rng.uniform(np.log(5), np.log(largest)))))


def random_pair(rng):
    """A name and two columns; the second drawn like the first, shifted, or not at all different."""
    name = list(SHAPES)[rng.integers(len(SHAPES))]
    reference_size = size(rng)
    current_size = reference_size if rng.random() < 0.25 else size(rng)
    if rng.random() < 0.08:
        reference_size = int(rng.integers(10_001, 20_001))
    shift, scale = rng.choice([0.0, 0.02, 0.1, 0.5, 2.0]), rng.choice([0.9, 1.0, 1.0, 1.5])
    reference = SHAPES[name](rng, reference_size, 0.0, 1.0)
    current = SHAPES[name](rng, current_size, shift, scale)
    return spoil(rng, name, reference, current)


def spoil(rng, name, reference, current):
    """Sometimes nulls, infinities, a subset of the reference, one outlier, or another distribution."""
    chance = rng.random()
    if chance < 0.08:
        return name + " with nulls", _with(rng, reference, np.nan), _with(rng, current, np.nan)
    if chance < 0.14:
        return name + " with infinities", _with(rng, reference, np.inf), _with(rng, current, -np.inf)
    if chance < 0.18:
        return name + " resampled", reference, rng.choice(reference, current.size)
    if chance < 0.22:
        return name + " with an outlier", reference, np.append(current, 1e9)
    if chance < 0.26:
        return name + " against normal", reference, rng.normal(size=current.size)
    return name, reference, current


def _with(rng, values, odd):
    spoilt = values.astype(float)
    spoilt[rng.random(spoilt.size) < 0.1] = odd
    spoilt[0] = values[0]
    return spoilt


def degenerate_pairs():
    """The cases where a formula loses its footing."""
    rng = np.random.default_rng(0)
    some = rng.normal(size=50)
    ramp = np.arange(30.0)
    yield "one row each", np.array([1.0]), np.array([2.0])
    yield "two rows each", np.array([1.0, 2.0]), np.array([1.5, 3.0])
    yield "three rows each", np.array([1.0, 2.0, 4.0]), np.array([1.5, 3.0, 0.0])
    yield "four rows each", np.array([1.0, 2.0, 4.0, 8.0]), np.array([1.5, 3.0, 0.0, 9.0])
    yield "one row against fifty", np.array([0.1]), some
    yield "fifty rows against one", some, np.array([0.1])
    yield "equal constants", np.full(30, 5.0), np.full(20, 5.0)
    yield "equal constants that binary fractions miss", np.full(30, 0.1), np.full(20, 0.1)
    yield "different constants", np.full(30, 5.0), np.full(20, 5.01)
    yield "constant reference", np.full(30, 5.0), ramp
    yield "constant current", ramp, np.full(30, 5.0)
    yield "integer constants", np.full(30, 5), np.full(20, 6)
    yield "identical", some, some.copy()
    yield "identical but for order", some, some[::-1].copy()
    yield "identical, doubled", some, np.repeat(some, 2)
    yield "identical integers", np.arange(40), np.arange(40)
    yield "disjoint", some, some + 1e3
    yield "no interquartile range", np.r_[np.zeros(40), 1.0, 2.0], np.r_[np.zeros(30), 3.0]
    yield "one distinct value differs", np.zeros(50), np.r_[np.zeros(49), 1.0]
    yield "two values against three", np.tile([0.0, 1.0], 20), np.tile([0.0, 1.0, 2.0], 15)
    yield "five values", np.tile(np.arange(5.0), 10), np.tile(np.arange(5.0), 7)
    yield "six values", np.tile(np.arange(6.0), 10), np.tile(np.arange(6.0), 7)
    yield "twenty values", np.tile(np.arange(20.0), 5), rng.normal(10, 5, 60)
    yield "twenty-one values", np.tile(np.arange(21.0), 5), rng.normal(10, 5, 60)
    yield "a power of two of rows", _drawn(600), _drawn(424)
    yield "1000 rows", _drawn(1000), _drawn(300)
    nulls = [_drawn(999), drawn("float", "choice", seed=1, rows=2, values=["nan"], cuts=[])]
    yield "1001 rows with two nulls", drawn("float", "joined", of=nulls), _drawn(300)
    yield "10,001 rows", _drawn(10_001), _drawn(10_002)
    yield "10,001 rows against 10,000", _drawn(10_001), _drawn(10_000)
    yield "20,000 rows against five", _drawn(20_000), _drawn(5)
    yield "infinities only in current", some, np.r_[some, np.inf, -np.inf]
    yield "nothing but nulls in current", some, np.full(5, np.nan)
    yield "nothing but nulls in reference", np.full(5, np.nan), some
    yield "negative zero", np.r_[np.zeros(20), -np.zeros(20), ramp], np.r_[-np.zeros(10), ramp]
    yield "largest doubles", some * 1e307, some[::-1] * 1.5e307
    yield "smallest doubles", some * 1e-310, some[::-1] * 1.5e-310
    yield "neighbours", 1 + np.arange(40) * 2.0**-52, 1 + np.arange(30) * 2.0**-52


def _drawn(rows):
    """Columns that differ with the number of rows."""
    return drawn("float", "bell", seed=10 * rows + 1, rows=rows, at=0.0, spread=1.0)
