"""What a fit may be told beyond the rows: how much each counts, and who wants to hear how it goes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LossObserver = Callable[[int, float], None]


@dataclass(frozen=True)
class Fitting:
    """Seed, a weight for each row (None: all count alike), and a listener for the training loss after each epoch."""

    seed: int = 0
    weights: np.ndarray | None = None
    observe: LossObserver | None = None


PLAIN = Fitting()


def ignore_loss(epoch: int, loss: float) -> None:
    """An observer that does nothing."""
