"""Retrains a model on its labelled traffic and promotes the result when it is better.

The DAG only wires the steps of plumbline_pipelines.retraining. They hand their files on through PLUMBLINE_ARTIFACTS_URL
and nothing else, so that each may run on another worker. PLUMBLINE_RETRAIN_SCHEDULE (a cron expression) also starts it
by time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

POKE_SECONDS = 15
HOLD_SECONDS = 60
# A new champion must not stay unjudged for an outage: an hour of tries, where other tasks have two.
PROBATION = {"retries": 60, "retry_delay": timedelta(minutes=1)}

PARAMS = {
    "model": Param(None, type=["null", "string"], description="The model; the default one of predict when empty"),
    "reason": Param(None, type=["null", "string"], description="Why; a label of the metrics"),
    "challengers": Param(None, type=["null", "array"], description="Which to train; all when empty"),
    "promote": Param(True, type="boolean", description="False only publishes the version"),
    "seed": Param(42, type="integer", minimum=0, maximum=2**32 - 1),
    "since_days": Param(30, type="number", minimum=0, description="Age of the oldest labelled row that is used"),
    "half_life_days": Param(7, type="number", exclusiveMinimum=0, description="A row this old counts half"),
    "confidence": Param(0.95, type="number", minimum=0.5, maximum=0.9999),
    "min_gain": Param(0, type="number", minimum=0, maximum=1, description="F1 that a challenger must gain at least"),
    "verify_rows": Param(200, type="integer", minimum=1, description="Live labels that judge the new champion"),
    "verify_minutes": Param(30, type="number", minimum=0, description="How long to wait for them"),
}


@contextmanager
def opened(url: str) -> Iterator[Any]:
    """The run at this URL; what cannot get better by trying again fails at once."""
    from plumbline_pipelines.errors import PipelineError
    from plumbline_pipelines.retraining.client import ServiceError
    from plumbline_pipelines.retraining.run import open_run

    try:
        with open_run(url) as run:
            yield run
    except ServiceError:
        raise
    except PipelineError as error:
        raise AirflowFailException(str(error)) from error


@task
def begin() -> str:
    """Checks what was asked for; returns where the run's files are."""
    from plumbline_pipelines.errors import PipelineError
    from plumbline_pipelines.retraining import run
    from plumbline_pipelines.retraining.client import ServiceError

    context = get_current_context()
    conf = {**context["params"], **(context["dag_run"].conf or {})}
    conf["reason"] = conf.get("reason") or conf.get("alertname") or context["dag_run"].run_type.value
    try:
        return run.begin(conf, context["dag_run"].run_id)
    except ServiceError:
        raise
    except PipelineError as error:
        raise AirflowFailException(str(error)) from error


@task
def pull(url: str) -> dict[str, int]:
    """Fetches the champion and its labelled traffic."""
    from plumbline_pipelines.retraining import data_steps

    with opened(url) as run:
        return data_steps.pull(run)


@task
def validate(url: str) -> dict[str, Any]:
    """Checks the rows against the schema of the model."""
    from plumbline_pipelines.retraining import data_steps

    with opened(url) as run:
        return data_steps.validate(run)


@task
def prepare(url: str) -> list[str]:
    """Splits the rows; returns the challengers to train."""
    from plumbline_pipelines.retraining import data_steps

    with opened(url) as run:
        return data_steps.prepare(run)


@task
def version_data(url: str) -> str:
    """Stores the training data in DVC."""
    from plumbline_pipelines.retraining import data_steps

    with opened(url) as run:
        return data_steps.keep_data(run)


@task(execution_timeout=timedelta(hours=2))
def train(url: str, challenger: str) -> dict[str, Any]:
    """Trains one challenger."""
    from plumbline_pipelines.retraining import training_steps

    with opened(url) as run:
        return training_steps.train(run, challenger)


@task
def evaluate(url: str, challengers: list[str]) -> dict[str, Any]:
    """Measures champion and challengers on the same held-out rows."""
    from plumbline_pipelines.retraining import training_steps

    with opened(url) as run:
        return training_steps.evaluate_all(run, challengers)


@task
def decide(url: str, challengers: list[str]) -> str | None:
    """The challenger that may replace the champion, if any; the reasons are in the log."""
    from plumbline_pipelines.retraining import training_steps

    with opened(url) as run:
        decision = training_steps.gate(run, challengers)
        for name, reasons in decision.reasons.items():
            print(f"{name}: {'; '.join(reasons)}")
        return decision.chosen


@task
def track(url: str, challengers: list[str]) -> str | None:
    """Writes parameters and metrics to MLflow."""
    from plumbline_pipelines.retraining import training_steps

    with opened(url) as run:
        return training_steps.track_run(run, challengers)


@task.short_circuit(ignore_downstream_trigger_rules=False)
def is_better(chosen: str | None) -> bool:
    """Ends the run here when the champion is kept."""
    return chosen is not None


@task
def publish(url: str) -> int:
    """Publishes the chosen challenger as a version."""
    from plumbline_pipelines.retraining import release_steps

    with opened(url) as run:
        return release_steps.publish(run)


@task.short_circuit(ignore_downstream_trigger_rules=False)
def is_to_be_promoted(version: int) -> bool:
    """Ends the run here when it was only asked to publish."""
    return get_current_context()["params"]["promote"] and version > 0


@task
def promote(url: str, version: int) -> int:
    """Makes the version champion."""
    from plumbline_pipelines.retraining import release_steps

    with opened(url) as run:
        release_steps.promote(run, version)
    return version


@task.sensor(mode="reschedule", poke_interval=POKE_SECONDS, timeout=8 * 24 * 3600, **PROBATION)
def await_labels(url: str, version: int) -> bool:
    """Waits, without keeping a worker, for enough live labels or for the end of the time for them."""
    from plumbline_pipelines.retraining import release_steps

    with opened(url) as run:
        return release_steps.has_enough_labels(run, version)


@task(**PROBATION)
def verify(url: str, version: int) -> dict[str, Any]:
    """Compares the new champion with the one before on live labels; rolls back, and fails, when it is worse."""
    from plumbline_pipelines.retraining import release_steps

    with opened(url) as run:
        return release_steps.verify(run, version)


@task
def report(url: str | None) -> str:
    """Says how the run ended; one that could not begin has nothing to report about."""
    from plumbline_pipelines.retraining import release_steps

    if url is None:
        return "failed"
    started = get_current_context()["dag_run"].start_date
    with opened(url) as run:
        return release_steps.report(run, (datetime.now(UTC) - started).total_seconds())


@task.sensor(mode="reschedule", poke_interval=POKE_SECONDS, timeout=600)
def forget(url: str | None) -> bool:
    """Removes the outcome from the Pushgateway, when Prometheus has had the time to collect it."""
    from plumbline_pipelines.retraining import release_steps

    if url is None:
        return True
    with opened(url) as run:
        return release_steps.forget_pushed(run, hold_seconds=HOLD_SECONDS)


@dag(
    dag_id="ml_pipeline_mixed_experiment_dvc",
    schedule=os.environ.get("PLUMBLINE_RETRAIN_SCHEDULE") or None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=2,
    is_paused_upon_creation=False,
    params=PARAMS,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=20)},
    doc_md=__doc__,
    tags=["plumbline"],
)
def retrain() -> None:
    """Pull, validate, prepare, train, evaluate, decide, publish, promote, verify; the report comes in any case."""
    url = begin()
    challengers = prepare(url)
    pull(url) >> validate(url) >> challengers
    stored = version_data(url)
    measured = evaluate(url, challengers)
    challengers >> stored
    train.partial(url=url).expand(challenger=challengers) >> measured
    chosen = decide(url, challengers)
    measured >> chosen >> track(url, challengers)
    version = publish(url)
    # Through is_better, so that data that could not be kept fail the run also when nothing is to be published.
    stored >> is_better(chosen) >> version
    promoted = promote(url, version)
    is_to_be_promoted(version) >> promoted
    verified = verify(url, promoted)
    await_labels(url, promoted) >> verified
    reported = report(url).as_teardown()
    verified >> reported >> forget(url).as_teardown()


retrain()
