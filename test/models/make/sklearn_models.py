"""scikit-learn, exported by skl2onnx."""

from __future__ import annotations

import numpy as np
import pandas as pd
import skl2onnx
import sklearn
from onnx import helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.ensemble import (
    GradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from .case import Case, case, chosen, of_label_set, of_labels, of_maps, of_targets, of_values

EXPORTER = f"scikit-learn {sklearn.__version__}, skl2onnx {skl2onnx.__version__}"
NO_MAP = {"zipmap": False}


def halves(features, target):
    """Every second row to train with, the others to add the model with."""
    features, target = np.asarray(features), np.asarray(target)
    return features[::2].astype(np.float32), target[::2], features[1::2].astype(np.float32), target[1::2]


def framed(rows, names, target, name) -> pd.DataFrame:
    return pd.DataFrame(rows.astype(np.float64).round(6), columns=list(names)).assign(**{name: target})


@case
def iris_zipmap(name: str) -> None:
    data = load_iris()
    x, y, rows, truth = halves(data.data, data.target_names[data.target])
    model = LogisticRegression(max_iter=500).fit(x, y)
    made = Case(name, "Logistic regression with skl2onnx's default options", EXPORTER)
    made.model(to_onnx(model, x[:1])).rows(framed(rows, data.feature_names, truth, "species"), "species")
    out = made.run({"X": rows})
    classes = list(model.classes_)
    made.expect("multiclass", chosen(classes, of_maps(classes, out["output_probability"])))


@case
def forest_rounding(name: str) -> None:
    data = load_breast_cancer()
    x, y, rows, truth = halves(data.data[:, :6], data.target)
    model = RandomForestClassifier(10, max_depth=6, random_state=0).fit(x, y)
    made = Case(name, "Random forest whose probabilities are rounded beyond 0 and 1", EXPORTER)
    frame = framed(rows, data.feature_names[:6], truth, "benign")
    made.model(to_onnx(model, x[:1], options=NO_MAP)).rows(frame, "benign")
    made.expect("binary", chosen(["0", "1"], made.run({"X": rows})["probabilities"], "1"))


@case
def strings_and_imputers(name: str) -> None:
    random = np.random.default_rng(1)
    count = 500
    frame = pd.DataFrame(
        {
            "age": np.where(random.random(count) < 0.2, np.nan, random.integers(1, 80, count)),
            "fare": random.gamma(2.0, 15.0, count).round(2),
            "sex": random.choice(["male", "female"], count),
            "port": random.choice(["S", "C", "Q"], count, p=[0.7, 0.2, 0.1]),
        }
    )
    chance = 0.25 + 0.45 * (frame.sex == "female") + 0.002 * frame.fare - 0.002 * frame.age.fillna(30)
    frame["survived"] = np.where(random.random(count) < chance, "yes", "no")
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    encode = ColumnTransformer(
        [("numbers", numbers, ["age", "fare"]), ("words", OneHotEncoder(), ["sex", "port"])]
    )
    model = make_pipeline(encode, RandomForestClassifier(15, max_depth=5, random_state=0))
    model.fit(frame.iloc[::2, :4], frame.survived[::2])
    types = [(column, FloatTensorType([None, 1])) for column in ("age", "fare")]
    types += [(column, StringTensorType([None, 1])) for column in ("sex", "port")]
    rows = frame.iloc[1::2]
    made = Case(name, "Pipeline with strings, missing numbers and imputers, one input per column", EXPORTER)
    made.model(skl2onnx.convert_sklearn(model, initial_types=types)).rows(rows, "survived")
    feeds = {each: rows[[each]].to_numpy(np.float32) for each in ("age", "fare")}
    feeds |= {each: rows[[each]].to_numpy(object) for each in ("sex", "port")}
    maps = made.run(feeds)["output_probability"]
    made.expect("binary", chosen(["no", "yes"], of_maps(["no", "yes"], maps), "yes"))


@case
def svc_odd_labels(name: str) -> None:
    data = load_iris()
    x, y, rows, truth = halves(data.data, np.array([3, 5, 7])[data.target])
    made = Case(name, "Support vectors without probabilities, classes 3, 5 and 7", EXPORTER)
    made.model(to_onnx(SVC().fit(x, y), x[:1], options=NO_MAP))
    made.rows(framed(rows, ["a", "b", "c", "d"], truth, "kind"), "kind")
    made.expect("multiclass", of_labels(made.run({"X": rows})["label"]))


@case
def linear_svc(name: str) -> None:
    data = load_wine()
    x, y, rows, truth = halves(data.data[:, :5].round(3), data.target + 1)
    model = make_pipeline(StandardScaler(), LinearSVC(random_state=0)).fit(x, y)
    made = Case(name, "Linear support vectors in a pipeline, classes 1, 2 and 3", EXPORTER)
    options = {id(model[-1]): {"raw_scores": True}}
    made.model(to_onnx(model, x[:1], options=options))
    made.rows(framed(rows, data.feature_names[:5], truth, "cultivar"), "cultivar")
    made.expect("multiclass", of_labels(made.run({"X": rows})["label"]))


@case
def isolation_forest(name: str) -> None:
    random = np.random.default_rng(2)
    x = random.normal(size=(300, 4)).astype(np.float32)
    x[:20] += 5
    truth = np.where(np.arange(300) < 20, -1, 1)
    order = random.permutation(300)
    model = IsolationForest(n_estimators=20, max_samples=64, contamination=0.07, random_state=0).fit(x)
    rows = x[order]
    made = Case(name, "Isolation forest with the labels -1 and 1", EXPORTER)
    made.model(to_onnx(model, x[:1], target_opset={"": 18, "ai.onnx.ml": 3}))
    made.rows(framed(rows, ["a", "b", "c", "d"], truth[order], "label"), "label")
    labels = of_labels(made.run({"X": rows.astype(np.float64).round(6).astype(np.float32)})["label"])
    made.expect("anomaly", labels)


@case
def regression_float64(name: str) -> None:
    data = load_diabetes()
    x, y = data.data[::2], data.target[::2]
    rows, truth = data.data[1::2].round(6), data.target[1::2]
    made = Case(name, "Linear regression in double precision", EXPORTER)
    made.model(to_onnx(LinearRegression().fit(x, y), x[:1]))
    made.rows(framed(rows, data.feature_names, truth, "progression"), "progression")
    made.expect("regression", of_values(made.run({"X": rows})["variable"]))


@case
def gradient_boosting(name: str) -> None:
    data = load_diabetes()
    x, y, rows, truth = halves(data.data, data.target)
    model = GradientBoostingRegressor(n_estimators=20, max_depth=2, random_state=0).fit(x, y)
    made = Case(name, "Gradient boosting, rows with semicolons, decimal commas and Windows-1252", EXPORTER)
    frame = framed(rows, ["Größe", *data.feature_names[1:]], truth, "Verlauf")
    made.model(to_onnx(model, x[:1])).rows(frame, "Verlauf", sep=";", decimal=",", encoding="cp1252")
    made.expect("regression", of_values(made.run({"X": rows.astype(np.float64).round(6).astype(np.float32)})["variable"]))


@case
def several_targets(name: str) -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(300, 5)).astype(np.float32)
    y = (x @ random.normal(size=(5, 3)) + random.normal(scale=0.1, size=(300, 3))).round(4)
    model = RandomForestRegressor(8, max_depth=4, random_state=0).fit(x[::2], y[::2])
    rows = x[1::2].round(4)
    frame = pd.DataFrame(rows.astype(np.float64).round(4), columns=list("abcde"))
    frame[["x", "y", "z"]] = y[1::2]
    made = Case(name, "Regression of three targets", EXPORTER)
    made.model(to_onnx(model, x[:1])).rows(frame, "x", "y", "z")
    made.expect("regression", of_targets(["x", "y", "z"], made.run({"X": rows})["variable"]))


@case
def multi_label(name: str) -> None:
    random = np.random.default_rng(4)
    x = random.normal(size=(400, 6)).astype(np.float32)
    y = (x @ random.normal(size=(6, 3)) > 0).astype(int)
    model = MLPClassifier((8,), max_iter=400, random_state=0).fit(x[::2], y[::2])
    rows = x[1::2].round(4)
    names = ["sport", "travel", "food"]
    frame = pd.DataFrame(rows.astype(np.float64).round(4), columns=list("abcdef"))
    frame[names] = y[1::2]
    made = Case(name, "Several labels per row", EXPORTER)
    made.model(to_onnx(model, x[:1], options=NO_MAP)).rows(frame, *names)
    made.expect("multilabel", of_label_set(names, made.run({"X": rows})["probabilities"]))


@case
def text_tfidf(name: str) -> None:
    random = np.random.default_rng(5)
    topics = {
        "sport": "match team goal player season coach league win score ball".split(),
        "science": "atom energy theory cell planet particle experiment data model light".split(),
        "cooking": "salt oven butter recipe flour sugar onion sauce pan taste".split(),
    }
    common = "the a of and to in with for very today".split()
    kinds = random.choice(list(topics), 400)
    texts = [" ".join(random.choice(topics[kind] + common, 9)) for kind in kinds]
    model = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts[::2], kinds[::2])
    onnx = skl2onnx.convert_sklearn(model, initial_types=[("text", StringTensorType([None, 1]))])
    frame = pd.DataFrame({"body": texts[1::2], "topic": kinds[1::2]})
    made = Case(name, "Text classification with TF-IDF", EXPORTER)
    made.model(onnx).rows(frame, "topic")
    classes = list(model.classes_)
    # Without this attribute onnxruntime wants the locale en_US, which many machines lack.
    given = (made.folder / "model.onnx").read_bytes()
    for node in onnx.graph.node:
        if node.op_type == "StringNormalizer":
            node.attribute.append(helper.make_attribute("locale", "C.UTF-8"))
    made.model(onnx)
    out = made.run({"text": frame[["body"]].to_numpy(object)})
    (made.folder / "model.onnx").write_bytes(given)
    made.expect("multiclass", chosen(classes, of_maps(classes, out["output_probability"])))


@case
def naive_bayes_parquet(name: str) -> None:
    data = load_wine()
    x, y, rows, truth = halves(data.data, data.target)
    model = GaussianNB().fit(x, y)
    made = Case(name, "Naive Bayes, rows in Parquet", EXPORTER)
    frame = framed(rows, data.feature_names, truth, "class")
    made.model(to_onnx(model, x[:1], options=NO_MAP)).rows(frame, "class", file="rows.parquet")
    out = made.run({"X": frame.drop(columns="class").to_numpy(np.float32)})
    made.expect("multiclass", chosen(["0", "1", "2"], out["probabilities"]))


@case
def nearest_neighbours(name: str) -> None:
    data = load_iris()
    x, y, rows, truth = halves(data.data, data.target == 1)
    model = KNeighborsClassifier(3).fit(x, y.astype(int))
    made = Case(name, "Nearest neighbours, truth in True and False", EXPORTER)
    frame = framed(rows, ["a", "b", "c", "d"], truth, "versicolor")
    made.model(to_onnx(model, x[:1], options=NO_MAP)).rows(frame, "versicolor")
    made.expect("binary", chosen(["false", "true"], made.run({"X": rows})["probabilities"], "true"))


@case
def integer_tree(name: str) -> None:
    random = np.random.default_rng(6)
    frame = pd.DataFrame(
        {
            "id": np.arange(1000, 1400),
            "rooms": random.integers(1, 9, 400),
            "floor": random.integers(0, 30, 400),
            "year": random.integers(1900, 2024, 400),
        }
    )
    truth = np.where(frame.rooms * 3 + frame.floor > 22, "high", "low")
    model = DecisionTreeClassifier(max_depth=4).fit(frame.iloc[::2, 1:], truth[::2])
    onnx = skl2onnx.convert_sklearn(
        model, initial_types=[("X", Int64TensorType([None, 3]))], options={"zipmap": False}
    )
    rows = frame.iloc[1::2].assign(rent=truth[1::2])
    made = Case(name, "Decision tree over INT64, a column that numbers the rows", EXPORTER)
    made.model(onnx).rows(rows, "rent", dropped=("id",))
    out = made.run({"X": rows[["rooms", "floor", "year"]].to_numpy(np.int64)})
    made.expect("binary", chosen(["high", "low"], out["probabilities"], "low"))
