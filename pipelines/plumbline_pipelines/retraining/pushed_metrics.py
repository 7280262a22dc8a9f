"""What a run leaves at the Pushgateway while Prometheus collects it, and its removal afterwards."""

from collections.abc import Callable, Mapping, Sequence
from urllib.error import URLError

from prometheus_client import CollectorRegistry, Gauge, delete_from_gateway, push_to_gateway

from plumbline_pipelines.progress import stage

JOB = "plumbline_retraining"


def push_losses(url: str | None, model: str, challenger: str, reason: str, losses: Sequence[float]) -> None:
    """Pushes `training_loss{epoch,reason}` in the group of this model and challenger."""
    registry = CollectorRegistry()
    gauge = Gauge("training_loss", "Loss after each epoch of a training run.", ["epoch", "reason"], registry=registry)
    for epoch, loss in enumerate(losses, start=1):
        gauge.labels(epoch=str(epoch), reason=reason).set(loss)
    _send(url, push_to_gateway, _group(model, challenger), registry)


def push_outcome(url: str | None, model: str, reason: str, outcome: str, seconds: float) -> None:
    """Pushes how a run ended and how long it took, in the group of this model."""
    registry = CollectorRegistry()
    run = Gauge(
        "training_run_outcome", "The outcome of the last retraining run, 1.", ["outcome", "reason"], registry=registry
    )
    run.labels(outcome=outcome, reason=reason).set(1)
    Gauge("training_run_duration_seconds", "Duration of the last retraining run.", registry=registry).set(seconds)
    _send(url, push_to_gateway, _group(model), registry)


def forget(url: str | None, model: str, challengers: Sequence[str]) -> None:
    """Deletes the groups of a run."""
    for group in (_group(model), *(_group(model, challenger) for challenger in challengers)):
        _send(url, delete_from_gateway, group)


def _group(model: str, challenger: str | None = None) -> Mapping[str, str]:
    return {"model": model} if challenger is None else {"model": model, "challenger": challenger}


def _send(
    url: str | None, call: Callable[..., None], group: Mapping[str, str], registry: CollectorRegistry | None = None
) -> None:
    """A Pushgateway that cannot be reached is said and otherwise ignored: it must not stop a retraining."""
    if url is None:
        return
    body = {} if registry is None else {"registry": registry}
    try:
        call(url, job=JOB, grouping_key=dict(group), timeout=10, **body)
    except (URLError, OSError) as error:
        stage(f"the Pushgateway at {url} did not answer: {error}")
