"""Where the retraining finds its services and keeps its files: the only module that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plumbline_pipelines.errors import PipelineError

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Settings:
    """Settings of the tasks. URLs have no trailing slash; a Pushgateway that is not named is not used."""

    predict_url: str
    auth_url: str
    client_id: str
    client_secret: str
    artifacts_url: str
    dvc_remote: str
    mlflow_uri: str
    pushgateway_url: str | None
    recipe_modules: tuple[str, ...]


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads PLUMBLINE_*, MLFLOW_TRACKING_URI and PUSHGATEWAY_URL; raises PipelineError listing all that is missing.

    A value can also be in a file: NAME_FILE holds its path.
    """
    value = _Reader(environment)
    data = Path(value("PLUMBLINE_DATA_DIR", str(REPOSITORY / ".plumbline"))).resolve() / "retraining"
    settings = Settings(
        predict_url=value("PLUMBLINE_PREDICT_URL", "http://localhost:8002").rstrip("/"),
        auth_url=value("PLUMBLINE_AUTH_URL", "http://localhost:8001").rstrip("/"),
        client_id=value("PLUMBLINE_CLIENT_ID"),
        client_secret=value("PLUMBLINE_CLIENT_SECRET"),
        artifacts_url=value("PLUMBLINE_ARTIFACTS_URL", f"file://{data / 'artifacts'}").rstrip("/"),
        dvc_remote=value("PLUMBLINE_DVC_REMOTE", str(data / "dvc")),
        mlflow_uri=value("MLFLOW_TRACKING_URI", (data / "mlruns").as_uri()),
        pushgateway_url=value("PUSHGATEWAY_URL", "").rstrip("/") or None,
        recipe_modules=_recipe_modules(value),
    )
    value.check()
    return settings


def read_recipe_modules(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The modules of PLUMBLINE_RECIPES alone, for what needs no service; raises PipelineError as read_settings does."""
    value = _Reader(environment)
    modules = _recipe_modules(value)
    value.check()
    return modules


def _recipe_modules(value: "_Reader") -> tuple[str, ...]:
    return tuple(name.strip() for name in value("PLUMBLINE_RECIPES", "").split(",") if name.strip())


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._problems: list[str] = []

    def __call__(self, name: str, default: str | None = None) -> str:
        file = self._environment.get(f"{name}_FILE")
        if file:
            return self._read(name, Path(file))
        found = self._environment.get(name) or default
        if found is None:
            self._problems.append(f"{name} is not set (nor {name}_FILE)")
        return found or ""

    def _read(self, name: str, file: Path) -> str:
        try:
            return file.read_text().strip()
        except OSError as error:
            self._problems.append(f"{name}_FILE cannot be read: {error}")
            return ""

    def check(self) -> None:
        if self._problems:
            raise PipelineError("The settings of the pipelines are not complete: " + "; ".join(self._problems) + ".")
