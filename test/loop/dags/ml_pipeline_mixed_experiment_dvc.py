"""Stands in for the retraining in tests of faults: a run that trains nothing and ends as the test says.

It has the id of the real DAG. The file that RUN_END_FILE names holds how a run is to end, success or failed; until it is
there the run waits.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowFailException

WAIT_SECONDS = 300
POLL_SECONDS = 0.2


@task
def train() -> None:
    """Waits for the test's word."""
    file = Path(os.environ["RUN_END_FILE"])
    deadline = time.monotonic() + WAIT_SECONDS
    while not file.exists():
        if time.monotonic() > deadline:
            raise AirflowFailException("the test did not say how the run ends")
        time.sleep(POLL_SECONDS)
    if file.read_text() == "failed":
        raise AirflowFailException("half-way, as the test wants it")


@task
def report() -> None:
    """The second half, which a failed run does not reach."""


@dag(
    dag_id="ml_pipeline_mixed_experiment_dvc",
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    is_paused_upon_creation=False,
    max_active_runs=1,
)
def stand_in() -> None:
    """Two tasks, one after the other."""
    train() >> report()


stand_in()
