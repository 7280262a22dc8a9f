"""What every answer must be, whatever was sent."""

import re

import requests
from schemathesis import Response

from callers import HELD
from plumbline import ROOT

PROBLEM = "application/problem+json"
_RETRY_AFTER = re.compile(r"[1-9]\d*")


def documented_errors() -> dict[str, int]:
    """The status of every error code in docs/errors.md."""
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", (ROOT / "docs/errors.md").read_text(), re.MULTILINE)
    return {code: int(status) for code, status in rows}


_STATUS_OF = documented_errors()


def check_answer(path: str, answer: Response) -> None:
    """Fails if the answer is not one that the documents allow for any request."""
    status = answer.status_code
    if status >= 500:
        assert status == 503, f"{status}: {answer.text[:500]}"
        if not path.startswith("/health"):
            _check_retry_after(answer)
    if status == 429:
        _check_retry_after(answer)
    if status >= 400 and not path.startswith("/health"):
        _check_error(path, answer)


def check_refused(operation: str, caller: str, answer: Response | requests.Response) -> None:
    """Fails if a protected operation lets in a caller without its scope, or refuses it by another status."""
    expected = 403 if caller in HELD else 401
    assert answer.status_code == expected, f"{caller} at {operation}: {answer.status_code} {answer.text[:300]}"
    challenge = {name.lower() for name in answer.headers}
    assert "www-authenticate" in challenge, f"{caller} at {operation}: no WWW-Authenticate"


def header(answer: Response, name: str) -> str:
    """The first value of a header, by its name in small letters."""
    return answer.headers.get(name, [""])[0]


def _check_retry_after(answer: Response) -> None:
    value = header(answer, "retry-after")
    assert _RETRY_AFTER.fullmatch(value), f"{answer.status_code} with Retry-After {value!r}: {answer.text[:500]}"


def _check_error(path: str, answer: Response) -> None:
    if answer.request.method == "HEAD":
        return
    media_type = header(answer, "content-type").split(";")[0]
    body = answer.json()
    if "error" in body:
        assert path.startswith("/oauth/"), f"an OAuth error on {path}: {body}"
        assert media_type == "application/json", media_type
        assert body["error_description"], body
        return
    assert media_type == PROBLEM, f"{answer.status_code} as {media_type}: {answer.text[:500]}"
    assert body["status"] == answer.status_code, body
    assert _STATUS_OF.get(body["code"]) == answer.status_code, f"not in docs/errors.md: {body}"
    assert body["detail"] or body["title"], body
    if body["code"] == "validation_failed":
        assert body["issues"], body
        for issue in body["issues"]:
            assert isinstance(issue["path"], list), body
            assert issue["message"], body
