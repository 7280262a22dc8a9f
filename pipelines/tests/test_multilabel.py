import json

import numpy as np
import pytest
from sklearn.metrics import f1_score

from plumbline_pipelines.dataset import CsvSchema, Dataset, csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.outcomes import MultiLabel, measure_quality
from plumbline_pipelines.retraining.bootstrap import resample_counts

LABELS = ("glasses", "hat", "smile")
OUTCOME = MultiLabel(LABELS, 0.5, "macro")
SCHEMA = CsvSchema((Feature("age", "integer", "age", 1, minimum=0, maximum=150),), OUTCOME)


def flags(rows: int, seed: int) -> np.ndarray:
    return (np.random.default_rng(seed).random((rows, 3)) < (0.3, 0.1, 0.6)).astype(int)


@pytest.mark.parametrize("average", ["macro", "micro", "weighted", "samples"])
def test_f1_of_every_resample_is_that_of_scikit_learn(average):
    actual, predicted = flags(50, 1), flags(50, 2)
    counts = resample_counts(50, seed=5, resamples=20)
    found = MultiLabel(LABELS, 0.5, average).scores(actual, predicted, counts)
    rows = [np.repeat(np.arange(50), draws.astype(int)) for draws in counts]
    expected = [f1_score(actual[at], predicted[at], average=average, zero_division=0) for at in rows]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_rows_are_measured_whole_and_flag_by_flag():
    actual = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 0], [0, 0, 1]])
    predicted = np.array([[1, 0, 1], [0, 0, 1], [1, 0, 0], [0, 0, 1]])
    assert measure_quality(OUTCOME, actual, predicted) == {
        "f1": pytest.approx((1 + 0 + 0.8) / 3, abs=1e-6),
        "precision": pytest.approx((1 + 0 + 2 / 3) / 3, abs=1e-6),
        "recall": pytest.approx((1 + 0 + 1) / 3, abs=1e-6),
        "accuracy": 0.5,
        "hamming_loss": pytest.approx(2 / 12, abs=1e-6),
        "holdout_rows": 4,
    }


def test_a_label_is_predicted_from_its_threshold_on():
    assert OUTCOME.predict(np.array([[0.5, 0.49, 1.0]])).tolist() == [[1, 0, 1]]


def test_targets_read_back_as_they_were_written():
    data = Dataset({"age": np.arange(5)}, flags(5, 3))
    written = csv_bytes(data, OUTCOME)
    assert SCHEMA.parse(written, "rows.csv").target.tolist() == data.target.tolist()
    assert json.loads(OUTCOME.to_cells(data.target)[0]) == OUTCOME.to_json(data.target[0])


def test_a_column_for_each_label_is_read_too():
    data = SCHEMA.parse(b"age,smile,hat,glasses\n1,1,-1,0\n2,false,TRUE,1.0\n", "rows.csv")
    assert data.target.tolist() == [[0, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ('age,target\n1,"[""beard""]"\n', "column target: must have labels among glasses, hat, smile, not 'beard'"),
        ("age,target\n1,smile\n", "column target: must be a list of labels, not 'smile'"),
        ("age,glasses,hat,smile\n1,1,,0\n", "column target: hat must be 1 or 0, not ''"),
        ("age,glasses\n1,1\n", "column hat: is missing from the header"),
    ],
)
def test_a_broken_target_is_named_with_the_rule(rows, problem):
    with pytest.raises(DataError, match=problem.replace("[", r"\[")):
        SCHEMA.parse(rows.encode(), "rows.csv")


def test_labels_that_are_only_partly_known_cannot_be_trained_on():
    assert OUTCOME.from_json({"glasses": True, "hat": False, "smile": True}) == [1, 0, 1]
    assert OUTCOME.from_json({"glasses": True}) is None


def test_a_label_that_nearly_all_rows_have_cannot_be_learnt():
    target = np.tile([1, 0, 1], (20, 1))
    target[:9, 1] = 1
    target[0, 2] = 0
    assert OUTCOME.too_few(target) == [
        "label glasses: needs at least 8 rows with and 8 without it to train on and has 20 with and 0 without it",
        "label smile: needs at least 8 rows with and 8 without it to train on and has 19 with and 1 without it",
    ]
