import gzip

import numpy as np
import pytest

from plumbline_pipelines.dataset import CsvSchema, csv_bytes, read_csv_bytes
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.features import Feature
from plumbline_pipelines.heart_disease.generator import generate_patients
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.outcomes import Classification
from plumbline_pipelines.product_category.generator import generate_products
from plumbline_pipelines.product_category.recipe import PRODUCT_CATEGORY

SCHEMA = CsvSchema(
    (
        Feature("age", "integer", "age", 1, minimum=0, maximum=150),
        Feature("sex", "category", "sex", 1, categories=(0, 1)),
        Feature("oldpeak", "number", "depression", 1.5, minimum=-10, maximum=20),
        Feature("note", "text", "note", "x", max_length=5),
    ),
    Classification(("no", "yes"), "yes", 0.5, "binary"),
    labels={"0": "no", "1": "yes"},
)
HEADER = "age,sex,oldpeak,note,target"


def parse(*lines: str, schema: CsvSchema = SCHEMA):
    return schema.parse("\n".join([HEADER, *lines]).encode(), "rows.csv")


def problems(*lines: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        parse(*lines)
    return caught.value.problems


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",0,1,a,no", "line 2, column age: must not be empty"),
        ("?,0,1,a,no", "line 2, column age: must be a number, not '?'"),
        ("-1,0,1,a,no", "line 2, column age: must be at least 0, not '-1'"),
        ("151,0,1,a,no", "line 2, column age: must be at most 150, not '151'"),
        ("1.5,0,1,a,no", "line 2, column age: must be a whole number, not '1.5'"),
        ("1,2,1,a,no", "line 2, column sex: must be one of 0, 1, not '2'"),
        ("1,0,nan,a,no", "line 2, column oldpeak: must be a finite number, not 'nan'"),
        ("1,0,1e999,a,no", "line 2, column oldpeak: must be a finite number, not '1e999'"),
        ("1,0,1,abcdef,no", "line 2, column note: must be at most 5 characters, not 6"),
        ("1,0,1,a,maybe", "line 2, column target: must be one of no, yes, 0, 1, not 'maybe'"),
        ("1,0,1,a,", "line 2, column target: must be one of no, yes, 0, 1, not ''"),
        ("1,0,1,a", "line 2: has 4 values where the header has 5"),
        ('1,0,1,"a"b,no', "line 2: it is not well-formed CSV: ',' expected after '\"'"),
    ],
)
def test_a_broken_value_is_named_with_its_line_its_column_and_the_rule(line, problem):
    assert problems(line) == [problem]


def test_all_problems_are_reported_at_once():
    assert len(problems("x,0,1,a,no", "1,9,1,a,no", "1,0,1,a,maybe")) == 3


def test_very_many_problems_are_cut_short():
    found = problems(*["x,0,1,a,no"] * 50)
    assert len(found) == 21
    assert found[-1] == "more problems were left out"


def test_missing_and_repeated_columns_are_named():
    with pytest.raises(DataError) as caught:
        SCHEMA.parse(b"age,age,sex,oldpeak,note\n", "rows.csv")
    assert caught.value.problems == [
        "column target: is missing from the header",
        "column age: appears more than once in the header",
    ]


def test_an_empty_file_lacks_every_column():
    with pytest.raises(DataError, match="column age: is missing"):
        SCHEMA.parse(b"", "rows.csv")


def test_a_file_that_is_not_utf_8_is_refused():
    with pytest.raises(DataError, match="it is not UTF-8 text"):
        SCHEMA.parse(HEADER.encode() + b"\n1,0,1,\xe9,no\n", "rows.csv")


def test_good_rows_become_typed_columns():
    data = parse("63,1,2.3,été,yes", "", "40.0,0,-1,,0")
    assert {name: column.tolist() for name, column in data.columns.items()} == {
        "age": [63, 40],
        "sex": [1, 0],
        "oldpeak": [2.3, -1.0],
        "note": ["été", ""],
    }
    assert data.columns["age"].dtype == np.int64
    assert data.target.tolist() == [1, 0]


def test_other_columns_their_order_and_a_byte_order_mark_do_not_matter():
    data = SCHEMA.parse("\ufefftarget,id,note,oldpeak,sex,age\n1,x,a,2,1,50\n".encode(), "rows.csv")
    assert data.columns["age"].tolist() == [50]
    assert data.target.tolist() == [1]


def test_upper_and_lower_case_of_column_names_do_not_matter():
    data = SCHEMA.parse(b"Age,SEX,oldpeak,Note,Target\n50,1,2,a,1\n", "rows.csv")
    assert data.row(0) == {"age": 50, "sex": 1, "oldpeak": 2, "note": "a"}


def test_the_target_can_have_another_name_and_other_labels():
    schema = CsvSchema(SCHEMA.features, SCHEMA.outcome, "outcome", {"0": "yes", "1": "no"})
    data = schema.parse(b"age,sex,oldpeak,note,outcome\n1,0,1,a,0\n", "rows.csv")
    assert data.target.tolist() == [1]


@pytest.mark.parametrize(
    ("recipe", "dataset"),
    [(HEART_DISEASE, generate_patients(200, 5)), (PRODUCT_CATEGORY, generate_products(200, 5))],
    ids=["heart-disease", "product-category"],
)
def test_what_is_written_reads_back_the_same(recipe, dataset):
    read = CsvSchema(recipe.features, recipe.outcome).parse(csv_bytes(dataset, recipe.outcome), "rows.csv")
    assert read.target.tolist() == dataset.target.tolist()
    for name, column in dataset.columns.items():
        assert read.columns[name].tolist() == column.tolist()
        assert read.columns[name].dtype == column.dtype


def test_line_breaks_quotes_and_commas_survive_in_text():
    texts = np.array(['a,"b"', "a\nb", "a\r\n", "", " x"], dtype=object)
    feature = Feature("note", "text", "note", "x", max_length=5)
    schema = CsvSchema((feature,), SCHEMA.outcome)
    data = csv_bytes(
        schema.parse(b"note,target\n" + b"x,no\n" * 5, "x").__class__({"note": texts}, np.zeros(5, int)), SCHEMA.outcome
    )
    assert schema.parse(data, "rows.csv").columns["note"].tolist() == texts.tolist()


def test_a_gzip_file_is_read_as_its_content(tmp_path):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"age\n1\n"))
    assert read_csv_bytes(path) == b"age\n1\n"


@pytest.mark.parametrize("content", [b"not gzip", gzip.compress(b"age\n1\n", mtime=0)[:-6]])
def test_a_broken_gzip_file_is_refused(tmp_path, content):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="it cannot be read"):
        read_csv_bytes(path)
