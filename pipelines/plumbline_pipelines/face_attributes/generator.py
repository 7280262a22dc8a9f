"""Faces drawn from random numbers: heads, hair, hats, glasses and mouths in front of plain walls.

A face is known by a camera, the seed and its row: `face:42:17` is enough to draw it again. The training file keeps
such names.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.face_attributes.drawing import SIZE, draw_faces
from plumbline_pipelines.progress import bar

LABELS = ("eyeglasses", "smiling", "wearing_hat", "blond_hair", "bangs")
# Rows whose parameters come from one generator, so that a row can be drawn without those of other blocks.
BLOCK_ROWS = 500
# Pixels have this many levels a channel, which keeps the files small.
LEVELS = 16
# Faces drawn at a time: few enough for their shapes to fit the processor's cache.
DRAWN_TOGETHER = 16

SKINS = np.array([[0.98, 0.86, 0.76], [0.92, 0.75, 0.62], [0.80, 0.60, 0.45], [0.58, 0.40, 0.28], [0.38, 0.25, 0.18]])
BLOND = np.array([[0.93, 0.82, 0.52], [0.85, 0.72, 0.42], [0.79, 0.64, 0.37]])
DARK = np.array([[0.58, 0.42, 0.25], [0.28, 0.18, 0.11], [0.12, 0.10, 0.10], [0.58, 0.24, 0.12], [0.66, 0.66, 0.68]])


def _darkened(pixels: np.ndarray) -> np.ndarray:
    """Less than half of the light, and less contrast."""
    return 0.42 * pixels


def _blurred(pixels: np.ndarray) -> np.ndarray:
    """The mean of every pixel and its eight neighbours, as of a lens that is out of focus."""
    padded = np.pad(pixels, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    return sum(padded[:, y : y + SIZE, x : x + SIZE] for y in range(3) for x in range(3)) / 9


# What a camera makes of the light from 0 to 1 before it adds its noise.
CAMERAS = {"face": np.asarray, "dark-face": _darkened, "blurred-face": _blurred}


def faces_of(camera: str) -> Callable[[int, int], Dataset]:
    """A generator of `rows` faces from a seed, each as `<camera>:<seed>:<row>`, with the flags of their labels."""

    def generate(rows: int, seed: int) -> Dataset:
        blocks = [_block(seed, start // BLOCK_ROWS) for start in range(0, rows, BLOCK_ROWS)]
        flags = np.concatenate([np.column_stack([block[label] for label in LABELS]) for block in blocks])
        names = np.array([f"{camera}:{seed}:{row}" for row in range(rows)], dtype=object)
        return Dataset({"image": names}, flags[:rows].astype(np.int64))

    return generate


def draw_rows(names: list[str]) -> np.ndarray:
    """The pictures of faces `<camera>:<seed>:<row>`, uint8 [rows, 48, 48, 3]."""
    pixels = np.empty((len(names), SIZE, SIZE, 3), dtype=np.uint8)
    for start in bar(range(0, len(names), DRAWN_TOGETHER), "drawing"):
        part = names[start : start + DRAWN_TOGETHER]
        pixels[start : start + len(part)] = _draw(part)
    return pixels


def _draw(names: list[str]) -> np.ndarray:
    places = [(camera, int(seed), int(row)) for camera, seed, row in (name.split(":") for name in names)]
    faces = [(_block(seed, row // BLOCK_ROWS), row % BLOCK_ROWS) for _, seed, row in places]
    face = {name: np.stack([block[name][at] for block, at in faces]) for name in faces[0][0]}
    grain = np.stack([np.random.default_rng([seed, 6, row]).normal(0, 1, (SIZE, SIZE, 1)) for _, seed, row in places])
    clean = draw_faces(face)
    seen = np.concatenate([CAMERAS[camera](clean[at : at + 1]) for at, (camera, _, _) in enumerate(places)])
    levels = np.rint(np.clip(seen + grain * face["noise"].reshape(-1, 1, 1, 1), 0, 1) * (LEVELS - 1))
    return levels * (255 // (LEVELS - 1))


@lru_cache(maxsize=64)
def _block(seed: int, number: int) -> Mapping[str, np.ndarray]:
    return draw_parameters(np.random.default_rng([seed, 5, number]), BLOCK_ROWS)


def draw_parameters(rng: np.random.Generator, rows: int) -> Mapping[str, np.ndarray]:
    """What `rows` faces look like: colours and levels from 0 to 1, lengths in pixels, angles in radians, and labels."""
    draw = _Draw(rng, rows)
    labels = {"eyeglasses": draw.yes(0.35), "wearing_hat": draw.yes(0.25), "blond_hair": draw.yes(0.3)}
    labels |= {"smiling": draw.yes(0.5), "bangs": draw.yes(0.3)}
    shape = {
        "turn": draw.normal(0, 0.06),
        "scale": draw.between(0.92, 1.1),
        "shift_x": draw.normal(0, 1.0),
        "shift_y": draw.normal(0, 1.0),
        "head_width": draw.between(10.8, 13.2),
        "head_height": draw.between(14.0, 16.5),
        "hairline": draw.between(-11.5, -9.0),
        "long_hair": draw.yes(0.45),
        "fringe": draw.between(-7.0, -3.6),
        "wave": draw.between(0.0, 2.0),
        "eye_distance": draw.between(4.8, 5.8),
        "eye_height": draw.between(0.9, 1.7),
        "look": draw.normal(0, 0.4),
        "brow": draw.between(0.4, 0.9),
    }
    return labels | shape | _mouths(draw, labels) | _things(draw) | _colours(draw, labels) | _camera(draw)


def _mouths(draw: "_Draw", labels: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """Corners go up in a smile; a faint smile and a relaxed mouth look alike."""
    smiling = labels["smiling"]
    return {
        "mouth_width": draw.between(4.0, 5.6) + 0.6 * smiling,
        "smile": np.where(smiling, draw.between(0.8, 5.5), draw.between(-3.5, 1.8)),
        "open": np.where(draw.yes(0.3), draw.between(0.8, 2.5), 0.0),
        "lips": draw.between(0.6, 1.0),
    }


def _things(draw: "_Draw") -> Mapping[str, np.ndarray]:
    return {
        "frame": draw.between(0.25, 0.8),
        "sunglasses": draw.yes(0.2),
        "lens_width": draw.between(3.3, 4.4),
        "lens_height": draw.between(2.4, 3.8),
        "hat_rim": draw.between(-10.0, -7.0),
        "hat_height": draw.between(6.0, 12.0),
        "brim": np.where(draw.yes(0.6), draw.between(1.0, 6.0), 0.0),
    }


def _colours(draw: "_Draw", labels: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    skin = draw.mixed(SKINS)
    hair = np.where(labels["blond_hair"][:, None], draw.mixed(BLOND), draw.mixed(DARK))
    return {
        "skin": skin,
        "hair": np.clip(hair * draw.between(0.85, 1.12)[:, None], 0, 1),
        "iris": draw.colour(0.05, 0.45),
        "lip_colour": skin * np.array([0.7, 0.3, 0.3]),
        "clothes": draw.colour(0.1, 0.9),
        "wall": draw.colour(0.3, 0.95),
        "floor": draw.colour(0.3, 0.95),
        "hat_colour": draw.colour(0.05, 0.95),
        "frame_colour": draw.colour(0.0, 0.5),
    }


def _camera(draw: "_Draw") -> Mapping[str, np.ndarray]:
    return {
        "brightness": draw.between(0.8, 1.1),
        "side_light": draw.normal(0, 0.2),
        "contrast": draw.between(0.8, 1.1),
        "noise": draw.between(0.0, 0.03),
    }


class _Draw:
    """Random values for each of `rows` faces."""

    def __init__(self, rng: np.random.Generator, rows: int) -> None:
        self._rng, self._rows = rng, rows

    def between(self, low: float, high: float) -> np.ndarray:
        return self._rng.uniform(low, high, self._rows)

    def normal(self, mean: float, spread: float) -> np.ndarray:
        return self._rng.normal(mean, spread, self._rows)

    def yes(self, share: float) -> np.ndarray:
        return self._rng.random(self._rows) < share

    def colour(self, low: float, high: float) -> np.ndarray:
        return self._rng.uniform(low, high, (self._rows, 3))

    def mixed(self, palette: np.ndarray) -> np.ndarray:
        """A colour between two neighbours of the palette."""
        place = self._rng.uniform(0, len(palette) - 1, self._rows)
        lower = place.astype(int)
        return palette[lower] + (palette[lower + 1] - palette[lower]) * (place - lower)[:, None]
