"""Runs Evidently's Report on the window of a folder each time a line comes in, and answers with the milliseconds and
the scores. Data sets are made once, outside the time; a drift score for every column is all that is asked for."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.metrics import ValueDrift


def main(folder: Path) -> None:
    workload = json.loads((folder / "workload.json").read_text())
    names = workload["names"]
    definition = DataDefinition(numerical_columns=names)

    def dataset(file: str, rows: int) -> Dataset:
        values = np.fromfile(folder / file).reshape(len(names), rows)
        frame = pd.DataFrame({name: values[index] for index, name in enumerate(names)})
        return Dataset.from_pandas(frame, data_definition=definition)

    reference = dataset("reference.f64", workload["referenceRows"])
    current = dataset("current.f64", workload["rows"])
    report = Report([ValueDrift(column=name, method=method) for name, method in zip(names, workload["methods"])])
    answer({})
    for _ in sys.stdin:
        cpu_before = time.process_time()
        started_at = time.perf_counter()
        snapshot = report.run(current, reference)
        ms = (time.perf_counter() - started_at) * 1000
        cpu_ms = (time.process_time() - cpu_before) * 1000
        scores = [float(metric["value"]) for metric in snapshot.dict()["metrics"]]
        answer({"drift": {"ms": ms, "cpuMs": cpu_ms, "scores": scores}})


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)


main(Path(sys.argv[1]))
