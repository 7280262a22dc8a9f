"""What a reference is for: F1 estimated from it without labels is the F1 that new rows turn out to have."""

import pytest
from drifted import changed_labels, split, traffic
from estimated_f1 import Estimator

from plumbline_pipelines.outcomes import Classification
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.challengers import find_challenger, train_challenger
from plumbline_pipelines.retraining.rows import usable

WINDOWS = 15
ROWS = 1000
CHALLENGERS = {"heart-disease": (1500, "trees-newest"), "product-category": (2500, "logistic-newest")}


def features_of(dataset) -> set[tuple]:
    return {tuple(dataset.row(index).values()) for index in range(len(dataset))}


def windows_of(recipe, graph, reference, *, drifted=False):
    estimator = Estimator(recipe, graph, reference)
    for number in range(WINDOWS):
        fresh = recipe.generate(ROWS, 7000 + number)
        rows = type(fresh)(fresh.columns, changed_labels(recipe, fresh)) if drifted else fresh
        yield estimator.window(rows, number)


def test_the_estimated_f1_of_new_rows_is_what_they_turn_out_to_have(candidate):
    if not isinstance(candidate.recipe.outcome, Classification):
        return
    windows = list(windows_of(candidate.recipe, candidate.onnx, candidate.reference))
    assert sum(window.is_inside for window in windows) >= WINDOWS - 1


@pytest.mark.parametrize("model", sorted(CHALLENGERS))
def test_of_a_retrained_version_it_is_not_too_high(model):
    recipe = RECIPES[model]
    count, name = CHALLENGERS[model]
    training, holdout = split(recipe, usable(recipe, traffic(recipe, count, 901, drifted=True)))
    challenger = find_challenger(recipe, name)
    made = train_challenger(recipe, challenger, training, holdout, seed=1, half_life_days=14).candidate
    windows = list(windows_of(recipe, made.onnx, made.reference, drifted=True))
    # The reference has its share of old rows too, whose labels meant something else.
    assert not [window for window in windows if window.realised < window.low]
    assert sum(window.is_inside for window in windows) >= WINDOWS - 5
    assert not features_of(made.reference) & features_of(training.dataset)
