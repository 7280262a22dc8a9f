"""A small HTTP server that answers as auth and predict do, as far as the retraining asks them.

It keeps versions in memory, checks what is published as predict would notice it first, and gives a new champion live
labelled traffic at once. Run as a program it serves until it is stopped: python stand_in.py PORT MODEL.
"""

import base64
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from drifted import START, traffic

from plumbline_pipelines.cli import MODELS
from plumbline_pipelines.dataset import columns_from_rows, sha256
from plumbline_pipelines.onnx_graph import open_session, run_graph
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.retraining.client import LabelledRow

CLIENT = ("retraining", "not-a-secret-but-a-test")
PAGE = 400


@dataclass
class State:
    """What the server knows. `live_rows` is how many labelled predictions a new champion gets when it is promoted."""

    model: str
    versions: dict[int, dict[str, bytes]] = field(default_factory=dict)
    labelled: dict[int, list[LabelledRow]] = field(default_factory=dict)
    champion: int = 1
    previous: int | None = None
    live_rows: int = 400
    live_drifted: bool = True
    tokens: int = 0
    fail_next: int = 0
    warnings: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)


def make_state(model: str, rows: int, *, drifted: bool = True, shift_seconds: float = 0.0) -> State:
    """The shipped version 1, with labelled traffic."""
    folder = MODELS / model / "1"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    labelled = traffic(RECIPES[model], rows, 901, drifted=drifted, shift_seconds=shift_seconds)
    return State(model, {1: files}, {1: labelled})


def give_live_traffic(state: State, version: int) -> None:
    """Labelled predictions of a version, answered by its own graph."""
    recipe = RECIPES[state.model]
    rows = traffic(recipe, state.live_rows, 950 + version, drifted=state.live_drifted) if state.live_rows else []
    if rows:
        columns = columns_from_rows(recipe.features, [row.features for row in rows])
        session = open_session(state.versions[version]["model.onnx"])
        answers = recipe.outcome.predict(run_graph(session, recipe, columns))
        rows = [
            replace(row, version=version, prediction=recipe.outcome.to_json(label))
            for row, label in zip(rows, answers, strict=True)
        ]
    state.labelled[version] = rows


class StandIn:
    """The server on a port of its own, in a thread."""

    def __init__(self, state: State, port: int = 0) -> None:
        handler = type("Handler", (_Handler,), {"state": state})
        self.state = state
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "StandIn":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: State
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._route("GET", b"")

    def do_POST(self) -> None:
        self._route("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests read `calls`."""

    def _route(self, method: str, body: bytes) -> None:
        url = urlsplit(self.path)
        self.state.calls.append(f"{method} {url.path}")
        if url.path == "/oauth/token":
            self._token(body)
        elif self.state.fail_next > 0:
            self.state.fail_next -= 1
            self._answer(503, {"code": "unavailable", "title": "again soon"})
        elif self.headers.get("Authorization") != f"Bearer token-{self.state.tokens}":
            self._answer(401, {"code": "token_invalid", "title": "the token is not valid"})
        else:
            self._answered(method, url.path, parse_qs(url.query), body)

    def _token(self, body: bytes) -> None:
        sent = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
        form = parse_qs(body.decode())
        if sent != ":".join(CLIENT) or form["grant_type"] != ["client_credentials"]:
            self._answer(401, {"error": "invalid_client", "error_description": "The client is not known."})
            return
        self.state.tokens += 1
        answer = {"access_token": f"token-{self.state.tokens}", "expires_in": 300, "scope": form["scope"][0]}
        self._answer(200, answer)

    def _answered(self, method: str, path: str, query: Mapping[str, list[str]], body: bytes) -> None:
        routes = {
            r"GET /models": lambda: self._answer(200, {"models": [self._model()]}),
            r"GET /models/([^/]+)": lambda _: self._answer(200, self._model()),
            r"GET /models/[^/]+/versions/(\d+)/files/([^/]+)": self._file,
            r"GET /models/[^/]+/versions/(\d+)/labelled": lambda version: self._labelled(int(version), query),
            r"POST /models/[^/]+/versions": lambda: self._publish(body),
            r"POST /models/[^/]+/promote": lambda: self._promote(json.loads(body)["version"]),
            r"POST /models/[^/]+/rollback": self._rollback,
        }
        if path.startswith("/models/") and path.split("/")[2] != self.state.model:
            self._answer(404, {"code": "model_not_found", "title": "There is no such model"})
            return
        for pattern, route in routes.items():
            if found := re.fullmatch(pattern, f"{method} {path}"):
                route(*found.groups())
                return
        self._answer(404, {"code": "not_found", "title": "There is nothing here"})

    def _model(self) -> dict:
        state = self.state
        versions = [
            {"version": version, "champion": version == state.champion, "state": "READY"} for version in state.versions
        ]
        return {"name": state.model, "default": True, "champion": state.champion, "versions": versions}

    def _file(self, version: str, name: str) -> None:
        data = self.state.versions.get(int(version), {}).get(name)
        if data is None:
            self._answer(404, {"code": "file_not_found", "title": "The version has no such file"})
        else:
            self._send(200, data, "application/octet-stream")

    def _labelled(self, version: int, query: Mapping[str, list[str]]) -> None:
        rows = self.state.labelled.get(version, [])
        start = int(query.get("after", ["0"])[0])
        end = start + min(PAGE, int(query["limit"][0]))
        page = [{name: value for name, value in asdict(row).items() if name != "version"} for row in rows[start:end]]
        self._answer(200, {"rows": page, "next": str(end) if end < len(rows) else None})

    def _publish(self, body: bytes) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = message_from_bytes(head + body).get_payload()
        files = {part.get_param("name", header="Content-Disposition"): part.get_payload(decode=True) for part in parts}
        manifest = json.loads(files["manifest.json"])
        if manifest["version"] in self.state.versions:
            self._answer(409, {"code": "version_exists", "title": "The version is already published"})
        elif manifest["files"] != {name: sha256(data) for name, data in files.items() if name != "manifest.json"}:
            self._answer(422, {"code": "model_rejected", "title": "The files are not those of the manifest"})
        else:
            self.state.versions[manifest["version"]] = files
            self._answer(201, {"version": manifest["version"], "warnings": self.state.warnings})

    def _promote(self, version: int) -> None:
        self.state.previous, self.state.champion = self.state.champion, version
        give_live_traffic(self.state, version)
        self._answer(200, {"champion": version})

    def _rollback(self) -> None:
        self.state.champion, self.state.previous = self.state.previous, self.state.champion
        self._answer(200, {"champion": self.state.champion})

    def _answer(self, status: int, body: Mapping) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    import time

    model = sys.argv[2]
    rows = 1500 if model == "heart-disease" else 2500
    shift = time.time() - START.timestamp() - rows * 60
    with StandIn(make_state(model, rows, shift_seconds=shift), int(sys.argv[1])) as server:
        print(server.url, *CLIENT, flush=True)
        server._thread.join()
