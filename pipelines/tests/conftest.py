import os
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline_pipelines.recipes import RECIPES
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
