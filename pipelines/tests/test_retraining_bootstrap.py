from dataclasses import replace

import numpy as np
import pytest

from plumbline_pipelines.quality import score
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.bootstrap import resample_counts, score_gain, score_interval

PRODUCTS = RECIPES["product-category"]
HEART = RECIPES["heart-disease"]


def labels(rows: int, classes: int, seed: int, wrong: float) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes, and predictions of which about a share `wrong` was drawn anew."""
    rng = np.random.default_rng(seed)
    actual = rng.integers(0, classes, rows)
    predicted = np.where(rng.random(rows) < wrong, rng.integers(0, classes, rows), actual)
    return actual, predicted


@pytest.mark.parametrize("average", ["weighted", "macro", "micro"])
def test_f1_of_every_resample_is_that_of_scikit_learn(average):
    recipe = replace(PRODUCTS, outcome=replace(PRODUCTS.outcome, f1_average=average))
    actual, predicted = labels(60, 27, 1, 0.4)
    counts = resample_counts(60, seed=5, resamples=20)
    for draws, found in zip(counts, recipe.outcome.scores(actual, predicted, counts), strict=True):
        rows = np.repeat(np.arange(60), draws.astype(int))
        expected = score(actual[rows], predicted[rows], positive=None, average=average)
        assert found == pytest.approx(expected["f1"], abs=1e-12)


def test_binary_f1_is_that_of_the_positive_class():
    actual, predicted = labels(80, 2, 2, 0.5)
    found = HEART.outcome.scores(actual, predicted, np.ones((1, 80)))[0]
    assert found == pytest.approx(score(actual, predicted, positive=1, average="binary")["f1"])


def test_f1_is_undefined_where_the_positive_class_is_neither_truth_nor_prediction():
    negative, one_positive = np.zeros(5, int), np.array([1, 0, 0, 0, 0])
    counts = resample_counts(5, 1)
    assert np.isnan(HEART.outcome.scores(negative, negative, np.ones((1, 5)))[0])
    assert score_interval(HEART, negative, negative, counts, 0.95) is None
    assert score_gain(HEART, negative, negative, one_positive, counts, 0.95) is None
    assert HEART.outcome.scores(one_positive, negative, np.ones((1, 5)))[0] == 0


def test_resamples_without_a_defined_f1_are_left_out():
    actual = np.array([1, 0, 0, 0, 0])
    interval = score_interval(HEART, actual, actual, resample_counts(5, 1), 0.95)
    assert (interval.value, interval.low, interval.high) == (1, 1, 1)


def test_macro_f1_covers_the_classes_that_occur():
    recipe = replace(PRODUCTS, outcome=replace(PRODUCTS.outcome, f1_average="macro"))
    actual = np.array([0, 1] * 132)
    assert recipe.outcome.scores(actual, actual, np.ones((1, 264)))[0] == 1


def test_the_same_seed_gives_the_same_interval():
    actual, predicted = labels(300, 2, 3, 0.3)
    one, two, other = (score_interval(HEART, actual, predicted, resample_counts(300, s), 0.95) for s in (1, 1, 2))
    assert one == two
    assert one != other


def test_the_interval_covers_the_true_value_as_often_as_it_says():
    covered = 0
    for seed in range(100):
        rng = np.random.default_rng([seed, 99])
        actual = (rng.random(400) < 0.5).astype(int)
        predicted = np.where(rng.random(400) < 0.2, 1 - actual, actual)
        interval = score_interval(HEART, actual, predicted, resample_counts(400, seed, 300), 0.95)
        # With half of the rows positive and a fifth of either kind mistaken, F1 is 0.8.
        covered += interval.low <= 0.8 <= interval.high
    assert 89 <= covered <= 100


def test_a_paired_gain_is_known_better_than_two_intervals_tell():
    actual, old = labels(800, 2, 4, 0.5)
    new = old.copy()
    wrong = np.flatnonzero(new != actual)[:30]
    new[wrong] = actual[wrong]
    counts = resample_counts(800, 1)
    gain = score_gain(HEART, actual, old, new, counts, 0.95)
    before, after = (score_interval(HEART, actual, predicted, counts, 0.95) for predicted in (old, new))
    assert gain.low > 0
    assert after.low < before.high


def test_a_model_compared_with_itself_gains_exactly_nothing():
    actual, predicted = labels(100, 2, 5, 0.3)
    gain = score_gain(HEART, actual, predicted, predicted, resample_counts(100, 1), 0.95)
    assert (gain.value, gain.low, gain.high) == (0, 0, 0)
