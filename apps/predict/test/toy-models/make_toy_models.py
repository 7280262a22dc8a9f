"""Makes the toy models of the predict service's tests: graphs small enough to check by hand.

Run with the pipelines' environment: pipelines/.venv/bin/python apps/predict/test/toy-models/make_toy_models.py
The same bytes come out every time; the results are committed.
"""

import gzip
import hashlib
import io
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto as T
from onnx import checker, helper, numpy_helper

ROOT = Path(__file__).parent
OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]


def graph(nodes, inputs, outputs, constants=()):
    tensors = [numpy_helper.from_array(np.array(value), name) for name, value in constants]
    made = helper.make_graph(nodes, "toy", inputs, outputs, tensors)
    model = helper.make_model(made, opset_imports=OPSETS, ir_version=9, producer_name="toy")
    checker.check_model(model)
    return model


def tensor(name, element, *shape):
    return helper.make_tensor_value_info(name, element, ["rows", *shape])


def rent(slope):
    """50 + slope * area + 30 * rooms + 100 * balcony + 200 * place of the district."""
    return graph(
        [helper.make_node("MatMul", ["features", "w"], ["m"]), helper.make_node("Add", ["m", "b"], ["rent"])],
        [tensor("features", T.FLOAT, 4)],
        [tensor("rent", T.FLOAT, 1)],
        [
            ("w", np.array([[slope], [30], [100], [200]], np.float32)),
            ("b", np.array([50], np.float32)),
        ],
    )


def parity():
    """The number modulo 2, as the place of the class."""
    return graph(
        [
            helper.make_node("Mod", ["number", "two"], ["remainder"]),
            helper.make_node("Reshape", ["remainder", "flat"], ["label"]),
        ],
        [tensor("number", T.INT64, 1)],
        [tensor("label", T.INT64)],
        [("two", np.array(2, np.int64)), ("flat", np.array([-1], np.int64))],
    )


def greeting():
    """hello is arrival, goodbye is departure; the label is a string."""
    return graph(
        [
            helper.make_node(
                "LabelEncoder",
                ["word"],
                ["looked_up"],
                domain="ai.onnx.ml",
                keys_strings=["hello", "goodbye"],
                values_strings=["arrival", "departure"],
                default_string="neither",
            ),
            helper.make_node("Reshape", ["looked_up", "flat"], ["label"]),
        ],
        [tensor("word", T.STRING, 1)],
        [tensor("label", T.STRING)],
        [("flat", np.array([-1], np.int64))],
    )


def mood():
    """'good day' is happy, 'bad day' is sad, all else neutral: 0.8 when said softly, 0.6 when loud."""
    return graph(
        [
            helper.make_node(
                "LabelEncoder",
                ["text"],
                ["place"],
                domain="ai.onnx.ml",
                keys_strings=["good day", "bad day"],
                values_int64s=[0, 1],
                default_int64=2,
            ),
            helper.make_node("Reshape", ["place", "flat"], ["places"]),
            helper.make_node("OneHot", ["places", "depth", "soft"], ["soft_probabilities"]),
            helper.make_node("OneHot", ["places", "depth", "hard"], ["loud_probabilities"]),
            helper.make_node(
                "Where", ["loud", "loud_probabilities", "soft_probabilities"], ["probabilities"]
            ),
        ],
        [tensor("text", T.STRING, 1), tensor("loud", T.BOOL, 1)],
        [tensor("probabilities", T.FLOAT, 3)],
        [
            ("flat", np.array([-1], np.int64)),
            ("depth", np.array(3, np.int64)),
            ("soft", np.array([0.1, 0.8], np.float32)),
            ("hard", np.array([0.2, 0.6], np.float32)),
        ],
    )


def zipmap():
    """A classifier as scikit-learn exports it by default: its probabilities are a sequence of maps."""
    probabilities = helper.make_map_type_proto(
        T.STRING, helper.make_tensor_type_proto(T.FLOAT, [])
    )
    return graph(
        [
            helper.make_node(
                "LinearClassifier",
                ["features"],
                ["label", "scores"],
                domain="ai.onnx.ml",
                coefficients=[-1.0, 1.0],
                intercepts=[0.0, 0.0],
                classlabels_strings=["low", "high"],
                post_transform="LOGISTIC",
            ),
            helper.make_node(
                "ZipMap",
                ["scores"],
                ["probabilities"],
                domain="ai.onnx.ml",
                classlabels_strings=["low", "high"],
            ),
        ],
        [tensor("features", T.FLOAT, 1)],
        [
            tensor("label", T.STRING),
            helper.make_value_info(
                "probabilities", helper.make_sequence_type_proto(probabilities)
            ),
        ],
    )


def passing(element, *dimensions):
    """Gives back what it is given, so that a test chooses what the graph answers."""
    return graph(
        [helper.make_node("Identity", ["in"], ["out"])],
        [helper.make_tensor_value_info("in", element, dimensions)],
        [helper.make_tensor_value_info("out", element, dimensions)],
    )


def imputed():
    """The sum of a row, in which NaN counts as 7."""
    return graph(
        [
            helper.make_node("IsNaN", ["in"], ["missing"]),
            helper.make_node("Where", ["missing", "seven", "in"], ["complete"]),
            helper.make_node("ReduceSum", ["complete", "columns"], ["out"]),
        ],
        [tensor("in", T.FLOAT, "columns")],
        [tensor("out", T.FLOAT, 1)],
        [("seven", np.array(7, np.float32)), ("columns", np.array([1], np.int64))],
    )


def weighted(element, rows, *dimensions):
    """The sum of all elements of a row, the first one times 1, the next times 2, and so on."""
    size = int(np.prod(dimensions))
    return graph(
        [
            helper.make_node("Cast", ["in"], ["numbers"], to=T.FLOAT),
            helper.make_node("Reshape", ["numbers", "flat"], ["elements"]),
            helper.make_node("MatMul", ["elements", "weights"], ["out"]),
        ],
        [helper.make_tensor_value_info("in", element, [rows, *dimensions])],
        [helper.make_tensor_value_info("out", T.FLOAT, [rows, 1])],
        [
            ("flat", np.array([-1, size], np.int64)),
            ("weights", np.arange(1, size + 1, dtype=np.float32).reshape(-1, 1)),
        ],
    )


def centred():
    """The distance from the mean of all rows, so that rows influence each other."""
    return graph(
        [
            helper.make_node("ReduceMean", ["in"], ["mean"], axes=[0]),
            helper.make_node("Sub", ["in", "mean"], ["out"]),
        ],
        [tensor("in", T.FLOAT, 1)],
        [tensor("out", T.FLOAT, 1)],
    )


def exponential():
    """Scores that nothing turned into probabilities."""
    return graph([helper.make_node("Exp", ["in"], ["out"])], [tensor("in", T.FLOAT, 2)], [tensor("out", T.FLOAT, 2)])


def embedded():
    """Gives back its numbers, and an embedding beside them: the numbers and their negatives."""
    return graph(
        [
            helper.make_node("Identity", ["in"], ["out"]),
            helper.make_node("Neg", ["in"], ["negative"]),
            helper.make_node("Concat", ["in", "negative"], ["embedding"], axis=1),
        ],
        [tensor("in", T.FLOAT, 2)],
        [tensor("out", T.FLOAT, 2), tensor("embedding", T.FLOAT, 4)],
    )


def heads():
    """zipmap, with its scores as a tensor and as a tensor of half precision too."""
    model = zipmap()
    model.graph.node.append(helper.make_node("Cast", ["scores"], ["half"], to=T.FLOAT16))
    model.graph.output.extend([tensor("scores", T.FLOAT, 2), tensor("half", T.FLOAT16, 2)])
    checker.check_model(model)
    return model


def rent_after(nodes, constants):
    """rent(12), plus the tensor `extra` that the nodes compute from `steps`: e to the power of the largest area / 20."""
    model = rent(12)
    plain = model.graph
    plain.node[-1].output[0] = "plain"
    before = [
        helper.make_node("Slice", ["features", "zero", "one", "one"], ["areas"]),
        helper.make_node("ReduceMax", ["areas"], ["largest"], keepdims=0),
        helper.make_node("Div", ["largest", "twenty"], ["exponent"]),
        helper.make_node("Exp", ["exponent"], ["power"]),
        helper.make_node("Cast", ["power"], ["steps"], to=T.INT64),
    ]
    return graph(
        [*plain.node, *before, *nodes, helper.make_node("Add", ["plain", "extra"], ["rent"])],
        plain.input,
        plain.output,
        [
            *((tensor.name, numpy_helper.to_array(tensor)) for tensor in plain.initializer),
            ("zero", np.array([0], np.int64)),
            ("one", np.array([1], np.int64)),
            ("twenty", np.array(20, np.float32)),
            ("nothing", np.array(0, np.float32)),
            *constants,
        ],
    )


def looping():
    """A loop of `steps` steps: a large area takes for ever."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go_on"], ["goes_on"]),
            helper.make_node("Mul", ["before", "before"], ["after"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("step", T.INT64, []),
            helper.make_tensor_value_info("go_on", T.BOOL, []),
            helper.make_tensor_value_info("before", T.FLOAT, []),
        ],
        [
            helper.make_tensor_value_info("goes_on", T.BOOL, []),
            helper.make_tensor_value_info("after", T.FLOAT, []),
        ],
    )
    loop = helper.make_node("Loop", ["steps", "yes", "nothing"], ["extra"], body=body)
    return rent_after([loop], [("yes", np.array(True))])


def growing():
    """`steps` zeros: a large area takes more memory than there is."""
    return rent_after(
        [
            helper.make_node("Reshape", ["steps", "one"], ["size"]),
            helper.make_node("ConstantOfShape", ["size"], ["zeros"]),
            helper.make_node("ReduceSum", ["zeros"], ["extra"], keepdims=0),
        ],
        [],
    )


def laborious():
    """100 million zeros that a constant gives the number of: bounded, but neither small nor fast."""
    return rent_after(
        [
            helper.make_node("ConstantOfShape", ["many"], ["zeros"]),
            helper.make_node("Add", ["zeros", "nothing"], ["more"]),
            helper.make_node("ReduceSum", ["more"], ["extra"], keepdims=0),
        ],
        [("many", np.array([100_000_000], np.int64))],
    )


def feature(name, kind, example, **rules):
    return {"name": name, "type": kind, **rules, "description": f"The {name}", "example": example}


def columns(name, datatype, *features):
    return {"name": name, "datatype": datatype, "shape": [-1, len(features)], "features": list(features)}


def output(name, datatype, role, *shape):
    return {"name": name, "datatype": datatype, "shape": [-1, *shape], "role": role}


NO_CLASSES = {"classes": None, "positive_class": None, "threshold": None, "f1_average": None}
QUALITY = {"f1": 0.9, "precision": 0.9, "recall": 0.9, "accuracy": 0.9, "holdout_rows": 100}
ERRORS = {"mae": 1.5, "rmse": 2.5, "r2": 0.9, "holdout_rows": 100}
DISTRICTS = ["centre", "north", "south"]


def escape():
    """rent, but its weights are said to be in a file outside of its folder."""
    model = rent(12)
    weights = next(tensor for tensor in model.graph.initializer if tensor.name == "w")
    weights.ClearField("raw_data")
    weights.data_location = T.EXTERNAL
    weights.external_data.add(key="location", value="../../../../../../../../../../etc/passwd")
    return model


def rent_manifest():
    return {
        "task": "regression",
        "model_type": "LinearRegression",
        "features": [
            feature("area", "number", 40.5, minimum=1, maximum=1000, unit="m2"),
            feature("rooms", "integer", 2, minimum=1, maximum=20),
            feature("balcony", "boolean", True),
            feature("district", "category", "north", categories=DISTRICTS, allow_unknown=True),
        ],
        "inputs": [columns("features", "FP32", "area", "rooms", "balcony", "district")],
        "outputs": [output("rent", "FP32", "value", 1)],
        **NO_CLASSES,
        "metrics": ERRORS,
    }


def rent_golden(slope):
    rows = [(40.5, 2, True, "north"), (20, 1, False, "centre"), (99.5, 5, True, "elsewhere")]
    places = {name: place for place, name in enumerate(DISTRICTS)}
    return [
        {
            "features": {"area": area, "rooms": rooms, "balcony": balcony, "district": district},
            "prediction": 50 + slope * area + 30 * rooms + 100 * balcony + 200 * places.get(district, -1),
        }
        for area, rooms, balcony, district in rows
    ]


PARITY = {
    "task": "binary",
    "model_type": "Modulo",
    "features": [feature("number", "integer", 4)],
    "inputs": [columns("number", "INT64", "number")],
    "outputs": [output("label", "INT64", "label")],
    "classes": ["even", "odd"],
    "positive_class": "odd",
    "threshold": 0.5,
    "f1_average": "binary",
    "metrics": QUALITY,
}
GREETING = {
    "task": "binary",
    "model_type": "LookUp",
    "features": [feature("word", "category", "hello", categories=["hello", "goodbye"], allow_unknown=False)],
    "inputs": [columns("word", "BYTES", "word")],
    "outputs": [output("label", "BYTES", "label")],
    "classes": ["departure", "arrival"],
    "positive_class": "arrival",
    "threshold": 0.5,
    "f1_average": "binary",
    "metrics": QUALITY,
}
MOOD = {
    "task": "multiclass",
    "model_type": "LookUp",
    "features": [feature("text", "text", "good day", max_length=20), feature("loud", "boolean", False)],
    "inputs": [columns("text", "BYTES", "text"), columns("loud", "BOOL", "loud")],
    "outputs": [output("probabilities", "FP32", "probabilities", 3)],
    "classes": ["happy", "sad", "neutral"],
    "positive_class": None,
    "threshold": None,
    "f1_average": "weighted",
    "metrics": QUALITY,
}
ZIPMAP = {
    "task": "binary",
    "model_type": "LinearClassifier",
    "features": [feature("x", "number", 1)],
    "inputs": [columns("features", "FP32", "x")],
    "outputs": [output("probabilities", "FP32", "probabilities", 2)],
    "classes": ["low", "high"],
    "positive_class": "high",
    "threshold": 0.5,
    "f1_average": "binary",
    "metrics": QUALITY,
}


def labelled(features, prediction):
    return {"features": features, "prediction": prediction}


def mood_row(text, loud, prediction, *probabilities):
    named = dict(zip(MOOD["classes"], probabilities))
    return {**labelled({"text": text, "loud": loud}, prediction), "probabilities": named}


def write_graph(name, model):
    path = ROOT / "graphs" / f"{name}.onnx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write(name, version, model, manifest, golden, folder="served"):
    path = ROOT / folder / name / str(version)
    path.mkdir(parents=True, exist_ok=True)
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "golden.json": (json.dumps(golden, indent=2) + "\n").encode(),
        "reference.csv.gz": reference(manifest, golden),
        "model-card.md": f"# {name} {version}\n\nA toy model for tests.\n".encode(),
    }
    for file, content in files.items():
        (path / file).write_bytes(content)
    document = {
        "schema_version": 1,
        "name": name,
        "version": version,
        "description": f"Toy model {name}",
        "created_at": "2026-01-01T00:00:00Z",
        "parent_version": version - 1 or None,
        **manifest,
        "windows": {"feedback": {"size": 20, "minimum": 4}},
        "training": {"seed": 0, "rows": 1, "data_sha256": "0" * 64, "libraries": {}},
        "files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()},
    }
    (path / "manifest.json").write_text(json.dumps(document, indent=2) + "\n")
    aliases = {"champion": 1, "previous": None, "challenger": None}
    (path.parent / "aliases.json").write_text(json.dumps(aliases) + "\n")


def reference(manifest, golden):
    names = [item["name"] for item in manifest["features"]]
    lines = [",".join([*names, "target", "prediction"])]
    for row in golden:
        lines.append(",".join(str(row["features"][name]) for name in names) + f",{row['prediction']}" * 2)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as file:
        file.write("\n".join(lines).encode() + b"\n")
    return packed.getvalue()


write("rent", 1, rent(12), rent_manifest(), rent_golden(12))
write("rent", 2, rent(13), rent_manifest(), rent_golden(13))
write("parity", 1, parity(), PARITY, [labelled({"number": 4}, "even"), labelled({"number": 7}, "odd")])
write(
    "greeting",
    1,
    greeting(),
    GREETING,
    [labelled({"word": "hello"}, "arrival"), labelled({"word": "goodbye"}, "departure")],
)
write(
    "mood",
    1,
    mood(),
    MOOD,
    [
        mood_row("good day", False, "happy", 0.8, 0.1, 0.1),
        mood_row("bad day", True, "sad", 0.2, 0.6, 0.2),
        mood_row("", False, "neutral", 0.1, 0.1, 0.8),
    ],
)
write(
    "zipmap",
    1,
    zipmap(),
    ZIPMAP,
    [labelled({"x": 1}, "high"), labelled({"x": -1}, "low")],
    folder="refused",
)
write("escape", 1, escape(), rent_manifest(), rent_golden(12), folder="refused")

write_graph("numbers", passing(T.FLOAT, "rows", "columns"))
write_graph("pairs", passing(T.FLOAT, "rows", 2))
write_graph("whole", passing(T.INT64, "rows", 1))
write_graph("half", passing(T.FLOAT16, "rows", 1))
write_graph("one-row", passing(T.FLOAT, 1, 1))
write_graph("exponential", exponential())
write_graph("heads", heads())
write_graph("imputed", imputed())
write_graph("centred", centred())
write_graph("sequence", weighted(T.FLOAT, "rows", 3, 2))
write_graph("sequence-of-4-rows", weighted(T.FLOAT, 4, 3, 2))
write_graph("picture", weighted(T.FLOAT, "rows", 3, 2, 4))
write_graph("picture-bytes", weighted(T.UINT8, "rows", 2, 4, 3))
write_graph("picture-grey", weighted(T.FLOAT, "rows", 1, 1, 2))
write_graph("embedded", embedded())
write_graph("looping", looping())
write_graph("growing", growing())
write_graph("laborious", laborious())
