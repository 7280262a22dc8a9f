"""The kinds of task, one file each."""

from plumbline_pipelines.outcomes.classification import Classification
from plumbline_pipelines.outcomes.multilabel import MultiLabel
from plumbline_pipelines.outcomes.outcome import MIN_ROWS, ModelOutput, Outcome, measure_quality

__all__ = ["MIN_ROWS", "Classification", "ModelOutput", "MultiLabel", "Outcome", "measure_quality"]
