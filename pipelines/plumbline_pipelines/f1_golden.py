"""Golden cases of classification quality from scikit-learn, for the tests of other implementations."""

import json
import random
from typing import Any

import sklearn
from sklearn.metrics import accuracy_score

from plumbline_pipelines.quality import class_scores, score

NAMES = ("no_disease", "disease", "10", "2583", "a", "b", "c", "d", "e", "yes", "no", "été", "other", "x y", "0", "1")
BINARY_SHARE = 0.4


def golden_bytes(seed: int, cases: int) -> bytes:
    """JSON with one case a line; the same seed gives the same bytes."""
    rng = random.Random(seed)  # noqa: S311
    head = {"source": f"scikit-learn {sklearn.__version__}", "seed": seed}
    lines = ",\n".join(_compact(_case(rng)) for _ in range(cases))
    return (_compact(head)[:-1] + ',"cases":[\n' + lines + "\n]}\n").encode()


def _case(rng: random.Random) -> dict[str, Any]:
    binary = rng.random() < BINARY_SHARE
    labels = rng.sample(NAMES, 2 if binary else rng.randint(3, 9))
    positive = rng.choice(labels) if binary else None
    actual, predicted = _draw(rng, labels)
    averages = (["binary"] if binary else []) + ["macro", "micro", "weighted"]
    return {
        "labels": labels,
        "positive_class": positive,
        "actual": actual,
        "predicted": predicted,
        "accuracy": float(accuracy_score(actual, predicted)),
        "averages": {a: score(actual, predicted, positive=positive, average=a) for a in averages},
        "covered_classes": len(set(actual) | set(predicted)),
        "class_scores": class_scores(actual, predicted, labels=labels),
    }


def _draw(rng: random.Random, labels: list[str]) -> tuple[list[str], list[str]]:
    """Rows whose actual and predicted labels come from subsets of the labels: often all, at times a single one."""
    rows = rng.choice((1, 2, 5, 20, 60))
    seen = rng.sample(labels, rng.choice((1, len(labels), len(labels), rng.randint(1, len(labels)))))
    guessed = rng.sample(labels, rng.choice((1, len(labels), len(labels), rng.randint(1, len(labels)))))
    skill = rng.choice((0.0, 0.5, 0.8, 1.0))
    actual = [rng.choice(seen) for _ in range(rows)]
    return actual, [label if rng.random() < skill else rng.choice(guessed) for label in actual]


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
