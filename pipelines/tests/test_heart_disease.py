import numpy as np
import pytest

from plumbline_pipelines.heart_disease.generator import generate_patients
from plumbline_pipelines.heart_disease.recipe import FEATURES


@pytest.fixture(scope="module")
def patients():
    return generate_patients(20000, 1)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("age", 52, 57), ("trestbps", 127, 136), ("chol", 235, 255), ("thalach", 145, 154), ("oldpeak", 0.8, 1.2)],
)
def test_averages_are_plausible(patients, name, low, high):
    assert low < patients.columns[name].mean() < high


@pytest.mark.parametrize(
    ("name", "code", "low", "high"),
    [
        ("sex", 1, 0.63, 0.73),
        ("cp", 0, 0.40, 0.55),
        ("fbs", 1, 0.10, 0.20),
        ("restecg", 2, 0.005, 0.03),
        ("exang", 1, 0.25, 0.40),
        ("slope", 0, 0.04, 0.12),
        ("ca", 0, 0.50, 0.65),
        ("thal", 2, 0.48, 0.62),
    ],
)
def test_shares_of_codes_are_plausible(patients, name, code, low, high):
    assert low < np.mean(patients.columns[name] == code) < high


def test_nearly_half_of_the_patients_are_ill(patients):
    assert 0.4 < patients.target.mean() < 0.55


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("age", "thalach", -0.6, -0.3),
        ("age", "trestbps", 0.15, 0.4),
        ("oldpeak", "slope", -0.75, -0.3),
        ("thalach", "exang", -0.4, -0.1),
    ],
)
def test_findings_go_together_as_they_do_in_people(patients, one, other, low, high):
    assert low < np.corrcoef(patients.columns[one], patients.columns[other])[0, 1] < high


@pytest.mark.parametrize(
    ("name", "sign"), [("age", 1), ("sex", 1), ("exang", 1), ("oldpeak", 1), ("ca", 1), ("thalach", -1), ("cp", -1)]
)
def test_findings_tell_something_about_the_outcome(patients, name, sign):
    assert 0.1 < sign * np.corrcoef(patients.columns[name], patients.target)[0, 1] < 0.7


def test_every_value_is_one_the_signature_allows(patients):
    for feature in FEATURES:
        for value in np.unique(patients.columns[feature.name]).tolist():
            feature.parse(str(value))


def test_every_code_occurs(patients):
    for feature in FEATURES:
        if feature.categories:
            assert set(patients.columns[feature.name].tolist()) == set(feature.categories)
