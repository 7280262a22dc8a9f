"""Quality and drift without labels: NannyML's numbers, SciPy's Benjamini-Hochberg, river's detectors."""

import logging
from contextlib import contextmanager

import nannyml
import nannyml.performance_estimation.confidence_based.metrics as cbpe
import nannyml.sampling_error.binary_classification as binary_error
import nannyml.sampling_error.multiclass_classification as multiclass_error
import numpy as np
import pandas as pd
from nannyml import calibration
from nannyml.chunk import CountBasedChunker
from river import drift
from scipy import stats
from sklearn.isotonic import IsotonicRegression

from . import numeric_columns
from .wire import column, matrix, plain

logging.disable(logging.CRITICAL)

# The bootstrap of average precision is unseeded, so its error is nothing to compare, and it costs most of the time.
binary_error.N_EXPERIMENTS = 1
multiclass_error.N_EXPERIMENTS = 1

NAMES = {
    "roc_auc": "rocAuc",
    "average_precision": "averagePrecision",
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "specificity": "specificity",
    "f1": "f1",
}


def isotonic_case(rng):
    """Scores with and without ties, beyond the fitted range too."""
    size = numeric_columns.size(rng, 3000)
    scores = rng.random(size) ** rng.choice([0.3, 1.0, 3.0])
    if rng.random() < 0.4:
        scores = np.round(scores, 1)
    outcomes = (rng.random(size) < scores ** rng.choice([0.5, 1.0, 2.0])).astype(float)
    return isotonic_record(scores, outcomes, rng.uniform(-0.2, 1.2, 200))


def isotonic_record(scores, outcomes, asked):
    curve = IsotonicRegression(out_of_bounds="clip", increasing=True).fit(np.asarray(scores), np.asarray(outcomes))
    return {
        "group": "isotonic",
        "name": f"{len(scores)} rows",
        "scores": column(scores),
        "outcomes": column(outcomes),
        "asked": column(asked),
        "expected": {"isotonic calibration": plain(curve.predict(np.asarray(asked)))},
    }


def binary_case(rng):
    reference_size = max(50, numeric_columns.size(rng, 5000))
    current_size = numeric_columns.size(rng, 5000)
    bend, shift = rng.choice([0.5, 1.0, 2.0]), rng.choice([-1.0, 0.0, 1.0])
    cut = rng.choice([0.3, 0.5])
    scores, actual = _scored(rng, reference_size, bend, shift, 0.0)
    current, _ = _scored(rng, current_size, bend, shift, rng.choice([0.0, 0.5]))
    # Each label twice, so that rows can be split with both.
    actual[:4] = [0, 1, 0, 1]
    reference = {"score": scores, "predicted": (scores >= cut).astype(int), "actual": actual}
    return binary_record(reference, {"score": current, "predicted": (current >= cut).astype(int)})


def binary_record(reference, current):
    """Columns score, predicted and actual of the reference, score and predicted of the current rows."""
    frames = [pd.DataFrame({key: np.asarray(values) for key, values in rows.items()}) for rows in (reference, current)]
    actual, scores = frames[0]["actual"].to_numpy(), frames[0]["score"].to_numpy()
    settings = {"y_pred_proba": "score", "problem_type": "classification_binary"}
    with _stable_ties(_depends_on_ties(actual, scores)):
        expected = {"CBPE binary": _estimate(settings, list(NAMES), *frames)}
    expected["needs calibration"] = bool(_needed(actual, scores, True))
    return {
        "group": "CBPE binary",
        "name": f"{len(frames[0])} rows, then {len(frames[1])}",
        "reference": {name: column(values) for name, values in reference.items()},
        "current": {name: column(values) for name, values in current.items()},
        "expected": expected,
    }


def _scored(rng, size, bend, shift, drift):
    """Scores that are off by a slope and an intercept, and labels."""
    truth = rng.normal(drift, 1, size)
    scores = 1 / (1 + np.exp(-bend * truth - rng.normal(0, 0.1, size)))
    return scores, (rng.random(size) < 1 / (1 + np.exp(-truth - shift))).astype(int)


@contextmanager
def _stable_ties(active):
    """NannyML with a sort that leaves equal scores, also those that only rounding tells apart, in the order of the rows.

    NumPy's default leaves them in one that depends on the processor, and calibrated scores are equal in long runs: where
    that order decides whether to calibrate, NannyML's answer is not the same everywhere, and the stable one is taken.
    """
    original = calibration._calculate_expected_calibration_error

    def stable(y_true, y_pred_proba, bin_index_edges):
        truth, scores = np.asarray(y_true), np.asarray(y_pred_proba)
        order = np.argsort(np.round(scores, 12), kind="stable")
        bins = [order[left:right] for left, right in bin_index_edges]
        return np.sum([len(rows) / len(order) * abs(np.mean(scores[rows]) - np.mean(truth[rows])) for rows in bins])

    if active:
        calibration._calculate_expected_calibration_error = stable
    try:
        yield
    finally:
        calibration._calculate_expected_calibration_error = original


def _needed(actual, scores, stable):
    with _stable_ties(stable):
        return calibration.needs_calibration(actual, scores, calibration.IsotonicCalibrator())


def _depends_on_ties(actual, scores):
    return _needed(actual, scores, False) != _needed(actual, scores, True)


def _estimate(settings, metrics, reference, analysis):
    estimator = nannyml.CBPE(metrics=metrics, y_pred="predicted", y_true="actual", **settings)
    estimator.fit(reference)
    estimator.chunker = CountBasedChunker(1)
    with _recorded_counts() as counts:
        row = estimator.estimate(analysis).filter(period="analysis").to_df().iloc[0]
    found = {metric: dict(row[metric]) for metric in metrics}
    for metric, calls in counts.items():
        _leave_undefined(found[metric], calls, settings["problem_type"])
    return {NAMES[metric]: _metric(found[metric], metric) for metric in metrics}


@contextmanager
def _recorded_counts():
    """By metric, what NannyML finds of each class, whether that has a denominator, and whether the class is expected at all."""
    names = ["precision", "recall", "specificity", "f1"]
    originals = {name: getattr(cbpe, f"estimate_{name}") for name in names}
    counts = {name: [] for name in names}

    def recording(name):
        def estimate(y_pred, y_pred_proba):
            value = originals[name](y_pred, y_pred_proba)
            given, expected = np.sum(np.asarray(y_pred) == 1), np.sum(np.asarray(y_pred_proba))
            rest = np.sum(1 - np.asarray(y_pred_proba))
            denominator = {"precision": given, "recall": expected, "specificity": rest, "f1": given + expected}[name]
            counts[name].append((value, denominator > 0, name == "specificity" or given + expected > 0))
            return value

        return estimate

    for name in names:
        setattr(cbpe, f"estimate_{name}", recording(name))
    try:
        yield counts
    finally:
        for name, original in originals.items():
            setattr(cbpe, f"estimate_{name}", original)


def _leave_undefined(found, calls, problem_type):
    """NannyML makes 0 of 0/0. Here that is NaN, and a mean leaves out classes without any expected count, as scikit-learn."""
    binary = problem_type == "classification_binary"
    if all(defined if binary else occurs for _, defined, occurs in calls):
        return
    value = np.nan if binary else np.mean([value for value, _, occurs in calls if occurs])
    reach = 3 * found["sampling_error"]
    found |= {
        "value": value,
        "lower_confidence_boundary": np.maximum(0, value - reach),
        "upper_confidence_boundary": np.minimum(1, value + reach),
        "alert": bool(value < found["lower_threshold"] or value > found["upper_threshold"]),
    }


def _metric(found, metric):
    estimate = {
        "value": found["value"],
        "standardError": found["sampling_error"],
        "lower": found["lower_confidence_boundary"],
        "upper": found["upper_confidence_boundary"],
        "threshold": {"lower": found["lower_threshold"], "upper": found["upper_threshold"]},
        "alert": found["alert"],
    }
    if metric == "average_precision":
        for bootstrapped in ["standardError", "lower", "upper"]:
            del estimate[bootstrapped]
    return plain(estimate)


def multiclass_case(rng):
    count = int(rng.integers(3, 6))
    reference_size = max(200, numeric_columns.size(rng, 4000))
    current_size = numeric_columns.size(rng, 3000)
    bend = rng.choice([0.5, 1.0, 2.0])
    probabilities, actual = _chosen(rng, reference_size, count, bend)
    current, _ = _chosen(rng, current_size, count, bend)
    return multiclass_record(probabilities, probabilities.argmax(axis=1), actual, current, current.argmax(axis=1))


def multiclass_record(probabilities, predicted, actual, current, current_predicted):
    given = {
        "reference": {"probabilities": matrix(probabilities), "predicted": column(predicted), "actual": column(actual)},
        "current": {"probabilities": matrix(current), "predicted": column(current_predicted)},
    }
    probabilities, actual, current = map(np.asarray, (probabilities, actual, current))
    count = probabilities.shape[1]
    classes = [f"class {index}" for index in range(count)]
    reference = _frame(probabilities, classes).assign(actual=np.array(classes)[actual])
    columns = {name: f"p {name}" for name in classes}
    ties = any(_depends_on_ties((actual == index).astype(int), probabilities[:, index]) for index in range(count))
    # NannyML's average precision fails when a chunk lacks a class.
    metrics = [name for name in NAMES if name != "average_precision" or _all_in_every_chunk(actual, count)]
    settings = {"y_pred_proba": columns, "problem_type": "classification_multiclass"}
    with _stable_ties(ties):
        estimates = _estimate(settings, metrics, reference, _frame(current, classes))
    return {
        "group": "CBPE multiclass",
        "name": f"{len(actual)} rows of {count} classes, then {len(current)}",
        "classes": count,
        **given,
        "expected": {"CBPE multiclass": estimates},
    }


def _chosen(rng, size, count, bend):
    logits = rng.normal(0, 1.5, (size, count))
    truth = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    actual = np.minimum((rng.random(size)[:, None] > truth.cumsum(axis=1)).sum(axis=1), count - 1)
    actual[: 2 * count] = np.tile(np.arange(count), 2)[: len(actual)]
    bent = np.exp(bend * logits)
    return bent / bent.sum(axis=1, keepdims=True), actual


def _frame(probabilities, classes):
    frame = pd.DataFrame(probabilities, columns=[f"p {name}" for name in classes])
    return frame.assign(predicted=np.array(classes)[probabilities.argmax(axis=1)])


def _all_in_every_chunk(actual, count):
    size = len(actual) // 10
    return all(len(set(actual[start : start + size])) == count for start in range(0, len(actual), size))


def loss_case(rng):
    """Positive targets and predictions, and what a model might say of the losses."""
    actual = rng.gamma(2, rng.choice([1.0, 50.0]), max(50, numeric_columns.size(rng, 10_000)))
    predicted = np.abs(actual + rng.normal(0, rng.choice([0.1, 2.0]), len(actual)))
    return loss_record(actual, predicted, rng.normal(0.5, 1, numeric_columns.size(rng, 10_000)))


class _Given:
    """An error model that says what was drawn for it: training is not what is compared."""

    def __init__(self, losses):
        self.losses = losses

    def predict(self, X):
        return self.losses


def loss_record(actual, predicted, losses):
    names = ["mae", "mape", "mse", "rmse", "msle", "rmsle"]
    reference = pd.DataFrame({"x": 0.0, "y": np.asarray(actual), "prediction": np.asarray(predicted)})
    estimator = nannyml.DLE(feature_column_names=["x"], y_pred="prediction", y_true="y", metrics=names)
    given = _Given(np.asarray(losses))
    for metric in estimator.metrics:
        metric._train_direct_error_estimation_model = lambda **_: given
    # The rows of the reference are estimated too, for its plots.
    given.losses = 0.0
    estimator.fit(reference)
    given.losses = np.asarray(losses)
    estimator.chunker = CountBasedChunker(1)
    analysis = pd.DataFrame({"x": 0.0, "prediction": np.ones(len(losses))})
    row = estimator.estimate(analysis).filter(period="analysis").to_df().iloc[0]
    return {
        "group": "DLE",
        "name": f"{len(actual)} rows, then {len(losses)}",
        "actual": column(actual),
        "predicted": column(predicted),
        "losses": column(losses),
        "expected": {f"DLE {name}": _loss(row[name]) for name in names},
    }


def _loss(found):
    estimate = _metric(found, "loss")
    if found["lower_threshold"] is None:
        estimate["threshold"]["lower"] = 0.0
    return estimate


def reconstruction_case(rng):
    """Correlated columns, numbers and categories, with missing values."""
    reference_size, current_size = max(100, numeric_columns.size(rng, 3000)), numeric_columns.size(rng, 2000)
    width, words = int(rng.integers(2, 8)), int(rng.integers(0, 3))
    mixing = rng.normal(size=(width, width))
    tables = [_table(rng, size, mixing, words) for size in (max(20, reference_size), max(5, current_size))]
    return reconstruction_record(*tables)


def reconstruction_record(reference, current):
    frames = [pd.DataFrame({key: np.asarray(values) for key, values in rows.items()}) for rows in (reference, current)]
    calculator = nannyml.DataReconstructionDriftCalculator(column_names=list(frames[0]))
    calculator.fit(frames[0])
    calculator.chunker = CountBasedChunker(1)
    row = calculator.calculate(frames[1]).filter(period="analysis").to_df().iloc[0]
    found = row["reconstruction_error"]
    return {
        "group": "reconstruction",
        "name": f"{len(frames[0])} rows of {len(reference)} columns, then {len(frames[1])}",
        "reference": {name: column(values) for name, values in reference.items()},
        "current": {name: column(values) for name, values in current.items()},
        "expected": {
            "reconstruction error": plain(
                {
                    "value": found["value"],
                    "standardError": found["sampling_error"],
                    "threshold": {
                        "lower": 0.0 if found["lower_threshold"] is None else found["lower_threshold"],
                        "upper": found["upper_threshold"],
                    },
                    # The error of rows that are reconstructed wholly is rounding noise, and so is its threshold.
                    "alert": found["alert"] and found["value"] > 1e-12,
                }
            )
        },
    }


def _table(rng, size, mixing, words):
    numbers = rng.normal(size=(size, len(mixing))) @ mixing + 10 * np.arange(len(mixing))
    numbers[rng.random(numbers.shape) < 0.03] = np.nan
    numbers[0] = 1.0
    table = {f"x{index}": numbers[:, index] for index in range(len(mixing))}
    for index in range(words):
        letters = rng.choice(np.array(["a", "b", "c", "d"], dtype=object), size, p=[0.5, 0.3, 0.15, 0.05])
        letters[rng.random(size) < 0.03] = np.nan
        letters[0] = "a"
        table[f"word {index}"] = letters
    return table


def threshold_case(rng):
    values = rng.normal(rng.choice([0.0, 0.9]), rng.choice([0.01, 1.0]), int(rng.integers(1, 30)))
    values[rng.random(values.size) < 0.1] = np.nan
    values[0] = 0.5
    return threshold_record(values, rng.random(int(rng.integers(1, 50))) ** rng.choice([1, 4]))


def threshold_record(values, p):
    lower, upper = nannyml.thresholds.StandardDeviationThreshold().thresholds(np.asarray(values))
    return {
        "group": "thresholds",
        "name": f"{values.size} chunks, {p.size} features",
        "values": column(values),
        "p": column(p),
        "expected": {
            "noise threshold": plain({"lower": lower, "upper": upper}),
            "Benjamini-Hochberg": plain(stats.false_discovery_control(np.asarray(p))),
        },
    }


def detector_case(rng):
    """Streams whose level changes once, and where river says that it did."""
    sizes = rng.integers(50, 1500, 2)
    levels = rng.choice([0.05, 0.1, 0.3, 0.6], 2)
    errors = (rng.random(sizes.sum()) < np.repeat(levels, sizes)).astype(float)
    values = rng.normal(np.repeat([0.0, rng.choice([0.0, 1.0, 3.0])], sizes), 1)
    return detector_record(errors, values)


def detector_record(errors, values):
    return {
        "group": "detectors",
        "name": f"{len(errors)} values",
        "errors": column(errors),
        "values": column(values),
        "expected": {
            "DDM": _drifts(drift.binary.DDM(), np.asarray(errors)),
            "Page-Hinkley": {
                mode: _drifts(drift.PageHinkley(delta=0.1, threshold=20, mode=mode), np.asarray(values))
                for mode in ["up", "down", "both"]
            },
            "ADWIN": _windows(np.asarray(values)),
        },
    }


def _windows(values):
    """What ADWIN's window holds after the stream. River's class forgets it after a drift, which ADWIN does not."""
    window = drift.ADWIN()._helper
    found = [index for index, value in enumerate(values) if window.update(value)]
    size = window.get_width()
    state = {"size": size, "mean": window.get_total() / size, "variance": window.get_variance() / size}
    return {"drifts": found, "window": plain(state)}


def _drifts(detector, values):
    found = []
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            found.append(index)
    return found
