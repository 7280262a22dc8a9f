"""Whether a challenger may replace the champion, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plumbline_pipelines.outcomes import TASK_SCORES, Score
from plumbline_pipelines.retraining.bootstrap import UNDEFINED_F1
from plumbline_pipelines.retraining.rows import RECENT, REFERENCE

UNMEASURED: Mapping[str, Any] = {"parts": {}}


@dataclass(frozen=True)
class GateLimits:
    """The bounds of the gate. Gains and losses are those of the score: F1, or the MAE in the unit of the targets.

    `max_reference_drop` limits how much may be lost on the reference's old labels. It is not set by default: when
    the meaning of the labels has changed, a model that is right today is wrong about yesterday.
    """

    min_rows: int = 50
    min_gain: float = 0.0
    collapse_ratio: float = 0.5
    collapse_rows: int = 10
    max_latency_ms: float = 25.0
    max_bytes: int = 20_000_000
    max_reference_drop: float | None = None


@dataclass(frozen=True)
class Decision:
    """The challenger to promote, if any, and for every other one the reasons against it."""

    chosen: str | None
    reasons: Mapping[str, list[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For decision.json."""
        return {"chosen": self.chosen, "reasons": dict(self.reasons)}


def decide(evaluation: Mapping[str, Any], limits: GateLimits) -> Decision:
    """Of the challengers that pass every rule, the one with the best score on the recent rows; of equals the first."""
    score = TASK_SCORES[evaluation["task"]]
    models = dict(evaluation["models"])
    champion = models.pop("champion")
    rows = evaluation["rows"].get(RECENT, 0)
    if rows < limits.min_rows:
        reason = f"only {rows} recent labelled rows are held out, {limits.min_rows} are needed to tell"
        return Decision(None, {name: [reason] for name in models})
    reasons = {name: reasons_against(score, champion, model, limits) for name, model in models.items()}
    passing = [name for name, against in reasons.items() if not against]
    chosen = max(passing, key=lambda name: score.sign * models[name][RECENT][score.key]["value"], default=None)
    for name in passing:
        if name != chosen:
            better = "higher" if score.more_is_better else "lower"
            reasons[name] = [f"{chosen} has the {better} {score.name} on recent labels"]
    return Decision(chosen, {name: against for name, against in reasons.items() if name != chosen})


def reasons_against(
    score: Score, champion: Mapping[str, Any], model: Mapping[str, Any], limits: GateLimits
) -> list[str]:
    """Every rule the challenger breaks, in words."""
    return [
        *_noise(score, model, limits),
        *_collapses(score, champion, model, limits),
        *_reference_drop(score, model, limits),
        *_above("median latency", model["latency_ms"], limits.max_latency_ms, "ms"),
        *_above("size", model["bytes"], limits.max_bytes, "bytes"),
    ]


def _noise(score: Score, model: Mapping[str, Any], limits: GateLimits) -> list[str]:
    gain = model[RECENT]["gain"]
    if gain is None:
        return [f"not judged on recent labels: {UNDEFINED_F1}"]
    if gain["low"] > limits.min_gain:
        return []
    verb = "gains" if score.more_is_better else "falls by"
    return [
        f"not better beyond noise on recent labels: {score.name} {verb} {gain['value']:+.4f}, interval "
        f"{gain['low']:+.4f} to {gain['high']:+.4f}, which must lie above {limits.min_gain:g}"
    ]


def _collapses(score: Score, champion: Mapping[str, Any], model: Mapping[str, Any], limits: GateLimits) -> list[str]:
    found = []
    for name in {**champion.get(REFERENCE, UNMEASURED)["parts"], **champion[RECENT]["parts"]}:
        origin = _telling_slice(score, champion, model, name, limits)
        before, after = _part(score, champion, origin, name), _part(score, model, origin, name)
        old, new = before[score.part_key], after[score.part_key]
        worse = new < limits.collapse_ratio * old if score.more_is_better else old < limits.collapse_ratio * new
        if before["rows"] >= limits.collapse_rows and worse:
            found.append(
                f"{score.part} {name} collapses: {score.part_name} {new:.3f}, champion {old:.3f}, "
                f"{before['rows']} {origin} rows"
            )
    return found


def _telling_slice(
    score: Score, champion: Mapping[str, Any], model: Mapping[str, Any], name: str, limits: GateLimits
) -> str:
    """The recent rows when there are enough of the class, label or target, else those of the reference.

    A class may have changed its meaning since the reference: then the challenger is better on what recent rows there
    are, and the reference's rows do not count against it.
    """
    before, after = _part(score, champion, RECENT, name), _part(score, model, RECENT, name)
    better = score.sign * (after[score.part_key] - before[score.part_key]) > 0
    return RECENT if before["rows"] >= limits.collapse_rows or better else REFERENCE


def _part(score: Score, model: Mapping[str, Any], origin: str, name: str) -> Mapping[str, float]:
    return model.get(origin, UNMEASURED)["parts"].get(name, {"rows": 0, score.part_key: 0.0})


def _reference_drop(score: Score, model: Mapping[str, Any], limits: GateLimits) -> list[str]:
    if limits.max_reference_drop is None or REFERENCE not in model:
        return []
    gain = model[REFERENCE]["gain"]
    lost = 0.0 if gain is None else -gain["value"]
    if lost <= limits.max_reference_drop:
        return []
    verb = "loses" if score.more_is_better else "adds"
    return [
        f"{verb} {lost:.4f} {score.name} on the reference's labels, at most {limits.max_reference_drop:g} is allowed"
    ]


def _above(what: str, value: float, limit: float, unit: str) -> list[str]:
    return [f"{what} {value:g} {unit} is above {limit:g} {unit}"] if value > limit else []
