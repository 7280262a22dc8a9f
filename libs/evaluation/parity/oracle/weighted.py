"""Quality with weights of rows, and scikit-learn's metrics that Evidently does not have."""

import numpy as np
import sklearn.metrics as metrics
from statsmodels.stats.weightstats import DescrStatsW

from .drawn import MODULUS, drawn
from .wire import column, matrix, plain

CLASSES = ["apple", "banana", "cherry", "durian", "elder"]
AVERAGES = ["macro", "micro", "weighted"]


def weighted_case(rng):
    """Labels, probabilities and numbers of the same rows, which have weights."""
    count = int(rng.integers(3, 6))
    rows = int(np.exp(rng.uniform(np.log(20), np.log(2000))))
    seed = lambda: int(rng.integers(1, MODULUS))  # noqa: E731
    shares = drawn("matrix", "simplex", seed=seed(), rows=rows, columns=count, sharpness=int(rng.choice([0, 1, 2])))
    actual = drawn("integer", "decided", of=shares, seed=seed(), power=int(rng.choice([1, 2])))
    predicted = drawn("integer", "largest", of=shares)
    target = drawn("float", "bell", seed=seed(), rows=rows, at=float(rng.choice([0.0, 3.0])), spread=1.0)
    noise = drawn("float", "bell", seed=seed(), rows=rows, at=0.25, spread=0.5)
    guess = drawn("float", "sum", of=[target, noise], weights=[1.0, 1.0])
    weights = drawn("float", "flat", seed=seed(), rows=rows, at=0.25, spread=4.0)
    chosen = {
        "beta": float(rng.choice([0.5, 1.0, 2.0])),
        "quantile": float(rng.choice([0.1, 0.5, 0.9])),
        "k": int(rng.integers(1, count)),
    }
    columns = shares, actual, predicted, target, guess, weights
    return {
        "group": "weighted quality",
        "name": f"{rows} rows of {count} classes",
        "classes": CLASSES[:count],
        "probabilities": matrix(shares),
        **{
            name: column(values)
            for name, values in zip(["actual", "predicted", "target", "guess", "weights"], columns[1:])
        },
        **chosen,
        "expected": {**_labels(columns, chosen), **_ranked(columns, chosen), **_numbers(columns, chosen)},
    }


def _labels(columns, chosen):
    _, actual, predicted, _, _, weights = (np.asarray(values) for values in columns)
    scores = {
        average: metrics.precision_recall_fscore_support(
            actual, predicted, average=average, sample_weight=weights, zero_division=0
        )
        for average in AVERAGES
    }
    beta = chosen["beta"]
    return {
        "kappa": plain(metrics.cohen_kappa_score(actual, predicted)),
        "weighted kappa": plain(metrics.cohen_kappa_score(actual, predicted, sample_weight=weights)),
        "weighted accuracy": plain(metrics.accuracy_score(actual, predicted, sample_weight=weights)),
        "weighted MCC": plain(metrics.matthews_corrcoef(actual, predicted, sample_weight=weights)),
        **{
            f"{average} scores, weights": plain({"precision": found[0], "recall": found[1], "f1": found[2]})
            for average, found in scores.items()
        },
        **{
            f"{average} F-beta": plain(metrics.fbeta_score(actual, predicted, beta=beta, average=average, zero_division=0))
            for average in AVERAGES
        },
        "F-beta of a class": plain(metrics.fbeta_score(actual == 0, predicted == 0, beta=beta, zero_division=np.nan)),
    }


def _ranked(columns, chosen):
    shares, actual, _, _, _, weights = (np.asarray(values) for values in columns)
    labels = list(range(shares.shape[1]))
    coarse = np.floor(shares * 10)
    positive = actual == 0
    result = {
        "top-k accuracy": plain(metrics.top_k_accuracy_score(actual, shares, k=chosen["k"], labels=labels)),
        "top-k accuracy with ties": plain(metrics.top_k_accuracy_score(actual, coarse, k=chosen["k"], labels=labels)),
        "weighted log loss": plain(metrics.log_loss(actual, shares, sample_weight=weights, labels=labels)),
    }
    if 0 < positive.sum() < len(positive):
        result["weighted ROC AUC"] = plain(metrics.roc_auc_score(positive, shares[:, 0], sample_weight=weights))
        result["weighted average precision"] = plain(
            metrics.average_precision_score(positive, shares[:, 0], sample_weight=weights)
        )
    return result


def _numbers(columns, chosen):
    _, _, _, target, guess, weights = (np.asarray(values) for values in columns)
    options = {"sample_weight": weights}
    alpha = chosen["quantile"]
    return plain(
        {
            "weighted RMSE": metrics.root_mean_squared_error(target, guess, **options),
            "weighted MAE": metrics.mean_absolute_error(target, guess, **options),
            "weighted R2": metrics.r2_score(target, guess, **options),
            "weighted MAPE": 100 * metrics.mean_absolute_percentage_error(target, guess, **options),
            "weighted error deviation": DescrStatsW(guess - target, weights=weights, ddof=1).std,
            "pinball loss": metrics.mean_pinball_loss(target, guess, alpha=alpha),
            "weighted pinball loss": metrics.mean_pinball_loss(target, guess, alpha=alpha, **options),
        }
    )
