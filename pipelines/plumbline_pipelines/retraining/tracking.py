"""Experiments in MLflow: one run for a retraining, and one below it for each challenger."""

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plumbline_pipelines.progress import stage

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient


def track(uri: str, **retraining: Any) -> str | None:
    """Writes the retraining to the tracking server or folder at `uri` and returns the id of its MLflow run.

    A server that does not take it is said and otherwise ignored, and None returned: no release fails for want of it.
    """
    # Read when MLflow is first imported: no calls home, and a folder is a store that it accepts.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    from mlflow.exceptions import MlflowException
    from mlflow.tracking import MlflowClient

    try:
        return _write(MlflowClient(tracking_uri=uri), **retraining)
    except (MlflowException, OSError) as error:
        stage(f"MLflow did not take the run: {error}")
        return None


def _write(
    client: "MlflowClient",
    *,
    model: str,
    run: str,
    params: Mapping[str, Any],
    evaluation: Mapping[str, Any],
    decision: Mapping[str, Any],
    challengers: Mapping[str, Mapping[str, Any]],
) -> str:
    """`challengers` has for each its `params` and its `losses`, a list by epoch."""
    found = client.get_experiment_by_name(model)
    experiment = found.experiment_id if found else client.create_experiment(model)
    parent = client.create_run(experiment, run_name=run, tags={"dag_run": run}).info.run_id
    for name, value in params.items():
        client.log_param(parent, name, value)
    _log_metrics(client, parent, evaluation["models"]["champion"], "champion.")
    client.set_tag(parent, "chosen", decision["chosen"] or "none")
    client.log_text(parent, json.dumps(evaluation, indent=2), "evaluation.json")
    client.log_text(parent, json.dumps(decision, indent=2), "decision.json")
    for name, challenger in challengers.items():
        child = client.create_run(experiment, run_name=name, tags={"mlflow.parentRunId": parent}).info.run_id
        for key, value in challenger["params"].items():
            client.log_param(child, key, value)
        for epoch, loss in enumerate(challenger["losses"], start=1):
            client.log_metric(child, "training_loss", loss, step=epoch)
        _log_metrics(client, child, evaluation["models"].get(name, {}), "")
        client.set_tag(child, "refused", "; ".join(decision["reasons"].get(name, [])) or "no")
        client.set_terminated(child)
    client.set_terminated(parent)
    return parent


def _log_metrics(client: "MlflowClient", run: str, measured: Mapping[str, Any], prefix: str) -> None:
    for name, value in measured.items():
        if isinstance(value, Mapping):
            intervals = {what: bounds for what, bounds in value.items() if what != "parts" and bounds is not None}
            for what, bounds in intervals.items():
                for bound, number in bounds.items():
                    client.log_metric(run, f"{prefix}{name}.{what}.{bound}", number)
        else:
            client.log_metric(run, f"{prefix}{name}", value)
