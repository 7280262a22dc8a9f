"""Evidently's drift tests, and SciPy's where the robust mode departs from Evidently."""

import math

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.calculations.stattests import mmd_stattest
from evidently.legacy.core import ColumnType
from scipy import stats

from . import categorical_columns, numeric_columns
from .wire import column, plain

BOTH = ["jensenshannon", "kl_div", "psi", "hellinger"]
NUMERIC = ["ks", "wasserstein", "ed", "mannw", "t_test", "anderson", "cramer_von_mises", "es", *BOTH]
CATEGORICAL = ["chisquare", "z", "fisher_exact", "g_test", *BOTH]

_attempt_exact = stats._stats_py._attempt_exact_2kssamp


def _exact_unless_wrong(*arguments):
    """SciPy takes an exact probability that rounding left above one for a failure, and falls back on the asymptotic law."""
    succeeded, distance, p = _attempt_exact(*arguments)
    return (True, distance, 1.0) if p > 1 else (succeeded, distance, p)


stats._stats_py._attempt_exact_2kssamp = _exact_unless_wrong

# A shuffle of Evidently's TVD costs a millisecond, and there are 1000 of them.
TVD_ROWS = 400
MMD_ROWS = 250


def numeric_case(rng):
    return numeric_record(*numeric_columns.random_pair(rng))


def numeric_record(name, reference, current):
    return _case("numeric", name, reference, current)


def categorical_case(rng):
    return categorical_record(*categorical_columns.random_pair(rng))


def categorical_record(name, reference, current):
    return _case("categorical", name, reference, current)


def shuffled_case(rng):
    """TVD compares floating-point sums whose order in Python is that of a set: of small whole numbers it is known."""
    largest = TVD_ROWS if rng.random() < 0.99 else 5000
    name, reference, current = categorical_columns.random_pair(rng, largest)
    return coded_case(name, reference, current)


def coded_case(name, reference, current):
    known = sorted({value for value in [*reference, *current] if value is not None})
    code = {value: index for index, value in enumerate(known)}
    coded = [
        np.array([None if value is None else code[value] for value in values], dtype=object)
        for values in (reference, current)
    ]
    return tvd_record(name, *coded)


def tvd_record(name, reference, current):
    """Of categories that are small whole numbers."""
    case = _case("TVD", name, reference, current, methods=["TVD"])
    case["expected"].pop("default", None)
    return case


def discrepancy_case(rng):
    name, reference, current = numeric_columns.random_pair(rng)
    return mmd_case(name, reference[:MMD_ROWS], current[:MMD_ROWS])


def mmd_case(name, reference, current):
    x, y = clean(pd.Series(np.asarray(reference))), clean(pd.Series(np.asarray(current)))
    expected = _attempt(lambda: _mmd(x.to_numpy().reshape(-1, 1), y.to_numpy().reshape(-1, 1)))
    return _record("MMD", name, reference, current, {"empirical_mmd": expected})


def degenerate_pairs(groups):
    """What makes the record of each degenerate case of these groups, or of all, and its columns."""
    pairs = [
        (numeric_columns.degenerate_pairs, numeric_record, "numeric", mmd_case, "MMD"),
        (categorical_columns.degenerate_pairs, categorical_record, "categorical", coded_case, "TVD"),
    ]
    for columns, record, group, small_record, small_group in pairs:
        for pair in columns():
            if not groups or group in groups:
                yield record, pair
            if max(len(pair[1]), len(pair[2])) <= 1000 and (not groups or small_group in groups):
                yield small_record, pair


def degenerate_cases(groups):
    return (record(*pair) for record, pair in degenerate_pairs(groups))


def clean(series):
    """What get_one_column_drift does before it calls a test."""
    return series.replace([-np.inf, np.inf], np.nan).dropna()


def _case(group, name, reference, current, methods=None):
    kind = ColumnType.Numerical if group == "numeric" else ColumnType.Categorical
    x, y = clean(pd.Series(np.asarray(reference))), clean(pd.Series(np.asarray(current)))
    if x.empty or y.empty:
        nothing = {"error": "An empty column was provided"}
        return _record(group, name, reference, current, dict.fromkeys(methods or ["default"], nothing))
    if methods is None:
        methods = NUMERIC if kind == ColumnType.Numerical else CATEGORICAL
    expected = {method: _score(method, x, y, kind) for method in methods if _affordable(method, x, y)}
    if "cramer_von_mises" in expected and min(len(x), len(y)) > 1 and max(len(x), len(y)) <= 20:
        expected["cramer_von_mises"] = _attempt(lambda: _exact_cramer_von_mises(x, y))
    if "fisher_exact" in expected and "score" in expected["fisher_exact"] and len(set(x) | set(y)) > 2:
        expected["fisher_exact"] = {"error": "the score depends on the order of a set of three or four categories"}
    if "es" in expected and not _is_determined(expected["es"], x, y, kind):
        expected["es"] = {"error": "the score depends on the order of the rows"}
    expected["default"] = _score(None, x, y, kind)
    expected.update(_robust(group, x, y))
    return _record(group, name, reference, current, expected)


def _affordable(method, x, y):
    """The exact law of SciPy's Mann-Whitney test takes minutes for a small sample against a large one."""
    return method != "mannw" or min(len(x), len(y)) > 8 or max(len(x), len(y)) <= 3000


def _record(group, name, reference, current, expected):
    return {
        "group": group,
        "name": name,
        "reference": column(reference),
        "current": column(current),
        "expected": expected,
    }


def _score(method, x, y, kind):
    def run():
        test = get_stattest(x, y, kind, method)
        result = test(x.copy(), y.copy(), kind, None)
        return {
            "method": test.name,
            "displayName": test.display_name,
            "score": plain(result.drift_score),
            "drifted": bool(result.drifted),
            "threshold": result.actual_threshold,
        }

    return _attempt(run)


def _is_determined(result, x, y, kind):
    """Whether Epps-Singleton gives the same score for reordered, scaled and shifted rows, as in exact arithmetic.

    Where the covariance is singular but for rounding noise, the noise decides its rank and so the score.
    """
    if "score" not in result or not isinstance(result["score"], float):
        return True
    rng = np.random.default_rng(0)
    for scale, shift in [(1, 0), (1, 0), (1, 0), (1.1, 0), (1, 0.3)]:
        again = [pd.Series(rng.permutation(series.to_numpy()) * scale + shift * x.std()) for series in (x, y)]
        other = float(_score("es", *again, kind).get("score", math.nan))
        if not abs(other - result["score"]) <= 1e-10 * max(1e-3, result["score"]):
            return False
    return True


def _exact_cramer_von_mises(x, y):
    """Evidently's copy of the exact law breaks on NumPy 2, or counts in half precision; the law is SciPy's."""
    p = stats.cramervonmises_2samp(x, y, method="exact").pvalue
    return {
        "method": "cramer_von_mises",
        "displayName": "Cramer-von Mises",
        "score": plain(p),
        "drifted": bool(p <= 0.1),
        "threshold": 0.1,
    }


def _mmd(x, y):
    original = np.percentile

    def percentile(a, q, interpolation):
        return original(a, q, method=interpolation)

    # NumPy 2.4 has dropped the keyword that Evidently calls it with.
    mmd_stattest.np.percentile = percentile
    try:
        kernel = mmd_stattest.kernel_matrix(x, y)
    finally:
        mmd_stattest.np.percentile = original
    kernel = kernel - np.diag(np.diagonal(kernel))
    return {"score": plain(mmd_stattest.mmd_2samp(kernel, y.shape[0], permute=False))}


def _robust(group, x, y):
    """Where the robust mode repairs a test, SciPy's own function without the defect."""
    if group == "numeric":
        if not _affordable("mannw", x, y):
            return {}
        return {"robust mannw": _attempt(lambda: {"score": plain(stats.mannwhitneyu(x, y).pvalue)})}
    if group != "categorical" or len(set(x) | set(y)) < 2:
        return {}
    keys = sorted(set(x) | set(y), key=str)
    counts = [[(column == key).sum() for key in keys] for column in (y, x)]
    robust = {
        "robust chisquare": lambda: stats.chi2_contingency(counts, correction=False).pvalue,
        "robust g_test": lambda: stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood").pvalue,
    }
    if len(keys) == 2:
        robust["robust fisher_exact"] = lambda: stats.fisher_exact(np.array(counts, dtype=int)).pvalue
    return {name: _attempt(lambda: {"score": plain(run())}) for name, run in robust.items()}


def _attempt(run):
    try:
        return run()
    except Exception as error:  # whatever Evidently raises is what is to be compared
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
