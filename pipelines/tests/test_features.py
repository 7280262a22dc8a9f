import math

import numpy as np
import pytest

from plumbline_pipelines.dataset import CsvSchema, csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.outcomes import Classification

AGE = Feature("age", "number", "age", 30, minimum=0, maximum=150, nullable=True)
PORT = Feature("port", "category", "port", "S", categories=("S", "C"), nullable=True, fill="")
SERIES = Feature("series", "array", "series", [[1, 2], [3, 4]], minimum=-5, maximum=50, shape=(2, 2))
SCHEMA = CsvSchema((AGE, PORT, SERIES), Classification(("no", "yes"), "yes", 0.5, "binary"))
HEADER = "age,port,series,target\n"


def parse(*lines: str):
    return SCHEMA.parse((HEADER + "\n".join(lines)).encode(), "rows.csv")


def problem(line: str) -> str:
    with pytest.raises(DataError) as caught:
        parse(line)
    return caught.value.problems[0]


def test_missing_values_are_nan_in_numbers_and_none_in_texts():
    data = parse('22,S,"[[1,2],[3,4]]",no', ',,"[[1,2],[3,4.5]]",yes', 'NaN,C,"[[0,0],[0,0]]",no')
    assert data.columns["age"][0] == 22
    assert np.isnan(data.columns["age"][1:]).all()
    assert data.columns["port"].tolist() == ["S", None, "C"]
    assert data.columns["series"].shape == (3, 2, 2)
    assert data.row(1) == {"age": None, "port": None, "series": [[1, 2], [3, 4.5]]}
    assert data.distinct("age") == 1


def test_missing_values_and_arrays_read_back_as_they_were_written():
    data = parse('22.5,S,"[[1,2],[3,4]]",no', ',,"[[-1,2],[3,4.5]]",yes')
    written = csv_bytes(data, SCHEMA.outcome)
    assert written.decode().splitlines()[2] == ',,"[[-1,2],[3,4.5]]",yes'
    again = SCHEMA.parse(written, "rows.csv")
    assert again.row(0) == data.row(0)
    assert again.row(1) == data.row(1)


def test_the_graph_gets_the_fill_of_a_missing_value_or_nan():
    data = parse('22,,"[[1,2],[3,4]]",no', ',C,"[[1,2],[3,4]]",no')
    assert PORT.values.tensor(PORT, data.columns["port"]).tolist() == ["", "C"]
    assert math.isnan(AGE.values.tensor(AGE, data.columns["age"])[1])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('x,S,"[[1,2],[3,4]]",no', "column age: must be a number, not 'x'"),
        ('1,Q,"[[1,2],[3,4]]",no', "column port: must be one of S, C, not 'Q'"),
        ("1,S,7,no", "column series: must have the shape [2, 2], not []"),
        ('1,S,"[[1,2],[3]]",no', "column series: must have the shape [2, 2], not []"),
        ('1,S,"[[1,2],[3,51]]",no', "column series: must be at most 50, not '51'"),
        ('1,S,"[[1,2],[3,null]]",no', "column series: must have finite numbers only"),
        ("1,S,[[,no", "column series: must be a JSON array, not '[['"),
    ],
)
def test_a_broken_value_is_named_with_its_rule(line, rule):
    assert problem(line) == f"line 2, {rule}"


def test_only_nullable_features_may_be_missing():
    AGE.check(None)
    with pytest.raises(ValueError, match="is missing"):
        SERIES.check(None)
