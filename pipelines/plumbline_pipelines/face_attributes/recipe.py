"""The face-attributes model: signature, network and ONNX conversion."""

from collections.abc import Mapping

import numpy as np
import onnx

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.face_attributes.drawing import SIZE
from plumbline_pipelines.face_attributes.generator import CAMERAS, LABELS, draw_rows, faces_of
from plumbline_pipelines.face_attributes.graph import network_graph
from plumbline_pipelines.face_attributes.network import EMBEDDING, Network
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.outcomes import ModelOutput, MultiLabel
from plumbline_pipelines.pictures import Picture, png_text
from plumbline_pipelines.recipe import Challenger, ModelInput, Recipe

EPOCHS = 10
EXAMPLE = "face:1:6"

IMAGE = Feature(
    "image",
    "image",
    "A face from the front",
    png_text(draw_rows([EXAMPLE])[0]),
    picture=Picture(SIZE, SIZE, mean=128.0, std=128.0, drawn=tuple(CAMERAS), draw=draw_rows),
)

DATA_CARD = """
The faces are drawn, not photographed: from random numbers, a program paints a head, hair, eyes, a mouth, and at times
glasses and a hat, in 48 x 48 pixels. Tone of skin, colour and length of hair, pose, light, contrast and noise vary
independently of the labels. The labels are named as those of well-known data sets of faces; no picture of one is used.
The training file has the numbers of the faces instead of their pictures; the generator draws the same ones again.
"""

MODEL_CARD = """
## Model

Three convolutions that halve the picture, a layer of 32 numbers, which is served as the embedding, and one output for
each label, trained with Adam in NumPy. A label is answered from a probability of 0.5.

## Limits

It is an example of serving and watching a model on pictures. It knows drawn faces only and must not be used on
photographs of people, nor to judge anybody.
"""

NETWORK = "Three convolutions that halve the picture, a layer of 32 numbers, and one output for each label."


class FaceAttributesModel:
    """The network over scaled pixels."""

    def __init__(self, training: Dataset, fitting: Fitting) -> None:
        self._network = Network(np.random.default_rng([fitting.seed, 8]), SIZE, len(LABELS))
        self._network.fit(
            _pixels(training.columns),
            training.target,
            rng=np.random.default_rng([fitting.seed, 9]),
            epochs=EPOCHS,
            weights=fitting.weights,
            observe=fitting.observe,
        )

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Probabilities [rows, 5] of the labels."""
        return self._network.predict(_pixels(columns))

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the FP32 input `image` [-1, 3, 48, 48] and the outputs `probabilities` and `embedding`."""
        return network_graph(self._network, "face-attributes", SIZE)


def _pixels(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Scaled pixels [rows, height, width, 3]."""
    return IMAGE.values.tensor(IMAGE, columns[IMAGE.name]).transpose(0, 2, 3, 1)


FACE_ATTRIBUTES = Recipe(
    name="face-attributes",
    description="Tells which attributes a drawn face has",
    model_type="ConvolutionalNetwork",
    features=(IMAGE,),
    inputs=(ModelInput("image", "FP32", ("image",), (3, SIZE, SIZE)),),
    outcome=MultiLabel(LABELS, 0.5, "macro"),
    other_outputs=(ModelOutput("embedding", "embedding", EMBEDDING),),
    feedback_window=1000,
    feedback_minimum=200,
    default_rows=6000,
    reference_rows=1000,
    data_card=DATA_CARD,
    model_card=MODEL_CARD,
    generate=faces_of("face"),
    fit=FaceAttributesModel,
    golden_rows=[{IMAGE.name: IMAGE.example}],
    scenarios={"dark": faces_of("dark-face"), "blurred": faces_of("blurred-face")},
    libraries=("numpy", "onnx"),
    challengers=(
        Challenger("network", "ConvolutionalNetwork", NETWORK, FaceAttributesModel),
        Challenger("network-newest", "ConvolutionalNetwork", NETWORK, FaceAttributesModel, recent_share=0.95),
    ),
)
