"""What a run is asked to do: the configuration it was triggered with, checked, with defaults for the rest."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.retraining.gate import GateLimits

REASON_LENGTH = 64


@dataclass(frozen=True)
class RetrainRequest:
    """`model` None means the one that answers POST /predict; `challengers` empty means all of the recipe's."""

    model: str | None = None
    reason: str = "manual"
    seed: int = 42
    challengers: tuple[str, ...] = ()
    since_days: float = 30.0
    newest_rows: int = 20000
    half_life_days: float = 7.0
    confidence: float = 0.95
    promote: bool = True
    verify_minutes: float = 30.0
    verify_rows: int = 200
    limits: GateLimits = field(default_factory=GateLimits)

    def as_dict(self) -> dict[str, Any]:
        """For request.json; `read_request` reads it back."""
        flat = asdict(self)
        return flat | flat.pop("limits") | {"challengers": list(self.challengers)}


def read_request(conf: Mapping[str, Any]) -> RetrainRequest:
    """Reads a run's configuration; raises PipelineError with every value that cannot be used.

    Keys it does not know are left alone, since the alert that starts a run tells more than the run needs. Null is the
    default. The reason is `reason`, else the alert's name.
    """
    conf = {name: value for name, value in conf.items() if value is not None}
    problems = [
        f"{name} {rule}, not {conf[name]!r}"
        for name, (good, rule) in RULES.items()
        if name in conf and not good(conf[name])
    ]
    if problems:
        raise PipelineError("The run's configuration cannot be used: " + "; ".join(problems) + ".")
    own = {entry.name: conf[entry.name] for entry in fields(RetrainRequest) if entry.name in conf}
    limits = {entry.name: conf[entry.name] for entry in fields(GateLimits) if entry.name in conf}
    reason = str(conf.get("reason") or conf.get("alertname") or "manual")
    own |= {"reason": re.sub(r"[^A-Za-z0-9_. -]", "_", reason)[:REASON_LENGTH]}
    own |= {"challengers": tuple(conf.get("challengers", ()))}
    return RetrainRequest(**own | {"limits": GateLimits(**limits)})


def _number(low: float, high: float = math.inf, *, whole: bool = False) -> tuple:
    kinds = (int,) if whole else (int, float)
    rule = f"must be a {'whole ' if whole else ''}number from {low:g} to {high:g}"
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high, rule


def _is_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(name, str) for name in value)


RULES = {
    "model": (
        lambda value: isinstance(value, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value),
        "must be a name",
    ),
    "challengers": (_is_names, "must be a list of names"),
    "promote": (lambda value: isinstance(value, bool), "must be true or false"),
    "seed": _number(0, 2**32 - 1, whole=True),
    "since_days": _number(0),
    "newest_rows": _number(1, 1_000_000, whole=True),
    "half_life_days": _number(0.001),
    "confidence": _number(0.5, 0.9999),
    "verify_minutes": _number(0, 7 * 24 * 60),
    "verify_rows": _number(1, 1_000_000, whole=True),
    "min_rows": _number(1, whole=True),
    "min_gain": _number(0),
    "collapse_ratio": _number(0, 1),
    "collapse_rows": _number(1, whole=True),
    "max_latency_ms": _number(0),
    "max_bytes": _number(1, whole=True),
    "max_reference_drop": _number(0),
}
