"""The type of features that are pictures.

A column holds base64 texts, or names of generated pictures, which are drawn when their pixels are needed.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from plumbline_pipelines.pictures import Picture, decode, png_text

if TYPE_CHECKING:
    from plumbline_pipelines.features import Feature


class ImageType:
    """A picture of the size and scale in the feature's `picture`."""

    def dtype(self, feature: "Feature") -> type:
        """Texts are objects."""
        return object

    def parse(self, feature: "Feature", text: str) -> str:
        """The picture in the cell; one of another size is scaled."""
        picture = _picture(feature)
        if picture.is_name(text):
            return text
        pixels, is_scaled = decode(text, picture)
        return png_text(pixels) if is_scaled else text

    def check(self, feature: "Feature", value: Any) -> None:
        """Checks what predict logged."""
        decode(self.held(feature, value), _picture(feature))

    def held(self, feature: "Feature", value: Any) -> Any:
        """The picture alone, of what predict logs with it."""
        return value.get("image") if isinstance(value, dict) else value

    def sent(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """Base64 texts only."""
        sent = column.copy()
        named = _named(_picture(feature), column)
        sent[named] = [png_text(pixels) for pixels in _picture(feature).draw(column[named].tolist())]
        return sent

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """Scaled pixels, [rows, 3, height, width]."""
        picture = _picture(feature)
        pixels = np.empty((len(column), picture.height, picture.width, 3), dtype=np.uint8)
        named = _named(picture, column)
        pixels[named] = picture.draw(column[named].tolist())
        for index in np.flatnonzero(~named):
            pixels[index] = decode(column[index], picture)[0]
        return ((pixels - picture.mean) / picture.std).transpose(0, 3, 1, 2)

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """Size and scale, and that whole pictures are logged, which retraining needs."""
        picture = _picture(feature)
        return {
            "width": picture.width,
            "height": picture.height,
            "mode": "rgb",
            "layout": "channels_first",
            "scale": {"mean": picture.mean, "std": picture.std},
            "log": "image",
        }

    def holds(self, feature: "Feature") -> str:
        """Size and formats."""
        picture = _picture(feature)
        return f"picture, {picture.width} x {picture.height} pixels, PNG, JPEG or WebP in base64"


def _named(picture: Picture, column: np.ndarray) -> np.ndarray:
    return np.array([picture.is_name(text) for text in column], dtype=bool)


def _picture(feature: "Feature") -> Picture:
    if feature.picture is None:
        raise TypeError(f"the feature {feature.name} has no picture")
    return feature.picture
