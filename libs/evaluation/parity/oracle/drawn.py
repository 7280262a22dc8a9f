"""Columns that a few words describe and every language draws alike, bit for bit.

Park and Miller's generator with factor 48271 gives the uniforms; of them only what IEEE 754 rounds correctly is made: sums,
products, quotients, floors and comparisons. `drawn.js` is the other half.
"""

import numpy as np

MODULUS = 2147483647
FACTOR = 48271


def _powers(count):
    powers = np.empty(count, dtype=np.int64)
    power = 1
    for index in range(count):
        powers[index] = power = power * FACTOR % MODULUS
    return powers


_POWERS = _powers(200_000)


def uniforms(seed, rows, draws=1):
    """One column of uniforms in (0, 1) for every draw a row takes."""
    return (seed * _POWERS[: rows * draws] % MODULUS / MODULUS).reshape(rows, draws).T


class Drawn(np.ndarray):
    """The values of a recipe, which travels in their stead; what is made of them has none."""

    recipe = None

    def __array_finalize__(self, parent):
        self.recipe = None


def drawn(kind, draw, **settings):
    """The column a recipe describes. `kind` is float, which goes without saying, integer, category or matrix."""
    recipe = {"draw": draw, **settings} if kind == "float" else {"type": kind, "draw": draw, **settings}
    values = DRAWS[draw](recipe)
    result = values.astype({"float": float, "matrix": float, "integer": np.int64, "category": object}[kind]).view(Drawn)
    if kind == "matrix":
        result = result.reshape(-1, recipe["columns"])
    result.recipe = {key: _stored(value) for key, value in recipe.items()}
    return result


def _stored(value):
    if isinstance(value, Drawn):
        return value.recipe
    if isinstance(value, list):
        return [_stored(item) for item in value]
    return value


def _shape(draws, make):
    def values(recipe):
        u = uniforms(recipe["seed"], recipe["rows"], draws)
        return make(recipe["at"], recipe["spread"], *u)

    return values


def _bell(a, b, c, d):
    return a + b + c + d - 2


def _choice(recipe):
    (u,) = uniforms(recipe["seed"], recipe["rows"])
    places = (u[:, None] >= np.array(recipe["cuts"])[None, :]).sum(axis=1)
    return np.array(recipe["values"], dtype=object)[places]


def _some(recipe):
    values = np.array(recipe["of"])
    if values.dtype != object:
        values = values.astype(float)
    (u,) = uniforms(recipe["seed"], len(values))
    odd = recipe["value"]
    chosen = u < recipe["share"]
    chosen[0] = False
    values[chosen] = float(odd) if odd in ("nan", "inf", "-inf") else odd
    return values


def _end(recipe):
    return np.append(np.array(recipe["of"]), np.array([recipe["value"]], dtype=np.asarray(recipe["of"]).dtype))


def _either(recipe):
    (u,) = uniforms(recipe["seed"], len(recipe["first"].ravel()))
    return np.where(u < recipe["share"], recipe["first"].ravel(), recipe["second"].ravel())


def _sum(recipe):
    total = recipe["weights"][0] * np.array(recipe["of"][0], dtype=float)
    for weight, values in zip(recipe["weights"][1:], recipe["of"][1:]):
        total = total + weight * np.array(values, dtype=float)
    return total


def _mixture(recipe):
    """A weighted sum of bells; columns of one seed share the bells."""
    u = uniforms(recipe["seed"], recipe["rows"], 4 * len(recipe["weights"]))
    total = np.zeros(recipe["rows"])
    for index, weight in enumerate(recipe["weights"]):
        total = total + weight * _bell(*u[4 * index : 4 * index + 4])
    return total


def _resampled(recipe):
    (u,) = uniforms(recipe["seed"], recipe["rows"])
    return np.array(recipe["of"])[np.floor(u * len(recipe["of"])).astype(int)]


def _raised(values, power):
    return values * values if power == 2 else values


def _happened(recipe):
    (u,) = uniforms(recipe["seed"], len(recipe["of"]))
    return (u < _raised(np.array(recipe["of"]), recipe["power"])).astype(float)


def _simplex(recipe):
    """Rows of shares that add up to one."""
    weights = uniforms(recipe["seed"], recipe["rows"], recipe["columns"])
    for _ in range(recipe["sharpness"]):
        weights = weights * weights
    total = weights[0]
    for column in weights[1:]:
        total = total + column
    return (weights / total).T.ravel()


def _decided(recipe):
    """For every row of shares a column, drawn by the shares or their squares."""
    shares = _raised(np.array(recipe["of"]), recipe["power"])
    cumulative = np.add.accumulate(shares, axis=1)
    (u,) = uniforms(recipe["seed"], len(shares))
    return (cumulative[:, :-1] <= (u * cumulative[:, -1])[:, None]).sum(axis=1)


DRAWS = {
    "bell": _shape(4, lambda at, spread, *u: at + spread * _bell(*u)),
    "flat": _shape(1, lambda at, spread, u: at + spread * u),
    "ratio": _shape(2, lambda at, spread, u, v: at + spread * ((u - 0.5) / v)),
    "pareto": _shape(1, lambda at, spread, u: at + spread * (1 / u)),
    "cube": _shape(1, lambda at, spread, u: at + spread * (u * u * u)),
    "zeros": _shape(2, lambda at, spread, u, v: np.where(u < 0.4, 0.0, at + spread * v)),
    "humps": _shape(5, lambda at, spread, u, *v: np.where(u < 0.5, -2.0, at + 2.0) + spread * _bell(*v)),
    "whole": _shape(1, lambda at, spread, u: np.floor(u * spread) + at),
    "choice": _choice,
    "some": _some,
    "end": _end,
    "either": _either,
    "sum": _sum,
    "mixture": _mixture,
    "alternating": lambda recipe: np.array(recipe["of"]) * np.resize([1.0, -1.0], len(recipe["of"])),
    "resampled": _resampled,
    "happened": _happened,
    "simplex": _simplex,
    "decided": _decided,
    "joined": lambda recipe: np.concatenate([np.array(part) for part in recipe["of"]]),
    "start": lambda recipe: np.array(recipe["of"])[: recipe["rows"]],
    "cut": lambda recipe: np.floor(np.array(recipe["of"]) * recipe["parts"]) / recipe["parts"],
    "at least": lambda recipe: (np.array(recipe["of"]) >= recipe["limit"]).astype(float),
    "largest": lambda recipe: np.array(recipe["of"]).argmax(axis=1),
}
