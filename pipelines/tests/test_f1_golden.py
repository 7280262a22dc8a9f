import json

import pytest
from conftest import PIPELINES

from plumbline_pipelines.f1_golden import golden_bytes

COMMITTED = PIPELINES.parent / "libs" / "evaluation" / "test" / "golden" / "classification.golden.json"
DATA = golden_bytes(7, 300)
CASES = json.loads(DATA)["cases"]


def ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def counts_by_hand(case: dict, label: str) -> tuple[int, int, int]:
    """Rows that are the label and predicted as it, rows predicted as it, rows that are it."""
    pairs = list(zip(case["actual"], case["predicted"], strict=True))
    return (
        sum(a == p == label for a, p in pairs),
        sum(p == label for _, p in pairs),
        sum(a == label for a, _ in pairs),
    )


def by_hand(case: dict, label: str) -> dict[str, float | None]:
    hits, given, support = counts_by_hand(case, label)
    return {
        "precision": ratio(hits, given),
        "recall": ratio(hits, support),
        "f1": ratio(2 * hits, given + support),
    }


def mean_by_hand(case: dict, score: str, *, weighted: bool) -> float:
    """Over the labels that occur as truth or as prediction; what is undefined of one of them counts as 0."""
    occurring = set(case["actual"]) | set(case["predicted"])
    weights = {label: counts_by_hand(case, label)[2] if weighted else 1 for label in occurring}
    values = [weights[label] * (by_hand(case, label)[score] or 0.0) for label in occurring]
    return sum(values) / sum(weights.values())


def close(value: float | None) -> object:
    return None if value is None else pytest.approx(value)


def test_the_committed_file_is_what_this_code_writes():
    assert COMMITTED.read_bytes() == DATA
    assert len(DATA) < 400_000


@pytest.mark.parametrize("score", ["precision", "recall", "f1"])
def test_the_cases_follow_the_definitions(score):
    for case in CASES:
        averages = case["averages"]
        assert averages["macro"][score] == pytest.approx(mean_by_hand(case, score, weighted=False))
        assert averages["weighted"][score] == pytest.approx(mean_by_hand(case, score, weighted=True))
        assert averages["micro"][score] == pytest.approx(case["accuracy"])
        if case["positive_class"] is not None:
            assert averages["binary"][score] == close(by_hand(case, case["positive_class"])[score])
        assert case["class_scores"][score] == [close(by_hand(case, label)[score]) for label in case["labels"]]
        assert case["covered_classes"] == len(set(case["actual"] + case["predicted"]))


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
    assert any(case["covered_classes"] < len(case["labels"]) for case in CASES)
    undefined = [{n for n, v in c["averages"]["binary"].items() if v is None} for c in CASES if c["positive_class"]]
    for names in ({"precision"}, {"recall"}, {"precision", "recall", "f1"}):
        assert undefined.count(names) >= 5
