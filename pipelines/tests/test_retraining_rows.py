import dataclasses

import numpy as np
import pytest
from drifted import START, reference, split, traffic, trained_on

from plumbline_pipelines.errors import DataError
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.rows import (
    RECENT,
    REFERENCE,
    TRAINING,
    is_held_out,
    join,
    read_rows,
    recent_rows,
    usable,
    weigh,
)

HEART = RECIPES["heart-disease"]


@pytest.fixture(scope="module")
def labelled():
    return traffic(HEART, 600, 3, drifted=True)


@pytest.fixture(scope="module")
def rows(labelled):
    return join(reference(HEART), recent_rows(HEART, labelled))


@pytest.mark.parametrize("model", sorted(RECIPES))
def test_rows_come_back_from_csv_as_they_were(model):
    recipe = RECIPES[model]
    rows = join(reference(recipe), recent_rows(recipe, traffic(recipe, 40, 3, drifted=False)))
    again = read_rows(recipe, rows.csv(recipe), "rows.csv")
    for name, column in rows.dataset.columns.items():
        np.testing.assert_array_equal(again.dataset.columns[name], column)
    np.testing.assert_array_equal(again.dataset.target, rows.dataset.target)
    np.testing.assert_array_equal(again.origin, rows.origin)
    np.testing.assert_array_equal(again.at, rows.at)


def test_a_row_that_is_held_out_once_is_held_out_in_every_later_run(rows, labelled):
    later = join(recent_rows(HEART, traffic(HEART, 200, 4, drifted=True)), recent_rows(HEART, labelled))
    before, after = is_held_out(rows.of(RECENT)), is_held_out(later)[200:]
    np.testing.assert_array_equal(before, after)
    assert 0.25 < before.mean() < 0.45


def test_equal_rows_stay_on_one_side(labelled):
    twice = recent_rows(HEART, [*labelled, *labelled])
    held_out = is_held_out(twice)
    np.testing.assert_array_equal(held_out[: len(labelled)], held_out[len(labelled) :])


def test_no_training_row_is_held_out(labelled):
    training, holdout = split(HEART, labelled)
    seen = {tuple(training.dataset.row(i).items()) for i in range(len(training))}
    assert not [i for i in range(len(holdout)) if tuple(holdout.dataset.row(i).items()) in seen]


def test_the_reference_is_held_out_and_the_training_rows_of_the_champion_are_trained_on(labelled):
    training, holdout = split(HEART, labelled)
    assert len(training.of(TRAINING)) == len(trained_on(HEART))
    assert len(holdout.of(REFERENCE)) == len(reference(HEART))


def test_a_reference_that_comes_without_training_rows_is_split(rows):
    held_out = is_held_out(rows.of(REFERENCE))
    assert 0.17 < held_out.mean() < 0.23


def test_a_reference_row_that_equals_a_trained_one_is_not_held_out():
    traffic_rows = reference(HEART).take(np.arange(300))
    recent = dataclasses.replace(traffic_rows, origin=np.full(300, RECENT, dtype=object))
    held_out = is_held_out(join(trained_on(HEART), reference(HEART), recent))
    in_reference = held_out[len(trained_on(HEART)) :][:300]
    np.testing.assert_array_equal(in_reference, held_out[-300:])
    assert 0.25 < in_reference.mean() < 0.45


def test_recent_rows_get_their_share_of_the_weight_and_newer_ones_more(rows):
    weights = weigh(rows, 0.7, half_life_days=0.1)
    recent = rows.origin == RECENT
    assert weights.mean() == pytest.approx(1)
    assert weights[recent].sum() / weights.sum() == pytest.approx(0.7)
    newest, minutes = weights[recent][-1], 144
    assert weights[recent][-1 - minutes] == pytest.approx(newest / 2)


def test_rows_of_one_origin_are_weighed_alike(rows):
    assert weigh(rows.of(RECENT), 0.7, 7) is None
    assert weigh(rows, None, 7) is None


def test_a_prediction_counts_once_and_by_its_latest_outcome(labelled):
    changed = dataclasses.replace(labelled[5], actual="disease")
    changed_back = dataclasses.replace(labelled[5], actual="no_disease")
    assert usable(HEART, [*labelled, changed, changed_back])[5] == changed_back
    assert len(usable(HEART, [*labelled, changed])) == len(labelled)


def test_only_the_newest_rows_since_a_time_are_used(labelled):
    since = START.timestamp() + 500 * 60
    assert usable(HEART, labelled, since=since) == labelled[500:]
    assert usable(HEART, reversed(labelled), newest=20) == labelled[-20:]


@pytest.mark.parametrize(
    ("feature", "value", "problem"),
    [
        ("age", None, "age: is missing"),
        ("chol", float("nan"), "chol: must be a finite number"),
        ("thal", 9, "thal: must be one of 0, 1, 2, 3"),
        ("sex", True, "sex: must be a number, not 'True'"),
    ],
)
def test_few_rows_that_break_the_schema_are_left_out_and_many_are_an_error(labelled, feature, value, problem):
    bad = [dataclasses.replace(row, features={**row.features, feature: value}) for row in labelled]
    assert len(usable(HEART, [*bad[:10], *labelled[10:]])) == len(labelled) - 10
    with pytest.raises(DataError, match=problem):
        usable(HEART, [*bad[:100], *labelled[100:]])


def test_an_outcome_that_is_no_class_is_an_error(labelled):
    with pytest.raises(DataError, match="the outcome 'maybe' is no class"):
        usable(HEART, [dataclasses.replace(row, actual="maybe") for row in labelled])


def test_text_must_be_text():
    recipe = RECIPES["product-category"]
    row = traffic(recipe, 1, 3, drifted=False)[0]
    wrong = dataclasses.replace(row, features={**row.features, "designation": 5})
    with pytest.raises(DataError, match="designation: must be text, not 5"):
        usable(recipe, [wrong])
