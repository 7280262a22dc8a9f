import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from plumbline_pipelines.fitting import Fitting
from plumbline_pipelines.gru import forward, gradients, init_weights, onnx_nodes
from plumbline_pipelines.least_deviations import fit_least_deviations, weighted_median
from plumbline_pipelines.onnx_graph import check_parity, open_session
from plumbline_pipelines.weather_forecast.generator import CHANNELS, HOURS, Change, generate_weather
from plumbline_pipelines.weather_forecast.recipe import FEATURES, WEATHER_FORECAST, WeatherModel

PLACE = {name: place for place, name in enumerate(CHANNELS)}


@pytest.fixture(scope="module")
def weather():
    return generate_weather(4000, 1)


def channel(weather, name: str) -> np.ndarray:
    return weather.columns["readings"][:, :, PLACE[name]]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("temperature", -25, 45), ("humidity", 5, 100), ("pressure", 960, 1060), ("wind_speed", 0, 40), ("cloud", 0, 8)],
)
def test_readings_are_plausible(weather, name, low, high):
    assert low <= channel(weather, name).min()
    assert channel(weather, name).max() <= high
    assert channel(weather, name).std() > 0


def test_every_value_is_one_the_signature_allows(weather):
    for index in range(50):
        FEATURES[0].check(weather.row(index)["readings"])


def test_days_are_warmer_in_the_afternoon_and_hours_resemble_their_neighbours(weather):
    temperature = channel(weather, "temperature")
    swing = temperature.max(axis=1) - temperature.min(axis=1)
    assert 4 < np.median(swing) < 16
    steps = np.diff(temperature, axis=1)
    assert np.corrcoef(steps[:, :-1].ravel(), steps[:, 1:].ravel())[0, 1] > 0.2
    assert np.corrcoef(temperature[:, :-1].ravel(), temperature[:, 1:].ravel())[0, 1] > 0.98


def test_it_is_colder_behind_a_front_than_before_it(weather):
    fall = channel(weather, "pressure").min(axis=1) - channel(weather, "pressure")[:, 0]
    front = fall < np.quantile(fall, 0.1)
    warming = channel(weather, "temperature")[:, -1] - channel(weather, "temperature")[:, 0]
    assert warming[front].mean() < warming[~front].mean() - 1
    assert channel(weather, "rain")[front].mean() > 1.5 * channel(weather, "rain")[~front].mean()


def test_a_warmer_season_moves_readings_and_outcome_and_an_offset_the_readings_alone():
    usual, warmer, offset = (generate_weather(50, 3, change) for change in (Change(), Change(8), Change(0, 3)))
    newest = [data.columns["readings"][:, -1, 0] for data in (usual, warmer, offset)]
    np.testing.assert_allclose(newest[1] - newest[0], 8, atol=0.11)
    np.testing.assert_allclose(warmer.target - usual.target, 8, atol=0.11)
    np.testing.assert_allclose(newest[2] - newest[0], 3, atol=0.11)
    np.testing.assert_array_equal(offset.target, usual.target)


def test_gradients_are_those_of_finite_differences():
    rng = np.random.default_rng(4)
    weights = init_weights(3, 5, rng) | {"head": rng.normal(size=5), "bias": rng.normal(size=(3, 5))}
    sequences, target = rng.normal(size=(7, 6, 3)), rng.normal(size=7)
    answers, last, steps = forward(weights, sequences)
    found = gradients(weights, steps, last, answers - target)
    for name, value in weights.items():
        for _ in range(5):
            place = tuple(rng.integers(0, size) for size in value.shape)
            losses = []
            for step in (1e-6, -1e-6):
                moved = {**weights, name: value.copy()}
                moved[name][place] += step
                losses.append(((forward(moved, sequences)[0] - target) ** 2).sum() / 2)
            assert found[name][place] == pytest.approx((losses[0] - losses[1]) / 2e-6, rel=1e-5, abs=1e-7)


def test_the_onnx_operator_answers_as_numpy():
    rng = np.random.default_rng(5)
    weights = init_weights(3, 4, rng) | {"head": rng.normal(size=4), "bias": rng.normal(size=(3, 4))}
    nodes, tensors = onnx_nodes(weights, "sequences", "answers")
    infos = [("sequences", ["rows", 6, 3]), ("answers", ["rows", 1])]
    described = [[helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)] for name, shape in infos]
    graph = helper.make_graph(nodes, "gru", *described, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    sequences = rng.normal(size=(9, 6, 3)).astype(np.float32)
    (answers,) = open_session(model.SerializeToString()).run(None, {"sequences": sequences})
    np.testing.assert_allclose(answers[:, 0], forward(weights, sequences.astype(np.float64))[0], atol=1e-6)


def test_an_absolute_fit_is_not_bent_by_a_minority_and_follows_the_importance():
    rng = np.random.default_rng(6)
    features = rng.normal(size=(400, 2))
    target = features @ [2, -1] + 5
    wrong = np.arange(400) < 100
    coefficients = fit_least_deviations(features, np.where(wrong, -50, target), np.ones(400))
    np.testing.assert_allclose(coefficients, [2, -1, 5], atol=0.05)
    heavy = fit_least_deviations(features, np.where(wrong, -50, target), np.where(wrong, 100, 1))
    np.testing.assert_allclose(heavy, [0, 0, -50], atol=0.05)
    assert weighted_median(np.array([3.0, 1, 2]), np.array([1, 1, 5])) == 2


def test_losses_fall_and_rows_count_by_their_weight(weather):
    few = weather.take(np.arange(300))
    losses = []
    WeatherModel(few, Fitting(1, None, lambda _, loss: losses.append(loss)))
    assert len(losses) == 24
    assert losses[-1] < 0.8 * losses[0]
    mirrored = type(few)(few.columns, np.where(np.arange(300) < 150, -few.target, few.target))
    importance = np.where(np.arange(300) < 150, 1.95, 0.05)
    model = WeatherModel(mirrored, Fitting(1, importance))
    errors = np.abs(model.outputs(few.columns)[:, 0] + few.target)
    assert np.median(errors) < 1


def test_the_graph_takes_one_row_and_many(weather):
    model = WeatherModel(weather.take(np.arange(300)))
    graph = model.to_onnx().SerializeToString()
    for rows in (1, 700):
        columns = generate_weather(rows, 8).columns
        assert check_parity(WEATHER_FORECAST, graph, columns, model.outputs(columns)) < 1e-5
    assert open_session(graph).get_inputs()[0].shape[1:] == [HOURS, len(CHANNELS)]
