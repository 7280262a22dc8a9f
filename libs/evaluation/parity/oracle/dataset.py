"""Evidently's own report over a data set, and the drift of its columns that the report counts."""

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.legacy.calculations.data_drift import get_drift_for_columns
from evidently.legacy.options.data_drift import DataDriftOptions
from evidently.legacy.pipeline.column_mapping import ColumnMapping
from evidently.legacy.utils.data_operations import process_columns
from evidently.metrics import ValueDrift

from . import categorical_columns, numeric_columns
from .wire import column, plain

NUMERIC = ["ks", "wasserstein", "psi", "jensenshannon", "t_test", "mannw", "ed", "kl_div", "hellinger"]
CATEGORICAL = ["chisquare", "jensenshannon", "psi", "z"]


def dataset_case(rng):
    """Some numeric and categorical columns of common length, and what Evidently counts as drifted."""
    reference_size, current_size = numeric_columns.size(rng, 3000), numeric_columns.size(rng, 3000)
    reference, current, kinds = {}, {}, {}
    for index in range(int(rng.integers(2, 6))):
        numeric = rng.random() < 0.6
        pair = (numeric_columns if numeric else categorical_columns).random_pair(rng)[1:]
        name = f"{'numeric' if numeric else 'category'} {index}"
        reference[name], current[name] = (
            _resized(rng, values, size) for values, size in zip(pair, (reference_size, current_size))
        )
        kinds[name] = numeric
    return dataset_record(reference, current, kinds, options(rng))


def options(rng):
    """Defaults, or methods and thresholds for all, for a type, or for one column."""
    chosen = {"driftShare": float(rng.choice([0.3, 0.5, 0.7]))}
    if rng.random() < 0.4:
        chosen["numericalMethod"] = str(rng.choice(NUMERIC))
    if rng.random() < 0.4:
        chosen["categoricalMethod"] = str(rng.choice(CATEGORICAL))
    if rng.random() < 0.2:
        chosen["threshold"] = 0.2
    if rng.random() < 0.2:
        chosen["numericalThreshold"] = 0.01
    return chosen


def _resized(rng, values, size):
    return values[rng.integers(0, len(values), size)]


def dataset_record(reference, current, kinds, options):
    frames = [{name: np.asarray(values) for name, values in columns.items()} for columns in (reference, current)]
    return {
        "group": "dataset",
        "name": ", ".join(kinds),
        "options": options,
        "columns": {
            name: {
                "kind": "numerical" if numeric else "categorical",
                "reference": column(reference[name]),
                "current": column(current[name]),
            }
            for name, numeric in kinds.items()
        },
        "expected": {
            "dataset drift": _attempt(lambda: _dataset(*frames, kinds, options)),
            "report": _attempt(lambda: _report(*frames, kinds, options)),
        },
    }


def _dataset(reference, current, kinds, options):
    """The path of DriftedColumnsCount and DatasetDriftMetric, which cleans a column only when it has nulls."""
    names = ([name for name in kinds if kinds[name]], [name for name in kinds if not kinds[name]])
    mapping = ColumnMapping(numerical_features=names[0], categorical_features=names[1])
    frames = pd.DataFrame(reference), pd.DataFrame(current)
    result = get_drift_for_columns(
        current_data=frames[1],
        reference_data=frames[0],
        dataset_columns=process_columns(frames[0], mapping),
        data_drift_options=DataDriftOptions(
            drift_share=options["driftShare"],
            num_features_stattest=options.get("numericalMethod"),
            cat_features_stattest=options.get("categoricalMethod"),
            all_features_threshold=options.get("threshold"),
            num_features_threshold=options.get("numericalThreshold"),
        ),
        agg_data=True,
    )
    return {
        "computed": result.number_of_columns,
        "drifted": result.number_of_drifted_columns,
        "share": plain(result.share_of_drifted_columns),
        "datasetDrifted": bool(result.dataset_drift),
        "features": {
            name: {
                "score": plain(found.drift_score),
                "drifted": bool(found.drift_detected),
                "threshold": found.stattest_threshold,
                "displayName": found.stattest_name,
            }
            for name, found in result.drift_by_columns.items()
        },
    }


def _report(reference, current, kinds, options):
    """The value of every column in the public report, which always cleans."""
    definition = DataDefinition(
        numerical_columns=[name for name in kinds if kinds[name]],
        categorical_columns=[name for name in kinds if not kinds[name]],
    )
    methods = {True: options.get("numericalMethod"), False: options.get("categoricalMethod")}
    metrics = [ValueDrift(column=name, method=methods[numeric]) for name, numeric in kinds.items()]
    frames = [Dataset.from_pandas(pd.DataFrame(columns), definition) for columns in (current, reference)]
    results = Report(metrics).run(*frames).dict()["metrics"]
    return {result["config"]["column"]: plain(np.float64(result["value"])) for result in results}


def _attempt(run):
    try:
        return run()
    except Exception as error:  # whatever Evidently raises is what is to be compared
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
