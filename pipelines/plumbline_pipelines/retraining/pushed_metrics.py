"""What a run leaves at the Pushgateway while Prometheus collects it, and its removal afterwards."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from urllib.error import URLError

from prometheus_client import CollectorRegistry, Gauge, delete_from_gateway, push_to_gateway

from plumbline_pipelines.progress import stage

JOB = "plumbline_retraining"
PAUSE_SECONDS = 1.0


class PushedLosses:
    """Pushes `training_loss{epoch,reason}` while a model is trained, at most once a second, until `end`.

    The group is that of the model and challenger, or of the model alone.
    """

    def __init__(self, url: str | None, model: str, challenger: str | None, reason: str) -> None:
        self._url = url
        self._group = _group(model, challenger)
        self._reason = reason
        self._registry = CollectorRegistry()
        self._gauge = Gauge(
            "training_loss",
            "Loss after each epoch of a training run.",
            ["epoch", "reason"],
            registry=self._registry,
        )
        self._next = 0.0

    def observe(self, epoch: int, loss: float) -> None:
        """Takes the loss after an epoch. A Pushgateway that did not answer is asked again at the end only."""
        self._gauge.labels(epoch=str(epoch), reason=self._reason).set(loss)
        if time.monotonic() >= self._next:
            answered = _send(self._url, push_to_gateway, self._group, self._registry)
            self._next = time.monotonic() + PAUSE_SECONDS if answered else math.inf

    def end(self) -> None:
        """Pushes all losses."""
        _send(self._url, push_to_gateway, self._group, self._registry)


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
) -> bool:
    """Whether it was sent. A Pushgateway that cannot be reached must not stop a training: it is said and ignored."""
    if url is None:
        return True
    body = {} if registry is None else {"registry": registry}
    try:
        call(url, job=JOB, grouping_key=dict(group), timeout=10, **body)
    except (URLError, OSError) as error:
        stage(f"the Pushgateway at {url} did not answer: {error}")
        return False
    return True
