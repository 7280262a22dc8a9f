"""The weather-forecast model: signature, a linear model and a GRU, and their ONNX graph."""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from threadpoolctl import threadpool_limits

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.features import Feature
from plumbline_pipelines.fitting import PLAIN, Fitting
from plumbline_pipelines.gru import Weights, forward, onnx_nodes
from plumbline_pipelines.gru_training import GruTraining, fit_gru
from plumbline_pipelines.least_deviations import fit_least_deviations, weighted_median
from plumbline_pipelines.outcomes import Regression
from plumbline_pipelines.recipe import Baseline, Challenger, ModelInput, Recipe
from plumbline_pipelines.weather_forecast.generator import CHANNELS, HOURS, Change, generate_weather

OPSET = 17
TRAINING = GruTraining(units=24, epochs=24, batch_rows=128, rate=0.006, decay=0.001)
DECIMALS = 6
TEMPERATURE = CHANNELS.index("temperature")

FEATURES = (
    Feature(
        "readings",
        "array",
        "Hourly readings of the last 24 hours, the newest last: °C, %, hPa, m/s, sine and cosine of the direction that "
        "the wind comes from, mm, oktas",
        generate_weather(1, 1).row(0)["readings"],
        minimum=-100,
        maximum=1200,
        shape=(HOURS, len(CHANNELS)),
        channels=CHANNELS,
    ),
)

DATA_CARD = """
The generator writes days of 24 hourly readings at stations that do not exist: temperature with a season, a daily cycle
that clouds flatten and noise that is correlated from hour to hour, and, through three days in ten, a cold front that
moves pressure, cloud, rain, wind and temperature together. Rows are days of their own, so that neither the holdout nor
the reference overlaps the rows that were trained on. Real weather differs.
"""

MODEL_CARD = f"""
## Model

A linear model of the newest reading, and a GRU with {TRAINING.units} units over the 24 hours that answers what the
linear model leaves unexplained. Scaling happens inside the ONNX graph. Both are fitted to absolute rather than squared
errors, so that a few wrong outcomes do not bend them; the GRU with Adam in {TRAINING.epochs} epochs.

## Limits

It is an example of serving and watching a model of sequences. It knows generated weather only: train it on your own
readings before you rely on it. It trusts its thermometer: one that reads too high shifts every forecast by as much.
"""

GRU = f"A linear model of the newest reading, and a GRU with {TRAINING.units} units over the 24 hours for the rest."


class WeatherModel:
    """A linear model of the newest reading, and a GRU over the day for what that leaves unexplained."""

    def __init__(self, training: Dataset, fitting: Fitting = PLAIN) -> None:
        readings = training.columns["readings"]
        self._mean = readings.mean(axis=(0, 1)).round(DECIMALS)
        self._spread = np.maximum(readings.std(axis=(0, 1)), 1e-3).round(DECIMALS)
        scaled = self._scaled(readings)
        importance = np.ones(len(training)) if fitting.weights is None else fitting.weights
        # More threads would add up in another order, and the last bits of the weights would differ.
        with threadpool_limits(1):
            self._linear = fit_least_deviations(scaled[:, -1], training.target, importance).round(DECIMALS)
            unexplained = training.target - self._line(scaled)
            scale = max(weighted_median(np.abs(unexplained), importance), 1e-3)
            weights = fit_gru(scaled, unexplained / scale, importance, TRAINING, fitting)
        weights["head"] *= scale
        weights["head_bias"] *= scale
        self._weights: Weights = {name: value.round(DECIMALS) for name, value in weights.items()}

    def outputs(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Temperatures in the next hour, [rows, 1]."""
        scaled = self._scaled(columns["readings"])
        answers, _, _ = forward(self._weights, scaled)
        return (self._line(scaled) + answers)[:, None]

    def to_onnx(self) -> onnx.ModelProto:
        """The graph with the input `readings` FP32 [-1, 24, 8] and the output `value` [-1, 1]."""
        gru_nodes, tensors = onnx_nodes(self._weights, "scaled", "gru")
        constants = {
            "mean": self._mean.astype(np.float32),
            "spread": self._spread.astype(np.float32),
            "newest": np.array(HOURS - 1, dtype=np.int64),
            "slopes": self._linear[:-1, None].astype(np.float32),
            "intercept": self._linear[-1:].astype(np.float32),
        }
        nodes = [
            helper.make_node("Sub", ["readings", "mean"], ["centred"]),
            helper.make_node("Div", ["centred", "spread"], ["scaled"]),
            *gru_nodes,
            helper.make_node("Gather", ["scaled", "newest"], ["newest_reading"], axis=1),
            helper.make_node("Gemm", ["newest_reading", "slopes", "intercept"], ["linear"]),
            helper.make_node("Add", ["linear", "gru"], ["value"]),
        ]
        graph = helper.make_graph(
            nodes,
            "weather-forecast",
            [helper.make_tensor_value_info("readings", TensorProto.FLOAT, ["rows", HOURS, len(CHANNELS)])],
            [helper.make_tensor_value_info("value", TensorProto.FLOAT, ["rows", 1])],
            [*tensors, *(numpy_helper.from_array(value, name) for name, value in constants.items())],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model)
        return model

    def _scaled(self, readings: np.ndarray) -> np.ndarray:
        return (readings - self._mean) / self._spread

    def _line(self, scaled: np.ndarray) -> np.ndarray:
        return scaled[:, -1] @ self._linear[:-1] + self._linear[-1]


def _newest_reading(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    return columns["readings"][:, -1, TEMPERATURE]


WEATHER_FORECAST = Recipe(
    name="weather-forecast",
    description="Forecasts the temperature in an hour from the readings of the last 24 hours",
    model_type="GRU",
    features=FEATURES,
    inputs=(ModelInput("readings", "FP32", ("readings",), dimensions=(HOURS, len(CHANNELS))),),
    outcome=Regression(("temperature",), "°C"),
    feedback_window=1000,
    feedback_minimum=200,
    default_rows=5000,
    reference_rows=1500,
    data_card=DATA_CARD,
    model_card=MODEL_CARD,
    generate=generate_weather,
    fit=WeatherModel,
    baseline=Baseline("persistence: the newest reading", _newest_reading),
    scenarios={
        "warmer": lambda rows, seed: generate_weather(rows, seed, Change(warmer=8)),
        "sensor-offset": lambda rows, seed: generate_weather(rows, seed, Change(sensor_offset=3)),
    },
    libraries=("numpy", "onnx"),
    challengers=(
        Challenger("gru", "GRU", GRU, WeatherModel),
        Challenger("gru-recent", "GRU", GRU, WeatherModel, recent_share=0.7),
        Challenger("gru-newest", "GRU", GRU, WeatherModel, recent_share=0.95),
    ),
)
