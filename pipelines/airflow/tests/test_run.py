"""The DAG in a real Airflow, started by start.sh and triggered over its API as predict does it."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from drifted import START
from stand_in import CLIENT, StandIn, make_state

AIRFLOW = Path(__file__).resolve().parents[1]
DAG = "/api/v2/dags/ml_pipeline_mixed_experiment_dvc"
ROWS = 1200
READY_SECONDS = 300
RUN_SECONDS = 900


def free_port() -> int:
    """A port whose successor is free too: Airflow serves its workers' logs there."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@pytest.fixture(scope="module")
def stand_in():
    shift = time.time() - START.timestamp() - ROWS * 60
    with StandIn(make_state("heart-disease", ROWS, shift_seconds=shift)) as server:
        yield server


@pytest.fixture(scope="module")
def airflow(stand_in, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    settings = {
        "PLUMBLINE_DATA_DIR": str(data),
        "PLUMBLINE_PREDICT_URL": stand_in.url,
        "PLUMBLINE_AUTH_URL": stand_in.url,
        "PLUMBLINE_CLIENT_ID": CLIENT[0],
        "PLUMBLINE_CLIENT_SECRET": CLIENT[1],
    }
    port = free_port()
    output = data / "start.log"
    with output.open("w") as log:
        process = subprocess.Popen(
            [str(AIRFLOW / "start.sh"), "--port", str(port)], env=os.environ | settings, stdout=log, stderr=log
        )
    deadline = time.monotonic() + READY_SECONDS
    while "Airflow is ready" not in output.read_text():
        assert process.poll() is None, output.read_text()
        assert time.monotonic() < deadline, output.read_text()
        time.sleep(0.5)
    yield Airflow(f"http://127.0.0.1:{port}", data, output.read_text())
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0, output.read_text()
    assert not [pid for pid in children.stdout.split() if Path(f"/proc/{pid}").exists()]


class Airflow:
    """Its API, as the account that may start runs."""

    def __init__(self, url: str, data: Path, output: str) -> None:
        self.data = data
        self.output = output
        self._http = httpx.Client(base_url=url, timeout=30)
        password = json.loads((data / "airflow" / "passwords.json").read_text())["retrain"]
        answer = self._http.post("/auth/token", json={"username": "retrain", "password": password})
        assert answer.status_code == 201
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def trigger(self, run: str, conf: dict) -> int:
        body = {"dag_run_id": run, "logical_date": None, "conf": conf}
        return self._http.post(f"{DAG}/dagRuns", json=body).status_code

    def outcome(self, run: str) -> tuple[str, dict]:
        """The run's final state, and the state of every task."""
        deadline = time.monotonic() + RUN_SECONDS
        while (state := self._http.get(f"{DAG}/dagRuns/{run}").json()["state"]) not in ("success", "failed"):
            assert time.monotonic() < deadline, state
            time.sleep(1)
        tasks = self._http.get(f"{DAG}/dagRuns/{run}/taskInstances").json()["task_instances"]
        return state, {task["task_id"]: task["state"] for task in tasks}

    def file(self, run: str, name: str) -> dict:
        return json.loads((self.data / "retraining" / "artifacts" / "heart-disease" / run / name).read_text())


def test_the_start_shows_its_progress_and_the_passwords_once(airflow):
    steps = ("Preparing Airflow's database", "Starting the api-server", "Starting the dag-processor")
    assert [step for step in steps if f"  {step} ..." not in airflow.output] == []
    assert "Shown only now; keep them:" in airflow.output


def test_a_triggered_run_ends_with_a_better_champion(airflow, stand_in):
    conf = {"trigger": "alert", "alertname": "ModelF1Drop", "model": "heart-disease", "verify_minutes": 5}
    assert airflow.trigger("ModelF1Drop.heart-disease.1", conf) == 200
    assert airflow.trigger("ModelF1Drop.heart-disease.1", conf) == 409
    state, tasks = airflow.outcome("ModelF1Drop.heart-disease.1")
    assert (state, set(tasks.values())) == ("success", {"success"})
    assert stand_in.state.champion == 2
    assert airflow.file("ModelF1Drop.heart-disease.1", "outcome.json")["outcome"] == "promoted"
    assert airflow.file("ModelF1Drop.heart-disease.1", "request.json")["reason"] == "ModelF1Drop"


def test_a_release_that_does_worse_is_rolled_back_and_the_run_fails(airflow, stand_in):
    stand_in.state.champion, stand_in.state.live_drifted = 1, False
    assert airflow.trigger("rollback", {"challengers": ["trees-newest"], "verify_minutes": 5}) == 200
    state, tasks = airflow.outcome("rollback")
    assert (state, tasks["verify"], tasks["report"]) == ("failed", "failed", "success")
    assert stand_in.state.champion == 1
    assert airflow.file("rollback", "outcome.json")["outcome"] == "rolled_back"
    assert airflow.file("rollback", "request.json")["reason"] == "manual"
