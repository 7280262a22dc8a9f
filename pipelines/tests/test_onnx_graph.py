import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from plumbline_pipelines.errors import ParityError
from plumbline_pipelines.heart_disease.generator import generate_patients
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE, HeartDiseaseModel
from plumbline_pipelines.onnx_graph import check_parity, keep_output

ROWS = generate_patients(400, 3)
MODEL = HeartDiseaseModel(ROWS)
EXPECTED = MODEL.outputs(ROWS.columns)


def graph_with_shifted_intercept(shift: float) -> bytes:
    graph = MODEL.to_onnx()
    node = next(node for node in graph.graph.node if node.op_type == "LinearClassifier")
    for attribute in node.attribute:
        if attribute.name == "intercepts":
            attribute.floats[:] = [-attribute.floats[1] - shift, attribute.floats[1] + shift]
    return graph.SerializeToString()


def test_a_faithful_graph_passes_and_says_how_close_it_is():
    assert 0 <= check_parity(HEART_DISEASE, graph_with_shifted_intercept(0), ROWS.columns, EXPECTED) < 1e-6


def test_probabilities_off_by_more_than_the_tolerance_are_refused_with_the_row_and_both_values():
    with pytest.raises(ParityError, match=r"row \d+, (no_)?disease: ONNX gives 0\.\d+, the fitted model 0\.\d+"):
        check_parity(HEART_DISEASE, graph_with_shifted_intercept(0.001), ROWS.columns, EXPECTED)


def test_predictions_that_differ_within_the_tolerance_are_refused():
    expected = EXPECTED.copy()
    answer = check_parity(HEART_DISEASE, graph_with_shifted_intercept(0), ROWS.columns, expected)
    assert answer < 1e-6
    near = constant_graph([0.500001, 0.499999])
    with pytest.raises(ParityError, match="400 predictions differ, first in row 0: ONNX predicts no_disease"):
        check_parity(HEART_DISEASE, near, ROWS.columns, np.tile([0.499999, 0.500001], (400, 1)))


def test_nan_is_never_parity():
    with pytest.raises(ParityError, match="ONNX gives nan"):
        check_parity(HEART_DISEASE, constant_graph([np.nan, np.nan]), ROWS.columns, EXPECTED)


def test_only_the_named_output_and_the_nodes_it_needs_are_kept():
    graph = MODEL.to_onnx()
    assert [output.name for output in graph.graph.output] == ["probabilities"]
    graph.graph.node.append(helper.make_node("Identity", ["probabilities"], ["copy"]))
    graph.graph.output.append(helper.make_tensor_value_info("copy", onnx.TensorProto.FLOAT, [None, 2]))
    nodes = len(graph.graph.node)
    trimmed = keep_output(graph, "probabilities")
    assert [output.name for output in trimmed.graph.output] == ["probabilities"]
    assert len(trimmed.graph.node) == nodes - 1


def constant_graph(row: list[float]) -> bytes:
    """Answers every row with the same probabilities."""
    nodes = [
        helper.make_node("ReduceSum", ["features", "axes"], ["sums"], keepdims=1),
        helper.make_node("Mul", ["sums", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "row"], ["probabilities"]),
    ]
    constants = {"axes": np.array([1]), "zero": np.zeros(1, np.float32), "row": np.array([row], np.float32)}
    graph = helper.make_graph(
        nodes,
        "constant",
        [helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, [None, 13])],
        [helper.make_tensor_value_info("probabilities", onnx.TensorProto.FLOAT, [None, 2])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString()
