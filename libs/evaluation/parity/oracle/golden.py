"""Random cases whose columns are recipes: the golden file holds what was drawn and what the real packages made of it."""

import numpy as np

from . import dataset, drift, estimation, measures, quality
from .drawn import MODULUS, drawn

LETTERS = ["a", "b", "c", "d"]
CLASSES = quality.CLASSES


def _seed(rng):
    return int(rng.integers(1, MODULUS))


def _rows(rng, least=5, most=20_000):
    """Small sizes are as likely as large ones."""
    return int(round(np.exp(rng.uniform(np.log(least), np.log(most)))))


def _share(value):
    return round(float(value), 6)


def _number(rng, draw, rows, at, spread, kind="float"):
    return drawn(kind, draw, seed=_seed(rng), rows=rows, at=_share(at), spread=_share(spread))


def _weighted(rng, values, rows, weights, kind="category"):
    cuts = [_share(cut) for cut in np.cumsum(weights)[:-1] / np.sum(weights)]
    return drawn(kind, "choice", seed=_seed(rng), rows=rows, values=list(values), cuts=cuts)


# Numbers

SMOOTH = ["bell", "flat", "ratio", "pareto", "cube", "zeros", "humps"]
FEW = [[0.0, 1.0], [0.0, 1.0, 5.0], [-1.5, 0.0, 0.1, 2.25, 7.0], [-1.5, 0.0, 0.1, 2.25, 7.0, 1000.0]]


def _numeric_makers(rng):
    """A name, and what draws a column of so many rows there."""
    chance = rng.random()
    if chance < 0.5:
        draw = SMOOTH[rng.integers(len(SMOOTH))]
        return draw, lambda rows, at, spread: _number(rng, draw, rows, at, spread)
    if chance < 0.62:
        parts = int(rng.choice([1, 4, 10]))
        return "ties", lambda rows, at, spread: drawn(
            "float", "cut", of=_number(rng, "bell", rows, at, spread), parts=parts
        )
    if chance < 0.74:
        range_ = int(rng.choice([3, 15, 25, 40, 500]))
        return "integers", lambda rows, at, spread: _number(rng, "whole", rows, round(at), range_, "integer")
    if chance < 0.86:
        values = FEW[rng.integers(len(FEW))]
        return "few values", lambda rows, at, spread: _weighted(
            rng, values, rows, 1 + np.arange(len(values)) * abs(at), "float"
        )
    if chance < 0.95:
        center = float(rng.choice([1e6, -1e6, 1e-6]))
        return "offset", lambda rows, at, spread: _number(rng, "bell", rows, center + at, spread)
    return "constant", lambda rows, at, spread: _weighted(rng, [5.0 + at], rows, [1.0], "float")


def numeric_pair(rng, most=20_000):
    name, make = _numeric_makers(rng)
    reference_rows = _rows(rng, most=most)
    current_rows = reference_rows if rng.random() < 0.25 else _rows(rng, most=most)
    if most == 20_000 and rng.random() < 0.1:
        reference_rows = int(rng.integers(10_001, 20_001))
    reference = make(reference_rows, 0.0, 1.0)
    current = make(current_rows, rng.choice([0.0, 0.02, 0.1, 0.5, 2.0]), rng.choice([0.9, 1.0, 1.0, 1.5]))
    return _spoilt(rng, name, reference, current)


def _spoilt(rng, name, reference, current):
    chance = rng.random()
    if chance < 0.1:
        return name + " with nulls", _with(rng, reference, "nan"), _with(rng, current, "nan")
    if chance < 0.18:
        return name + " with infinities", _with(rng, reference, "inf"), _with(rng, current, "-inf")
    if chance < 0.22:
        again = drawn(_kind(reference), "resampled", of=reference, seed=_seed(rng), rows=len(current))
        return name + " resampled", reference, again
    if chance < 0.26:
        return name + " with an outlier", reference, drawn(_kind(current), "end", of=current, value=1_000_000_000)
    if chance < 0.3:
        return name + " against bell", reference, _number(rng, "bell", len(current), 0, 1)
    return name, reference, current


def _kind(column):
    return column.recipe.get("type", "float")


def _with(rng, column, value):
    return drawn("float", "some", of=column, seed=_seed(rng), share=0.1, value=value)


# Categories

WORDS = ["Zürich", "Äpfel", "zebra", "Apfel", "", " ", "日本", "😀", "\uffee", "null", "1"]


def categorical_pair(rng, most=20_000, texts=True):
    chance = rng.random()
    if chance < 0.45:
        values = LETTERS[:2] if texts else [0, 1]
    elif chance < 0.6:
        values = LETTERS[: rng.integers(3, 5)] if texts else [0, 1, 2]
    elif chance < 0.7:
        values = WORDS if texts else list(range(9))
    else:
        values = list(range(int(rng.integers(2, 40))))
    rows = _rows(rng, most=most), _rows(rng, most=most)
    if rng.random() < 0.6:
        rows = rows[0], rows[0]
    weights = rng.dirichlet(np.full(len(values), rng.choice([0.3, 1.0, 10.0])))
    moved = weights + rng.choice([0.0, 0.01, 0.1, 0.5]) * rng.dirichlet(np.ones(len(values)))
    pair = _weighted(rng, values, rows[0], weights), _weighted(rng, values, rows[1], moved)
    return _changed(rng, f"{len(values)} categories", *pair)


def _changed(rng, name, reference, current):
    chance = rng.random()
    if chance < 0.08:
        odd = [drawn("category", "some", of=part, seed=_seed(rng), share=0.1, value=None) for part in (reference, current)]
        return name + " with nulls", *odd
    if chance < 0.14:
        # Of whole numbers the next one: the order in which Python's sets have them is then known, which TVD depends on.
        value = "new" if isinstance(reference[0], str) else reference.recipe["values"][-1] + 1
        return name + " and a new one", reference, drawn("category", "end", of=current, value=value)
    if chance < 0.2:
        only = _weighted(rng, [current[0]], len(current), [1.0])
        return name + ", one left", reference, only
    return name, reference, current


def numeric_case(rng):
    return drift.numeric_record(*numeric_pair(rng))


def categorical_case(rng):
    return drift.categorical_record(*categorical_pair(rng))


def shuffled_case(rng):
    return drift.tvd_record(*categorical_pair(rng, 400 if rng.random() < 0.99 else 4000, texts=False))


def discrepancy_case(rng):
    return drift.mmd_case(*numeric_pair(rng, drift.MMD_ROWS))


def dataset_case(rng):
    rows = _rows(rng, most=3000), _rows(rng, most=3000)
    reference, current, kinds = {}, {}, {}
    for index in range(int(rng.integers(2, 6))):
        numeric = bool(rng.random() < 0.6)
        pair = (numeric_pair(rng, 3000) if numeric else categorical_pair(rng, 3000))[1:]
        name = f"{'numeric' if numeric else 'category'} {index}"
        reference[name], current[name] = (
            drawn(_kind(column), "resampled", of=column, seed=_seed(rng), rows=size) for column, size in zip(pair, rows)
        )
        kinds[name] = numeric
    return dataset.dataset_record(reference, current, kinds, dataset.options(rng))


# Quality

def label_case(rng):
    count = int(rng.integers(2, 6))
    rows = _rows(rng)
    first, second = (
        _weighted(rng, CLASSES[:count], rows, rng.dirichlet(np.full(count, rng.choice([0.1, 1.0, 5.0])))) for _ in range(2)
    )
    share = float(rng.choice([0.0, 0.5, 0.9, 1.0]))
    predicted = drawn("category", "either", first=first, second=second, share=share, seed=_seed(rng))
    return quality.label_record(CLASSES[:count], first, predicted)


def probability_case(rng):
    count = int(rng.integers(2, 6))
    rows = _rows(rng, 10, 3000)
    probabilities = _simplex(rng, rows, count)
    actual = drawn("integer", "decided", of=probabilities, seed=_seed(rng), power=int(rng.choice([1, 2])))
    if len(set(actual)) < count:
        actual = drawn("integer", "joined", of=[_all_of(count), drawn("integer", "start", of=actual, rows=rows - count)])
    return quality.probability_record(CLASSES[:count], probabilities, actual, int(rng.integers(1, rows + 3)))


def _simplex(rng, rows, columns):
    return drawn("matrix", "simplex", seed=_seed(rng), rows=rows, columns=columns, sharpness=int(rng.choice([0, 1, 2])))


def _all_of(count, times=1):
    """Every class so many times, in the shortest recipe there is."""
    values = list(range(count)) * times
    parts = [drawn("integer", "whole", seed=1, rows=1, at=value, spread=1) for value in values]
    return drawn("integer", "joined", of=parts)


def multi_label_case(rng):
    labels, rows = int(rng.integers(2, 7)), _rows(rng, most=2000)
    flags = [_flags(rng, rows, labels, rng.uniform(0.1, 0.9)) for _ in range(2)]
    predicted = drawn(
        "matrix", "either", first=flags[0], second=flags[1], share=0.7, seed=_seed(rng), rows=rows, columns=labels
    )
    return quality.multi_label_record(flags[0], predicted)


def _flags(rng, rows, labels, share):
    return drawn(
        "matrix", "choice", seed=_seed(rng), rows=rows * labels, columns=labels, values=[0.0, 1.0], cuts=[_share(share)]
    )


def regression_case(rng):
    name, actual, _ = numeric_pair(rng)
    noise = _number(rng, str(rng.choice(["bell", "ratio"])), len(actual), 0, 1)
    predicted = drawn("float", "sum", of=[actual, noise], weights=[1.0, float(rng.choice([0.0, 0.01, 1.0]))])
    return quality.regression_record(name, actual, predicted)


def data_quality_case(rng):
    name, values, _ = numeric_pair(rng)
    _, before, words = categorical_pair(rng, 500)
    limits = np.sort(rng.choice(np.asarray(values), 2))
    return quality.data_quality_record(name, values, limits, before, words, _table(rng))


def _table(rng):
    """Small, so that rows and columns repeat."""
    rows = int(rng.integers(1, 40))
    base = _with(rng, _weighted(rng, [0.0, 1.0, 2.0], rows, [1, 1, 1], "float"), "nan")
    columns = {
        "base": base,
        "same": base,
        "almost": drawn("float", "some", of=base, seed=_seed(rng), share=0.03, value=7.0),
        "constant": _weighted(rng, [1.0], rows, [1.0], "float"),
        "almost constant": _weighted(rng, [1.0, 2.0], rows, [0.96, 0.04], "float"),
        "integers": _number(rng, "whole", rows, 0, 2, "integer"),
        "text": _weighted(rng, ["a", "b", None], rows, [1, 1, 1]),
        "empty": _weighted(rng, ["nan"], rows, [1.0], "float"),
    }
    kept = [key for key in columns if rng.random() < 0.7] or ["base"]
    return {key: columns[key] for key in kept}


# Estimation

def _scores(rng, rows):
    draw = str(rng.choice(["flat", "cube"]))
    return _number(rng, draw, rows, *((0, 1) if rng.random() < 0.5 else (0.2, 0.7)))


def _happened(rng, scores):
    return drawn("float", "happened", of=scores, seed=_seed(rng), power=int(rng.choice([1, 2])))


def isotonic_case(rng):
    scores = _scores(rng, _rows(rng))
    if rng.random() < 0.4:
        scores = drawn("float", "cut", of=scores, parts=10)
    return estimation.isotonic_record(scores, _happened(rng, scores), _number(rng, "flat", 12, -0.2, 1.4))


def binary_case(rng):
    cut = float(rng.choice([0.3, 0.5]))
    scores = _scores(rng, _rows(rng, 50, 3000))
    actual = drawn("float", "joined", of=[_all_of(2, 2), _happened(rng, drawn("float", "start", of=scores, rows=len(scores) - 4))])
    reference = {"score": scores, "predicted": drawn("float", "at least", of=scores, limit=cut), "actual": actual}
    current = _scores(rng, _rows(rng, most=3000))
    return estimation.binary_record(reference, {"score": current, "predicted": drawn("float", "at least", of=current, limit=cut)})


def multiclass_case(rng):
    count = int(rng.integers(3, 6))
    probabilities, current = _simplex(rng, _rows(rng, 200, 1500), count), _simplex(rng, _rows(rng, most=1500), count)
    drawn_labels = drawn("integer", "decided", of=probabilities, seed=_seed(rng), power=int(rng.choice([1, 2])))
    rest = drawn("integer", "start", of=drawn_labels, rows=len(drawn_labels) - 2 * count)
    actual = drawn("integer", "joined", of=[_all_of(count, 2), rest])
    largest = [drawn("integer", "largest", of=matrix) for matrix in (probabilities, current)]
    return estimation.multiclass_record(probabilities, largest[0], actual, current, largest[1])


def loss_case(rng):
    actual = _number(rng, "cube", _rows(rng, 50), 0.1, rng.choice([1.0, 50.0]))
    predicted = drawn("float", "sum", of=[actual, _number(rng, "flat", len(actual), 0, 1)], weights=[1.0, 1.0])
    return estimation.loss_record(actual, predicted, _number(rng, "bell", _rows(rng), 0.3, 1))


def reconstruction_case(rng):
    width, words = int(rng.integers(2, 6)), int(rng.integers(0, 3))
    mixing = [[_share(weight) for weight in row] for row in rng.normal(size=(width, width))]
    sizes = _rows(rng, 100, 2000), _rows(rng, most=1000)
    return estimation.reconstruction_record(*(_mixed(rng, rows, mixing, words) for rows in sizes))


def _mixed(rng, rows, mixing, words):
    seed = _seed(rng)
    table = {
        f"x{index}": _with(rng, drawn("float", "mixture", seed=seed, rows=rows, weights=weights), "nan")
        for index, weights in enumerate(mixing)
    }
    for index in range(words):
        letters = _weighted(rng, LETTERS, rows, [0.5, 0.3, 0.15, 0.05])
        table[f"word {index}"] = drawn("category", "some", of=letters, seed=_seed(rng), share=0.03, value=None)
    return table


def threshold_case(rng):
    values = _number(rng, "bell", int(rng.integers(1, 30)), rng.choice([0.0, 0.9]), rng.choice([0.01, 1.0]))
    p = _number(rng, str(rng.choice(["flat", "cube"])), int(rng.integers(1, 50)), 0, 1)
    return estimation.threshold_record(_with(rng, values, "nan"), p)


def detector_case(rng):
    sizes = rng.integers(50, 1500, 2).tolist()
    shares = rng.choice([0.05, 0.1, 0.3, 0.6], 2)
    errors = [_weighted(rng, [1.0, 0.0], rows, [share, 1 - share], "float") for rows, share in zip(sizes, shares)]
    levels = [0.0, rng.choice([0.0, 1.0, 3.0])]
    values = [_number(rng, "bell", rows, level, 1.5) for rows, level in zip(sizes, levels)]
    return estimation.detector_record(*(drawn("float", "joined", of=parts) for parts in (errors, values)))


# How a case is made, and for which share of the cases asked for: the golden files leave none out.
GROUPS = {
    "numeric": (numeric_case, 1),
    "categorical": (categorical_case, 1),
    "TVD": (shuffled_case, 1),
    "MMD": (discrepancy_case, 1),
    "dataset": (dataset_case, 1),
    "labels": (label_case, 1),
    "probabilities": (probability_case, 1),
    "multi-label": (multi_label_case, 1),
    "regression": (regression_case, 1),
    "data quality": (data_quality_case, 1),
    "isotonic": (isotonic_case, 1),
    "CBPE binary": (binary_case, 1),
    "CBPE multiclass": (multiclass_case, 1),
    "DLE": (loss_case, 1),
    "reconstruction": (reconstruction_case, 1),
    "thresholds": (threshold_case, 1),
    "detectors": (detector_case, 1),
    "arrays": (measures.array_case, 1),
    "dates": (measures.date_case, 1),
    "embeddings": (measures.embedding_case, 1),
}
