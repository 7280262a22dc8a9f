"""The schema of a model's inputs: what each feature may hold, and how its text form is read."""

from dataclasses import dataclass
from typing import Any

from plumbline_pipelines.pictures import Picture
from plumbline_pipelines.values import VALUE_TYPES, ValueType

MISSING_CELLS = ("", "nan", "null")


@dataclass(frozen=True)
class Feature:
    """One feature of the signature. `type` is a key of VALUE_TYPES.

    Bounds are inclusive; categories are all whole numbers or all texts; lengths are in characters. Only with `nullable`
    may a value be missing; the graph then gets `fill`, or NaN without one. Arrays have a `shape` and, optionally, names
    of its last dimension in `channels`. `picture` is what an image is. `drift_threshold` replaces the default of the
    drift test.
    """

    name: str
    type: str
    description: str
    example: Any
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    categories: tuple[int, ...] | tuple[str, ...] = ()
    max_length: int | None = None
    nullable: bool = False
    fill: Any = None
    shape: tuple[int, ...] = ()
    channels: tuple[str, ...] = ()
    picture: Picture | None = None
    drift_threshold: float | None = None

    @property
    def values(self) -> ValueType:
        """What its type knows of its values."""
        return VALUE_TYPES[self.type]

    @property
    def dtype(self) -> type:
        """NumPy type of the feature's column."""
        return self.values.dtype(self)

    def parse(self, text: str) -> Any:
        """The value written as `text`, None where it is missing; raises ValueError whose message is the broken rule."""
        if self.nullable and text.strip().lower() in MISSING_CELLS:
            return None
        return self.values.parse(self, text)

    def check(self, value: Any) -> None:
        """Checks a value that a client sent; raises ValueError whose message is the broken rule."""
        if value is not None:
            self.values.check(self, value)
        elif not self.nullable:
            raise ValueError("is missing")
