"""Whether a new champion does worse on live labels than the one before would have done."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.retraining.bootstrap import UNDEFINED_F1, Interval, resample_counts, score_gain
from plumbline_pipelines.retraining.client import LabelledRow
from plumbline_pipelines.retraining.holdout import predict_labels
from plumbline_pipelines.retraining.rows import recent_rows

CONFIRMED, WORSE, UNVERIFIED = "confirmed", "worse", "unverified"


@dataclass(frozen=True)
class Verdict:
    """`worse` when all of the gain's interval lies below 0, `unverified`, with the reason, when it cannot be judged."""

    outcome: str
    rows: int
    gain: Interval | None = None
    reason: str | None = None

    def as_dict(self) -> dict:
        """For verdict.json."""
        return asdict(self)


def judge(
    recipe: Recipe, before: bytes, live: Sequence[LabelledRow], *, min_rows: int, seed: int, confidence: float
) -> Verdict:
    """Compares what the new version answered in production with what the graph before answers to the same rows."""
    if len(live) < max(1, min_rows):
        return Verdict(UNVERIFIED, len(live), reason=f"{len(live)} live labels, {max(1, min_rows)} are needed")
    dataset = recent_rows(recipe, live).dataset
    new = np.array([recipe.outcome.from_json(row.prediction) for row in live], dtype=recipe.outcome.dtype)
    old = predict_labels(recipe, before, dataset)
    gain = score_gain(recipe, dataset.target, old, new, resample_counts(len(live), seed), confidence)
    if gain is None:
        return Verdict(UNVERIFIED, len(live), reason=UNDEFINED_F1)
    return Verdict(WORSE if gain.high < 0 else CONFIRMED, len(live), gain)
