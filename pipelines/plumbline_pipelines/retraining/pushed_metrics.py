"""What a run pushes to the Pushgateway: its outcome, removed afterwards, and losses, kept until the next run."""

import math
import time
from collections.abc import Callable, Mapping
from urllib.error import URLError

from prometheus_client import CollectorRegistry, Gauge, delete_from_gateway, push_to_gateway

from plumbline_pipelines.progress import stage

JOB = "plumbline_retraining"
PAUSE_SECONDS = 1.0


class PushedLosses:
    """Pushes `training_loss{epoch,reason}` while a model is trained, at most once a second, until `end`.

    The group is that of the model and challenger, or of the model alone. It replaces that of the training before.
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


def forget_outcome(url: str | None, model: str) -> None:
    """Deletes the outcome of a run. Losses stay, so that they can be read until the next training replaces them."""
    _send(url, delete_from_gateway, _group(model))


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
