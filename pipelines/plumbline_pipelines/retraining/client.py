"""What the retraining asks of predict and auth over HTTP. Paths and shapes of their answers are known only here."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.retraining.settings import Settings

SCOPES = "models predict"
PAGE_ROWS = 1000
ATTEMPTS = 4
REFRESH_SECONDS = 30


class ServiceError(PipelineError):
    """An answer that is not a success; `status` is its code, or None when there was no answer."""

    def __init__(self, what: str, detail: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(f"{what}: {detail}")


@dataclass(frozen=True)
class LabelledRow:
    """A prediction of one version whose outcome is known. Times are RFC 3339."""

    prediction_id: str
    version: int
    at: str
    features: Mapping[str, Any]
    prediction: Any
    actual: Any
    labelled_at: str


@dataclass(frozen=True)
class ModelState:
    """A model as predict serves it now: its champion, and every version with whether it is ready."""

    name: str
    champion: int | None
    versions: Mapping[int, bool]


class PredictClient:
    """predict, with a token of auth's client-credentials grant that is renewed in time.

    Lost connections, 429 and 5xx are tried again, except for calls that change something.
    """

    def __init__(
        self, settings: Settings, *, transport: httpx.BaseTransport | None = None, sleep: Callable = time.sleep
    ) -> None:
        self._settings = settings
        self._http = httpx.Client(timeout=60, transport=transport)
        self._sleep = sleep
        self._token = ""
        self._token_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def default_model(self) -> str:
        """The model that answers POST /predict."""
        models = self._get("/models").json()["models"]
        return next(model["name"] for model in models if model["default"])

    def model(self, name: str) -> ModelState:
        """Champion and versions of a model; ServiceError with status 404 when it does not exist."""
        found = self._get(f"/models/{name}").json()
        ready = {version["version"]: version["state"] == "READY" for version in found["versions"]}
        return ModelState(name, found["champion"], ready)

    def file(self, model: str, version: int, name: str) -> bytes:
        """One file of a version's folder."""
        return self._get(f"/models/{model}/versions/{version}/files/{name}").content

    def labelled(self, model: str, version: int) -> Iterator[LabelledRow]:
        """Every labelled prediction of a version, fetched page by page."""
        path = f"/models/{model}/versions/{version}/labelled"
        cursor: str | None = None
        while True:
            after = {} if cursor is None else {"after": cursor}
            page = self._get(path, {"limit": PAGE_ROWS, **after}).json()
            for row in page["rows"]:
                yield LabelledRow(version=version, **{name: row[name] for name in ROW_FIELDS})
            following = page["next"]
            if following is None:
                return
            if following == cursor:
                raise ServiceError(f"GET {path}", f"the page after {cursor!r} names itself as the next one")
            cursor = following

    def publish(self, model: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Publishes a version's folder and returns predict's warnings about it.

        ServiceError with status 409 when its number is taken.
        """
        parts = {name: (name, data, "application/octet-stream") for name, data in files.items()}
        return tuple(self._change(f"/models/{model}/versions", files=parts).json()["warnings"])

    def promote(self, model: str, version: int) -> None:
        """Makes a version the champion."""
        self._change(f"/models/{model}/promote", json={"version": version})

    def rollback(self, model: str) -> None:
        """Makes the previous champion the champion again."""
        self._change(f"/models/{model}/rollback")

    def _get(self, path: str, query: Mapping[str, Any] | None = None) -> httpx.Response:
        def ask() -> httpx.Response:
            return self._http.get(self._settings.predict_url + path, params=query, headers=self._authorization())

        return self._again(f"GET {path}", ask)

    def _change(self, path: str, **body: Any) -> httpx.Response:
        what = f"POST {path}"
        response = self._send(
            what, lambda: self._http.post(self._settings.predict_url + path, headers=self._authorization(), **body)
        )
        return _checked(what, response)

    def _again(self, what: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                response = self._send(what, ask)
            except ServiceError:
                if last:
                    raise
            else:
                if last or not (response.status_code == 429 or response.status_code >= 500):
                    return _checked(what, response)
            self._sleep(2**attempt)
        raise AssertionError("unreachable")

    def _send(self, what: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """One try; a token that is refused is renewed once."""
        try:
            response = ask()
            if response.status_code == httpx.codes.UNAUTHORIZED:
                self._token_until = 0
                response = ask()
        except httpx.HTTPError as error:
            raise ServiceError(what, str(error) or type(error).__name__) from error
        return response

    def _authorization(self) -> dict[str, str]:
        if time.monotonic() > self._token_until:
            self._renew()
        return {"Authorization": f"Bearer {self._token}"}

    def _renew(self) -> None:
        what = "POST /oauth/token"
        response = self._http.post(
            f"{self._settings.auth_url}/oauth/token",
            data={"grant_type": "client_credentials", "scope": SCOPES},
            auth=(self._settings.client_id, self._settings.client_secret),
        )
        answer = _checked(what, response).json()
        self._token = answer["access_token"]
        self._token_until = time.monotonic() + max(1, answer["expires_in"] - REFRESH_SECONDS)


ROW_FIELDS = ("prediction_id", "at", "features", "prediction", "actual", "labelled_at")


def _checked(what: str, response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    raise ServiceError(what, f"{response.status_code} {_problem(response)}", response.status_code)


def _problem(response: httpx.Response) -> str:
    """What a problem document (RFC 9457) or an OAuth error says, else the start of the text."""
    try:
        body = response.json()
    except ValueError:
        return response.text[:200]
    said = [body[name] for name in ("code", "title", "detail", "error", "error_description") if body.get(name)]
    issues = [json.dumps(issue) for issue in body.get("issues", [])[:5]]
    return ": ".join([*map(str, said), *issues]) or response.text[:200]
