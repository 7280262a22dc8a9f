"""Quality of predictions and of data: Evidently's numbers, and scikit-learn's where Evidently has none."""

import numpy as np
import pandas as pd
import sklearn.metrics as metrics
from evidently.legacy.calculations import data_integration
from evidently.legacy.calculations.classification_performance import (
    calculate_matrix,
    calculate_metrics,
    get_prediction_data,
    k_probability_threshold,
)
from evidently.legacy.calculations.regression_performance import _calculate_quality_metrics
from evidently.legacy.metrics.classification_performance.objects import ClassificationReport
from evidently.legacy.pipeline.column_mapping import ColumnMapping
from evidently.legacy.utils.data_operations import process_columns
from sklearn.calibration import calibration_curve

from . import categorical_columns, numeric_columns
from .wire import column, matrix, plain

CLASSES = ["apple", "banana", "cherry", "durian", "elder"]
AVERAGES = ["macro", "micro", "weighted"]


def label_case(rng):
    """Labels alone: two to five classes, of which some may not occur."""
    count = int(rng.integers(2, 6))
    classes = CLASSES[:count]
    size = numeric_columns.size(rng, 5000)
    actual = rng.choice(classes, size, p=class_weights(rng, count, rng.choice([0.1, 1.0, 5.0])))
    noise = rng.choice(classes, size, p=class_weights(rng, count, 1.0))
    predicted = np.where(rng.random(size) < rng.choice([0.0, 0.5, 0.9]), actual, noise)
    if rng.random() < 0.05:
        actual = predicted = np.full(size, classes[0])
    return label_record(classes, actual.astype(object), predicted.astype(object))


def class_weights(rng, count, concentration):
    """How often each class is drawn; in every third case some of them never."""
    weights = rng.dirichlet(np.full(count, concentration))
    if rng.random() < 0.35:
        weights[rng.random(count) < 0.4] = 0
    return weights / weights.sum() if weights.sum() > 0 else np.full(count, 1 / count)


def label_record(classes, actual, predicted):
    frame = pd.DataFrame({"target": np.asarray(actual), "prediction": np.asarray(predicted)})
    return {
        "group": "labels",
        "name": f"{len(actual)} rows of {len(classes)} classes",
        "classes": classes,
        "actual": column(actual),
        "predicted": column(predicted),
        "expected": {
            **_sklearn_labels(classes, actual.astype(str), predicted.astype(str)),
            "Evidently scores": _attempt(lambda: _evidently(frame, "prediction", classes[0])),
            "Evidently scores by label": _attempt(lambda: _by_label(frame["target"], frame["prediction"])),
        },
    }


def _sklearn_labels(classes, actual, predicted):
    def scores(**options):
        return _scores(metrics.precision_recall_fscore_support(actual, predicted, **options))

    return {
        "accuracy": plain(metrics.accuracy_score(actual, predicted)),
        **{f"{average} scores": scores(average=average, zero_division=0) for average in AVERAGES},
        "scores by class": scores(average=None, labels=classes, zero_division=np.nan),
        "classes covered": len(set(actual) | set(predicted)),
        "confusion matrix": metrics.confusion_matrix(actual, predicted, labels=classes).tolist(),
        "MCC": plain(metrics.matthews_corrcoef(actual, predicted)),
        "balanced accuracy": plain(metrics.balanced_accuracy_score(actual, predicted)),
    }


def _scores(values):
    return {"precision": plain(values[0]), "recall": plain(values[1]), "f1": plain(values[2])}


def _evidently(frame, prediction, positive):
    """What F1Score, Precision, Recall, TPR to FNR, RocAuc and LogLoss of the report are taken from."""
    mapping = ColumnMapping(target="target", prediction=prediction, pos_label=positive)
    data = get_prediction_data(frame, process_columns(frame, mapping), positive)
    confusion = calculate_matrix(frame["target"], data.predictions, data.labels)
    found = calculate_metrics(mapping, confusion, frame["target"], data)
    names = ["precision", "recall", "f1", "accuracy", "tpr", "tnr", "fpr", "fnr", "roc_auc", "log_loss"]
    values = {name: getattr(found, name) for name in names}
    return {name: plain(value) for name, value in values.items() if value is not None}


def _by_label(target, predicted):
    report = ClassificationReport.create(target, predicted, zero_division=0).classes
    return {
        str(name): {"precision": plain(found.precision), "recall": plain(found.recall), "f1": plain(found.f1)}
        for name, found in report.items()
    }


def probability_case(rng):
    """Probabilities of two to five classes, sometimes coarse, so that there are ties."""
    count = int(rng.integers(2, 6))
    classes = CLASSES[:count]
    size = numeric_columns.size(rng, 5000)
    probabilities = rng.dirichlet(np.full(count, rng.choice([0.05, 0.5, 2.0])), size)
    if rng.random() < 0.4:
        probabilities = np.round(probabilities, 1)
    actual = _drawn(rng, probabilities) if rng.random() < 0.7 else rng.integers(0, count, size)
    actual[:count] = np.arange(min(count, size))
    return probability_record(classes, probabilities, actual, int(rng.integers(1, size + 3)))


def probability_record(classes, probabilities, actual, k):
    names = np.array(classes, dtype=object)[np.asarray(actual)]
    frame = pd.DataFrame(np.asarray(probabilities), columns=classes).assign(target=names)
    expected = {"Evidently scores": _attempt(lambda: _evidently(frame, classes, classes[0]))}
    expected.update(_sklearn_probabilities(np.asarray(actual), np.asarray(probabilities)))
    expected["top-k threshold"] = plain(k_probability_threshold(frame[classes[:1]], k=k))
    return {
        "group": "probabilities",
        "name": f"{len(actual)} rows of {len(classes)} classes",
        "classes": classes,
        "actual": column(actual),
        "probabilities": matrix(probabilities),
        "k": k,
        "expected": expected,
    }


def _drawn(rng, probabilities):
    bounds = probabilities.cumsum(axis=1)
    chosen = (rng.random(len(bounds))[:, None] * bounds[:, -1:] > bounds).sum(axis=1)
    return np.minimum(chosen, probabilities.shape[1] - 1)


def _sklearn_probabilities(actual, probabilities):
    count = probabilities.shape[1]
    positive, scores = actual == 0, probabilities[:, 0]
    precision, recall, _ = metrics.precision_recall_curve(positive, scores)
    one_hot = np.eye(count)[actual]
    right = probabilities.argmax(axis=1) == actual
    rows = np.arange(len(actual))
    given = np.clip(probabilities[rows, actual], np.finfo(float).eps, 1 - np.finfo(float).eps)
    brier = {}
    if np.allclose(probabilities.sum(axis=1), 1, rtol=1e-8):
        brier = {"Brier score": plain(metrics.brier_score_loss(actual, probabilities, labels=list(range(count))))}
    return {
        "ROC AUC": plain(metrics.roc_auc_score(positive, scores)),
        "macro ROC AUC": plain(metrics.roc_auc_score(one_hot, probabilities, average="macro")),
        "average precision": plain(metrics.average_precision_score(positive, scores)),
        "PR AUC": plain(metrics.auc(recall, precision)),
        "log loss": plain(metrics.log_loss(one_hot, probabilities)),
        "log loss of the given": plain(-np.log(given).mean()),
        **brier,
        "ECE": plain(_calibration_error(right, np.clip(probabilities.max(axis=1), 0, 1))),
        "ECE of a class": plain(_calibration_error(positive, scores)),
    }


def _calibration_error(right, confidence):
    shares, confidences = calibration_curve(right, confidence, n_bins=10)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], confidence), minlength=10)
    return (np.abs(shares - confidences) * counts[counts > 0]).sum() / len(confidence)


def multi_label_case(rng):
    labels = int(rng.integers(1, 7))
    size = numeric_columns.size(rng, 2000)
    actual = rng.random((size, labels)) < rng.random(labels)
    predicted = np.where(rng.random((size, labels)) < 0.7, actual, rng.random((size, labels)) < 0.5)
    if labels == 1:
        actual, predicted = np.c_[actual, ~actual], np.c_[predicted, ~predicted]
    return multi_label_record(actual, predicted)


def multi_label_record(actual, predicted):
    flags = matrix(actual), matrix(predicted)
    actual, predicted = np.asarray(actual, dtype=bool), np.asarray(predicted, dtype=bool)
    averages = {
        f"multi-label {average} scores": _scores(
            metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
        )
        for average in [*AVERAGES, "samples"]
    }
    return {
        "group": "multi-label",
        "name": f"{len(actual)} rows of {actual.shape[1]} labels",
        "labels": actual.shape[1],
        "actual": flags[0],
        "predicted": flags[1],
        "expected": {
            **averages,
            "multi-label exact share": plain(metrics.accuracy_score(actual, predicted)),
            "Hamming loss": plain(metrics.hamming_loss(actual, predicted)),
        },
    }


def regression_case(rng):
    name, actual, noise = numeric_columns.random_pair(rng)
    size = min(len(actual), len(noise))
    actual = actual[:size].astype(float)
    predicted = actual + noise[:size] * rng.choice([0.01, 1.0])
    if rng.random() < 0.1:
        predicted = actual.copy()
    return regression_record(name, actual, predicted)


def regression_record(name, actual, predicted):
    frame = pd.DataFrame({"target": np.asarray(actual), "prediction": np.asarray(predicted)})
    frame = frame.replace([np.inf, -np.inf], np.nan).dropna()
    return {
        "group": "regression",
        "name": name,
        "actual": column(actual),
        "predicted": column(predicted),
        "expected": {} if frame.empty else _regression(frame),
    }


def _regression(frame):
    target, prediction = frame["target"], frame["prediction"]
    divisible = frame[target.abs() > np.finfo(float).eps]
    shares = ((divisible["prediction"] - divisible["target"]) / divisible["target"]).abs()
    robust = {"mape": 100 * shares.mean(), "mapeDeviation": 100 * shares.std(ddof=1)}
    return {
        "RMSE": plain(metrics.root_mean_squared_error(target, prediction)),
        "MAE": plain(metrics.mean_absolute_error(target, prediction)),
        "max error": plain(metrics.max_error(target, prediction)),
        "R2": plain(metrics.r2_score(target, prediction)),
        "Evidently errors, current": _evidently_errors(frame, "replace"),
        "Evidently errors, reference": _evidently_errors(frame, "drop"),
        "robust MAPE": plain(robust),
    }


def _evidently_errors(frame, zero_handling):
    found = _calculate_quality_metrics(frame.copy(), "prediction", "target", mape_zero_handling=zero_handling)
    return {name: plain(value) for name, value in found.items() if name != "near_zero_values"}


def data_quality_case(rng):
    """One numeric column on its own, and a small table."""
    name, values, other = numeric_columns.random_pair(rng)
    words, before = categorical_columns.random_pair(rng, 500)[1:]
    limits = np.sort(rng.choice(values, 2))
    return data_quality_record(name, values, limits, before, words, _table(rng))


def data_quality_record(name, values, limits, before, words, columns):
    low, high = limits
    table = pd.DataFrame({key: np.asarray(item) for key, item in columns.items()})
    numbers, texts, earlier = pd.Series(np.asarray(values)), pd.Series(np.asarray(words)), pd.Series(np.asarray(before))
    return {
        "group": "data quality",
        "name": name,
        "values": column(values),
        "range": plain([low, high]),
        "reference": column(before),
        "current": column(words),
        "list": plain([value for value in dict.fromkeys(words) if value is not None][:2]),
        "table": {key: column(item) for key, item in columns.items()},
        "expected": {
            "column quality": _column_quality(numbers),
            "count in range": _count_in_range(numbers, low, high),
            "category change": _category_change(earlier, texts),
            "count in list": _count_in_list(texts),
            "dataset quality": _dataset_quality(table),
        },
    }


def _column_quality(data):
    present = data.count()
    return plain(
        {
            "missing": len(data) - present,
            "missingShare": (len(data) - present) / len(data),
            "minimum": data.min(),
            "maximum": data.max(),
            "mean": data.mean(),
            "standardDeviation": data.std(),
            "median": data.median(),
            "sum": data.sum(),
            "distinct": data.nunique(),
            "infinite": int(np.isinf(data).sum()),
            "mostCommonShare": data.value_counts().max() / len(data),
            "quantile": _quantile(data),
        }
    )


def _quantile(data):
    """NumPy interpolates by b - (b - a)(1 - t), which is NaN beside an infinity, also where the quantile is a value."""
    found = data.quantile(0.85)
    if np.isnan(found) and np.isinf(data).any():
        return {"error": "NumPy's interpolation takes an infinity from itself"}
    return found


def _count_in_range(data, low, high):
    inside, present = int(data.between(low, high).sum()), data.count()
    return plain(
        {
            "inside": inside,
            "insideShare": inside / present,
            "outside": present - inside,
            "outsideShare": (present - inside) / present,
        }
    )


def _count_in_list(data):
    values = list(data.dropna().unique())[:2]
    inside = int(float(data.value_counts().reindex(values, fill_value=0).sum()))
    return plain({"inside": inside, "insideShare": inside / data.count()})


def _category_change(reference, current):
    before, after = set(reference.dropna().unique()), set(current.dropna().unique())
    return {
        "newCategories": len(after - before),
        "newCategoryRows": int(current.isin(after - before).sum()),
        "unusedCategories": len(before - after),
    }


def _table(rng):
    """Small, so that rows and columns repeat."""
    rows = int(rng.integers(1, 40))
    base = rng.integers(0, 3, rows).astype(float)
    base[rng.random(rows) < 0.1] = np.nan
    columns = {
        "base": base,
        "same": base.copy(),
        "almost": np.where(rng.random(rows) < 0.03, 7.0, base),
        "constant": np.full(rows, 1.0),
        "almost constant": np.where(rng.random(rows) < 0.04, 2.0, 1.0),
        "integers": rng.integers(0, 2, rows),
        "text": rng.choice(np.array(["a", "b", None], dtype=object), rows),
        "empty": np.full(rows, np.nan),
    }
    kept = [key for key in columns if rng.random() < 0.7] or ["base"]
    return {key: columns[key] for key in kept}


def _dataset_quality(table):
    """What DatasetSummaryMetric, and with it every count of the report, is made of."""
    missing = int(data_integration.get_number_of_all_pandas_missed_values(table))
    return plain(
        {
            "rows": len(table),
            "columns": table.shape[1],
            "missing": missing,
            "missingShare": missing / len(table),
            "emptyRows": table.isna().all(axis=1).sum(),
            "emptyColumns": data_integration.get_number_of_empty_columns(table),
            "constantColumns": data_integration.get_number_of_constant_columns(table),
            "almostConstantColumns": data_integration.get_number_of_almost_constant_columns(table, 0.95),
            "duplicatedRows": table.duplicated().sum(),
            "duplicatedColumns": data_integration.get_number_of_duplicated_columns(table),
            "almostDuplicatedColumns": data_integration.get_number_of_almost_duplicated_columns(table, 0.95),
        }
    )


def _attempt(run):
    try:
        return run()
    except Exception as error:  # whatever Evidently raises is what is to be compared
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
