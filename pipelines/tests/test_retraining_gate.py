import copy

import pytest
from drifted import reference

from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.gate import GateLimits, decide
from plumbline_pipelines.retraining.rows import is_held_out


def model(f1: float, gain: tuple[float, float, float], recalls: dict[str, float], **other) -> dict:
    value, low, high = gain
    recall = {name: {"rows": 40, "recall": r} for name, r in recalls.items()}
    measured = {"f1": {"value": f1}, "gain": {"value": value, "low": low, "high": high}, "parts": recall}
    return {"recent": measured, "bytes": 5000, "latency_ms": 0.1, **other}


EVALUATION = {
    "task": "multiclass",
    "rows": {"recent": 300, "reference": 900},
    "models": {
        "champion": model(0.5, (0, 0, 0), {"a": 0.6, "b": 0.5}),
        "good": model(0.7, (0.2, 0.12, 0.28), {"a": 0.7, "b": 0.7}),
        "better": model(0.8, (0.3, 0.22, 0.38), {"a": 0.8, "b": 0.8}),
        "lucky": model(0.52, (0.02, -0.01, 0.05), {"a": 0.6, "b": 0.55}),
    },
}


def changed(name: str, **values) -> dict:
    evaluation = copy.deepcopy(EVALUATION)
    evaluation["models"][name] |= values
    return evaluation


def test_of_those_that_pass_the_best_on_recent_labels_is_chosen():
    decision = decide(EVALUATION, GateLimits())
    assert decision.chosen == "better"
    assert decision.reasons["good"] == ["better has the higher F1 on recent labels"]


def test_a_gain_within_the_noise_is_not_enough():
    reasons = decide(EVALUATION, GateLimits()).reasons["lucky"]
    assert reasons == [
        "not better beyond noise on recent labels: F1 gains +0.0200, interval -0.0100 to +0.0500, "
        "which must lie above 0"
    ]


def test_a_gain_below_the_one_asked_for_is_not_enough():
    assert decide(EVALUATION, GateLimits(min_gain=0.15)).chosen == "better"
    assert decide(EVALUATION, GateLimits(min_gain=0.25)).chosen is None


def test_a_class_that_collapses_is_named():
    evaluation = changed("better", **model(0.8, (0.3, 0.22, 0.38), {"a": 0.99, "b": 0.2}))
    decision = decide(evaluation, GateLimits())
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["class b collapses: recall 0.200, champion 0.500, 40 recent rows"]


def with_few_recent_rows(recent: tuple[float, float], reference: tuple[float, float], rows: int) -> dict:
    """Class b has three recent rows and so many of the reference; recalls of the champion and of `better`."""
    evaluation = copy.deepcopy(EVALUATION)
    for name, now, then in zip(("champion", "better"), recent, reference, strict=True):
        measured = evaluation["models"][name]
        measured["recent"]["parts"]["b"] = {"rows": 3, "recall": now}
        measured["reference"] = {"parts": {"b": {"rows": rows, "recall": then}}}
    return evaluation


def test_a_class_with_few_recent_rows_is_judged_by_those_of_the_reference():
    decision = decide(with_few_recent_rows((0.667, 0.333), (0.9, 0.4), 10), GateLimits())
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["class b collapses: recall 0.400, champion 0.900, 10 reference rows"]
    assert decide(with_few_recent_rows((1.0, 0.0), (0.9, 0.45), 10), GateLimits()).chosen == "better"


def test_a_class_without_recent_rows_is_judged_by_those_of_the_reference():
    evaluation = with_few_recent_rows((0.0, 0.0), (0.9, 0.0), 40)
    for name in ("champion", "better"):
        del evaluation["models"][name]["recent"]["parts"]["b"]
    assert decide(evaluation, GateLimits()).chosen == "good"


def test_a_class_with_few_rows_of_either_cannot_be_said_to_collapse():
    assert decide(with_few_recent_rows((0.333, 0.0), (0.333, 0.0), 3), GateLimits()).chosen == "better"
    assert decide(with_few_recent_rows((1.0, 0.0), (1.0, 0.0), 9), GateLimits()).chosen == "better"


def test_a_class_that_has_changed_its_meaning_is_not_judged_by_the_reference():
    assert decide(with_few_recent_rows((0.0, 0.667), (0.9, 0.1), 40), GateLimits()).chosen == "better"


def test_most_parts_of_the_shipped_models_have_enough_rows_of_the_reference():
    for recipe in RECIPES.values():
        rows = reference(recipe)
        held_out = rows.take(is_held_out(rows)).dataset.target
        judged = [
            name
            for name, part in recipe.outcome.parts(held_out, held_out).items()
            if part["rows"] >= GateLimits().collapse_rows
        ]
        assert len(judged) >= 0.7 * len(recipe.outcome.names), recipe.name


@pytest.mark.parametrize(
    ("measured", "reason"),
    [
        ({"latency_ms": 40.0}, "median latency 40 ms is above 25 ms"),
        ({"bytes": 30_000_000}, "size 3e+07 bytes is above 2e+07 bytes"),
    ],
)
def test_a_slow_or_large_model_is_refused(measured, reason):
    decision = decide(changed("better", **measured), GateLimits())
    assert decision.chosen == "good"
    assert decision.reasons["better"] == [reason]


def test_what_may_be_lost_on_old_labels_is_bounded_when_asked_for():
    lost = {"gain": {"value": -0.3, "low": -0.4, "high": -0.2}, "f1": {"value": 0.4}, "parts": {}}
    evaluation = changed("better", reference=lost)
    assert decide(evaluation, GateLimits()).chosen == "better"
    decision = decide(evaluation, GateLimits(max_reference_drop=0.1))
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["loses 0.3000 F1 on the reference's labels, at most 0.1 is allowed"]


def test_too_few_rows_tell_nothing():
    decision = decide({**EVALUATION, "rows": {"recent": 49}}, GateLimits())
    assert decision.chosen is None
    assert set(decision.reasons) == {"good", "better", "lucky"}
    assert decision.reasons["good"] == ["only 49 recent labelled rows are held out, 50 are needed to tell"]


def regression_model(error: float, gain: tuple[float, float, float], errors: dict[str, float]) -> dict:
    value, low, high = gain
    parts = {name: {"rows": 40, "mae": mae} for name, mae in errors.items()}
    measured = {"mae": {"value": error}, "gain": {"value": value, "low": low, "high": high}, "parts": parts}
    return {"recent": measured, "bytes": 5000, "latency_ms": 0.1}


REGRESSION = {
    "task": "regression",
    "rows": {"recent": 300},
    "models": {
        "champion": regression_model(3, (0, 0, 0), {"x": 2, "y": 4}),
        "good": regression_model(2, (1, 0.6, 1.4), {"x": 1.5, "y": 2.5}),
        "better": regression_model(1.5, (1.5, 1.1, 1.9), {"x": 1, "y": 2}),
        "lucky": regression_model(2.9, (0.1, -0.2, 0.4), {"x": 2, "y": 3.8}),
    },
}


def test_the_lowest_error_of_a_regression_is_chosen():
    decision = decide(REGRESSION, GateLimits())
    assert decision.chosen == "better"
    assert decision.reasons["good"] == ["better has the lower MAE on recent labels"]


def test_an_error_that_falls_within_the_noise_is_not_enough():
    assert decide(REGRESSION, GateLimits()).reasons["lucky"] == [
        "not better beyond noise on recent labels: MAE falls by +0.1000, interval -0.2000 to +0.4000, "
        "which must lie above 0"
    ]
    assert decide(REGRESSION, GateLimits(min_gain=1.2)).chosen is None


def test_a_target_that_collapses_is_named():
    evaluation = copy.deepcopy(REGRESSION)
    evaluation["models"]["better"]["recent"]["parts"]["x"]["mae"] = 4.5
    decision = decide(evaluation, GateLimits())
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["target x collapses: MAE 4.500, champion 2.000, 40 recent rows"]


def test_error_that_is_added_on_old_labels_is_bounded_when_asked_for():
    evaluation = copy.deepcopy(REGRESSION)
    lost = {"gain": {"value": -0.3, "low": -0.4, "high": -0.2}, "mae": {"value": 3.3}, "parts": {}}
    evaluation["models"]["better"]["reference"] = lost
    decision = decide(evaluation, GateLimits(max_reference_drop=0.1))
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["adds 0.3000 MAE on the reference's labels, at most 0.1 is allowed"]


def test_a_label_that_collapses_is_named():
    evaluation = copy.deepcopy(EVALUATION) | {"task": "multilabel"}
    for measured in evaluation["models"].values():
        for part in measured["recent"]["parts"].values():
            part["f1"] = part.pop("recall")
    evaluation["models"]["better"]["recent"]["parts"]["b"]["f1"] = 0.2
    decision = decide(evaluation, GateLimits())
    assert decision.chosen == "good"
    assert decision.reasons["better"] == ["label b collapses: F1 0.200, champion 0.500, 40 recent rows"]
