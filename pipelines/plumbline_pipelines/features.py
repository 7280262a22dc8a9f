"""The schema of a model's inputs: what each feature may hold, and how its text form is read."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

type_to_dtype = {"number": np.float64, "integer": np.int64, "category": np.int64, "text": object}


@dataclass(frozen=True)
class Feature:
    """One feature of the signature. Bounds are inclusive; categories are whole numbers; lengths are in characters."""

    name: str
    type: str
    description: str
    example: Any
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    categories: tuple[int, ...] = ()
    max_length: int | None = None

    @property
    def dtype(self) -> type:
        """NumPy type of the feature's column."""
        return type_to_dtype[self.type]

    def parse(self, text: str) -> Any:
        """The value written as `text`; raises ValueError whose message is the broken rule."""
        if self.type == "text":
            return self._parse_text(text)
        value = self._parse_number(text)
        if self.type == "category" and value not in self.categories:
            raise ValueError(f"must be one of {', '.join(map(str, self.categories))}, not {text!r}")
        return value

    def _parse_text(self, text: str) -> str:
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"must be at most {self.max_length} characters, not {len(text)}")
        return text

    def _parse_number(self, text: str) -> float | int:
        if not text.strip():
            raise ValueError("must not be empty")
        try:
            value = float(text)
        except ValueError:
            raise ValueError(f"must be a number, not {text!r}") from None
        if not math.isfinite(value):
            raise ValueError(f"must be a finite number, not {text!r}")
        self._check_bounds(value, text)
        if self.type == "number":
            return value
        if not value.is_integer():
            raise ValueError(f"must be a whole number, not {text!r}")
        return int(value)

    def _check_bounds(self, value: float, text: str) -> None:
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"must be at least {self.minimum:g}, not {text!r}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"must be at most {self.maximum:g}, not {text!r}")
