import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from plumbline_pipelines.dataset import CsvSchema, as_sent, csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.outcomes import MultiLabel
from plumbline_pipelines.pictures import Picture, png_text, with_pictures

PIXELS = np.random.default_rng(1).integers(0, 256, (4, 6, 3), dtype=np.uint8)


def draw(names: list[str]) -> np.ndarray:
    return np.stack([np.full((4, 6, 3), int(name.split(":")[1]), np.uint8) for name in names] or [PIXELS])[: len(names)]


PICTURE = Picture(6, 4, mean=128.0, std=64.0, drawn=("grey",), draw=draw)
IMAGE = Feature("photo", "image", "photo", png_text(PIXELS), picture=PICTURE)
SCHEMA = CsvSchema((IMAGE,), MultiLabel(("hat", "smile"), 0.5, "macro"))


def saved(pixels: np.ndarray, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def column(*texts: str) -> np.ndarray:
    return np.array(texts, dtype=object)


def test_a_png_has_the_pixels_it_was_made_of():
    read = np.asarray(Image.open(io.BytesIO(base64.b64decode(png_text(PIXELS)))))
    assert read.tolist() == PIXELS.tolist()


def test_tensors_are_scaled_pixels_with_channels_first():
    tensor = IMAGE.values.tensor(IMAGE, column(png_text(PIXELS), "grey:200"))
    assert tensor.shape == (2, 3, 4, 6)
    assert tensor[0, 2, 1, 5] == (int(PIXELS[1, 5, 2]) - 128) / 64
    assert (tensor[1] == (200 - 128) / 64).all()


def test_generated_pictures_are_sent_as_png_and_others_as_they_are():
    data = SCHEMA.parse(f'photo,target\ngrey:7,"[""hat""]"\n{png_text(PIXELS)},[]\n'.encode(), "rows.csv")
    assert data.columns["photo"].tolist() == ["grey:7", png_text(PIXELS)]
    sent = as_sent((IMAGE,), data)
    assert sent.columns["photo"].tolist() == [png_text(draw(["grey:7"])[0]), png_text(PIXELS)]
    assert SCHEMA.parse(csv_bytes(sent, SCHEMA.outcome), "rows.csv").target.tolist() == [[1, 0], [0, 0]]


def test_pictures_of_another_size_are_scaled_and_other_formats_read():
    wide = IMAGE.parse(text(saved(np.full((8, 12, 3), 90, np.uint8), "JPEG", quality=95)))
    tensor = IMAGE.values.tensor(IMAGE, column(wide)) * 64 + 128
    np.testing.assert_allclose(tensor, 90, atol=2)
    assert IMAGE.parse(text(saved(PIXELS, "WEBP", lossless=True)))
    grey = IMAGE.parse("data:image/png;base64," + text(saved(PIXELS[..., 0], "PNG")))
    assert (IMAGE.values.tensor(IMAGE, column(grey))[0, 2] * 64 + 128 == PIXELS[..., 0]).all()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (7, "must be a picture in base64"),
        ("not base64!", "must be a picture in base64"),
        (text(b"no picture"), "must be a PNG, JPEG or WebP picture"),
        (text(saved(PIXELS, "PNG")[:-30]), "must be a PNG, JPEG or WebP picture"),
        ({"sha256": "0", "brightness": 0.5}, "must be a picture in base64"),
        ("grey:7", "must be a picture in base64"),
        (None, "is missing"),
    ],
)
def test_what_predict_logged_must_have_a_picture(value, problem):
    with pytest.raises(ValueError, match=problem):
        IMAGE.check(value)


def test_the_picture_is_taken_from_what_predict_logged():
    logged = {"sha256": "0", "brightness": 0.5, "image": png_text(PIXELS)}
    IMAGE.check(logged)
    assert IMAGE.values.held(IMAGE, logged) == png_text(PIXELS)


def test_a_csv_can_name_files_of_a_folder(tmp_path):
    (tmp_path / "a.png").write_bytes(saved(PIXELS, "PNG"))
    (tmp_path / "b.jpg").write_bytes(saved(np.full((8, 12, 3), 90, np.uint8), "JPEG"))
    rows = b"photo,hat,smile\na.png,1,-1\nb.jpg,-1,1\n"
    data = SCHEMA.parse(with_pictures(rows, "photo", tmp_path, PICTURE, "rows.csv"), "rows.csv")
    assert data.target.tolist() == [[1, 0], [0, 1]]
    assert (IMAGE.values.tensor(IMAGE, data.columns["photo"])[0] * 64 + 128 == PIXELS.transpose(2, 0, 1)).all()


def test_files_that_cannot_be_read_are_named_with_their_lines(tmp_path):
    (tmp_path / "a.txt").write_text("no picture")
    with pytest.raises(DataError) as caught:
        with_pictures(b"photo,target\na.txt,[]\nnone.png,[]\n", "photo", tmp_path, PICTURE, "rows.csv")
    assert caught.value.problems[0] == "line 2, column photo: must be a PNG, JPEG or WebP picture"
    assert "line 3, column photo: " in caught.value.problems[1]
    assert "none.png" in caught.value.problems[1]
    with pytest.raises(DataError, match="column photo: is missing from the header"):
        with_pictures(b"file,target\na.png,[]\n", "photo", tmp_path, PICTURE, "rows.csv")


def test_the_manifest_has_what_predict_needs_to_decode():
    assert json.loads(json.dumps(IMAGE.values.describe(IMAGE))) == {
        "width": 6,
        "height": 4,
        "mode": "rgb",
        "layout": "channels_first",
        "scale": {"mean": 128.0, "std": 64.0},
        "log": "image",
    }
