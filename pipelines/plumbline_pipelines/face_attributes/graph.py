"""The network as an ONNX graph, whose pictures are [rows, channels, height, width]."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from plumbline_pipelines.face_attributes.network import CHANNELS, EMBEDDING, KERNEL, Convolution, Dense, Network
from plumbline_pipelines.neural import exact_weights

OPSET = 17
IR_VERSION = 8


def network_graph(network: Network, name: str, size: int) -> onnx.ModelProto:
    """The graph from `image` [-1, 3, size, size] to `probabilities` [-1, labels] and `embedding` [-1, 32]."""
    parts = _Parts()
    last = "image"
    for layer in network.convolutions:
        last = parts.convolution(layer, last)
    flat = parts.node("Flatten", [last], "flat", axis=1)
    embedding = parts.node("Relu", [parts.dense(_by_channel(network.hidden), flat, "hidden")], "embedding")
    logits = parts.dense(list(map(exact_weights, network.answer.parameters)), embedding, "answer")
    parts.node("Sigmoid", [logits], "probabilities")
    outputs = {"probabilities": len(network.answer.parameters[1]), "embedding": EMBEDDING}
    graph = helper.make_graph(
        parts.nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [None, CHANNELS[0], size, size])],
        [helper.make_tensor_value_info(key, TensorProto.FLOAT, [None, width]) for key, width in outputs.items()],
        parts.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model


class _Parts:
    """Nodes and weights, as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def convolution(self, layer: Convolution, last: str) -> str:
        weights, bias = map(exact_weights, layer.parameters)
        kernels = weights.reshape(KERNEL, KERNEL, -1, len(bias)).transpose(3, 2, 0, 1)
        inputs = [last, self._constant(f"{last}_kernels", kernels), self._constant(f"{last}_bias", bias)]
        convolved = self.node("Conv", inputs, f"{last}_conv", pads=[1, 1, 1, 1], strides=[2, 2])
        return self.node("Relu", [convolved], f"{last}_relu")

    def dense(self, parameters: list[np.ndarray], last: str, name: str) -> str:
        weights, bias = parameters
        inputs = [last, self._constant(f"{name}_weights", weights), self._constant(f"{name}_bias", bias)]
        return self.node("Gemm", inputs, f"{name}_dense")

    def _constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=np.float32), name))
        return name


def _by_channel(layer: Dense) -> list[np.ndarray]:
    """Weights for what the graph flattens, [channels, height, width], from those for [height, width, channels]."""
    weights, bias = map(exact_weights, layer.parameters)
    side = round((len(weights) / CHANNELS[-1]) ** 0.5)
    by_place = weights.reshape(side, side, CHANNELS[-1], -1)
    return [by_place.transpose(2, 0, 1, 3).reshape(len(weights), -1), bias]
