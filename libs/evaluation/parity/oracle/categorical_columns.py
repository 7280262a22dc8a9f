"""Random pairs of categorical columns, and the degenerate ones."""

import numpy as np

from .drawn import drawn
from .numeric_columns import size

LETTERS = np.array(["a", "b", "c", "d"], dtype=object)
WORDS = np.array(["Zürich", "Äpfel", "zebra", "Apfel", "", " ", "日本", "😀", "\uffee", "null", "1"], dtype=object)


def random_pair(rng, largest=20_000):
    """A name and two columns of texts, whole numbers or booleans."""
    n1 = size(rng, largest)
    n2 = n1 if rng.random() < 0.4 else size(rng, largest)
    name, values = _values(rng)
    weights = rng.dirichlet(np.full(len(values), rng.choice([0.3, 1.0, 10.0])))
    moved = weights if rng.random() < 0.3 else _moved(rng, weights)
    reference = rng.choice(values, n1, p=weights)
    current = rng.choice(values, n2, p=moved)
    return spoil(rng, name, reference, current)


def _values(rng):
    chance = rng.random()
    if chance < 0.3:
        return "two categories", LETTERS[:2]
    if chance < 0.5:
        return "letters", LETTERS[: rng.integers(3, 5)]
    if chance < 0.6:
        return "words", WORDS
    if chance < 0.7:
        return "booleans", np.array([False, True], dtype=object)
    if chance < 0.85:
        return "whole numbers", np.arange(rng.integers(2, 12)).astype(object)
    return "many categories", np.array([f"c{i}" for i in range(rng.integers(20, 400))], dtype=object)


def _moved(rng, weights):
    moved = weights + rng.choice([0.01, 0.1, 0.5]) * rng.dirichlet(np.ones(len(weights)))
    return moved / moved.sum()


def spoil(rng, name, reference, current):
    chance = rng.random()
    if chance < 0.1:
        return name + " with nulls", _with(rng, reference), _with(rng, current)
    if chance < 0.2:
        current = current.copy()
        current[-1] = "new" if isinstance(reference[0], str) else 99
        return name + " with a new category", reference, current
    if chance < 0.3:
        kept = current[current != reference[0]]
        return name + " with a missing category", reference, kept if kept.size else current
    if chance < 0.35:
        return name + " resampled", reference, rng.choice(reference, current.size)
    return name, reference, current


def _with(rng, values):
    spoilt = values.copy()
    spoilt[rng.random(spoilt.size) < 0.1] = None
    spoilt[0] = values[0]
    return spoilt


def _column(text):
    return np.array(list(text), dtype=object)


def degenerate_pairs():
    yield "one row each, equal", _column("a"), _column("a")
    yield "one row each, different", _column("a"), _column("b")
    yield "one category, equal", _column("a" * 30), _column("a" * 30)
    yield "one category, equal, sizes differ", _column("a" * 30), _column("a" * 20)
    yield "one category each, different", _column("a" * 30), _column("b" * 30)
    yield "one category each, different, sizes differ", _column("a" * 30), _column("b" * 20)
    yield "a new category", _column("ab" * 20), _column("ab" * 19 + "ac")
    yield "only new categories", _column("ab" * 20), _column("cd" * 20)
    yield "a missing category", _column("abc" * 20), _column("ab" * 30)
    yield "equal shares of unequal sizes", _column("aab" * 30), _column("aab" * 10)
    yield "every row its own", np.arange(100).astype(object), np.arange(50, 150).astype(object)
    yield "three categories over binary columns", _column("ab" * 20), _column("ac" * 20)
    yield "1000 rows", _drawn("ab", 1000), _column("abb" * 30)
    yield "1001 rows", _drawn("ab", 1001), _column("abb" * 30)
    yield "1001 rows, three categories", _drawn("abc", 1001), _column("abb" * 30)
    yield "a very rare category", _after(19_999, _drawn("b", 1)), _after(19_990, _drawn("b", 10))
    yield "nothing but nulls in current", _column("ab" * 20), np.array([None] * 5, dtype=object)
    yield "booleans", np.array([True, False] * 20, dtype=object), np.array([True] * 40, dtype=object)


def _drawn(letters, rows):
    cuts = [index / len(letters) for index in range(1, len(letters))]
    return drawn("category", "choice", seed=rows, rows=rows, values=list(letters), cuts=cuts)


def _after(rows, rest):
    return drawn("category", "joined", of=[_drawn("a", rows), rest])
