"""What must hold after all other tests: every operation was called, and the services are as well as before."""

import time

import pytest
import requests

from conftest import ROW, sent
from plumbline import SERVICES, Plumbline, open_handles, resident_bytes

METHODS = {"get", "put", "post", "patch", "delete"}
MEMORY_LIMIT_BYTES = 900 * 2**20
HANDLES_LIMIT = 200
CALM_S = 30


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_was_called(service, schemas):
    documented = {
        f"{service} {method.upper()} {path}"
        for path, operations in schemas[service].raw_schema["paths"].items()
        for method in METHODS & operations.keys()
    }
    assert documented - sent.keys() == set()


@pytest.mark.parametrize("service", SERVICES)
def test_service_runs_in_the_process_that_was_started(service, plumbline):
    assert plumbline.process_of(service) == plumbline.started[service]
    assert plumbline.health(service).json()["status"] == "ok"


@pytest.mark.parametrize("service", SERVICES)
def test_service_logged_no_error(service, plumbline):
    assert plumbline.errors_logged(service) == []


@pytest.mark.parametrize("service", SERVICES)
def test_memory_and_handles_stay_bounded(service, plumbline):
    process = plumbline.started[service]
    assert resident_bytes(process) < MEMORY_LIMIT_BYTES
    until = time.monotonic() + CALM_S
    while open_handles(process) > HANDLES_LIMIT and time.monotonic() < until:
        time.sleep(0.5)
    assert open_handles(process) <= HANDLES_LIMIT


def test_prediction_is_as_before(plumbline: Plumbline, callers):
    answer = requests.post(
        f"{plumbline.urls['predict']}/models/heart-disease/predict",
        json=ROW,
        headers=callers.headers("all"),
        timeout=60,
    )
    assert answer.status_code == 200
    assert answer.json()["prediction"] == "no_disease"
