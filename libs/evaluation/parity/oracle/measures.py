"""What is compared of arrays, dates and embeddings: the numbers of NumPy, pandas and SciPy."""

import numpy as np
import pandas as pd
from scipy.linalg import sqrtm

from .wire import plain


def array_case(rng):
    """An array of one to three dimensions with gaps, measured channel by channel."""
    dimensions = int(rng.integers(1, 4))
    shape = tuple(int(size) for size in rng.integers(1, 7, dimensions))
    values = np.round(rng.normal(rng.choice([0.0, 50.0]), rng.choice([0.1, 10.0]), shape), 3)
    values[rng.random(shape) < rng.choice([0.0, 0.2])] = np.nan
    channels = [f"c{index}" for index in range(shape[-1])] if dimensions > 1 else []
    return {
        "group": "arrays",
        "name": f"shape {shape}",
        "value": _nested(values),
        "width": shape[-1],
        "channels": channels,
        "expected": {"measures": plain(_measures(values, channels))},
    }


def _nested(values):
    if values.ndim > 1:
        return [_nested(part) for part in values]
    return [None if np.isnan(value) else float(value) for value in values]


def _measures(values, channels):
    steps = np.broadcast_to(np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1)), values.shape)
    if not channels:
        return _channel("", values.ravel(), steps.ravel())
    parts = [_channel(f"{name}.", values[..., i].ravel(), steps[..., i].ravel()) for i, name in enumerate(channels)]
    return {name: value for part in parts for name, value in part.items()}


def _channel(prefix, values, steps):
    known = ~np.isnan(values)
    values, steps = values[known], steps[known]
    empty = len(values) == 0
    varies = len(set(steps)) > 1
    return {
        f"{prefix}level": np.nan if empty else np.mean(values),
        f"{prefix}spread": np.nan if empty else np.std(values),
        f"{prefix}trend": np.polyfit(steps, values, 1)[0] if varies else (np.nan if empty else 0.0),
        f"{prefix}missing": 1 - np.mean(known),
    }


def date_case(rng):
    """A date, or a date-time with or without an offset."""
    moment = pd.Timestamp("1970-01-01", tz="UTC") + pd.Timedelta(seconds=int(rng.integers(-1e9, 6e9)))
    text = [
        lambda: moment.strftime("%Y-%m-%d"),
        lambda: moment.strftime("%Y-%m-%dT%H:%M:%S"),
        lambda: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        lambda: moment.tz_convert("Asia/Tokyo").isoformat(),
        lambda: moment.tz_convert("America/St_Johns").isoformat(timespec="milliseconds"),
    ][rng.integers(5)]()
    read = pd.to_datetime(text, utc=True)
    days = (read - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    return {"group": "dates", "name": text, "value": text, "expected": {"days": plain(days)}}


def embedding_case(rng):
    """Embeddings of a reference and of a window, and the Frechet distance with diagonal covariances."""
    size = int(rng.integers(1, 9))
    spread = rng.uniform(0.1, 5, size)
    shift = rng.normal(0, rng.choice([0.0, 1.0]), size)
    reference = np.round(rng.normal(0, spread, (int(rng.integers(2, 20)), size)), 3)
    current = np.round(rng.normal(shift, spread * rng.choice([1.0, 2.0]), (int(rng.integers(1, 20)), size)), 3)
    return {
        "group": "embeddings",
        "name": f"{len(reference)} and {len(current)} rows of {size}",
        "reference": reference.tolist(),
        "current": current.tolist(),
        "expected": {"distance": plain(_frechet(reference, current))},
    }


def _frechet(reference, current):
    left, right = np.diag(reference.var(axis=0)), np.diag(current.var(axis=0))
    apart = np.sum((reference.mean(axis=0) - current.mean(axis=0)) ** 2)
    squared = apart + np.trace(left + right - 2 * np.real(sqrtm(left @ right)))
    return np.sqrt(max(0.0, squared) / np.trace(left))
