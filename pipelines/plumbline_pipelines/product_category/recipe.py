"""The product-category model: signature, scikit-learn pipeline and ONNX conversion."""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import helper, numpy_helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import PLAIN, Fitting
from plumbline_pipelines.logistic import fit_logistic
from plumbline_pipelines.onnx_graph import keep_output
from plumbline_pipelines.outcomes import Classification
from plumbline_pipelines.product_category.generator import generate_products, load_vocabulary
from plumbline_pipelines.recipe import Challenger, ModelInput, Recipe

OPSET = 17
# Spelled out instead of \w, which is ASCII alone in the regular expressions of ONNX Runtime.
WORD = "[a-z0-9À-ÖØ-öø-ÿŒœ]+"
MAX_WORDS = {"designation": 3000, "description": 3000}

FEATURES = (
    Feature("designation", "text", "Title of the listing", "Piscine tubulaire ronde 366 x 76 cm", max_length=500),
    Feature(
        "description",
        "text",
        "Description of the listing; may be empty",
        "Piscine hors sol avec pompe de filtration et échelle, livrée avec sa bâche.",
        max_length=15000,
    ),
)
NAMES = tuple(feature.name for feature in FEATURES)

DATA_CARD = """
The schema (`designation`, `description`) and the 27 product type codes are those of the Rakuten France catalogue
challenge; no row of it is used. The generator writes listings from word lists made for it: each mixes words of its own
category, of a neighbour, of the domain and of everyday French, with typos, missing accents, left-over markup and about
one description in three missing. They are word salads, not sentences: word counts are realistic, grammar is not.
"""

MODEL_CARD = f"""
## Answers in words

The codes are the catalogue's; the words beside them are this project's reading of them.

| code | stands for |
|---|---|
{chr(10).join(f"| {c.code} | {c.label} |" for c in load_vocabulary().categories)}

## Model

TF-IDF of single words, separately for title and description, then multinomial logistic regression. All of it runs in
the ONNX graph on plain strings. A word is a run of letters (accents included) and digits; capitals A to Z are lowered,
accented capitals are kept as they are.

## Limits

It knows the words it was trained on and nothing else: retrain it on your own listings before you rely on it. Word order
is ignored. F1 is weighted by class size, so rare types weigh little in it.
"""

WORDS = "TF-IDF of single words, separately for title and description, then multinomial logistic regression."


class ProductCategoryModel:
    """TF-IDF of title and description, and logistic regression."""

    def __init__(self, training: Dataset, fitting: Fitting = PLAIN, *, regularisation: float = 1.0) -> None:
        vectorizers = ColumnTransformer(
            [
                (
                    name,
                    TfidfVectorizer(lowercase=False, token_pattern=WORD, min_df=2, max_features=MAX_WORDS[name]),
                    index,
                )
                for index, name in enumerate(NAMES)
            ]
        )
        words = vectorizers.fit_transform(_matrix(training.columns))
        classifier = fit_logistic(
            words,
            training.target,
            solver="lbfgs",
            tolerance=1e-6,
            decimals=4,
            regularisation=regularisation,
            fitting=fitting,
        )
        self._pipeline = Pipeline([("words", vectorizers), ("classifier", classifier)])

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, 27]."""
        return self._pipeline.predict_proba(_matrix(columns))

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the BYTES inputs `designation` and `description`, [-1, 1] each."""
        graph = to_onnx(
            self._pipeline,
            name="product-category",
            initial_types=[(name, StringTensorType([None, 1])) for name in NAMES],
            options={"zipmap": False},
            target_opset=OPSET,
        )
        for name in NAMES:
            _lower_input(graph, name)
        return keep_output(graph, "probabilities")


def _lower_input(model: onnx.ModelProto, name: str) -> None:
    """Puts lower-casing between an input and its readers, in the C locale: the only one every system has."""
    for node in model.graph.node:
        node.input[:] = [f"{name}_lower" if read == name else read for read in node.input]
    shape = numpy_helper.from_array(np.array([-1], dtype=np.int64), f"{name}_flat_shape")
    model.graph.initializer.append(shape)
    flatten = helper.make_node("Reshape", [name, shape.name], [f"{name}_flat"], f"{name}_flatten")
    lower = helper.make_node(
        "StringNormalizer",
        [f"{name}_flat"],
        [f"{name}_lower"],
        f"{name}_lowercase",
        case_change_action="LOWER",
        is_case_sensitive=1,
        locale="C",
    )
    model.graph.node.insert(0, lower)
    model.graph.node.insert(0, flatten)


def lower_ascii(text: str) -> str:
    """The text with A to Z lowered and everything else untouched, as the graph does it."""
    return text.encode().lower().decode()


def _matrix(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    rows = len(columns[NAMES[0]])
    lowered = [lower_ascii(text) for name in NAMES for text in columns[name]]
    return np.array(lowered, dtype=object).reshape(len(NAMES), rows).T


def _loose(training: Dataset, fitting: Fitting) -> ProductCategoryModel:
    """Regularised less: follows fewer rows more closely."""
    return ProductCategoryModel(training, fitting, regularisation=4.0)


PRODUCT_CATEGORY = Recipe(
    name="product-category",
    description="Files a product listing in French under one of 27 product types",
    model_type="LogisticRegression",
    features=FEATURES,
    inputs=tuple(ModelInput(name, "BYTES", (name,)) for name in NAMES),
    outcome=Classification(tuple(category.code for category in load_vocabulary().categories), None, None, "weighted"),
    feedback_window=2000,
    feedback_minimum=200,
    default_rows=12000,
    reference_rows=3000,
    data_card=DATA_CARD,
    model_card=MODEL_CARD,
    generate=generate_products,
    fit=ProductCategoryModel,
    data_quality=(
        {"metric": "missing_share", "feature": "designation", "at_most": 0.01},
        {"metric": "missing_share", "feature": "description", "at_most": 0.5},
    ),
    golden_rows=[
        {feature.name: feature.example for feature in FEATURES},
        {"designation": "ÉCOLE Œuvre MAÏS jeu d'échecs n°12", "description": ""},
        {"designation": "?", "description": ""},
    ],
    challengers=(
        Challenger("logistic", "LogisticRegression", WORDS, ProductCategoryModel),
        Challenger("logistic-recent", "LogisticRegression", WORDS, ProductCategoryModel, recent_share=0.7),
        Challenger("logistic-newest", "LogisticRegression", WORDS, _loose, recent_share=0.92),
    ),
)
