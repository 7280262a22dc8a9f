"""Every protected operation against every caller that must not reach it."""

import time

import pytest
import requests

from answers import check_refused
from callers import HELD, STRANGERS
from plumbline import SERVICES
from test_operations import scopes_of

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="session")
def expired(callers):
    """Waits until the token of the caller `expired` has expired."""
    while not callers.is_expired():
        time.sleep(1)


@pytest.mark.parametrize("caller", [*HELD, *STRANGERS])
@pytest.mark.parametrize("service", SERVICES)
def test_refuses(service, caller, schemas, plumbline, callers, expired):
    refused = 0
    for path, operations in schemas[service].raw_schema["paths"].items():
        for method in METHODS & operations.keys():
            needed = scopes_of(operations[method])
            if needed is None or (caller in HELD and (not needed or HELD[caller] in needed)):
                continue
            url = plumbline.urls[service] + path.replace("{", "").replace("}", "")
            answer = requests.request(method, url, headers=callers.headers(caller), timeout=60)
            check_refused(f"{method} {path}", caller, answer)
            refused += 1
    assert refused >= 10
