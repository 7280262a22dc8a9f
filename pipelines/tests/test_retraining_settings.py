import re
import sys

import pytest

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.recipes import RECIPES, find_recipe
from plumbline_pipelines.retraining.artifacts import RunFiles
from plumbline_pipelines.retraining.gate import GateLimits
from plumbline_pipelines.retraining.request import RetrainRequest, read_request
from plumbline_pipelines.retraining.settings import read_recipe_modules, read_settings

REQUIRED = {"PLUMBLINE_CLIENT_ID": "retraining", "PLUMBLINE_CLIENT_SECRET": "s"}


def test_without_credentials_every_missing_setting_is_named():
    with pytest.raises(PipelineError, match=r"PLUMBLINE_CLIENT_ID is not set .*; PLUMBLINE_CLIENT_SECRET is not set"):
        read_settings({})


def test_everything_else_has_a_place_under_the_data_folder():
    settings = read_settings({**REQUIRED, "PLUMBLINE_DATA_DIR": "/data"})
    assert settings.artifacts_url == "file:///data/retraining/artifacts"
    assert settings.dvc_remote == "/data/retraining/dvc"
    assert settings.mlflow_uri == "file:///data/retraining/mlruns"
    assert settings.pushgateway_url is None


def test_a_secret_can_be_in_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    environment = {"PLUMBLINE_CLIENT_ID": "retraining", "PLUMBLINE_CLIENT_SECRET_FILE": str(file)}
    assert read_settings(environment).client_secret == "from the file"
    file.unlink()
    with pytest.raises(PipelineError, match="PLUMBLINE_CLIENT_SECRET_FILE cannot be read"):
        read_settings(environment)


def test_a_request_reads_back_as_it_was_written():
    request = RetrainRequest(model="heart-disease", challengers=("logistic",), limits=GateLimits(min_gain=0.01))
    assert read_request(request.as_dict()) == request


def test_an_alert_gives_model_and_reason_and_the_rest_is_left_alone():
    request = read_request({"trigger": "alert", "alertname": "ModelF1Drop", "model": "heart-disease", "f1": 0.4})
    assert (request.model, request.reason) == ("heart-disease", "ModelF1Drop")


def test_an_empty_request_retrains_the_default_model_by_default_rules():
    assert read_request({"model": None}) == RetrainRequest()


def test_every_value_that_cannot_be_used_is_named():
    conf = {"model": "../etc", "confidence": 2, "seed": 1.5, "promote": "yes", "challengers": "logistic"}
    with pytest.raises(PipelineError) as error:
        read_request(conf)
    for name in conf:
        assert re.search(rf"{name} must be", str(error.value))


def test_a_reason_becomes_a_label_of_bounded_length():
    assert read_request({"reason": "a\nb" + "c" * 100}).reason == "a_b" + "c" * 61


def test_recipes_of_other_modules_are_found(tmp_path, monkeypatch):
    (tmp_path / "my_recipes.py").write_text(
        "from dataclasses import replace\n"
        "from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE\n"
        "RECIPES = {'my-model': replace(HEART_DISEASE, name='my-model')}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert find_recipe("my-model", ["my_recipes"]).name == "my-model"
    assert find_recipe("heart-disease", ["my_recipes"]) is RECIPES["heart-disease"]
    with pytest.raises(PipelineError, match=f"only for {', '.join(sorted([*RECIPES, 'my-model']))}:"):
        find_recipe("another", ["my_recipes"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "No module named 'broken_recipes'"),
        ("import no_such_library\n", "No module named 'no_such_library'"),
        ("OTHER = {}\n", "it has no mapping RECIPES"),
        ("RECIPES = ['heart-disease']\n", "it has no mapping RECIPES"),
    ],
)
def test_a_module_without_recipes_is_named_with_the_settings_to_look_at(tmp_path, monkeypatch, text, problem):
    if text is not None:
        (tmp_path / "broken_recipes.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "broken_recipes", raising=False)
    with pytest.raises(PipelineError) as error:
        find_recipe("heart-disease", ["broken_recipes"])
    assert f"the module 'broken_recipes': {problem}" in str(error.value)
    assert "PLUMBLINE_RECIPES" in str(error.value)
    assert "PYTHONPATH" in str(error.value)


def test_modules_of_recipes_can_be_named_in_a_file(tmp_path):
    file = tmp_path / "recipes"
    file.write_text("mine, theirs,\n")
    environment = {"PLUMBLINE_RECIPES_FILE": str(file)}
    assert read_recipe_modules(environment) == ("mine", "theirs")
    assert read_settings({**REQUIRED, **environment}).recipe_modules == ("mine", "theirs")
    file.unlink()
    with pytest.raises(PipelineError, match="PLUMBLINE_RECIPES_FILE cannot be read"):
        read_recipe_modules(environment)


def test_every_challenger_has_a_name_of_its_own():
    for recipe in RECIPES.values():
        names = [challenger.name for challenger in recipe.challengers]
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


def test_files_of_a_run_are_kept_by_url(tmp_path):
    files = RunFiles(f"file://{tmp_path}/model/run")
    assert not files.has("a/b.json")
    files.write_json("a/b.json", {"é": 1})
    files.write_json("a/b.json", {"é": 2})
    assert files.read_json("a/b.json") == {"é": 2}
    with pytest.raises(FileNotFoundError):
        files.read("nothing")
    memory = RunFiles("memory://model/run")
    memory.write("x", b"1")
    assert memory.read("x") == b"1"
