"""Recent labels among which no row is of the positive class: F1 is undefined, and nothing is decided by it."""

from dataclasses import replace

import numpy as np
import pytest
from drifted import champion, reference, traffic

from plumbline_pipelines.card import write_card
from plumbline_pipelines.outcomes import measure_quality
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.gate import GateLimits, decide
from plumbline_pipelines.retraining.holdout import evaluate
from plumbline_pipelines.retraining.rows import is_held_out, join, recent_rows, usable
from plumbline_pipelines.retraining.verification import CONFIRMED, UNVERIFIED, judge

HEART = RECIPES["heart-disease"]
HEALTHY = HEART.outcome.names[0]
UNDEFINED = "F1 is undefined without a row of the positive class"


@pytest.fixture(scope="module")
def healthy() -> list:
    return [row for row in traffic(HEART, 600, 31, drifted=False) if row.actual == row.prediction == HEALTHY]


@pytest.fixture(scope="module")
def evaluation(healthy) -> dict:
    rows = join(reference(HEART), recent_rows(HEART, usable(HEART, healthy)))
    holdout = rows.take(is_held_out(rows))
    return evaluate(HEART, holdout, champion(HEART), {"same": champion(HEART)}, seed=1, confidence=0.95).as_dict()


def test_the_evaluation_has_no_f1_and_no_gain_there(evaluation):
    assert evaluation["rows"]["recent"] >= 50
    assert [evaluation["models"]["same"]["recent"][name] for name in ("f1", "gain")] == [None, None]
    assert evaluation["models"]["same"]["reference"]["f1"]["value"] > 0.7


def test_the_gate_keeps_the_champion_and_says_why(evaluation):
    decision = decide(evaluation, GateLimits())
    assert decision.chosen is None
    assert decision.reasons == {"same": [f"not judged on recent labels: {UNDEFINED}"]}


def test_no_f1_is_lost_on_reference_labels_of_which_it_is_undefined(evaluation):
    models = evaluation["models"]
    measured = models["same"] | {"recent": models["same"]["reference"], "reference": models["same"]["recent"]}
    swapped = evaluation | {"models": {"champion": measured, "same": measured}}
    (reasons,) = decide(swapped, GateLimits(max_reference_drop=0.1)).reasons.values()
    assert all(reason.startswith("not better beyond noise") for reason in reasons)


def test_a_new_champion_stays_unverified_and_the_verdict_says_why(healthy):
    judged = {"min_rows": 50, "seed": 1, "confidence": 0.95}
    verdict = judge(HEART, champion(HEART), healthy[:100], **judged)
    assert (verdict.outcome, verdict.rows, verdict.gain, verdict.reason) == (UNVERIFIED, 100, None, UNDEFINED)
    few = judge(HEART, champion(HEART), healthy[:10], **judged)
    assert (few.outcome, few.reason) == (UNVERIFIED, "10 live labels, 50 are needed")
    with_sick = [replace(row, actual=HEART.outcome.positive_class) for row in healthy[:20]] + healthy[20:100]
    verdict = judge(HEART, champion(HEART), with_sick, **judged)
    assert (verdict.outcome, verdict.reason) == (CONFIRMED, None)


def test_a_holdout_without_the_positive_class_registers_no_f1_precision_or_recall():
    negative = np.zeros(40, int)
    metrics = measure_quality(HEART.outcome, negative, negative)
    assert metrics == {"f1": None, "precision": None, "recall": None, "accuracy": 1.0, "holdout_rows": 40}
    card = write_card(HEART, version=1, seed=1, rows=100, reference_rows=10, generated=True, metrics=metrics)
    assert "| F1 (binary) | undefined |" in card
    assert "| accuracy | 1.0000 |" in card
