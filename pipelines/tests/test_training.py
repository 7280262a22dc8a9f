import csv
import gzip
import io
import json

import numpy as np
import pytest
from conftest import SEED, SHIPPED

from plumbline_pipelines.dataset import columns_from_rows, sha256
from plumbline_pipelines.errors import DataError
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.onnx_graph import open_session, run_graph
from plumbline_pipelines.outcomes import Regression
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.training import Candidate, generate_data, train

EARLIER_PAYLOAD = {
    "age": 63,
    "sex": 1,
    "cp": 3,
    "trestbps": 145,
    "chol": 233,
    "fbs": 1,
    "restecg": 0,
    "thalach": 150,
    "exang": 0,
    "oldpeak": 2.3,
    "slope": 0,
    "ca": 0,
    "thal": 1,
}


FILES: dict[str, dict[str, bytes]] = {}


def files_of(candidate: Candidate) -> dict[str, bytes]:
    name = candidate.recipe.name
    if name not in FILES:
        FILES[name] = candidate.files(version=1, parent_version=None, created_at="2026-01-01T00:00:00Z")
    return FILES[name]


def manifest_of(candidate: Candidate) -> dict:
    return json.loads(files_of(candidate)["manifest.json"])


def test_f1_on_the_holdout_is_good_and_not_too_good(candidate):
    if "f1" in candidate.metrics:
        assert 0.75 <= candidate.metrics["f1"] <= 0.95


def test_a_baseline_is_beaten_by_far(candidate):
    if candidate.recipe.baseline is not None:
        assert candidate.metrics["mae"] < 0.6 * candidate.baseline["mae"]
        card = files_of(candidate)["model-card.md"].decode()
        assert f"| {candidate.metrics['mae']:.4f} | {candidate.baseline['mae']:.4f} |" in card


def test_onnx_answers_as_scikit_learn(candidate):
    assert candidate.parity <= 1e-5


def test_the_shipped_version_is_what_this_code_trains(candidate):
    shipped = {path.name: sha256(path.read_bytes()) for path in (SHIPPED / candidate.recipe.name / "1").iterdir()}
    shipped.pop("profile.json", None)  # made of the version by `npm run profile`, not part of it
    assert shipped == {name: sha256(data) for name, data in files_of(candidate).items()}


def test_the_manifest_carries_the_sha256_of_every_other_file(candidate):
    files = files_of(candidate)
    listed = manifest_of(candidate)["files"]
    assert listed == {name: sha256(data) for name, data in files.items() if name != "manifest.json"}
    assert set(listed) == {"model.onnx", "reference.csv.gz", "training.csv.gz", "golden.json", "model-card.md"}


def test_the_manifest_describes_the_graph(candidate):
    manifest = manifest_of(candidate)
    session = open_session(candidate.onnx)
    kinds = {"tensor(float)": "FP32", "tensor(string)": "BYTES"}
    for described, tensors in (
        (manifest["inputs"], session.get_inputs()),
        (manifest["outputs"], session.get_outputs()),
    ):
        found = [(t.name, kinds[t.type], t.shape[1:]) for t in tensors]
        assert [(d["name"], d["datatype"], d["shape"][1:]) for d in described] == found
    assert manifest["outputs"][0]["shape"] == [-1, len(candidate.recipe.outcome.names)]
    fed = [name for described in manifest["inputs"] for name in described["features"]]
    assert sorted(fed) == sorted(feature["name"] for feature in manifest["features"])


def test_the_manifest_pins_the_windows_the_training_and_the_metrics(candidate):
    manifest = manifest_of(candidate)
    recipe = candidate.recipe
    assert manifest["windows"] == {"feedback": {"size": recipe.feedback_window, "minimum": recipe.feedback_minimum}}
    assert manifest["training"]["rows"] == len(candidate.data.dataset)
    assert manifest["training"]["data_sha256"] == sha256(candidate.data.csv)
    assert manifest["training"]["seed"] == SEED
    assert manifest["metrics"] == dict(candidate.metrics)
    assert manifest["metrics"]["holdout_rows"] == len(candidate.data.dataset) // 4


def test_examples_satisfy_their_own_features(candidate):
    for feature in candidate.recipe.features:
        feature.check(feature.example)
        assert feature.parse(cell(feature.example)) == feature.example


def test_golden_rows_are_answered_alike_by_the_graph(candidate):
    golden = candidate.golden
    assert 5 <= len(golden) <= 20
    recipe = candidate.recipe
    columns = columns_from_rows(recipe.features, [row["features"] for row in golden])
    answers = run_graph(open_session(candidate.onnx), recipe, columns)
    if isinstance(recipe.outcome, Regression):
        expected = np.array([row["prediction"] for row in golden])
        np.testing.assert_allclose(answers[:, 0], expected, rtol=1e-5, atol=1e-5)
        return
    expected = np.array([[row["probabilities"][name] for name in recipe.outcome.names] for row in golden])
    np.testing.assert_allclose(answers, expected, atol=1e-5)
    assert [recipe.outcome.to_json(target) for target in recipe.outcome.predict(answers)] == [
        row["prediction"] for row in golden
    ]


def rows_of(candidate: Candidate, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gzip.decompress(files_of(candidate)[name]).decode(), newline="")))


def cell(value: object) -> str:
    """A value as it is written to a CSV file."""
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return "" if value is None else str(value)


def features_in(rows: list[dict], recipe: Recipe) -> set[tuple]:
    """Rows of a CSV file, or of golden.json, as the values of their features."""
    return {tuple(json.dumps(feature.parse(cell(row[feature.name]))) for feature in recipe.features) for row in rows}


def test_the_reference_is_unseen_rows_with_both_outcomes(candidate):
    rows = rows_of(candidate, "reference.csv.gz")
    recipe = candidate.recipe
    assert len(rows) == recipe.reference_rows
    assert list(rows[0]) == [*(f.name for f in recipe.features), "target", "prediction"]
    assert manifest_of(candidate)["reference"] == {"held_out": True}
    if not isinstance(recipe.outcome, Regression):
        targets = np.array([recipe.outcome.parse([row["target"]], {}) for row in rows])
        assert recipe.outcome.indicators(targets).any(axis=0).all()
        agreement = np.mean([row["target"] == row["prediction"] for row in rows])
        assert agreement == pytest.approx(candidate.metrics["accuracy"], abs=0.01)
    else:
        errors = [abs(float(row["target"]) - float(row["prediction"])) for row in rows]
        assert np.mean(errors) == pytest.approx(candidate.metrics["mae"], rel=0.05)


def test_training_rows_are_kept_apart_from_the_reference_and_the_golden_rows(candidate):
    recipe = candidate.recipe
    training = rows_of(candidate, "training.csv.gz")
    assert len(training) == len(candidate.data.dataset) * 3 // 4
    assert list(training[0]) == [*(f.name for f in recipe.features), "target"]
    held_out = [row["features"] for row in candidate.golden[len(recipe.golden_rows) :]]
    unseen = features_in(rows_of(candidate, "reference.csv.gz"), recipe) | features_in(held_out, recipe)
    assert not unseen & features_in(training, recipe)


def test_shipped_files_stay_small(candidate):
    sizes = {name: len(data) for name, data in files_of(candidate).items()}
    assert sizes["model.onnx"] < 2_000_000
    assert sum(sizes.values()) < 3_000_000


def test_the_card_says_that_the_data_are_generated(candidate):
    assert "The data are generated by a seeded program" in files_of(candidate)["model-card.md"].decode()
    assert "generated data" in manifest_of(candidate)["description"]


def test_heart_disease_takes_the_payload_of_the_earlier_system():
    assert EARLIER_PAYLOAD in HEART_DISEASE.golden_rows
    for feature in HEART_DISEASE.features:
        assert feature.parse(str(EARLIER_PAYLOAD[feature.name])) == EARLIER_PAYLOAD[feature.name]


def test_a_class_with_too_few_rows_is_refused_by_name():
    with pytest.raises(DataError, match=r"class (no_)?disease: needs at least 8 rows to train on and has \d"):
        train(HEART_DISEASE, generate_data(HEART_DISEASE, 10, SEED), SEED)
