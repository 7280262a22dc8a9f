"""Generated requests to every operation of both OpenAPI documents: valid ones, invalid ones, and limits of both."""

import secrets
import zlib
from dataclasses import dataclass

import pytest
import requests
import schemathesis
from schemathesis.core import NotSet
from schemathesis.specs.openapi import checks

from answers import check_answer, check_refused
from callers import HELD, WEIGHTED, Callers
from conftest import sent
from plumbline import SERVICES, Plumbline

TIMEOUT_S = 60
OF_THE_DOCUMENT = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
PERSON = "hostile-person"
CLIENT = "hostile-client"

auth = schemathesis.pytest.from_fixture("auth_schema")
predict = schemathesis.pytest.from_fixture("predict_schema")


@pytest.fixture(scope="session")
def auth_schema(schemas):
    return schemas["auth"]


@pytest.fixture(scope="session")
def predict_schema(schemas):
    return schemas["predict"]


@dataclass(frozen=True)
class Target:
    """A running service, who calls it, and ids that exist there."""

    service: str
    plumbline: Plumbline
    callers: Callers
    prediction_ids: list[str]


@pytest.fixture(scope="session")
def targets(plumbline, callers, prediction_ids):
    targets = {service: Target(service, plumbline, callers, prediction_ids) for service in SERVICES}
    add_accounts(targets["auth"])
    return targets


@auth.parametrize()
def test_auth(case, targets):
    attack(targets["auth"], case)


@predict.parametrize()
def test_predict(case, targets):
    attack(targets["predict"], case)


def attack(target: Target, case: schemathesis.Case) -> None:
    """Sends the case as one of the callers, and judges the answer."""
    # Chosen by the case, so that a case that fails fails again.
    draw = zlib.crc32(repr((case.method, case.path, case.path_parameters, case.query, case.body)).encode())
    caller = WEIGHTED[draw % len(WEIGHTED)] if has_input(case) else "all"
    aimed = bool(draw & 0x10000)
    if aimed:
        aim(target, case, draw)
    answer = send(target, case, caller)
    if case.method.upper() != case.operation.method.upper():
        check_answer(case.path, answer)
        return
    sent[f"{target.service} {case.operation.label}"][answer.status_code] += 1
    check_answer(case.path, answer)
    if is_refused(target, case, caller):
        check_refused(case.operation.label, caller, answer)
    case.validate_response(answer, checks=OF_THE_DOCUMENT)
    # Every operation reads a missing body as an empty object.
    body_missing = bool(case.operation.definition.raw.get("requestBody")) and isinstance(case.body, NotSet)
    if answer.status_code < 300 and not aimed and not body_missing:
        case.validate_response(answer, checks=[checks.negative_data_rejection])


def send(target: Target, case: schemathesis.Case, caller: str) -> schemathesis.Response:
    """Fails if the connection is reset or no answer comes."""
    headers = {name: value for name, value in (case.headers or {}).items() if name != "Authorization"}
    case.headers = headers
    answer = case.call(headers=target.callers.headers(caller), timeout=TIMEOUT_S)
    if answer.status_code == 204 and case.operation.path == "/logout":
        target.callers.renew(caller)
    if answer.status_code == 204 and case.method == "DELETE":
        add_accounts(target)
    return answer


def add_accounts(target: Target) -> None:
    """Adds the person and the machine client that cases change and delete; those that exist stay."""
    person = {"username": PERSON, "password": secrets.token_hex(16), "scopes": ["predict"]}
    for path, account in (("users", person), ("clients", {"client_id": CLIENT, "scopes": ["predict"]})):
        url = f"{target.plumbline.urls['auth']}/{path}"
        answer = requests.post(url, json=account, headers=target.callers.headers("all"), timeout=TIMEOUT_S)
        assert answer.status_code in (201, 409), answer.text


def has_input(case: schemathesis.Case) -> bool:
    """Whether cases of the operation differ; test_refusals sends each operation as every caller."""
    operation = case.operation
    return bool(operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody"))


def scopes_of(operation: dict) -> list[str] | None:
    """The scopes of which the operation needs one; none if any token will do, None if it needs no token."""
    security = operation.get("security", [{"bearer": []}])
    if {} in security or not all("bearer" in each for each in security):
        return None
    return [scope for each in security for scope in each["bearer"]]


def is_refused(target: Target, case: schemathesis.Case, caller: str) -> bool:
    """Whether the operation must refuse the caller."""
    needed = scopes_of(case.operation.definition.raw)
    if needed is None or caller == "all":
        return False
    if caller in HELD:
        return bool(needed) and HELD[caller] not in needed
    return caller != "expired" or target.callers.is_expired()


def aim(target: Target, case: schemathesis.Case, draw: int) -> None:
    """Puts ids that exist into the path and the body, so that cases reach the code behind the look-up."""
    known = {"model": "heart-disease", "version": 1, "name": PERSON, "id": CLIENT}
    if target.service == "predict":
        known |= {"name": "manifest.json", "id": target.prediction_ids[0]}
    case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
    body = case.body.get("feedback", case.body) if isinstance(case.body, dict) else case.body
    rows = body if isinstance(body, list) else [body]
    for index, row in enumerate(rows):
        if isinstance(row, dict) and "prediction_id" in row:
            row["prediction_id"] = target.prediction_ids[index % len(target.prediction_ids)]
            if draw & 0x20000:
                row["actual"] = "disease"
