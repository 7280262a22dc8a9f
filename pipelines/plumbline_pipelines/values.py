"""The types of features, one class each: how a column of values is held, read and checked.

A column is a NumPy array with one entry a row. A missing value is NaN among numbers and None among objects.
"""

import json
import math
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from plumbline_pipelines.image_type import ImageType

if TYPE_CHECKING:
    from plumbline_pipelines.features import Feature


class ValueType(Protocol):
    """What a type of feature knows of its values. Broken rules are ValueErrors whose message is the rule."""

    def dtype(self, feature: "Feature") -> type:
        """NumPy type of the column."""
        ...

    def parse(self, feature: "Feature", text: str) -> Any:
        """The value in a cell of a CSV file, which is not empty."""
        ...

    def check(self, feature: "Feature", value: Any) -> None:
        """Checks a value that a client sent as JSON."""
        ...

    def held(self, feature: "Feature", value: Any) -> Any:
        """What the column holds of a value that predict logged."""
        return value

    def sent(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """The column as a client sends it."""
        return column

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """The column as the graph gets it, [rows] or [rows, ...]."""
        ...

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """The keys of the manifest that only this type has."""
        ...

    def holds(self, feature: "Feature") -> str:
        """What the feature may hold, for the model card."""
        ...


class NumberType(ValueType):
    """A number within bounds; with `whole`, a whole number."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def dtype(self, feature: "Feature") -> type:
        """Whole numbers have no NaN: with missing values they are held as FP64."""
        return np.int64 if self._whole and not feature.nullable else np.float64

    def parse(self, feature: "Feature", text: str) -> float | int:
        """The number in the cell."""
        value = parse_number(text)
        check_bounds(feature, value, text)
        if not self._whole:
            return value
        return parse_whole(value, text)

    def check(self, feature: "Feature", value: Any) -> None:
        """Reads it as a cell."""
        self.parse(feature, str(value))

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """With `fill` in the place of missing values."""
        return filled(feature, column)

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """Bounds are shared with arrays and described by the feature."""
        return {}

    def holds(self, feature: "Feature") -> str:
        """Type, bounds and unit."""
        unit = f" {feature.unit}" if feature.unit else ""
        return f"{feature.type}, {feature.minimum:g} to {feature.maximum:g}{unit}"


class CategoryType(ValueType):
    """One of the categories, which are all whole numbers or all texts."""

    def dtype(self, feature: "Feature") -> type:
        """Texts are objects."""
        return object if _has_texts(feature) else np.int64

    def parse(self, feature: "Feature", text: str) -> int | str:
        """The category in the cell."""
        value = text if _has_texts(feature) else parse_whole(parse_number(text), text)
        if value not in feature.categories:
            raise ValueError(f"must be one of {', '.join(map(str, feature.categories))}, not {text!r}")
        return value

    def check(self, feature: "Feature", value: Any) -> None:
        """Reads it as a cell."""
        self.parse(feature, str(value))

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """With `fill` in the place of missing values."""
        return filled(feature, column)

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """Unknown categories are refused."""
        return {"categories": list(feature.categories), "allow_unknown": False}

    def holds(self, feature: "Feature") -> str:
        """The categories."""
        return ", ".join(map(str, feature.categories))


class TextType(ValueType):
    """Text up to a length."""

    def dtype(self, feature: "Feature") -> type:
        """Texts are objects."""
        return object

    def parse(self, feature: "Feature", text: str) -> str:
        """The text in the cell."""
        if feature.max_length is not None and len(text) > feature.max_length:
            raise ValueError(f"must be at most {feature.max_length} characters, not {len(text)}")
        return text

    def check(self, feature: "Feature", value: Any) -> None:
        """Only text is text."""
        if not isinstance(value, str):
            raise ValueError(f"must be text, not {value!r}")
        self.parse(feature, value)

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """With `fill` in the place of missing values."""
        return filled(feature, column)

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """The length is described by the feature."""
        return {}

    def holds(self, feature: "Feature") -> str:
        """The length."""
        return f"text, at most {feature.max_length} characters"


class ArrayType(ValueType):
    """Numbers of a fixed shape, within bounds; the column is [rows, *shape]."""

    def dtype(self, feature: "Feature") -> type:
        """FP64."""
        return np.float64

    def parse(self, feature: "Feature", text: str) -> list:
        """The nested JSON array in the cell."""
        try:
            value = json.loads(text)
        except ValueError:
            raise ValueError(f"must be a JSON array, not {text[:20]!r}") from None
        self.check(feature, value)
        return value

    def check(self, feature: "Feature", value: Any) -> None:
        """Checks shape and numbers."""
        try:
            array = np.array(value)
        except ValueError:
            array = np.array(None)
        if array.shape != feature.shape:
            raise ValueError(f"must have the shape {list(feature.shape)}, not {list(array.shape)}")
        if array.dtype.kind not in "if" or not np.isfinite(array).all():
            raise ValueError("must have finite numbers only")
        check_bounds(feature, float(array.min()), f"{array.min():g}")
        check_bounds(feature, float(array.max()), f"{array.max():g}")

    def tensor(self, feature: "Feature", column: np.ndarray) -> np.ndarray:
        """With `fill` in the place of missing values."""
        return filled(feature, column)

    def describe(self, feature: "Feature") -> dict[str, Any]:
        """Shape, and names of the last dimension."""
        channels = {"channels": list(feature.channels)} if feature.channels else {}
        return {"shape": list(feature.shape), **channels}

    def holds(self, feature: "Feature") -> str:
        """Shape and channels."""
        channels = f", channels {', '.join(f'`{name}`' for name in feature.channels)}" if feature.channels else ""
        return f"numbers {list(feature.shape)}{channels}"


VALUE_TYPES: dict[str, ValueType] = {
    "number": NumberType(whole=False),
    "integer": NumberType(whole=True),
    "category": CategoryType(),
    "text": TextType(),
    "array": ArrayType(),
    "image": ImageType(),
}


def filled(feature: "Feature", column: np.ndarray) -> np.ndarray:
    """The column with `fill` in the place of missing values, if there is one."""
    if feature.fill is None:
        return column
    missing = np.equal(column, None) if column.dtype == object else np.isnan(column)
    return np.where(missing, feature.fill, column).astype(column.dtype)


def parse_number(text: str) -> float:
    """The finite number written as `text`."""
    if not text.strip():
        raise ValueError("must not be empty")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"must be a number, not {text!r}") from None
    if not math.isfinite(value):
        raise ValueError(f"must be a finite number, not {text!r}")
    return value


def parse_whole(value: float, text: str) -> int:
    """The number as a whole one."""
    if not value.is_integer():
        raise ValueError(f"must be a whole number, not {text!r}")
    return int(value)


def check_bounds(feature: "Feature", value: float, text: str) -> None:
    """Bounds are inclusive."""
    if feature.minimum is not None and value < feature.minimum:
        raise ValueError(f"must be at least {feature.minimum:g}, not {text!r}")
    if feature.maximum is not None and value > feature.maximum:
        raise ValueError(f"must be at most {feature.maximum:g}, not {text!r}")


def _has_texts(feature: "Feature") -> bool:
    return isinstance(feature.categories[0], str)
