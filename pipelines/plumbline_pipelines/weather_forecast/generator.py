"""Generated weather: the hourly readings of one day at some station, and the temperature in the hour after.

Every row is a day of its own, at a station, on a day of the year and from an hour that are drawn. Temperature follows
the season, the hour of the day as far as clouds let the sun through, and noise that is correlated from hour to hour.
Through three days in ten a cold front passes: pressure falls before it and rises behind it, clouds and rain come with
it, wind freshens and veers, and the air behind it is colder.
"""

from dataclasses import dataclass

import numpy as np

from plumbline_pipelines.dataset import Dataset

HOURS = 24
WARM_UP = 24
CHANNELS = (
    "temperature",
    "humidity",
    "pressure",
    "wind_speed",
    "wind_direction_sin",
    "wind_direction_cos",
    "rain",
    "cloud",
)
DECIMALS = (1, 0, 1, 1, 2, 2, 1, 0)
FRONT_SHARE = 0.3
COMPASS_POINTS = 16


@dataclass(frozen=True)
class Change:
    """What differs from the weather that the model was trained on, in °C.

    Every day is `warmer`, and the thermometer reads `sensor_offset` too high; the outcome is the true temperature.
    """

    warmer: float = 0.0
    sensor_offset: float = 0.0


NO_CHANGE = Change()


def generate_weather(rows: int, seed: int, change: Change = NO_CHANGE) -> Dataset:
    """`rows` days with the column readings [rows, 24, 8]; the target is the temperature in the next hour, in °C."""
    rng = np.random.default_rng([seed, 24])
    hours = np.arange(HOURS + 1) + rng.integers(0, 24, (rows, 1))
    front = _Front(rng, rows)
    cloud = _clouds(rng, rows, front)
    temperature = _temperature(rng, hours, cloud, front) + change.warmer
    rain = _rain(rng, cloud, front)
    speed, direction = _wind(rng, rows, front)
    columns = [
        temperature + change.sensor_offset,
        _humidity(rng, temperature, hours, rain),
        1015 + 6 * _noise(rng, rows, 0.985) + front.pressure,
        speed,
        np.sin(direction),
        np.cos(direction),
        rain,
        (8 * cloud).round(),
    ]
    readings = np.stack([column.round(places) for column, places in zip(columns, DECIMALS, strict=True)], axis=2)
    # Adding 0 turns -0.0, which rounding makes of small negative numbers, into 0.
    return Dataset({"readings": readings[:, :HOURS] + 0.0}, temperature[:, HOURS].round(1) + 0.0)


class _Front:
    """A cold front for some of the rows: how near it is from hour to hour, and what it does to pressure."""

    def __init__(self, rng: np.random.Generator, rows: int) -> None:
        strength = np.where(rng.random(rows) < FRONT_SHARE, rng.uniform(0.4, 1, rows), 0)[:, None]
        since = np.arange(HOURS + 1) - rng.uniform(-6, HOURS + 6, (rows, 1))
        self.near = strength * np.exp(-((since / 4) ** 2))
        self.behind = strength / (1 + np.exp(-since / 0.8))
        self.pressure = -14 * strength * np.exp(-np.abs(since) / 9)


def _noise(rng: np.random.Generator, rows: int, correlation: float) -> np.ndarray:
    """[rows, 25] with mean 0 and variance 1, correlated from one hour to the next."""
    steps = rng.normal(size=(WARM_UP + HOURS + 1, rows))
    value = steps[0]
    hours = []
    for step in steps[1:]:
        value = correlation * value + np.sqrt(1 - correlation**2) * step
        hours.append(value)
    return np.stack(hours[WARM_UP - 1 :], axis=1)


def _clouds(rng: np.random.Generator, rows: int, front: _Front) -> np.ndarray:
    """The share of the sky that is covered."""
    return 1 / (1 + np.exp(-(1.6 * _noise(rng, rows, 0.93) + 5 * front.near - 0.3)))


def _temperature(rng: np.random.Generator, hours: np.ndarray, cloud: np.ndarray, front: _Front) -> np.ndarray:
    rows = len(hours)
    day = rng.uniform(0, 365, (rows, 1))
    season = rng.normal(10.5, 3, (rows, 1)) - rng.uniform(6, 11, (rows, 1)) * np.cos(2 * np.pi * (day - 20) / 365)
    # The coldest hour is 3 in the morning, the warmest 3 in the afternoon.
    sun = -np.cos(2 * np.pi * (hours - 3) / 24)
    swing = rng.uniform(3, 8, (rows, 1)) * (1 - 0.25 * np.cos(2 * np.pi * (day - 20) / 365)) * (1 - 0.6 * cloud)
    drift = rng.normal(0, 0.08, (rows, 1)) * np.arange(HOURS + 1)
    return season + swing * sun + drift - 6 * front.behind + 0.8 * _noise(rng, rows, 0.93)


def _rain(rng: np.random.Generator, cloud: np.ndarray, front: _Front) -> np.ndarray:
    """Millimetres in the hour."""
    falls = rng.random(cloud.shape) < np.clip(0.45 * (cloud - 0.75) / 0.25, 0, 1) + 0.4 * front.near
    return np.where(falls, rng.gamma(0.9, 0.9, cloud.shape), 0)


def _wind(rng: np.random.Generator, rows: int, front: _Front) -> tuple[np.ndarray, np.ndarray]:
    """Metres a second, and the direction as one of the points of the compass, in radians."""
    speed = np.exp(1.1 + 0.45 * _noise(rng, rows, 0.95) + 0.7 * front.near)
    direction = rng.uniform(0, 2 * np.pi, (rows, 1)) + 0.5 * _noise(rng, rows, 0.95) + 1.4 * front.behind
    point = 2 * np.pi / COMPASS_POINTS
    return speed, (direction / point).round() * point


def _humidity(rng: np.random.Generator, temperature: np.ndarray, hours: np.ndarray, rain: np.ndarray) -> np.ndarray:
    """Per cent: it falls when the air warms during the day, and rises with rain."""
    above_mean = temperature - temperature.mean(axis=1, keepdims=True)
    noise = 7 * _noise(rng, len(hours), 0.95) + rng.normal(0, 6, (len(hours), 1))
    return (72 - 3.2 * above_mean + 6 * np.minimum(rain, 2) + noise).clip(12, 100)
