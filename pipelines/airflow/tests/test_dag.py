import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from plumbline_pipelines.retraining.gate import GateLimits
from plumbline_pipelines.retraining.request import RetrainRequest

DAGS = Path(__file__).resolve().parents[1] / "dags"
DAG_ID = "ml_pipeline_mixed_experiment_dvc"
SHOW = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
dag = bag.dags[sys.argv[2]]
tasks = {
    name: {
        "upstream": sorted(task.upstream_task_ids),
        "mapped": task.is_mapped,
        "teardown": task.is_teardown,
        "mode": getattr(task, "mode", None),
        "retry_seconds": task.retries * task.retry_delay.total_seconds(),
    }
    for name, task in dag.task_dict.items()
}
print(json.dumps({
    "errors": bag.import_errors,
    "dags": sorted(bag.dags),
    "paused": dag.is_paused_upon_creation,
    "max_active_runs": dag.max_active_runs,
    "catchup": dag.catchup,
    "schedule": dag.schedule,
    "params": sorted(dag.params),
    "tasks": tasks,
    "heavy": sorted(name for name in ("sklearn", "onnxruntime", "skl2onnx", "mlflow", "dvc") if name in sys.modules),
}))
"""


def describe(home, **environment: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(DAGS), DAG_ID],
        env=os.environ | {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def dag(tmp_path_factory) -> dict:
    return describe(tmp_path_factory.mktemp("home"))


def test_the_dag_is_read_without_errors(dag):
    assert dag["errors"] == {}
    assert dag["dags"] == [DAG_ID]


def test_runs_start_at_once_and_one_at_a_time(dag):
    assert dag["paused"] is False
    assert dag["max_active_runs"] == 1
    assert dag["catchup"] is False


def test_it_runs_by_time_only_when_asked_to(dag, tmp_path):
    assert dag["schedule"] is None
    assert describe(tmp_path, PLUMBLINE_RETRAIN_SCHEDULE="0 3 * * 1")["schedule"] == "0 3 * * 1"


def test_reading_the_dag_loads_no_training_library(dag):
    assert dag["heavy"] == []


def test_every_parameter_is_one_that_the_run_understands(dag):
    known = {entry.name for entry in [*fields(RetrainRequest), *fields(GateLimits)]}
    assert set(dag["params"]) <= known


def test_challengers_are_trained_side_by_side(dag):
    assert dag["tasks"]["train"]["mapped"] is True


def test_nothing_is_published_before_the_gate_and_the_data_are_kept(dag):
    tasks = dag["tasks"]
    assert "is_better" in tasks["publish"]["upstream"]
    assert set(tasks["is_better"]["upstream"]) == {"decide", "version_data"}
    assert "is_to_be_promoted" in tasks["promote"]["upstream"]
    assert "await_labels" in tasks["verify"]["upstream"]


def test_every_task_that_fails_fails_the_run_also_when_the_champion_is_kept(dag):
    """What the run's success hangs on when nothing is published: is_better, on which the rest hangs, and track."""
    tasks = dag["tasks"]
    seen, open_ = set(), ["is_better", "track"]
    while open_:
        name = open_.pop()
        seen.add(name)
        open_ += tasks[name]["upstream"]
    released = {"publish", "is_to_be_promoted", "promote", "await_labels", "verify", "report", "forget"}
    assert seen == set(tasks) - released


def test_an_outage_does_not_end_the_probation_of_a_new_champion(dag):
    for name in ("await_labels", "verify"):
        assert 1800 <= dag["tasks"][name]["retry_seconds"] <= 7200


def test_waiting_keeps_no_worker(dag):
    assert {name for name, task in dag["tasks"].items() if task["mode"] == "reschedule"} == {"await_labels", "forget"}


def test_the_report_comes_in_any_case_and_hides_no_failure(dag):
    assert {name for name, task in dag["tasks"].items() if task["teardown"]} == {"report", "forget"}
    assert "verify" in dag["tasks"]["report"]["upstream"]
