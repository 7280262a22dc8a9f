"""One Plumbline for all tests, and the table of what was sent to it."""

import json
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
import requests
import schemathesis

from callers import Callers
from plumbline import SERVICES, Plumbline

ROW = {
    "age": 63, "sex": 1, "cp": 3, "trestbps": 145, "chol": 233, "fbs": 1, "restecg": 0, "thalach": 150,
    "exang": 0, "oldpeak": 2.3, "slope": 0, "ca": 0, "thal": 1,
}  # fmt: skip
PREDICTIONS = 20

# By operation of a service: how many cases got which status.
sent: dict[str, Counter[int]] = defaultdict(Counter)


# As Ctrl-C, which stops Plumbline and deletes its data.
for ending in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(ending, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the number of cases."""
    parser.addoption("--cases", type=int, default=20, help="generated cases for each operation, beside fixed ones")


@pytest.fixture(scope="session")
def plumbline() -> Iterator[Plumbline]:
    """Both services, for all tests."""
    with Plumbline() as running:
        yield running


@pytest.fixture(scope="session")
def callers(plumbline: Plumbline) -> Callers:
    """Tokens of every kind."""
    return Callers(plumbline)


@pytest.fixture(scope="session")
def prediction_ids(plumbline: Plumbline, callers: Callers) -> list[str]:
    """Predictions that feedback can be sent for."""
    answer = requests.post(
        f"{plumbline.urls['predict']}/models/heart-disease/predict/batch",
        json={"instances": [ROW] * PREDICTIONS},
        headers=callers.headers("all"),
        timeout=60,
    )
    answer.raise_for_status()
    return [prediction["prediction_id"] for prediction in answer.json()["predictions"]]


@pytest.fixture(scope="session")
def schemas(plumbline: Plumbline, request: pytest.FixtureRequest) -> dict[str, schemathesis.BaseSchema]:
    """The OpenAPI documents that the services publish."""
    schemas = {name: schemathesis.openapi.from_dict(document(plumbline, name)) for name in SERVICES}
    for name, schema in schemas.items():
        schema.config.update(base_url=plumbline.urls[name])
        schema.config.generation.update(
            max_examples=request.config.getoption("--cases"), deterministic=True, with_security_parameters=False
        )
    return schemas


def document(plumbline: Plumbline, service: str) -> dict:
    """The OpenAPI document, with a character class that the generator of texts does not know spelt out."""
    text = requests.get(f"{plumbline.urls[service]}/docs/json", timeout=60).text
    return json.loads(text.replace("\\\\P{Cc}", "[^\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints how many cases each operation got, and the statuses of their answers."""
    for operation, statuses in sorted(sent.items()):
        counts = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
        terminalreporter.write_line(f"{statuses.total():6}  {operation:70} {counts}")
    total = sum(statuses.total() for statuses in sent.values())
    terminalreporter.write_line(f"{total:6}  cases for {len(sent)} operations")
