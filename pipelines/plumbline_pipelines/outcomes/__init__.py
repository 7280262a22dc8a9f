"""The kinds of task, one file each."""

from plumbline_pipelines.outcomes.classification import Classification
from plumbline_pipelines.outcomes.multilabel import MultiLabel
from plumbline_pipelines.outcomes.outcome import MIN_ROWS, ModelOutput, Outcome, measure_quality
from plumbline_pipelines.outcomes.regression import Regression
from plumbline_pipelines.outcomes.score import TASK_SCORES, Score

__all__ = [
    "MIN_ROWS",
    "TASK_SCORES",
    "Classification",
    "ModelOutput",
    "MultiLabel",
    "Outcome",
    "Regression",
    "Score",
    "measure_quality",
]
