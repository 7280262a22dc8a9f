"""The files of a case, and the answers of Python's onnxruntime."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pandas as pd

CASES = Path(__file__).parent.parent / "cases"
SHOWN = 12
"""The rows whose answers are kept."""


class Case:
    """A folder with a model, rows, and `case.json`: how the model is added, and what it answers."""

    def __init__(self, name: str, title: str, exporter: str) -> None:
        self.folder = CASES / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.facts: dict = {"title": title, "exporter": exporter}

    def model(self, model: onnx.ModelProto) -> Case:
        (self.folder / "model.onnx").write_bytes(model.SerializeToString())
        return self

    def rows(
        self,
        frame: pd.DataFrame,
        *targets: str,
        arguments: tuple = (),
        dropped: tuple = (),
        file: str = "rows.csv",
        **csv,
    ) -> Case:
        if file.endswith(".parquet"):
            frame.to_parquet(self.folder / file, index=False)
        else:
            frame.to_csv(self.folder / file, index=False, **csv)
        shown = frame.drop(columns=[*targets, *dropped]).head(SHOWN)
        self.requests = json.loads(shown.to_json(orient="records", double_precision=15))
        self.facts |= {"data": file, "targets": list(targets), "arguments": list(arguments)}
        return self

    def run(self, feeds: dict) -> dict:
        """Every output of the graph for the first rows, by name."""
        path = str(self.folder / "model.onnx")
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        outputs = [each.name for each in session.get_outputs()]
        first = {name: value[:SHOWN] for name, value in feeds.items()}
        return dict(zip(outputs, session.run(outputs, first), strict=True))

    def expect(self, task: str, answers: list[dict]) -> None:
        """The first rows as requests, with the answers that predict gives."""
        rows = [{"features": row, **answer} for row, answer in zip(self.requests, answers, strict=False)]
        self.facts |= {"task": task, "rows": rows}
        text = json.dumps(self.facts, indent=1, ensure_ascii=False)
        (self.folder / "case.json").write_text(text + "\n", encoding="utf-8")


MAKERS: dict[str, Callable[[str], None]] = {}


def case(maker: Callable[[str], None]) -> Callable[[str], None]:
    """Registers the maker of the case that is named like the function."""
    MAKERS[maker.__name__.replace("_", "-")] = maker
    return maker


def chosen(classes: list[str], probabilities, positive: str | None = None) -> list[dict]:
    """The most probable class of each row; with a positive class, that one from 0.5 on."""
    answers = []
    for row in np.asarray(probabilities, dtype=np.float64):
        at = int(np.argmax(row))
        if positive is not None:
            place = classes.index(positive)
            at = place if row[place] >= 0.5 else 1 - place
        shares = {name: float(share) for name, share in zip(classes, row, strict=True)}
        answers.append({"prediction": classes[at], "probabilities": shares})
    return answers


def positives(classes: list[str], probability) -> list[dict]:
    """Answers from the probability of the second of two classes."""
    ones = np.asarray(probability, dtype=np.float64).ravel()
    return chosen(classes, np.stack([1 - ones, ones], axis=1), classes[1])


def of_maps(keys: list, maps: list[dict]) -> list[list[float]]:
    """The probabilities in ZipMap's maps, in the order of the keys."""
    return [[row[key] for key in keys] for row in maps]


def of_labels(values) -> list[dict]:
    return [{"prediction": str(value)} for value in np.asarray(values).ravel().tolist()]


def of_values(numbers) -> list[dict]:
    return [{"prediction": number} for number in np.asarray(numbers, dtype=np.float64).ravel().tolist()]


def of_targets(names: list[str], numbers) -> list[dict]:
    rows = np.asarray(numbers, dtype=np.float64).tolist()
    return [{"prediction": dict(zip(names, row, strict=True))} for row in rows]


def of_label_set(names: list[str], probabilities, threshold: float = 0.5) -> list[dict]:
    answers = []
    for row in np.asarray(probabilities, dtype=np.float64).tolist():
        shares = dict(zip(names, row, strict=True))
        present = [name for name, share in shares.items() if share >= threshold]
        answers.append({"prediction": present, "probabilities": shares})
    return answers


def sigmoid(scores):
    return 1 / (1 + np.exp(-np.asarray(scores, dtype=np.float64)))


def softmax(scores):
    shifted = np.asarray(scores, dtype=np.float64)
    powers = np.exp(shifted - shifted.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
