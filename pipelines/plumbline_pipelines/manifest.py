"""manifest.json: everything the predict service needs to know about a version."""

import json
from collections.abc import Mapping
from typing import Any

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.drift import default_drift
from plumbline_pipelines.features import Feature
from plumbline_pipelines.recipe import Recipe

_MONITORED = ("windows", "drift_baseline", "segments", "data_quality")


def make_manifest(
    recipe: Recipe,
    reference: Dataset,
    *,
    generated: bool,
    version: int,
    parent_version: int | None,
    created_at: str,
    monitoring: Mapping[str, Any] | None = None,
    training: Mapping[str, Any],
    metrics: Mapping[str, float | int | None],
    files: Mapping[str, str],
) -> dict[str, Any]:
    """The manifest as plain data; drift tests are pinned to the reference, None of `monitoring` is the recipe's."""
    return {
        "schema_version": 1,
        "name": recipe.name,
        "version": version,
        "description": f"{recipe.description}, trained on {'generated' if generated else 'supplied'} data.",
        "task": recipe.outcome.task,
        "model_type": recipe.model_type,
        "created_at": created_at,
        "parent_version": parent_version,
        "features": [_describe_feature(feature, reference) for feature in recipe.features],
        "inputs": [
            {"name": i.name, "datatype": i.datatype, "shape": i.shape, "features": list(i.features)}
            for i in recipe.inputs
        ],
        "outputs": [output.describe() for output in (recipe.outcome.output, *recipe.other_outputs)],
        **recipe.outcome.manifest(),
        **(monitoring or _default_monitoring(recipe)),
        "reference": {"held_out": True},
        "training": dict(training),
        "metrics": dict(metrics),
        "files": dict(files),
    }


def monitoring_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say how a version is monitored, which its successor keeps."""
    return {name: manifest[name] for name in _MONITORED if name in manifest}


def _default_monitoring(recipe: Recipe) -> dict[str, Any]:
    described: dict[str, Any] = {
        "windows": {"feedback": {"size": recipe.feedback_window, "minimum": recipe.feedback_minimum}}
    }
    if recipe.segments:
        described["segments"] = list(recipe.segments)
    if recipe.data_quality:
        described["data_quality"] = {"rules": [dict(rule) for rule in recipe.data_quality]}
    return described


def _describe_feature(feature: Feature, reference: Dataset) -> dict[str, Any]:
    described: dict[str, Any] = {"name": feature.name, "type": feature.type} | feature.values.describe(feature)
    optional = {name: getattr(feature, name) for name in ("minimum", "maximum", "max_length", "unit", "fill")}
    described |= {name: value for name, value in optional.items() if value is not None}
    described |= {"nullable": True} if feature.nullable else {}
    described |= {"description": feature.description, "example": feature.example}
    drift = default_drift(feature, len(reference), reference.distinct(feature.name))
    if drift is None:
        return described
    threshold = {} if feature.drift_threshold is None else {"threshold": feature.drift_threshold}
    return described | {"drift": drift | threshold}


def json_bytes(value: Any) -> bytes:
    """Indented UTF-8 JSON with a final newline."""
    return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
