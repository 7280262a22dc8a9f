"""The first steps of a run: pull, validate, prepare, and keep the data."""

import gzip
import time
from collections import Counter, deque
from dataclasses import asdict
from typing import Any

from plumbline_pipelines.errors import DataError
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.retraining.challengers import find_challenger
from plumbline_pipelines.retraining.client import LabelledRow
from plumbline_pipelines.retraining.data_versions import store_data
from plumbline_pipelines.retraining.rows import (
    DAY_SECONDS,
    RECENT,
    REFERENCE,
    TRAINING,
    Rows,
    is_held_out,
    join,
    read_rows,
    recent_rows,
    undated_rows,
    usable,
)
from plumbline_pipelines.retraining.run import Run
from plumbline_pipelines.training import TRAINING_FILE

CHAMPION_FILES = ("manifest.json", "model.onnx", "reference.csv.gz")
VERSIONS = 5


def pull(run: Run) -> dict[str, int]:
    """Fetches the champion's files and the labelled traffic of the newest versions."""
    state = run.client.model(run.model)
    if state.champion is None:
        raise DataError(run.model, ["it has no champion to compare with"])
    for name in CHAMPION_FILES:
        run.files.write(f"champion/{name}", run.client.file(run.model, state.champion, name))
    if TRAINING_FILE in run.champion["files"]:
        run.files.write(f"champion/{TRAINING_FILE}", run.client.file(run.model, state.champion, TRAINING_FILE))
    versions = sorted((version for version, ready in state.versions.items() if ready), reverse=True)[:VERSIONS]
    rows: list[LabelledRow] = []
    for version in versions:
        rows += deque(run.client.labelled(run.model, version), maxlen=run.request.newest_rows)
    run.files.write_json("labelled.json", {"rows": [asdict(row) for row in rows]})
    return {"champion": state.champion, "labelled_rows": len(rows)}


def validate(run: Run) -> dict[str, Any]:
    """Checks that recipe and champion have one signature, and every row against it; raises DataError."""
    recipe = run.recipe
    check_signature(recipe, run.champion)
    since = time.time() - run.request.since_days * DAY_SECONDS
    labelled = [LabelledRow(**row) for row in run.files.read_json("labelled.json")["rows"]]
    good = usable(recipe, labelled, since=since, newest=run.request.newest_rows)
    if not good:
        raise DataError(recipe.name, [f"no labelled traffic of the last {run.request.since_days:g} days can be used"])
    parts = [_champion_rows(run, "reference.csv.gz", REFERENCE), recent_rows(recipe, good)]
    if TRAINING_FILE in run.champion["files"]:
        parts = [_champion_rows(run, TRAINING_FILE, TRAINING), *parts]
    rows = join(*parts)
    run.files.write("rows.csv", rows.csv(recipe))
    facts = {
        "training_rows": len(rows.of(TRAINING)),
        "reference_rows": len(rows.of(REFERENCE)),
        "recent_rows": len(good),
        "from": good[0].at,
        "to": good[-1].at,
        "by_version": {str(version): rows for version, rows in sorted(Counter(r.version for r in good).items())},
    }
    run.files.write_json("data.json", facts)
    return facts


def _champion_rows(run: Run, name: str, origin: str) -> Rows:
    return undated_rows(
        run.recipe, gzip.decompress(run.files.read(f"champion/{name}")), f"the champion's {name}", origin
    )


def check_signature(recipe: Recipe, manifest: Any) -> None:
    """Raises DataError when the champion was made to another signature than the recipe's."""
    problems = []
    if [feature["name"] for feature in manifest["features"]] != [feature.name for feature in recipe.features]:
        problems.append("the champion's features are not those of the recipe")
    for key, value in {"task": recipe.outcome.task, **recipe.outcome.manifest()}.items():
        if key != "f1_average" and manifest.get(key) != value:
            problems.append(f"the champion's {key} is not that of the recipe")
    if problems:
        raise DataError(f"{recipe.name} version {manifest['version']}", problems)


def prepare(run: Run) -> list[str]:
    """Splits the rows into those to train on and those held out; returns the challengers to train."""
    rows = read_rows(run.recipe, run.files.read("rows.csv"), "rows.csv")
    held_out = is_held_out(rows)
    training, holdout = rows.take(~held_out), rows.take(held_out)
    if not (holdout.origin == RECENT).any():
        raise DataError(run.model, ["there are too few labelled rows to hold any out"])
    run.files.write("training.csv", training.csv(run.recipe))
    run.files.write("holdout.csv", holdout.csv(run.recipe))
    names = list(run.request.challengers) or [challenger.name for challenger in run.recipe.challengers]
    return [find_challenger(run.recipe, name).name for name in names]


def keep_data(run: Run) -> str:
    """Stores the training data in DVC; the pointer goes with the version."""
    pointer = store_data(run.files.read("training.csv"), run.settings.dvc_remote)
    run.files.write("training-data.csv.dvc", pointer)
    return pointer.decode()
