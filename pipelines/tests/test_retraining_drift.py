"""The point of it all: after the meaning of the labels changed, retraining finds a better champion; before, none."""

import numpy as np
import pytest
from drifted import champion, split, traffic

from plumbline_pipelines.dataset import CsvSchema
from plumbline_pipelines.outcomes import MIN_ROWS
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.challengers import find_challenger, train_challenger
from plumbline_pipelines.retraining.gate import GateLimits, decide
from plumbline_pipelines.retraining.holdout import evaluate

CASES = {
    "heart-disease": (1500, ("logistic", "trees-newest")),
    "product-category": (2500, ("logistic-newest",)),
    "titanic-survival": (1500, ("forest", "forest-newest")),
    "weather-forecast": (1500, ("gru", "gru-newest")),
    "face-attributes": (1500, ("network-newest",)),
}


def retrain(model: str, *, drifted: bool):
    recipe = RECIPES[model]
    rows, names = CASES[model]
    training, holdout = split(recipe, traffic(recipe, rows, 901, drifted=drifted))
    trained = {
        name: train_challenger(recipe, find_challenger(recipe, name), training, holdout, seed=1, half_life_days=14)
        for name in names
    }
    graphs = {name: challenger.candidate.onnx for name, challenger in trained.items()}
    evaluation = evaluate(recipe, holdout, champion(recipe), graphs, seed=1, confidence=0.95).as_dict()
    return trained, evaluation, decide(evaluation, GateLimits())


@pytest.mark.parametrize("model", sorted(CASES))
def test_after_concept_drift_a_challenger_beats_the_champion_on_recent_labels(model):
    trained, evaluation, decision = retrain(model, drifted=True)
    assert decision.chosen == CASES[model][1][-1]
    score = RECIPES[model].outcome.score
    before, after = (evaluation["models"][name]["recent"][score.key] for name in ("champion", decision.chosen))
    assert score.sign * (after["value"] - before["value"]) > 0.08
    assert after["low"] > before["high"] or after["high"] < before["low"]
    assert trained[decision.chosen].candidate.metrics[score.key] == after["value"]


@pytest.mark.parametrize("model", sorted(CASES))
def test_without_drift_the_champion_is_kept(model):
    _, evaluation, decision = retrain(model, drifted=False)
    assert decision.chosen is None
    recent = evaluation["models"]["champion"]["recent"]
    assert recent["mae"]["value"] < 0.45 if model == "weather-forecast" else recent["f1"]["value"] > 0.75


def test_training_reports_a_loss_for_each_epoch_that_falls():
    recipe = RECIPES["heart-disease"]
    training, holdout = split(recipe, traffic(recipe, 400, 5, drifted=True))
    challenger = find_challenger(recipe, "trees-recent")
    losses = train_challenger(recipe, challenger, training, holdout, seed=1, half_life_days=14).losses
    assert len(losses) == 80
    assert losses[-1] < losses[0]


def test_the_same_seed_trains_the_same_bytes():
    recipe = RECIPES["heart-disease"]
    training, holdout = split(recipe, traffic(recipe, 400, 5, drifted=True))
    challenger = find_challenger(recipe, "trees-recent")
    one, two = (
        train_challenger(recipe, challenger, training, holdout, seed=1, half_life_days=14).candidate for _ in range(2)
    )
    assert one.onnx == two.onnx
    assert one.reference_csv == two.reference_csv
    assert one.training_csv == two.training_csv


def test_every_class_of_the_training_rows_that_are_kept_can_be_learnt_again():
    recipe = RECIPES["product-category"]
    training, holdout = split(recipe, traffic(recipe, 300, 6, drifted=True))
    challenger = find_challenger(recipe, "logistic-newest")
    candidate = train_challenger(recipe, challenger, training, holdout, seed=1, half_life_days=14).candidate
    kept = CsvSchema(recipe.features, recipe.outcome).parse(candidate.training_csv, "training.csv")
    assert np.bincount(kept.target, minlength=len(recipe.outcome.names)).min() >= MIN_ROWS


def test_the_luckiest_of_several_challengers_gets_no_easier_test():
    recipe = RECIPES["heart-disease"]
    training, holdout = split(recipe, traffic(recipe, 400, 5, drifted=True))
    challenger = find_challenger(recipe, "trees-recent")
    graph = train_challenger(recipe, challenger, training, holdout, seed=1, half_life_days=14).candidate.onnx
    alone, one_of_many = (
        evaluate(recipe, holdout, champion(recipe), graphs, seed=1, confidence=0.95).models["x0"]["recent"]
        for graphs in ({"x0": graph}, {f"x{index}": graph for index in range(5)})
    )
    assert alone["f1"] == one_of_many["f1"]
    assert one_of_many["gain"]["low"] < alone["gain"]["low"]
    assert one_of_many["gain"]["high"] > alone["gain"]["high"]
