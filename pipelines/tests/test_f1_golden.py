import json

import pytest
from conftest import PIPELINES

from plumbline_pipelines.f1_golden import golden_bytes

COMMITTED = PIPELINES.parent / "libs" / "evaluation" / "src" / "classification.golden.json"
DATA = golden_bytes(7, 300)
CASES = json.loads(DATA)["cases"]


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def f1_by_hand(case: dict, label: str) -> tuple[float, int]:
    pairs = list(zip(case["actual"], case["predicted"], strict=True))
    hits = sum(a == p == label for a, p in pairs)
    misses = sum((a == label) != (p == label) for a, p in pairs)
    return ratio(2 * hits, 2 * hits + misses), sum(a == label for a, _ in pairs)


def test_the_committed_file_is_what_this_code_writes():
    assert COMMITTED.read_bytes() == DATA
    assert len(DATA) < 400_000


def test_the_cases_follow_the_definitions():
    for case in CASES:
        scores = [f1_by_hand(case, label) for label in case["labels"]]
        rows = len(case["actual"])
        averages = case["averages"]
        assert averages["macro"]["f1"] == pytest.approx(sum(f for f, _ in scores) / len(scores))
        assert averages["weighted"]["f1"] == pytest.approx(sum(f * n for f, n in scores) / rows)
        assert averages["micro"]["f1"] == pytest.approx(case["accuracy"])
        if case["positive_class"] is not None:
            assert averages["binary"]["f1"] == pytest.approx(f1_by_hand(case, case["positive_class"])[0])


def test_binary_averaging_is_there_exactly_where_a_positive_class_is():
    for case in CASES:
        binary = len(case["labels"]) == 2
        assert ("binary" in case["averages"], case["positive_class"] in case["labels"]) == (binary, binary)


def test_the_cases_reach_the_corners():
    assert any(len(case["labels"]) >= 8 for case in CASES)
    assert any(set(case["actual"]) != set(case["labels"]) for case in CASES)
    assert any(len(set(case["actual"])) == 1 and len(case["actual"]) > 1 for case in CASES)
    assert any(len(set(case["predicted"])) == 1 and len(set(case["actual"])) > 1 for case in CASES)
    assert any(len(case["actual"]) == 1 for case in CASES)
    assert any(case["labels"] != sorted(case["labels"]) for case in CASES)
    assert any(case["positive_class"] == case["labels"][0] for case in CASES)
    assert any(case["averages"]["macro"]["f1"] == 0 for case in CASES)
    assert any(case["accuracy"] == 1 for case in CASES)
