import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error

from plumbline_pipelines.dataset import CsvSchema, Dataset, csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.outcomes import Regression
from plumbline_pipelines.retraining.bootstrap import resample_counts

ONE = Regression(("temperature",), "°C")
TWO = Regression(("x", "y"))
FEATURES = (Feature("age", "number", "age", 1, minimum=0, maximum=150),)


def test_one_number_is_read_from_and_written_to_its_column():
    schema = CsvSchema(FEATURES, ONE)
    data = schema.parse(b"age,target\n1,2.5\n2,-3\n", "rows.csv")
    assert data.target.tolist() == [2.5, -3]
    assert csv_bytes(data, ONE) == b"age,target\n1.0,2.5\n2.0,-3.0\n"


@pytest.mark.parametrize(
    "rows", ["age,x,y\n1,2,3\n2,4,5\n", 'age,target\n1,"{""x"":2,""y"":3}"\n2,"{""x"":4,""y"":5}"\n']
)
def test_several_targets_are_read_from_a_column_each_or_from_an_object(rows):
    schema = CsvSchema(FEATURES, TWO)
    data = schema.parse(rows.encode(), "rows.csv")
    assert data.target.tolist() == [[2, 3], [4, 5]]
    assert schema.parse(csv_bytes(data, TWO), "rows.csv").target.tolist() == data.target.tolist()


@pytest.mark.parametrize("cell", ["", "warm", "nan", "true", "1e999"])
def test_a_target_that_is_no_number_is_named_with_the_rule(cell):
    with pytest.raises(DataError, match="line 2, column target: must be a finite number"):
        CsvSchema(FEATURES, ONE).parse(f"age,target\n1,{cell}\n".encode(), "rows.csv")


def test_targets_of_which_one_is_not_known_are_left_to_the_caller():
    assert TWO.from_json({"x": 1, "y": 2}) == [1, 2]
    assert TWO.from_json({"x": 1}) is None


def test_the_error_of_every_resample_is_that_of_scikit_learn():
    rng = np.random.default_rng(1)
    actual, predicted = rng.normal(size=(2, 60, 2))
    counts = resample_counts(60, seed=5, resamples=20)
    for draws, found in zip(counts, TWO.scores(actual, predicted, counts), strict=True):
        rows = np.repeat(np.arange(60), draws.astype(int))
        assert found == pytest.approx(mean_absolute_error(actual[rows], predicted[rows]))
    parts = TWO.parts(actual, predicted)
    assert parts["y"] == {
        "rows": 60,
        "mae": pytest.approx(mean_absolute_error(actual[:, 1], predicted[:, 1]), abs=1e-6),
    }


def test_a_target_that_hardly_varies_cannot_be_learnt():
    assert TWO.too_few(np.column_stack([np.arange(20), np.arange(20) % 3]).astype(float)) == [
        "target y: needs at least 8 different numbers to train on and has 3"
    ]


def test_predictions_have_nine_digits():
    assert ONE.predict(np.array([[1 / 3], [1e-7 / 3]])).tolist() == [0.333333333, 3.33333333e-08]
    assert len(Dataset({}, ONE.predict(np.zeros((3, 1))))) == 3
