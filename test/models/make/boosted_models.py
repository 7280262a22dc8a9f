"""LightGBM, XGBoost and CatBoost."""

from __future__ import annotations

import catboost
import lightgbm
import numpy as np
import onnxmltools
import pandas as pd
import xgboost
from onnxmltools.convert.common.data_types import FloatTensorType

from .case import Case, case, chosen, of_maps, of_values

LIGHTGBM = f"LightGBM {lightgbm.__version__}, onnxmltools {onnxmltools.__version__}"
XGBOOST = f"XGBoost {xgboost.__version__}, onnxmltools {onnxmltools.__version__}"
CATBOOST = f"CatBoost {catboost.__version__}"
NAMES = ["income", "age", "debt", "years"]


def credit(seed: int, missing: float) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Numbers with missing values, a class and an amount."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(500, 4)).round(4), columns=NAMES)
    amount = 3 * frame.income - 2 * frame.debt + random.normal(scale=0.5, size=500)
    if missing:
        frame = frame.mask(random.random(frame.shape) < missing)
    return frame, (amount > 0).astype(int).to_numpy(), amount.round(4).to_numpy()


def floats() -> list:
    return [("input", FloatTensorType([None, len(NAMES)]))]


@case
def lightgbm_classifier(name: str) -> None:
    frame, good, _ = credit(10, 0.1)
    model = lightgbm.LGBMClassifier(n_estimators=10, num_leaves=7, verbose=-1).fit(frame[::2], good[::2])
    onnx = onnxmltools.convert_lightgbm(model, initial_types=floats())
    rows = frame[1::2]
    made = Case(name, "LightGBM classifier with missing numbers", LIGHTGBM)
    made.model(onnx).rows(rows.assign(good=good[1::2]), "good")
    out = made.run({"input": rows.to_numpy(np.float32)})
    made.expect("binary", chosen(["0", "1"], of_maps([0, 1], out["probabilities"]), "1"))


@case
def lightgbm_regressor(name: str) -> None:
    frame, _, amount = credit(11, 0.0)
    model = lightgbm.LGBMRegressor(n_estimators=10, num_leaves=7, verbose=-1).fit(frame[::2], amount[::2])
    rows = frame[1::2]
    made = Case(name, "LightGBM regressor", LIGHTGBM)
    made.model(onnxmltools.convert_lightgbm(model, initial_types=floats()))
    made.rows(rows.assign(amount=amount[1::2]), "amount")
    made.expect("regression", of_values(made.run({"input": rows.to_numpy(np.float32)})["variable"]))


@case
def xgboost_classifier(name: str) -> None:
    frame, good, _ = credit(12, 0.15)
    model = xgboost.XGBClassifier(n_estimators=10, max_depth=3)
    model.fit(frame[::2].to_numpy(), good[::2])
    onnx = onnxmltools.convert_xgboost(model, initial_types=floats())
    rows = frame[1::2]
    made = Case(name, "XGBoost classifier with missing numbers", XGBOOST)
    made.model(onnx).rows(rows.assign(good=good[1::2]), "good")
    out = made.run({"input": rows.to_numpy(np.float32)})
    made.expect("binary", chosen(["0", "1"], out["probabilities"], "1"))


@case
def xgboost_multiclass(name: str) -> None:
    frame, _, amount = credit(13, 0.0)
    level = np.digitize(amount, [-2, 2])
    model = xgboost.XGBClassifier(n_estimators=6, max_depth=3)
    model.fit(frame[::2].to_numpy(), level[::2])
    rows = frame[1::2]
    made = Case(name, "XGBoost with three classes", XGBOOST)
    made.model(onnxmltools.convert_xgboost(model, initial_types=floats()))
    made.rows(rows.assign(level=level[1::2]), "level")
    out = made.run({"input": rows.to_numpy(np.float32)})
    made.expect("multiclass", chosen(["0", "1", "2"], out["probabilities"]))


@case
def xgboost_regressor(name: str) -> None:
    frame, _, amount = credit(14, 0.1)
    model = xgboost.XGBRegressor(n_estimators=10, max_depth=3)
    model.fit(frame[::2].to_numpy(), amount[::2])
    rows = frame[1::2]
    made = Case(name, "XGBoost regressor with missing numbers", XGBOOST)
    made.model(onnxmltools.convert_xgboost(model, initial_types=floats()))
    made.rows(rows.assign(amount=amount[1::2]), "amount")
    made.expect("regression", of_values(made.run({"input": rows.to_numpy(np.float32)})["variable"]))


@case
def catboost_classifier(name: str) -> None:
    frame, good, _ = credit(15, 0.0)
    answer = np.where(good == 1, "good", "bad")
    model = catboost.CatBoostClassifier(iterations=15, depth=3, verbose=0, allow_writing_files=False)
    model.fit(frame[::2], answer[::2])
    rows = frame[1::2]
    made = Case(name, "CatBoost classifier, exported by itself", CATBOOST)
    model.save_model(str(made.folder / "model.onnx"), format="onnx")
    made.rows(rows.assign(credit=answer[1::2]), "credit")
    out = made.run({"features": rows.to_numpy(np.float32)})
    classes = ["bad", "good"]
    made.expect("binary", chosen(classes, of_maps(classes, out["probabilities"]), "good"))


@case
def catboost_regressor(name: str) -> None:
    frame, _, amount = credit(16, 0.0)
    model = catboost.CatBoostRegressor(iterations=15, depth=3, verbose=0, allow_writing_files=False)
    model.fit(frame[::2], amount[::2])
    rows = frame[1::2]
    made = Case(name, "CatBoost regressor, exported by itself", CATBOOST)
    model.save_model(str(made.folder / "model.onnx"), format="onnx")
    made.rows(rows.assign(amount=amount[1::2]), "amount")
    made.expect("regression", of_values(made.run({"features": rows.to_numpy(np.float32)})["predictions"]))
