"""How values travel to the comparison: numbers as base64 of doubles, everything else as JSON."""

import base64
import math

import numpy as np
import pandas as pd


def column(values: np.ndarray) -> dict:
    """A column of floats (nulls as NaN), of integers, or of categories (None for null), or the recipe it was drawn by."""
    if getattr(values, "recipe", None) is not None:
        return values.recipe
    if values.dtype.kind in "iu":
        return {"type": "integer", "data": _doubles(values)}
    if values.dtype.kind == "f":
        return {"type": "float", "data": _doubles(values)}
    return {"type": "category", "data": [None if pd.isna(value) else plain(value) for value in values]}


def matrix(values: np.ndarray) -> dict:
    if getattr(values, "recipe", None) is not None:
        return values.recipe
    return {"type": "matrix", "rows": values.shape[0], "columns": values.shape[1], "data": _doubles(values.ravel())}


def plain(value):
    """A value as JSON knows it; numbers it does not know become their names."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    return value


def _doubles(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f8").tobytes()).decode()
