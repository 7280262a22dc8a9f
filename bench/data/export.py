"""Writes the data sets of the simulations of `npm run bench`, one JSON document each, gzip, in this folder:

    sh libs/evaluation/parity/setup.sh
    .plumbline/parity/bin/python -m pip install --no-deps plotnine==0.15.9
    .plumbline/parity/bin/python bench/data/export.py  # or the names of some sets

The rows are those that packages ship, without rows that lack a value; of large sets, a seeded sample. The probabilities are
out of fold (five folds) and in thousandths.
"""

import gzip
import json
import pathlib
import sys
import sysconfig
import zipfile
from importlib.metadata import version

import numpy as np
import pandas as pd
import sklearn.datasets
import statsmodels.datasets
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

FOLDER = pathlib.Path(__file__).parent
SEED = 7
MAX_ROWS = 45_000
SIGNIFICANT_DIGITS = 5
THOUSAND = 1000


def file_of(package, *path):
    """A file of an installed package, which need not be importable."""
    return pathlib.Path(sysconfig.get_path("purelib"), package, *path)


def breast_cancer():
    frame = sklearn.datasets.load_breast_cancer(as_frame=True)
    return "scikit-learn", frame.data, frame.target.map({0: "malignant", 1: "benign"})


def digits():
    """Sums over blocks of four pixels."""
    data, target = sklearn.datasets.load_digits(return_X_y=True)
    blocks = data.reshape(-1, 4, 2, 4, 2).sum(axis=(2, 4)).reshape(-1, 16)
    columns = [f"block_{row}_{column}" for row in range(4) for column in range(4)]
    return "scikit-learn", pd.DataFrame(blocks.astype(int), columns=columns), pd.Series(target.astype(str))


def diamonds():
    frame = pd.read_csv(file_of("plotnine", "data", "diamonds.csv"))
    return "plotnine", frame.drop(columns="cut"), frame["cut"]


def housing():
    folder = file_of("nannyml", "datasets", "data")
    reference = pd.read_csv(folder / "california_housing_reference.csv")
    analysis = pd.read_csv(folder / "california_housing_analysis.csv")
    target = pd.read_csv(folder / "california_housing_analysis_gt.csv")
    frame = pd.concat([reference, analysis.merge(target, on="id")])
    features = frame.loc[:, "MedInc":"Longitude"]
    return "nannyml", features, frame["clf_target"].map({0: "below", 1: "above"})


def employment():
    frame = pd.read_parquet(file_of("nannyml", "datasets", "data", "employment_MA_reference.pq"))
    features = frame.loc[:, "AGEP":"RAC1P"]
    return "nannyml", features.apply(as_text), frame["employed"].map({0: "no", 1: "yes"})


def as_text(values):
    return values.astype(str) if isinstance(values.dtype, pd.CategoricalDtype) else values


def health_insurance():
    frame = statsmodels.datasets.randhie.load_pandas().data
    return "statsmodels", frame.drop(columns="mdvis"), frame["mdvis"].gt(2).map({False: "few", True: "many"})


def affairs():
    frame = statsmodels.datasets.fair.load_pandas().data
    return "statsmodels", frame.drop(columns="affairs"), frame["affairs"].gt(0).map({False: "no", True: "yes"})


def phishing():
    frame = pd.read_csv(file_of("river", "datasets", "phishing.csv.gz"))
    return "river", frame.drop(columns="is_phishing"), frame["is_phishing"].map({0: "no", 1: "yes"})


def image_segments():
    archive = zipfile.ZipFile(file_of("river", "datasets", "segment.csv.zip"))
    frame = pd.read_csv(archive.open(archive.namelist()[0]))
    return "river", frame.drop(columns="category"), frame["category"].astype(str)


SETS = {
    "affairs": affairs,
    "breast-cancer": breast_cancer,
    "diamonds": diamonds,
    "digits": digits,
    "employment": employment,
    "health-insurance": health_insurance,
    "housing": housing,
    "image-segments": image_segments,
    "phishing": phishing,
}

POSITIVE = {
    "affairs": "yes",
    "breast-cancer": "malignant",
    "employment": "yes",
    "health-insurance": "many",
    "housing": "above",
    "phishing": "yes",
}


def models():
    numbers = make_column_selector(dtype_include=np.number)
    others = make_column_selector(dtype_exclude=np.number)
    encoded = make_column_transformer(
        (StandardScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), others)
    )
    ordinal = make_column_transformer(("passthrough", numbers), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), others))
    return {
        "boosting": make_pipeline(ordinal, HistGradientBoostingClassifier(max_iter=30, random_state=SEED)),
        "logistic": make_pipeline(encoded, LogisticRegression(max_iter=1000)),
    }


def in_thousandths(probabilities):
    """Each class but the last; the last one has the rest."""
    bounds = np.rint(np.cumsum(probabilities, axis=1) * THOUSAND).astype(int)
    return [column.tolist() for column in np.diff(bounds, axis=1, prepend=0).T[:-1]]


def feature(name, values):
    if not pd.api.types.is_numeric_dtype(values):
        return {"name": name, "kind": "categorical", "integer": False, "values": values.astype(str).tolist()}
    if (values == values.round()).all():
        return {"name": name, "kind": "numerical", "integer": True, "values": values.astype(int).tolist()}
    rounded = [float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in values]
    return {"name": name, "kind": "numerical", "integer": False, "values": rounded}


def export(name, load):
    package, features, target = load()
    known = (features.notna().all(axis=1) & target.notna()).to_numpy()
    features, target = features[known].reset_index(drop=True), target[known].reset_index(drop=True)
    if len(target) > MAX_ROWS:
        rows = np.sort(np.random.default_rng(SEED).permutation(len(target))[:MAX_ROWS])
        features, target = features.loc[rows].reset_index(drop=True), target.loc[rows].reset_index(drop=True)
    classes = sorted(target.unique())
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    document = {
        "name": name,
        "source": f"{package} {version(package)}",
        "features": [feature(str(column), features[column]) for column in features],
        "classes": classes,
        "positive": POSITIVE.get(name),
        "actual": target.map({one: place for place, one in enumerate(classes)}).tolist(),
        "models": {
            model: in_thousandths(cross_val_predict(pipeline, features, target, cv=folds, method="predict_proba"))
            for model, pipeline in models().items()
        },
    }
    path = FOLDER / f"{name}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(name, len(target), features.shape[1], len(classes), path.stat().st_size)


for chosen in sys.argv[1:] or SETS:
    export(chosen, SETS[chosen])
