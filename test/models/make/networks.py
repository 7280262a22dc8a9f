"""Neural networks: the graphs that Keras' and PyTorch's exporters write, made by onnx.helper."""

from __future__ import annotations

import base64
import io

import numpy as np
import onnx
import onnxruntime
import pandas as pd
from onnx import TensorProto, helper, numpy_helper
from onnxconverter_common import float16
from onnxruntime.quantization import QuantType, quantize_dynamic
from PIL import Image

from .case import (
    Case,
    case,
    chosen,
    of_label_set,
    of_targets,
    of_values,
    positives,
    sigmoid,
    softmax,
)

MADE = f"onnx.helper {onnx.__version__}"
FLOAT = TensorProto.FLOAT


class Graph:
    """Collects the nodes and weights of a graph."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, *shape: int, scale: float = 1.0, dtype=np.float32) -> str:
        return self.constant(self.random.normal(scale=scale, size=shape).astype(dtype))

    def constant(self, values: np.ndarray) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind: str, *inputs: str, output: str | None = None, **attributes) -> str:
        output = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def dense(self, value: str, width: int, out: int, output: str | None = None, scale: float = 1.0) -> str:
        return self.node("Gemm", value, self.weight(width, out, scale=scale), self.weight(out), output=output)

    def model(self, inputs: list, outputs: list, opset: int = 17, ir: int = 8) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "main", inputs, outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir)
        onnx.checker.check_model(model)
        return model


def tensor(name: str, *shape, kind: int = FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def table(seed: int, width: int, count: int = 240) -> tuple[pd.DataFrame, np.ndarray]:
    rows = np.random.default_rng(seed).normal(size=(count, width)).round(3).astype(np.float32)
    names = [f"x{place}" for place in range(width)]
    return pd.DataFrame(rows.astype(np.float64).round(3), columns=names), rows


def noisy(choices: np.ndarray, seed: int, classes: list) -> np.ndarray:
    """The choices of the model as names, one in ten replaced."""
    random = np.random.default_rng(seed)
    wrong = random.random(len(choices)) < 0.1
    return np.array(classes)[np.where(wrong, random.integers(0, len(classes), len(choices)), choices)]


def whole(made: Case, feeds: dict) -> dict:
    """The outputs for all rows."""
    session = onnxruntime.InferenceSession(str(made.folder / "model.onnx"))
    names = [each.name for each in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))


@case
def keras_sigmoid(name: str) -> None:
    graph = Graph(20)
    hidden = graph.node("Relu", graph.dense("dense_input", 5, 8))
    graph.node("Sigmoid", graph.dense(hidden, 8, 1, scale=0.5), output="dense_1")
    made = Case(name, "Keras network with one sigmoid, classes no and yes", MADE)
    made.model(graph.model([tensor("dense_input", "unk__6", 5)], [tensor("dense_1", "unk__7", 1)], opset=13))
    frame, rows = table(20, 5)
    probability = whole(made, {"dense_input": rows})["dense_1"]
    made.rows(frame.assign(churn=noisy((probability.ravel() >= 0.5).astype(int), 20, ["no", "yes"])), "churn")
    made.expect("binary", positives(["no", "yes"], probability[:12]))


@case
def torch_logits(name: str) -> None:
    graph = Graph(21)
    hidden = graph.node("Relu", graph.dense("input", 6, 10))
    graph.dense(hidden, 10, 3, output="logits", scale=0.7)
    made = Case(name, "PyTorch classifier that answers logits of three classes", MADE)
    made.model(graph.model([tensor("input", "batch", 6)], [tensor("logits", "batch", 3)]))
    frame, rows = table(21, 6)
    logits = whole(made, {"input": rows})["logits"]
    names = ["bird", "cat", "dog"]
    made.rows(frame.assign(animal=noisy(logits.argmax(axis=1), 21, names)), "animal")
    made.expect("multiclass", chosen(names, softmax(logits[:12])))


@case
def torch_binary_logit(name: str) -> None:
    graph = Graph(22)
    hidden = graph.node("Tanh", graph.dense("input", 4, 6))
    flat = graph.dense(hidden, 6, 1)
    graph.node("Squeeze", flat, graph.constant(np.array([1], dtype=np.int64)), output="output")
    made = Case(name, "PyTorch network with one logit and no dimension for columns", MADE)
    made.model(graph.model([tensor("input", "batch", 4)], [tensor("output", "batch")]))
    frame, rows = table(22, 4)
    logit = whole(made, {"input": rows})["output"]
    made.rows(frame.assign(clicked=noisy((logit >= 0).astype(int), 22, [0, 1])), "clicked")
    made.expect("binary", positives(["0", "1"], sigmoid(logit[:12])))


@case
def fixed_batch_one(name: str) -> None:
    graph = Graph(23)
    hidden = graph.node("Relu", graph.dense("input", 5, 8))
    graph.node("Softmax", graph.dense(hidden, 8, 3), output="probs", axis=1)
    made = Case(name, "PyTorch export without dynamic_axes: one row at a time", MADE)
    made.model(graph.model([tensor("input", 1, 5)], [tensor("probs", 1, 3)]))
    frame, rows = table(23, 5, 200)
    session = onnxruntime.InferenceSession(str(made.folder / "model.onnx"))
    probs = np.concatenate([session.run(None, {"input": row[None]})[0] for row in rows])
    names = ["a", "b", "c"]
    made.rows(frame.assign(kind=noisy(probs.argmax(axis=1), 23, names)), "kind")
    made.expect("multiclass", chosen(names, probs[:12]))


@case
def fixed_batch_eight(name: str) -> None:
    graph = Graph(24)
    hidden = graph.node("Relu", graph.dense("input", 5, 8))
    graph.dense(hidden, 8, 1, output="value")
    made = Case(name, "Regression with a batch of exactly 8 rows", MADE)
    made.model(graph.model([tensor("input", 8, 5)], [tensor("value", 8, 1)]))
    frame, rows = table(24, 5, 200)
    session = onnxruntime.InferenceSession(str(made.folder / "model.onnx"))
    values = np.concatenate([session.run(None, {"input": part})[0] for part in np.split(rows, 25)]).ravel()
    noise = np.random.default_rng(24).normal(scale=0.2, size=200)
    made.rows(frame.assign(price=(values + noise).round(3)), "price")
    made.expect("regression", of_values(values[:12]))


@case
def half_precision(name: str) -> None:
    graph = Graph(25)
    hidden = graph.node("Relu", graph.dense("input", 6, 12))
    graph.node("Softmax", graph.dense(hidden, 12, 3, scale=0.5), output="probs", axis=1)
    made = Case(name, "Network in float16, inputs and outputs included", "onnxconverter-common")
    model = graph.model([tensor("input", "batch", 6)], [tensor("probs", "batch", 3)])
    made.model(float16.convert_float_to_float16(model))
    frame, rows = table(25, 6)
    probs = whole(made, {"input": rows.astype(np.float16)})["probs"]
    names = ["low", "middle", "top"]
    made.rows(frame.assign(grade=noisy(probs.argmax(axis=1), 25, names)), "grade")
    made.expect("multiclass", chosen(names, probs[:12]))


@case
def quantised(name: str) -> None:
    graph = Graph(26)
    first = graph.node("MatMul", "input", graph.weight(8, 16))
    hidden = graph.node("Relu", first)
    graph.node("Softmax", graph.node("MatMul", hidden, graph.weight(16, 3, scale=0.3)), output="probs", axis=1)
    made = Case(name, "Dynamically quantised network: a row's answer depends on its batch", "onnxruntime.quantization")
    made.model(graph.model([tensor("input", "batch", 8)], [tensor("probs", "batch", 3)], opset=13))
    path = made.folder / "model.onnx"
    # Weights of 7 bits: processors without VNNI saturate the sums of products of 8 bits.
    quantize_dynamic(path, path, weight_type=QuantType.QInt8, reduce_range=True)
    frame, rows = table(26, 8)
    session = onnxruntime.InferenceSession(str(path))
    probs = np.concatenate([session.run(None, {"input": row[None]})[0] for row in rows])
    names = ["x", "y", "z"]
    made.rows(frame.assign(kind=noisy(probs.argmax(axis=1), 26, names)), "kind")
    made.expect("multiclass", chosen(names, probs[:12]))


@case
def thousand_features(name: str) -> None:
    graph = Graph(27)
    graph.node("Sigmoid", graph.dense("input", 1000, 1, scale=0.1), output="p")
    made = Case(name, "1,000 features", MADE)
    made.model(graph.model([tensor("input", "batch", 1000)], [tensor("p", "batch", 1)]))
    rows = np.random.default_rng(27).integers(-99, 99, size=(120, 1000)) / 10
    frame = pd.DataFrame(rows, columns=[f"f{place}" for place in range(1000)])
    probability = whole(made, {"input": rows.astype(np.float32)})["p"]
    truth = noisy((probability.ravel() >= 0.5).astype(int), 27, [0, 1])
    made.rows(frame.assign(y=truth), "y", file="rows.csv.gz", compression={"method": "gzip", "mtime": 0})
    made.expect("binary", positives(["0", "1"], probability[:2]))


@case
def several_heads(name: str) -> None:
    graph = Graph(28)
    hidden = graph.node("Tanh", graph.dense("input", 5, 8), output="embedding")
    graph.node("Softmax", graph.dense(hidden, 8, 3), output="class_probs", axis=1)
    graph.dense(hidden, 8, 1, output="age")
    made = Case(name, "Network with a classifier, a second head and its embedding", MADE)
    outputs = [tensor("age", "batch", 1), tensor("class_probs", "batch", 3), tensor("embedding", "batch", 8)]
    made.model(graph.model([tensor("input", "batch", 5)], outputs))
    frame, rows = table(28, 5)
    probs = whole(made, {"input": rows})["class_probs"]
    names = ["blue", "green", "red"]
    made.rows(frame.assign(colour=noisy(probs.argmax(axis=1), 28, names)), "colour")
    made.expect("multiclass", chosen(names, probs[:12]))


@case
def old_opset(name: str) -> None:
    graph = Graph(29)
    product = graph.node("MatMul", "data", graph.weight(4, 1))
    graph.node("Add", product, graph.weight(1), output="score")
    made = Case(name, "Opset 7 and IR version 3, whose weights are inputs with defaults", MADE)
    weights = [tensor(each.name, *each.dims) for each in graph.weights]
    made.model(graph.model([tensor("data", None, 4), *weights], [tensor("score", None, 1)], opset=7, ir=3))
    frame, rows = table(29, 4)
    score = whole(made, {"data": rows})["score"].ravel()
    noise = np.random.default_rng(29).normal(scale=0.2, size=len(score))
    made.rows(frame.assign(y=(score + noise).round(3)), "y")
    made.expect("regression", of_values(score[:12]))


@case
def external_weights(name: str) -> None:
    graph = Graph(30)
    hidden = graph.node("Relu", graph.dense("input", 6, 32))
    graph.node("Softmax", graph.dense(hidden, 32, 4, scale=0.3), output="probs", axis=1)
    made = Case(name, "Weights in a file beside the model", MADE)
    model = graph.model([tensor("input", "batch", 6)], [tensor("probs", "batch", 4)])
    path = str(made.folder / "model.onnx")
    onnx.save(model, path, save_as_external_data=True, location="model.onnx.data", size_threshold=0)
    frame, rows = table(30, 6)
    probs = whole(made, {"input": rows})["probs"]
    made.rows(frame.assign(kind=noisy(probs.argmax(axis=1), 30, [1, 2, 3, 4])), "kind")
    made.expect("multiclass", chosen(["1", "2", "3", "4"], probs[:12]))


@case
def mixed_inputs(name: str) -> None:
    graph = Graph(31)
    looked_up = graph.node("Gather", graph.weight(7, 3), "weekday", axis=0)
    flat = graph.node("Reshape", looked_up, graph.constant(np.array([-1, 3], dtype=np.int64)))
    joined = graph.node("Concat", flat, "measures", axis=1)
    graph.dense(graph.node("Relu", graph.dense(joined, 5, 8)), 8, 1, output="sales")
    made = Case(name, "An INT64 input for an embedding beside an input of two numbers", MADE)
    inputs = [tensor("weekday", "n", 1, kind=TensorProto.INT64), tensor("measures", "n", 2)]
    made.model(graph.model(inputs, [tensor("sales", "n", 1)]))
    random = np.random.default_rng(31)
    frame = pd.DataFrame({"weekday": random.integers(0, 7, 240)})
    frame[["price", "traffic"]] = random.normal(size=(240, 2)).round(3)
    feeds = {"weekday": frame[["weekday"]].to_numpy(np.int64)}
    feeds["measures"] = frame[["price", "traffic"]].to_numpy(np.float32)
    sales = whole(made, feeds)["sales"].ravel()
    made.rows(frame.assign(sales=(sales + random.normal(scale=0.2, size=240)).round(3)), "sales")
    made.expect("regression", of_values(sales[:12]))


@case
def sequence_gru(name: str) -> None:
    graph = Graph(32)
    steps = graph.node("Transpose", "readings", perm=[1, 0, 2])
    weights = [graph.weight(1, 18, 3, scale=0.5), graph.weight(1, 18, 6, scale=0.5), graph.weight(1, 36, scale=0.1)]
    graph.nodes.append(helper.make_node("GRU", [steps, *weights], ["", "last"], hidden_size=6))
    flat = graph.node("Reshape", "last", graph.constant(np.array([-1, 6], dtype=np.int64)))
    graph.dense(flat, 6, 1, output="next")
    made = Case(name, "GRU over a sequence of 12 steps with 3 readings", MADE)
    made.model(graph.model([tensor("readings", "batch", 12, 3)], [tensor("next", "batch", 1)]))
    rows = np.random.default_rng(32).normal(size=(200, 12, 3)).round(2).astype(np.float32)
    values = whole(made, {"readings": rows})["next"].ravel()
    noise = np.random.default_rng(33).normal(scale=0.1, size=200)
    frame = pd.DataFrame({"readings": list(rows.astype(np.float64).round(2).tolist())})
    made.rows(frame.assign(next=(values + noise).round(3).astype(float)), "next", file="rows.parquet")
    made.expect("regression", of_values(values[:12]))


def pictures(seed: int, count: int) -> np.ndarray:
    """Squares of one colour on a noisy ground."""
    random = np.random.default_rng(seed)
    images = random.integers(0, 60, size=(count, 16, 16, 3), dtype=np.uint8)
    for image, at, colour in zip(images, random.integers(0, 8, (count, 2)), random.integers(0, 3, count), strict=True):
        image[at[0] : at[0] + 8, at[1] : at[1] + 8, colour] = 220
    return images


def png(image: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def cnn(graph: Graph, outputs: int) -> str:
    features = graph.node("Relu", graph.node("Conv", "image", graph.weight(6, 3, 3, 3, scale=0.4), pads=[1, 1, 1, 1]))
    pooled = graph.node("Flatten", graph.node("GlobalAveragePool", features))
    return graph.dense(pooled, 6, outputs, scale=4)


@case
def image_classifier(name: str) -> None:
    graph = Graph(34)
    graph.node("Softmax", cnn(graph, 3), output="probs", axis=1)
    made = Case(name, "Convolutions over images of 16 by 16 pixels, base64 PNG in a CSV", MADE)
    made.model(graph.model([tensor("image", "batch", 3, 16, 16)], [tensor("probs", "batch", 3)]))
    images = pictures(34, 150)
    probs = whole(made, {"image": images.transpose(0, 3, 1, 2).astype(np.float32) / 255})["probs"]
    names = ["blue", "green", "red"]
    frame = pd.DataFrame({"picture": [png(image) for image in images]})
    made.rows(frame.assign(colour=noisy(probs.argmax(axis=1), 34, names)), "colour")
    made.expect("multiclass", chosen(names, probs[:12]))


@case
def image_labels(name: str) -> None:
    graph = Graph(35)
    graph.node("Sigmoid", cnn(graph, 2), output="labels")
    made = Case(name, "Several labels per image, one list per row", MADE)
    made.model(graph.model([tensor("image", "batch", 3, 16, 16)], [tensor("labels", "batch", 2)]))
    images = pictures(35, 150)
    probs = whole(made, {"image": images.transpose(0, 3, 1, 2).astype(np.float32) / 255})["labels"]
    names = ["bright", "warm"]
    present = np.random.default_rng(35).random(probs.shape) < np.where(probs >= 0.5, 0.9, 0.1)
    lists = ["[" + ", ".join(f'"{each}"' for each, on in zip(names, row, strict=True) if on) + "]" for row in present]
    frame = pd.DataFrame({"picture": [png(image) for image in images], "tags": lists})
    made.rows(frame, "tags", arguments=("--classes", "bright,warm"))
    made.expect("multilabel", of_label_set(names, probs[:12]))


@case
def autoencoder_scores(name: str) -> None:
    graph = Graph(36)
    hidden = graph.node("Tanh", graph.dense("input", 5, 2, scale=0.5))
    back = graph.dense(hidden, 2, 5, scale=0.5)
    error = graph.node("Sub", back, "input")
    graph.node("ReduceMean", graph.node("Mul", error, error), output="error", axes=[1], keepdims=1)
    made = Case(name, "Autoencoder whose error is an anomaly score", MADE)
    made.model(graph.model([tensor("input", "batch", 5)], [tensor("error", "batch", 1)], opset=13))
    frame, rows = table(36, 5)
    rows[:20] *= 4
    frame.iloc[:20] *= 4
    frame = frame.round(3)
    rows = frame.to_numpy(np.float32)
    scores = whole(made, {"input": rows})["error"].ravel()
    limit = 6.0
    truth = np.where(np.arange(len(rows)) < 20, "anomaly", "normal")
    made.rows(frame.assign(state=truth), "state", arguments=("--task", "anomaly", "--threshold", "6"))
    answers = [
        {"prediction": "anomaly" if score >= limit else "normal", "score": float(score)} for score in scores[:12]
    ]
    made.expect("anomaly", answers)


@case
def date_input(name: str) -> None:
    graph = Graph(37)
    graph.node("Mul", "days", graph.constant(np.array([[0.001]], dtype=np.float32)), output="scaled")
    joined = graph.node("Concat", "scaled", "amount", axis=1)
    graph.dense(joined, 2, 1, output="risk")
    made = Case(name, "A date, which the graph takes as days since 1970", MADE)
    made.model(graph.model([tensor("days", "n", 1), tensor("amount", "n", 1)], [tensor("risk", "n", 1)]))
    random = np.random.default_rng(37)
    days = random.integers(18000, 20000, 240)
    frame = pd.DataFrame({"days": pd.to_datetime(days, unit="D").strftime("%Y-%m-%d")})
    frame["amount"] = random.normal(size=240).round(3)
    feeds = {"days": days[:, None].astype(np.float32), "amount": frame[["amount"]].to_numpy(np.float32)}
    risk = whole(made, feeds)["risk"].ravel()
    made.rows(frame.assign(risk=(risk + random.normal(scale=0.1, size=240)).round(3)), "risk")
    made.expect("regression", of_values(risk[:12]))


@case
def two_value_heads(name: str) -> None:
    graph = Graph(38)
    graph.dense(graph.node("Relu", graph.dense("input", 4, 8)), 8, 2, output="position")
    made = Case(name, "Network with two targets, rows separated by tabs", MADE)
    made.model(graph.model([tensor("input", "batch", 4)], [tensor("position", "batch", 2)]))
    frame, rows = table(38, 4)
    position = whole(made, {"input": rows})["position"]
    noise = np.random.default_rng(38).normal(scale=0.2, size=position.shape)
    frame[["lat", "lon"]] = (position + noise).round(3).astype(float)
    made.rows(frame, "lat", "lon", file="rows.tsv", sep="\t")
    made.expect("regression", of_targets(["lat", "lon"], position[:12]))
