"""The heart-disease model: signature, scikit-learn pipeline and ONNX conversion."""

from collections.abc import Mapping

import numpy as np
import onnx
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import PLAIN, Fitting
from plumbline_pipelines.heart_disease.generator import generate_patients
from plumbline_pipelines.logistic import fit_logistic
from plumbline_pipelines.onnx_graph import keep_output
from plumbline_pipelines.outcomes import Classification
from plumbline_pipelines.recipe import Challenger, ModelInput, Recipe

OPSET = 17


def _category(name: str, codes: int, description: str, example: int) -> Feature:
    return Feature(name, "category", description, example, categories=tuple(range(codes)))


FEATURES = (
    Feature("age", "integer", "Age", 63, minimum=0, maximum=150, unit="years"),
    _category("sex", 2, "Sex: 0 female, 1 male", 1),
    _category("cp", 4, "Chest pain: 0 none, 1 atypical angina, 2 other than angina, 3 typical angina", 3),
    Feature("trestbps", "integer", "Resting blood pressure", 145, minimum=0, maximum=400, unit="mmHg"),
    Feature("chol", "integer", "Serum cholesterol", 233, minimum=0, maximum=2000, unit="mg/dl"),
    _category("fbs", 2, "Fasting blood sugar above 120 mg/dl: 0 no, 1 yes", 1),
    _category("restecg", 3, "Resting ECG: 0 hypertrophy, 1 normal, 2 ST-T abnormality", 0),
    Feature("thalach", "integer", "Highest heart rate reached", 150, minimum=0, maximum=300, unit="beats/min"),
    _category("exang", 2, "Angina brought on by exercise: 0 no, 1 yes", 0),
    Feature("oldpeak", "number", "ST depression by exercise relative to rest", 2.3, minimum=-10, maximum=20, unit="mm"),
    _category("slope", 3, "Slope of the ST segment at peak exercise: 0 down, 1 flat, 2 up", 0),
    _category("ca", 5, "Major vessels coloured by fluoroscopy, 0 to 3; 4 unreadable", 0),
    _category("thal", 4, "Thallium scan: 0 unknown, 1 fixed defect, 2 normal, 3 reversible defect", 1),
)
NAMES = tuple(feature.name for feature in FEATURES)
NOMINAL = [index for index, feature in enumerate(FEATURES) if len(feature.categories) > 2]
CONTINUOUS = [index for index, feature in enumerate(FEATURES) if not feature.categories]

DATA_CARD = """
The schema and the code numbers are those of the widely used 13-column form of the UCI heart-disease data. The generator
draws a hidden severity for each patient and lets the outcome and all findings depend on it; averages, spreads and the
main correlations (heart rate falls with age, disease goes with male sex, exercise angina and ST depression) are set to
plausible values by hand. Real patients differ.
"""

MODEL_CARD = """
## Model

Logistic regression. Columns with more than two codes are one-hot encoded and measurements are scaled inside the ONNX
graph, so that callers send plain values. Disease is answered from a probability of 0.5.

## Limits

It is an example of serving and watching a model. It must not be used to judge anybody's health. Values
far from the training data are accepted and counted as drift rather than rejected.
"""

LOGISTIC = "Logistic regression on scaled measurements and one-hot encoded codes."
TREES = "Gradient-boosted trees, 80 of depth 3."


class HeartDiseaseModel:
    """Scaling, one-hot encoding and logistic regression over the 13 columns."""

    def __init__(self, training: Dataset, fitting: Fitting = PLAIN) -> None:
        self._encoder = ColumnTransformer(
            [
                ("scaled", StandardScaler(), CONTINUOUS),
                ("one_hot", _one_hot(), NOMINAL),
            ],
            remainder="passthrough",
        )
        encoded = self._encoder.fit_transform(_matrix(training.columns))
        classifier = fit_logistic(
            encoded, training.target, solver="newton-cholesky", tolerance=1e-10, decimals=6, fitting=fitting
        )
        self._pipeline = Pipeline([("encoder", self._encoder), ("classifier", classifier)])

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, 2] of no_disease and disease."""
        return self._pipeline.predict_proba(_matrix(columns))

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the FP32 input `features` [-1, 13]."""
        return _to_onnx(self._pipeline)


class BoostedTreesModel:
    """Gradient-boosted trees over the 13 columns as they come."""

    def __init__(self, training: Dataset, fitting: Fitting) -> None:
        self._trees = GradientBoostingClassifier(n_estimators=80, max_depth=3, subsample=0.8, random_state=fitting.seed)
        # Trees split on FP32 in ONNX: what they are fitted on is rounded alike.
        matrix = _matrix(training.columns).astype(np.float32)
        self._trees.fit(matrix, training.target, sample_weight=fitting.weights)
        if fitting.observe is not None:
            for epoch, loss in enumerate(self._trees.train_score_, start=1):
                fitting.observe(epoch, float(loss))

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, 2] of no_disease and disease."""
        return self._trees.predict_proba(_matrix(columns).astype(np.float32))

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the FP32 input `features` [-1, 13]."""
        return _to_onnx(self._trees)


def _to_onnx(model: BaseEstimator) -> onnx.ModelProto:
    graph = to_onnx(
        model,
        name="heart-disease",
        initial_types=[("features", FloatTensorType([None, len(NAMES)]))],
        options={"zipmap": False},
        target_opset=OPSET,
    )
    return keep_output(graph, "probabilities")


def _one_hot() -> OneHotEncoder:
    categories = [list(FEATURES[index].categories) for index in NOMINAL]
    return OneHotEncoder(categories=categories, handle_unknown="ignore", sparse_output=False)


def _matrix(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.column_stack([columns[name] for name in NAMES]).astype(np.float64)


HEART_DISEASE = Recipe(
    name="heart-disease",
    description="Tells whether the 13 clinical findings of a patient point to heart disease",
    model_type="LogisticRegression",
    features=FEATURES,
    inputs=(ModelInput("features", "FP32", NAMES),),
    outcome=Classification(("no_disease", "disease"), "disease", 0.5, "binary"),
    feedback_window=1000,
    feedback_minimum=200,
    default_rows=8000,
    reference_rows=5000,
    data_card=DATA_CARD,
    model_card=MODEL_CARD,
    generate=generate_patients,
    fit=HeartDiseaseModel,
    segments=("sex", "age"),
    data_quality=(
        {"metric": "in_range_share", "feature": "age", "minimum": 18, "maximum": 100, "at_least": 0.99},
        {"metric": "in_range_share", "feature": "trestbps", "minimum": 70, "maximum": 230, "at_least": 0.99},
        {"metric": "in_range_share", "feature": "chol", "minimum": 80, "maximum": 600, "at_least": 0.99},
    ),
    labels={"0": "no_disease", "1": "disease"},
    golden_rows=[{feature.name: feature.example for feature in FEATURES}],
    challengers=(
        Challenger("logistic", "LogisticRegression", LOGISTIC, HeartDiseaseModel),
        Challenger("logistic-recent", "LogisticRegression", LOGISTIC, HeartDiseaseModel, recent_share=0.7),
        Challenger("trees-recent", "GradientBoosting", TREES, BoostedTreesModel, recent_share=0.7),
        Challenger("trees-newest", "GradientBoosting", TREES, BoostedTreesModel, recent_share=0.95),
    ),
)
