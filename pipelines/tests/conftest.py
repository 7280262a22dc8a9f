import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drifted import START
from stand_in import CLIENT, StandIn, make_state

from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.settings import Settings
from plumbline_pipelines.training import Candidate, generate_data, train

PIPELINES = Path(__file__).resolve().parents[1]
SHIPPED = PIPELINES.parent / "models"
SEED = 42


@pytest.fixture(scope="session", params=sorted(RECIPES))
def candidate(request) -> Candidate:
    """Each model as it ships, trained once for all tests."""
    recipe = RECIPES[request.param]
    return train(recipe, generate_data(recipe, recipe.default_rows, SEED), SEED)


@pytest.fixture(scope="session")
def run_cli():
    """Runs the command line in its own process and returns the completed process."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "plumbline_pipelines", *map(str, arguments)],
            cwd=PIPELINES,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def stand_in():
    """Answers as auth and predict for heart-disease, whose labels have drifted; the newest label is from now."""
    rows = 1200
    shift = time.time() - START.timestamp() - rows * 60
    with StandIn(make_state("heart-disease", rows, shift_seconds=shift)) as server:
        yield server


@pytest.fixture
def settings(stand_in, tmp_path) -> Settings:
    return Settings(
        predict_url=stand_in.url,
        auth_url=stand_in.url,
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
        artifacts_url=f"file://{tmp_path / 'artifacts'}",
        dvc_remote=str(tmp_path / "dvc"),
        mlflow_uri=(tmp_path / "mlruns").as_uri(),
        pushgateway_url=None,
        recipe_modules=(),
    )


@pytest.fixture
def with_settings(settings):
    return lambda **changed: dataclasses.replace(settings, **changed)
