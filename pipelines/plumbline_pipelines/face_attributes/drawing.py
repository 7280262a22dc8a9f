"""Faces drawn from numbers: shapes with soft edges, painted over each other for many pictures at once.

All of it is FP64 arithmetic whose last bits do not reach the 8 bits of a pixel, so that a face is the same everywhere.
"""

from collections.abc import Mapping

import numpy as np

SIZE = 48
Face = Mapping[str, np.ndarray]


class Canvas:
    """Pictures [rows, 48, 48, 3] with values from 0 to 1, and the coordinates of the face in each.

    `x` is 0 in the middle of the face and `y` 0 at its eyes; both are in pixels of a face that is neither turned nor
    scaled, so that shapes need not know about the pose.
    """

    def __init__(self, face: Face) -> None:
        rows = len(face["turn"])
        column, row = np.meshgrid(np.arange(SIZE) - SIZE / 2 + 0.5, np.arange(SIZE) - SIZE / 2 + 0.5)
        across, down = (column - _each(face["shift_x"])), (row - _each(face["shift_y"]))
        cosine, sine, scale = (_each(values) for values in (np.cos(face["turn"]), np.sin(face["turn"]), face["scale"]))
        self.x = (cosine * across + sine * down) / scale
        self.y = (cosine * down - sine * across) / scale + 1.0
        self._scale = scale
        self.pixels = np.zeros((rows, SIZE, SIZE, 3))

    def paint(self, distance: np.ndarray, colour: np.ndarray, where: np.ndarray | None = None) -> None:
        """Paints where the distance (pixels, negative inside) is below 0, in the pictures of the mask `where`."""
        cover = np.clip(0.5 - distance * self._scale, 0, 1)
        if where is not None:
            cover = cover * _each(where.astype(np.float64))
        self.pixels += cover[..., None] * (colour.reshape(-1, 1, 1, 3) - self.pixels)

    def ellipse(self, x: object, y: object, width: object, height: object) -> np.ndarray:
        """Distance from an ellipse with these half axes, good near its edge."""
        width, height = _each(width), _each(height)
        across, down = (self.x - _each(x)) / width, (self.y - _each(y)) / height
        return (np.sqrt(across**2 + down**2) - 1) * np.minimum(width, height)

    def box(self, x: object, y: object, width: object, height: object, round_by: float = 0.5) -> np.ndarray:
        """Distance from a rounded rectangle with these half sides."""
        across = np.abs(self.x - _each(x)) - _each(width) + round_by
        down = np.abs(self.y - _each(y)) - _each(height) + round_by
        outside = np.sqrt(np.maximum(across, 0) ** 2 + np.maximum(down, 0) ** 2)
        return outside + np.minimum(np.maximum(across, down), 0) - round_by


def draw_faces(face: Face) -> np.ndarray:
    """Pictures [rows, 48, 48, 3] with values from 0 to 1 of faces given by arrays, as `draw_parameters` makes them."""
    canvas = Canvas(face)
    _background(canvas, face)
    _hair_behind(canvas, face)
    _head(canvas, face)
    _eyes(canvas, face)
    _mouth(canvas, face)
    _hair_in_front(canvas, face)
    _glasses(canvas, face)
    _hat(canvas, face)
    return _light(canvas, face)


def _background(canvas: Canvas, face: Face) -> None:
    down = np.linspace(0, 1, SIZE).reshape(1, SIZE, 1, 1)
    top, bottom = (face[name].reshape(-1, 1, 1, 3) for name in ("wall", "floor"))
    canvas.pixels += top + (bottom - top) * down
    canvas.paint(canvas.box(0, 24, 13, 6, 4), face["clothes"])


def _hair_behind(canvas: Canvas, face: Face) -> None:
    canvas.paint(canvas.ellipse(0, -2, face["head_width"] + 2.2, face["head_height"] + 1.0), face["hair"])
    canvas.paint(canvas.box(0, 8, face["head_width"] + 2.0, 10, 3), face["hair"], face["long_hair"])
    canvas.paint(canvas.box(0, 16, 4.5, 6, 2), face["skin"] * 0.85)


def _head(canvas: Canvas, face: Face) -> None:
    for side in (-1, 1):
        canvas.paint(canvas.ellipse(side * face["head_width"], 2, 2, 3), face["skin"] * 0.92)
    canvas.paint(canvas.ellipse(0, 1, face["head_width"], face["head_height"]), face["skin"])
    hairline = np.maximum(
        canvas.ellipse(0, -1, face["head_width"] + 0.8, face["head_height"]), canvas.y - _each(face["hairline"])
    )
    canvas.paint(hairline, face["hair"])
    canvas.paint(canvas.ellipse(0, 4.5, 1.1, 2.2), face["skin"] * 0.86)


def _eyes(canvas: Canvas, face: Face) -> None:
    for side in (-1, 1):
        x = side * face["eye_distance"]
        canvas.paint(canvas.ellipse(x, 0, 2.4, face["eye_height"]), np.full_like(face["skin"], 0.95))
        canvas.paint(canvas.ellipse(x + face["look"], 0, 1.2, np.minimum(face["eye_height"], 1.2)), face["iris"])
        canvas.paint(canvas.box(x, -3.2, 2.6, face["brow"]), face["hair"] * 0.6)


def _mouth(canvas: Canvas, face: Face) -> None:
    """A band along a parabola whose corners go up by `smile` pixels; an open mouth shows teeth below it."""
    reach = canvas.x / _each(face["mouth_width"])
    middle = 10.0 + _each(face["smile"]) * (0.5 - reach**2)
    ends = np.abs(canvas.x) - _each(face["mouth_width"])
    upper = canvas.y - middle
    depth = _each(face["open"]) * (1 - reach**2)
    canvas.paint(np.maximum(np.maximum(-upper, upper - depth), ends), np.full_like(face["skin"], 0.93))
    for edge in (np.abs(upper), np.abs(upper - np.maximum(depth, 0))):
        canvas.paint(np.maximum(edge - _each(face["lips"]), ends), face["lip_colour"])


def _hair_in_front(canvas: Canvas, face: Face) -> None:
    wave = _each(face["wave"]) * np.abs((canvas.x / 3.0) % 2 - 1)
    fringe = np.maximum(
        canvas.ellipse(0, 0, face["head_width"] + 1.0, face["head_height"] + 0.5),
        canvas.y - _each(face["fringe"]) - wave,
    )
    canvas.paint(fringe, face["hair"] * 0.94, face["bangs"])


def _glasses(canvas: Canvas, face: Face) -> None:
    worn, frame = face["eyeglasses"], _each(face["frame"])
    for side in (-1, 1):
        lens = canvas.ellipse(side * face["eye_distance"], 0.4, face["lens_width"], face["lens_height"])
        canvas.paint(lens, np.full_like(face["skin"], 0.12), worn & face["sunglasses"])
        canvas.paint(np.abs(lens) - frame, face["frame_colour"], worn)
        canvas.paint(canvas.box(side * (face["eye_distance"] + 5.0), -0.6, 2.4, 0.4), face["frame_colour"], worn)
    canvas.paint(canvas.box(0, -0.4, 1.6, 0.45), face["frame_colour"], worn)


def _hat(canvas: Canvas, face: Face) -> None:
    worn, rim = face["wearing_hat"], face["hat_rim"]
    crown = np.maximum(canvas.ellipse(0, rim, face["head_width"] + 1.6, face["hat_height"]), canvas.y - _each(rim))
    canvas.paint(crown, face["hat_colour"], worn)
    band = canvas.box(0, rim - 0.8, face["head_width"] + 1.6 + face["brim"], 1.3)
    canvas.paint(band, face["hat_colour"] * 0.75, worn)


def _light(canvas: Canvas, face: Face) -> np.ndarray:
    """Brightness that falls off across the picture, contrast around the middle grey."""
    slope = np.linspace(-0.5, 0.5, SIZE).reshape(1, 1, SIZE, 1)
    lit = canvas.pixels * (face["brightness"].reshape(-1, 1, 1, 1) + face["side_light"].reshape(-1, 1, 1, 1) * slope)
    return np.clip(0.5 + (lit - 0.5) * face["contrast"].reshape(-1, 1, 1, 1), 0, 1)


def _each(values: object) -> np.ndarray:
    """One value for each picture, to be combined with coordinates."""
    return np.asarray(values, dtype=np.float64).reshape(-1, 1, 1)
