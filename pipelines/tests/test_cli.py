import gzip
import json
from dataclasses import replace

import pytest

from plumbline_pipelines.cli import main
from plumbline_pipelines.dataset import csv_bytes, sha256
from plumbline_pipelines.heart_disease.generator import generate_patients
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.retraining import pushed_metrics

OUTCOME = HEART_DISEASE.outcome


@pytest.fixture
def models(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def own_csv(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(csv_bytes(generate_patients(600, 9), OUTCOME))
    return path


def train(models, *arguments) -> int:
    data = [] if "--csv" in arguments else ["--rows", "600"]
    return main(["train", "heart-disease", "--models-dir", str(models), *data, *map(str, arguments)])


def manifest(models, version: int) -> dict:
    return json.loads((models / "heart-disease" / str(version) / "manifest.json").read_text())


def aliases(models) -> dict:
    return json.loads((models / "heart-disease" / "aliases.json").read_text())


def test_the_next_version_names_its_parent_and_waits_as_challenger(models, capsys):
    assert train(models) == 0
    first = (models / "heart-disease" / "1" / "manifest.json").read_bytes()
    assert train(models, "--seed", "7") == 0
    assert (manifest(models, 1)["parent_version"], manifest(models, 2)["parent_version"]) == (None, 1)
    assert aliases(models) == {"champion": 1, "previous": None, "challenger": 2}
    assert (models / "heart-disease" / "1" / "manifest.json").read_bytes() == first
    assert "as challenger" in capsys.readouterr().out


def test_promote_makes_the_new_version_champion(models):
    train(models)
    train(models, "--promote")
    assert aliases(models) == {"champion": 2, "previous": 1, "challenger": None}


@pytest.mark.parametrize("arguments", [["--version", "1"]])
def test_a_published_version_is_refused_before_training(models, capsys, arguments):
    train(models)
    before = (models / "heart-disease" / "1" / "model.onnx").read_bytes()
    capsys.readouterr()
    assert train(models, "--seed", "7", *arguments) == 1
    error = capsys.readouterr().err
    assert "version 1 is already published" in error
    assert "fitting" not in error
    assert (models / "heart-disease" / "1" / "model.onnx").read_bytes() == before


def test_replace_alone_never_overwrites(models):
    train(models)
    before = manifest(models, 1)
    assert train(models, "--replace", "--seed", "7") == 0
    assert manifest(models, 1) == before
    assert manifest(models, 2)["training"]["seed"] == 7


def test_version_with_replace_overwrites_that_version_alone(models):
    train(models)
    assert train(models, "--version", "1", "--replace", "--seed", "7") == 0
    assert manifest(models, 1)["training"]["seed"] == 7
    assert aliases(models) == {"champion": 1, "previous": None, "challenger": None}


def test_a_csv_of_the_schema_is_trained_on_and_not_called_generated(models, own_csv):
    assert train(models, "--csv", own_csv, "--created-at", "2026-03-01T12:00:00+01:00") == 0
    described = manifest(models, 1)
    assert described["created_at"] == "2026-03-01T11:00:00Z"
    assert described["training"]["rows"] == 600
    assert described["training"]["data_sha256"] == sha256(own_csv.read_bytes())
    assert "generated" not in described["description"]
    card = (models / "heart-disease" / "1" / "model-card.md").read_text()
    assert "generat" not in card
    assert "rows of a CSV file that is not part of this folder" in card


def test_a_small_reference_gets_the_drift_tests_for_small_samples(models, own_csv):
    train(models, "--csv", own_csv)
    methods = {feature["name"]: feature["drift"] for feature in manifest(models, 1)["features"]}
    assert methods["age"] == {"method": "ks", "threshold": 0.05}
    assert methods["sex"] == {"method": "z", "threshold": 0.05}
    assert methods["cp"] == {"method": "chisquare", "threshold": 0.05}


def test_a_reference_sample_is_itself_training_data(models, tmp_path):
    train(models)
    reference = models / "heart-disease" / "1" / "reference.csv.gz"
    assert train(models, "--csv", reference) == 0
    assert manifest(models, 2)["training"]["data_sha256"] == sha256(gzip.decompress(reference.read_bytes()))


def test_labels_of_the_csv_can_be_mapped(models, tmp_path):
    data = generate_patients(600, 9)
    plain, swapped = tmp_path / "plain.csv", tmp_path / "swapped.csv"
    plain.write_bytes(csv_bytes(data, replace(OUTCOME, names=("0", "1"))))
    swapped.write_bytes(csv_bytes(data, replace(OUTCOME, names=("1", "0"))))
    train(models / "a", "--csv", plain)
    train(models / "b", "--csv", swapped, "--label", "1=no_disease", "--label", "0=disease")
    first, second = ((models / name / "heart-disease" / "1" / "model.onnx").read_bytes() for name in "ab")
    assert first == second


def test_a_bad_csv_is_one_clear_message_and_publishes_nothing(models, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    rows = csv_bytes(generate_patients(50, 9), OUTCOME).decode().splitlines()
    rows[3] = rows[3].replace(rows[3].split(",")[0], "old", 1)
    path.write_text("\n".join(rows))
    assert train(models, "--csv", path) == 1
    error = capsys.readouterr().err
    assert "line 4, column age: must be a number, not 'old'" in error
    assert not models.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--csv", "does-not-exist.csv"], "does-not-exist.csv cannot be used"),
        (["--rows", "10"], "class"),
        (["--csv", "x.csv", "--rows", "10"], "--rows is for generated data"),
        (["--csv", __file__, "--label", "1=ill"], "--label names no class of heart-disease: ill"),
    ],
)
def test_a_mistake_is_explained_without_a_trace(models, capsys, arguments, message):
    assert main(["train", "heart-disease", "--models-dir", str(models), *arguments]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not models.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seed", "-1"], "must be a whole number from 0 to 4294967295, not '-1'"),
        (["--seed", "4294967296"], "must be a whole number from 0 to 4294967295"),
        (["--rows", "many"], "must be a whole number from 1 to 4294967295, not 'many'"),
        (["--created-at", "2026-01-01"], "must be a time with its zone"),
        (["--created-at", "soon"], "must be a time with its zone"),
        (["--label", "ill"], "must look like VALUE=CLASS, not 'ill'"),
    ],
)
def test_a_bad_option_is_named_with_its_rule(capsys, arguments, message):
    with pytest.raises(SystemExit) as caught:
        main(["train", "heart-disease", *arguments])
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_source_date_epoch_sets_the_time_of_the_manifest(models, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    train(models)
    assert manifest(models, 1)["created_at"] == "1970-01-02T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert train(models) == 1
    assert "SOURCE_DATE_EPOCH must be a whole number" in capsys.readouterr().err


@pytest.fixture
def own_recipes(tmp_path, monkeypatch):
    (tmp_path / "recipes_of_mine.py").write_text(
        "from dataclasses import replace\n"
        "from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE\n"
        "RECIPES = {'my-model': replace(HEART_DISEASE, name='my-model')}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PLUMBLINE_RECIPES", "recipes_of_mine")


@pytest.mark.usefixtures("own_recipes")
def test_a_model_of_a_package_of_its_own_gets_its_first_version_by_command(models, tmp_path):
    assert main(["generate", "my-model", "--rows", "600", "--out", str(tmp_path / "rows.csv")]) == 0
    assert main(["train", "my-model", "--models-dir", str(models), "--csv", str(tmp_path / "rows.csv")]) == 0
    assert json.loads((models / "my-model" / "1" / "manifest.json").read_text())["name"] == "my-model"


def test_a_model_without_a_recipe_is_told_with_the_models_that_have_one(models, capsys):
    assert main(["train", "my-model", "--models-dir", str(models)]) == 1
    error = capsys.readouterr().err
    assert "no recipe to train 'my-model' with" in error
    assert "heart-disease" in error
    assert "PLUMBLINE_RECIPES" in error


def test_a_scenario_generates_rows_that_differ_and_is_named_when_unknown(tmp_path, capsys):
    usual, wrong = tmp_path / "usual.csv", tmp_path / "wrong.csv"
    arguments = ["generate", "titanic-survival", "--rows", "200", "--out"]
    assert main([*arguments, str(usual)]) == 0
    assert main([*arguments, str(wrong), "--scenario", "wrong-entries"]) == 0
    assert ",150.0," not in usual.read_text()
    assert ",150.0," in wrong.read_text()
    assert main([*arguments, str(wrong), "--scenario", "storm"]) == 1
    assert "--scenario must be one of those of titanic-survival: wrong-entries, not 'storm'" in capsys.readouterr().err


def test_losses_go_to_the_pushgateway_while_a_model_is_trained(models, monkeypatch):
    pushed = []

    def push(url, job, grouping_key, registry, timeout):
        pushed.append(
            (url, grouping_key, registry.get_sample_value("training_loss", {"epoch": "1", "reason": "manual"}))
        )

    monkeypatch.setattr(pushed_metrics, "push_to_gateway", push)
    assert train(models, "--pushgateway", "http://gateway:9091") == 0
    url, group, loss = pushed[0]
    assert (url, group) == ("http://gateway:9091", {"model": "heart-disease"})
    assert 0 < loss < 1
