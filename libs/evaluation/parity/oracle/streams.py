"""River's detectors of drift in a stream, beyond those of `estimation.detector_record`."""

from types import SimpleNamespace

import numpy as np
from river import drift
from river.drift import kswin

from .drawn import FACTOR, MODULUS, drawn
from .wire import column


class Draws:
    """The draws that the library makes, in place of Python's, whose generator it does not have."""

    def __init__(self, seed):
        self.state = seed

    def sample(self, population, count):
        pool = list(population)
        for index in range(count):
            self.state = self.state * FACTOR % MODULUS
            place = index + int(self.state / MODULUS * (len(pool) - index))
            pool[index], pool[place] = pool[place], pool[index]
        return pool[:count]


kswin.random = SimpleNamespace(Random=Draws)


def stream_case(rng):
    """Streams whose level changes twice, and where river says that it did."""
    sizes = rng.integers(50, 500, 3).tolist()
    rates = rng.choice([0.05, 0.1, 0.3, 0.6], 3).tolist()
    levels = [0.0, *rng.choice([0.0, 0.5, 1.0, 3.0], 2).tolist()]
    errors = [
        drawn("float", "choice", seed=_seed(rng), rows=rows, values=[1.0, 0.0], cuts=[rate])
        for rows, rate in zip(sizes, rates)
    ]
    values = [
        drawn("float", "bell", seed=_seed(rng), rows=min(rows, 100), at=level, spread=1.5)
        for rows, level in zip(sizes, levels)
    ]
    seed = _seed(rng)
    errors, values = (drawn("float", "joined", of=parts) for parts in (errors, values))
    flags = np.asarray(errors).astype(int)
    return {
        "group": "streams",
        "name": f"{len(errors)} values",
        "errors": column(errors),
        "values": column(values),
        "seed": seed,
        "expected": {
            "EDDM": _signals(drift.binary.EDDM(), flags),
            "HDDM-A": _signals(drift.binary.HDDMA(), flags),
            "HDDM-A, both sides": _signals(drift.binary.HDDMA(two_sided_test=True), flags),
            "HDDM-W": _signals(drift.binary.HDDMW(), flags),
            "HDDM-W, both sides": _signals(drift.binary.HDDMW(two_sided_test=True), flags),
            "KSWIN": {"drifts": _drifts(drift.KSWIN(alpha=0.001, seed=seed), np.asarray(values))},
        },
    }


def _seed(rng):
    return int(rng.integers(1, MODULUS))


def _signals(detector, values):
    """Where there is drift, and where there is a warning. River's EDDM would keep a warning until it judges another error."""
    drifts, warnings = [], []
    for index, value in enumerate(values):
        detector._warning_detected = False
        detector.update(value)
        if detector.drift_detected:
            drifts.append(index)
        elif detector.warning_detected:
            warnings.append(index)
    return {"drifts": drifts, "warnings": warnings}


def _drifts(detector, values):
    found = []
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            found.append(index)
    return found
