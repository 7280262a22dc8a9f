import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from plumbline_pipelines.cli import main
from plumbline_pipelines.face_attributes.drawing import draw_faces
from plumbline_pipelines.face_attributes.generator import LABELS, draw_parameters, draw_rows, faces_of
from plumbline_pipelines.face_attributes.graph import network_graph
from plumbline_pipelines.face_attributes.network import Network
from plumbline_pipelines.neural import exact_activations, exact_gradient
from plumbline_pipelines.onnx_graph import open_session

SHARES = {"eyeglasses": 0.35, "smiling": 0.5, "wearing_hat": 0.25, "blond_hair": 0.3, "bangs": 0.3}


def sharpness(pixels: np.ndarray) -> float:
    """Mean squared difference of neighbours."""
    return np.square(np.diff(pixels.astype(float), axis=2)).mean()


def test_every_label_has_its_share_of_the_faces():
    shares = faces_of("face")(4000, 1).target.mean(axis=0)
    np.testing.assert_allclose(shares, list(SHARES.values()), atol=0.03)
    assert list(SHARES) == list(LABELS)


def test_a_face_is_the_same_alone_and_among_others():
    names = [f"face:3:{row}" for row in (0, 7, 499, 500, 1203)]
    together = draw_rows(names)
    for name, pixels in zip(names, together, strict=True):
        assert (draw_rows([name])[0] == pixels).all()
    assert (draw_rows(["face:4:0"])[0] != together[0]).any()


def test_fewer_faces_are_the_first_of_more():
    few, many = faces_of("face")(30, 5), faces_of("face")(900, 5)
    assert many.columns["image"][:30].tolist() == few.columns["image"].tolist()
    assert many.target[:30].tolist() == few.target.tolist()


@pytest.mark.parametrize("label", ["eyeglasses", "wearing_hat", "bangs"])
def test_a_label_can_be_seen(label):
    bare = {"wearing_hat": np.zeros(40, bool), "hair": np.full((40, 3), 0.9), "skin": np.full((40, 3), 0.5)}
    face = dict(draw_parameters(np.random.default_rng(1), 40)) | bare
    without, with_it = (draw_faces(face | {label: np.full(40, flag)}) for flag in (False, True))
    changed = (np.abs(with_it - without).max(axis=3) > 0.1).mean(axis=(1, 2))
    assert np.quantile(changed, 0.1) > 0.01


def test_other_cameras_see_the_same_faces_darker_or_blurred():
    plain, dark, blurred = (draw_rows([f"{camera}:1:{row}" for row in range(40)]) for camera in (
        "face", "dark-face", "blurred-face"))  # fmt: skip
    assert dark.mean() < 0.5 * plain.mean()
    assert abs(blurred.mean() - plain.mean()) < 2
    assert sharpness(blurred) < 0.5 * sharpness(plain)
    assert faces_of("dark-face")(9, 1).target.tolist() == faces_of("face")(9, 1).target.tolist()


def test_gradients_are_those_of_finite_differences():
    rng = np.random.default_rng(3)
    pixels, flags = rng.integers(-128, 128, (6, 16, 16, 3)) / 128, rng.integers(0, 2, (6, 2))
    network = Network(rng, 16, 2)
    _, gradients = network._gradients(pixels, flags, None)
    parameters = [values for layer in network._layers for values in layer.parameters]
    step = 2.0**-6
    for values, gradient in zip(parameters, gradients, strict=True):
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        losses = []
        for sign in (1, -1):
            values[place] += sign * step
            losses.append(network._gradients(pixels, flags, None)[0] * flags.shape[1])
            values[place] -= sign * step
        assert gradient[place] == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=0.1, abs=0.01)


def test_sums_of_training_do_not_depend_on_their_order():
    rng = np.random.default_rng(4)
    values, gradient = exact_activations(rng.gamma(1, 5, (40000, 8))), exact_gradient(rng.normal(0, 2, (40000, 4)))
    order = rng.permutation(40000)
    assert (values.T @ gradient == values[order].T @ gradient[order]).all()
    assert (values.T @ gradient == sum(values[part].T @ gradient[part] for part in np.split(order, 50))).all()


def test_the_graph_answers_as_the_network_and_gives_the_embedding():
    network = Network(np.random.default_rng(5), 48, 5)
    pixels = draw_rows([f"face:9:{row}" for row in range(3)]) / 128 - 1
    session = open_session(network_graph(network, "test", 48).SerializeToString())
    sent = pixels.transpose(0, 3, 1, 2).astype(np.float32)
    probabilities, embedding = session.run(["probabilities", "embedding"], {"image": sent})
    np.testing.assert_allclose(probabilities, network.predict(pixels), atol=1e-5)
    assert embedding.shape == (3, 32)
    assert embedding.std(axis=0).max() > 0


def test_own_pictures_are_trained_on(tmp_path, capsys):
    folder = tmp_path / "photos"
    folder.mkdir()
    data = faces_of("face")(120, 11)
    pixels = draw_rows(data.columns["image"].tolist())
    lines = [",".join(["image", *LABELS])]
    for index, (picture, flags) in enumerate(zip(pixels, data.target, strict=True)):
        out = BytesIO()
        Image.fromarray(picture).resize((96, 96)).save(out, "JPEG")
        (folder / f"{index}.jpg").write_bytes(out.getvalue())
        lines.append(",".join([f"{index}.jpg", *(str(2 * flag - 1) for flag in flags)]))
    labels = tmp_path / "labels.csv"
    labels.write_text("\n".join(lines))
    command = ["train", "face-attributes", "--csv", labels, "--images", folder, "--models-dir", tmp_path / "models"]
    assert main(list(map(str, command))) == 0
    assert "as champion: F1" in capsys.readouterr().out
    manifest = json.loads((tmp_path / "models" / "face-attributes" / "1" / "manifest.json").read_text())
    assert manifest["training"]["rows"] == 120
    assert "supplied data" in manifest["description"]


def test_a_folder_of_pictures_is_refused_where_no_feature_is_one(tmp_path, capsys):
    labels = tmp_path / "rows.csv"
    labels.write_text("age\n1\n")
    assert main(["train", "heart-disease", "--csv", str(labels), "--images", str(tmp_path)]) == 1
    assert "--images is for models that take pictures" in capsys.readouterr().err
