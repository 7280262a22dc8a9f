"""One retraining run: its request, its recipe, its files, and the services it talks to."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.recipes import find_recipe
from plumbline_pipelines.retraining.artifacts import RunFiles
from plumbline_pipelines.retraining.client import PredictClient
from plumbline_pipelines.retraining.request import RetrainRequest, read_request
from plumbline_pipelines.retraining.settings import Settings, read_settings


@dataclass(frozen=True)
class Run:
    """What every step starts from. Steps share nothing but the run's files, so that each may run on another machine."""

    settings: Settings
    files: RunFiles
    client: PredictClient

    @cached_property
    def request(self) -> RetrainRequest:
        """What was asked for; the model is always named."""
        return read_request(self.files.read_json("request.json"))

    @cached_property
    def model(self) -> str:
        """Name of the model."""
        return self.files.read_json("request.json")["model"]

    @cached_property
    def recipe(self) -> Recipe:
        """How the model is made."""
        return find_recipe(self.model, self.settings.recipe_modules)

    @cached_property
    def client(self) -> PredictClient:
        """Predict."""
        return PredictClient(self.settings)

    @cached_property
    def champion(self) -> Mapping[str, Any]:
        """Manifest of the version that was champion when the run began."""
        return self.files.read_json("champion/manifest.json")


def begin(conf: Mapping[str, Any], run_id: str, settings: Settings | None = None) -> str:
    """Checks the configuration, finds the model and its recipe, and returns the URL of the run's files."""
    settings = settings or read_settings()
    request = read_request(conf)
    model = request.model
    if model is None:
        with PredictClient(settings) as client:
            model = client.default_model()
    find_recipe(model, settings.recipe_modules)
    name = re.sub(r"[^A-Za-z0-9_.+-]", "_", run_id)
    files = RunFiles(f"{settings.artifacts_url}/{model}/{name}")
    files.write_json("request.json", {**replace(request, model=model).as_dict(), "run": run_id})
    return files.url


@contextmanager
def open_run(url: str, settings: Settings | None = None) -> Iterator[Run]:
    """The run whose files are at this URL."""
    settings = settings or read_settings()
    with PredictClient(settings) as client:
        yield Run(settings, RunFiles(url), client)
