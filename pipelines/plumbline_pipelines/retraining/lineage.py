"""lineage.json: where a version comes from, so that it can be made again and questioned."""

from collections.abc import Mapping
from typing import Any

from plumbline_pipelines.dataset import sha256


def make_lineage(
    *,
    request: Mapping[str, Any],
    parent: Mapping[str, Any],
    training_csv: bytes,
    data: Mapping[str, Any],
    evaluation: Mapping[str, Any],
    decision: Mapping[str, Any],
) -> dict[str, Any]:
    """The lineage as plain data. `parent` is the manifest of the champion that was beaten."""
    return {
        "request": dict(request),
        "challenger": decision["chosen"],
        "parent": {"version": parent["version"], "files": parent["files"]},
        "data": {**data, "training_sha256": sha256(training_csv)},
        "evaluation": dict(evaluation),
        "refused": decision["reasons"],
    }
