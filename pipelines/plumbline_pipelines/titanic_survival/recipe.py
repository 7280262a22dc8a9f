"""The titanic-survival model: signature, scikit-learn pipeline and ONNX conversion."""

from collections.abc import Mapping

import numpy as np
import onnx
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import log_loss
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import PLAIN, Fitting
from plumbline_pipelines.onnx_graph import keep_output, make_feeds
from plumbline_pipelines.outcomes import Classification
from plumbline_pipelines.progress import bar
from plumbline_pipelines.recipe import Challenger, ModelInput, Recipe
from plumbline_pipelines.titanic_survival.generator import CLASSES, PORTS, generate_passengers, generate_wrong_entries

OPSET = 17
SEXES = ("female", "male")
TREES = 40
TREES_A_ROUND = 5

FEATURES = (
    Feature("pclass", "category", "Class of the ticket", 3, categories=CLASSES),
    Feature("sex", "category", "Sex", "male", categories=SEXES),
    Feature(
        "age",
        "number",
        "Age, if it is known",
        22.0,
        minimum=0,
        maximum=150,
        unit="years",
        nullable=True,
        # A window of 1,000 rows has 800 ages: by chance alone they exceed the default of 0.1.
        drift_threshold=0.12,
    ),
    Feature("sibsp", "integer", "Siblings and spouses aboard", 1, minimum=0, maximum=20),
    Feature("parch", "integer", "Parents and children aboard", 0, minimum=0, maximum=20),
    Feature("fare", "number", "Price of the ticket", 7.25, minimum=0, maximum=1000, unit="pounds"),
    Feature(
        "embarked",
        "category",
        "Port, if it is known: C Cherbourg, Q Queenstown, S Southampton",
        "S",
        categories=PORTS,
        nullable=True,
        fill="",
    ),
)
NUMBERS = ("pclass", "age", "sibsp", "parch", "fare")
WORDS = ("sex", "embarked")

DATA_CARD = """
The schema is that of the Titanic passenger lists that are widely used for teaching; no row of it is used. The generator
draws passengers whose class, sex, age, family and fare go together as they did aboard, set by hand, and lets survival
depend on them and on chance. Ages are missing for one passenger in five. No fare is 0 and nobody is older than 78:
such values are drift.
"""

MODEL_CARD = f"""
## Model

A random forest of {TREES} trees. A missing age becomes the median of the training rows, a missing port none of the
ports; both happen inside the ONNX graph, so that callers send what they know. Survival is answered from a probability
of 0.5.

## Limits

It is an example of serving and watching a model with missing values. Values far from the training data are accepted
and counted as drift rather than rejected.
"""

FOREST = f"Random forest of {TREES} trees."


class TitanicModel:
    """Imputed numbers, one-hot encoded words and a random forest."""

    def __init__(self, training: Dataset, fitting: Fitting = PLAIN, *, leaf_rows: int = 8) -> None:
        self._encoder = ColumnTransformer(
            [
                ("numbers", SimpleImputer(strategy="median"), list(range(len(NUMBERS)))),
                ("words", _one_hot(), list(range(len(NUMBERS), len(NUMBERS) + len(WORDS)))),
            ]
        )
        # Trees split on FP32 in ONNX: what they are fitted on is rounded alike.
        encoded = self._encoder.fit_transform(_matrix(training.columns)).astype(np.float32)
        forest = RandomForestClassifier(
            0, max_depth=6, min_samples_leaf=leaf_rows, warm_start=True, random_state=fitting.seed
        )
        for epoch, count in enumerate(bar(range(TREES_A_ROUND, TREES + 1, TREES_A_ROUND), "trees"), start=1):
            forest.set_params(n_estimators=count).fit(encoded, training.target, sample_weight=fitting.weights)
            if fitting.observe is not None:
                answers = forest.predict_proba(encoded)
                fitting.observe(epoch, float(log_loss(training.target, answers, sample_weight=fitting.weights)))
        self._pipeline = Pipeline([("encoder", self._encoder), ("forest", forest)])

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, 2] of died and survived."""
        encoded = self._encoder.transform(_matrix(columns)).astype(np.float32)
        return self._pipeline.named_steps["forest"].predict_proba(encoded)

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the inputs `numbers` FP32 [-1, 5] and `words` BYTES [-1, 2]."""
        graph = to_onnx(
            self._pipeline,
            name="titanic-survival",
            initial_types=[
                ("numbers", FloatTensorType([None, len(NUMBERS)])),
                ("words", StringTensorType([None, len(WORDS)])),
            ],
            options={"zipmap": False},
            target_opset=OPSET,
        )
        return keep_output(graph, "probabilities")


def _one_hot() -> OneHotEncoder:
    return OneHotEncoder(categories=[list(SEXES), list(PORTS)], handle_unknown="ignore", sparse_output=False)


def _matrix(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Numbers and words as the graph gets them, as objects."""
    feeds = make_feeds(TITANIC_SURVIVAL, columns)
    return np.column_stack([feeds["numbers"].astype(object), feeds["words"]])


def _fine(training: Dataset, fitting: Fitting) -> TitanicModel:
    """Smaller leaves: follows fewer rows more closely."""
    return TitanicModel(training, fitting, leaf_rows=3)


TITANIC_SURVIVAL = Recipe(
    name="titanic-survival",
    description="Tells whether a passenger of the Titanic survives, from the passenger list",
    model_type="RandomForest",
    features=FEATURES,
    inputs=(ModelInput("numbers", "FP32", NUMBERS), ModelInput("words", "BYTES", WORDS)),
    outcome=Classification(("died", "survived"), "survived", 0.5, "binary"),
    feedback_window=1000,
    feedback_minimum=200,
    default_rows=6000,
    reference_rows=3000,
    data_card=DATA_CARD,
    model_card=MODEL_CARD,
    generate=generate_passengers,
    fit=TitanicModel,
    segments=("pclass", "sex"),
    data_quality=(
        {"metric": "missing_share", "feature": "age", "at_most": 0.3},
        {"metric": "missing_share", "feature": "embarked", "at_most": 0.05},
        {"metric": "in_range_share", "feature": "age", "minimum": 0, "maximum": 100, "at_least": 0.99},
        {"metric": "in_range_share", "feature": "fare", "minimum": 1, "maximum": 600, "at_least": 0.99},
    ),
    scenarios={"wrong-entries": generate_wrong_entries},
    labels={"0": "died", "1": "survived"},
    golden_rows=[
        {feature.name: feature.example for feature in FEATURES},
        {"pclass": 1, "sex": "female", "age": None, "sibsp": 1, "parch": 0, "fare": 71.2833, "embarked": None},
        {"pclass": 3, "sex": "male", "age": 150, "sibsp": 0, "parch": 0, "fare": 0, "embarked": "Q"},
    ],
    challengers=(
        Challenger("forest", "RandomForest", FOREST, TitanicModel),
        Challenger("forest-recent", "RandomForest", FOREST, TitanicModel, recent_share=0.7),
        Challenger("forest-newest", "RandomForest", FOREST, _fine, recent_share=0.95),
    ),
)
