import numpy as np
import pytest

from plumbline_pipelines.dataset import CsvSchema, columns_from_rows
from plumbline_pipelines.onnx_graph import check_parity, open_session, run_graph
from plumbline_pipelines.titanic_survival.generator import generate_passengers, generate_wrong_entries
from plumbline_pipelines.titanic_survival.recipe import FEATURES, TITANIC_SURVIVAL, TitanicModel


@pytest.fixture(scope="module")
def passengers():
    return generate_passengers(20000, 1)


@pytest.fixture(scope="module")
def model(passengers):
    return TitanicModel(passengers.take(np.arange(2000)))


def survival(passengers, rows: np.ndarray) -> float:
    return passengers.target[rows].mean()


def test_shares_are_plausible(passengers):
    columns = passengers.columns
    assert 0.34 < passengers.target.mean() < 0.44
    assert 0.6 < (columns["sex"] == "male").mean() < 0.7
    assert 0.15 < np.isnan(columns["age"]).mean() < 0.25
    assert 0 < np.equal(columns["embarked"], None).mean() < 0.02
    assert 25 < np.nanmean(columns["age"]) < 33


def test_women_children_and_the_first_class_survive_more_often(passengers):
    columns = passengers.columns
    assert survival(passengers, columns["sex"] == "female") > survival(passengers, columns["sex"] == "male") + 0.4
    assert survival(passengers, columns["pclass"] == 1) > survival(passengers, columns["pclass"] == 3) + 0.25
    boys = (columns["age"] < 14) & (columns["sex"] == "male")
    assert survival(passengers, boys) > survival(passengers, columns["sex"] == "male") + 0.1


def test_age_150_and_fare_0_are_allowed_and_never_seen(passengers):
    columns = passengers.columns
    assert np.nanmax(columns["age"]) < 150
    assert columns["fare"].min() > 0
    for feature in FEATURES:
        feature.check({"age": 150, "fare": 0}.get(feature.name, feature.example))


def test_wrong_entries_are_those_that_are_drift():
    wrong = generate_wrong_entries(2000, 3).columns
    assert 0.15 < (wrong["age"] == 150).mean() < 0.25
    assert 0.15 < (wrong["fare"] == 0).mean() < 0.25


def test_every_value_is_one_the_signature_allows(passengers):
    for index in range(500):
        for feature in FEATURES:
            feature.check(passengers.row(index)[feature.name])


def test_a_missing_age_becomes_the_median_inside_the_graph(passengers, model):
    rows = [passengers.row(index) for index in range(200)]
    median = float(np.nanmedian(passengers.columns["age"][:2000]))
    missing, filled = ([{**row, "age": age} for row in rows] for age in (None, median))
    session = open_session(model.to_onnx().SerializeToString())
    answers = [run_graph(session, TITANIC_SURVIVAL, columns_from_rows(FEATURES, part)) for part in (missing, filled)]
    np.testing.assert_array_equal(*answers)


def test_the_graph_answers_as_scikit_learn_with_and_without_missing_values(passengers, model):
    rest = passengers.take(np.arange(2000, 8000))
    graph = model.to_onnx().SerializeToString()
    assert check_parity(TITANIC_SURVIVAL, graph, rest.columns, model.outputs(rest.columns)) < 1e-5
    assert len(graph) < 300_000


def test_the_well_known_passenger_list_is_taken_as_it_is():
    header = "PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked\n"
    rows = '1,0,3,"Doe, Mr. John",male,22,1,0,X 1,7.25,,S\n2,1,1,"Doe, Mrs. Jane",female,,1,0,X 2,71.2833,C85,\n'
    schema = CsvSchema(FEATURES, TITANIC_SURVIVAL.outcome, "survived", TITANIC_SURVIVAL.labels)
    data = schema.parse((header + rows).encode(), "titanic.csv")
    assert data.target.tolist() == [0, 1]
    assert data.row(1)["age"] is None
    assert data.row(1)["embarked"] is None
