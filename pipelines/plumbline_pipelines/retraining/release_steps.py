"""The last steps of a run: publish, promote, verify, roll back, report."""

import json
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from plumbline_pipelines.dataset import CsvSchema
from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.manifest import json_bytes, monitoring_of
from plumbline_pipelines.progress import stage
from plumbline_pipelines.retraining.challengers import SOURCE, describe, find_challenger
from plumbline_pipelines.retraining.client import LabelledRow, ServiceError
from plumbline_pipelines.retraining.data_versions import POINTER_FILE
from plumbline_pipelines.retraining.lineage import make_lineage
from plumbline_pipelines.retraining.pushed_metrics import forget_outcome, push_outcome
from plumbline_pipelines.retraining.rows import read_rows, usable
from plumbline_pipelines.retraining.run import Run
from plumbline_pipelines.retraining.verification import CONFIRMED, UNVERIFIED, WORSE, judge
from plumbline_pipelines.training import Candidate, TrainingData, format_instant

NUMBER_ATTEMPTS = 5


class RolledBackError(PipelineError):
    """The new champion was worse on live labels, and the one before is champion again."""


def publish(run: Run) -> int:
    """Publishes the chosen challenger as the next version and returns its number.

    A step that is repeated because the answer got lost finds the version that it published before.
    """
    newest = max(run.client.model(run.model).versions)
    if _is_ours(run, newest):
        run.files.write_json("published.json", {"version": newest})
        return newest
    version = newest + 1
    for number in range(version, version + NUMBER_ATTEMPTS):
        try:
            warnings = run.client.publish(run.model, version_files(run, number))
        except ServiceError as error:
            if error.status != HTTPStatus.CONFLICT:
                raise
        else:
            for warning in warnings:
                print(f"{run.model} version {number}: {warning}")
            run.files.write_json("published.json", {"version": number})
            return number
    raise PipelineError(f"{run.model}: the versions {version} to {version + NUMBER_ATTEMPTS - 1} are all taken.")


def _is_ours(run: Run, version: int) -> bool:
    try:
        lineage = json.loads(run.client.file(run.model, version, "lineage.json"))
    except ServiceError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return False
        raise
    return lineage["request"]["run"] == run.files.read_json("request.json")["run"]


def version_files(run: Run, version: int) -> dict[str, bytes]:
    """Every file of the version's folder, with its lineage, the pointer to its data and the champion's monitoring."""
    decision = run.files.read_json("decision.json")
    folder = f"challengers/{decision['chosen']}"
    recipe = describe(run.recipe, find_challenger(run.recipe, decision["chosen"]))
    training_csv = run.files.read("training.csv")
    reference_csv = run.files.read(f"{folder}/reference.csv")
    facts = run.files.read_json(f"{folder}/facts.json")
    pointer = run.files.read(POINTER_FILE)
    candidate = Candidate(
        recipe=recipe,
        data=TrainingData(read_rows(recipe, training_csv, "training.csv").dataset, training_csv, False, SOURCE),
        seed=run.request.seed,
        onnx=run.files.read(f"{folder}/model.onnx"),
        reference=CsvSchema(recipe.features, recipe.outcome).parse(reference_csv, "reference.csv"),
        reference_csv=reference_csv,
        training_csv=run.files.read(f"{folder}/training.csv"),
        golden=run.files.read_list(f"{folder}/golden.json"),
        metrics=facts["metrics"],
        baseline=facts["baseline"],
        parity=facts["parity"],
    )
    lineage = make_lineage(
        request=run.files.read_json("request.json"),
        parent=run.champion,
        training_csv=training_csv,
        data=run.files.read_json("data.json"),
        evaluation=run.files.read_json("evaluation.json"),
        decision=decision,
    )
    return candidate.files(
        version=version,
        parent_version=run.champion["version"],
        created_at=format_instant(datetime.now(UTC)),
        monitoring=monitoring_of(run.champion),
        extra={"lineage.json": json_bytes(lineage), POINTER_FILE: pointer},
    )


def promote(run: Run, version: int) -> None:
    """Makes the version champion, unless another one became champion since the run began: then it raises."""
    champion = run.client.model(run.model).champion
    if champion not in (run.champion["version"], version):
        raise PipelineError(
            f"{run.model}: version {champion} became champion while version {version} was being trained against "
            f"version {run.champion['version']}; it was published and not promoted."
        )
    run.client.promote(run.model, version)
    run.files.write_json("promoted.json", {"version": version, "at": time.time()})


def has_enough_labels(run: Run, version: int) -> bool:
    """Whether the new version has as many live labels as were asked for, or the time to wait for them is over.

    A service that does not answer meanwhile is waited for like the labels.
    """
    waited = time.time() - run.files.read_json("promoted.json")["at"]
    if waited >= run.request.verify_minutes * 60:
        return True
    try:
        return len(_live(run, version)) >= run.request.verify_rows
    except ServiceError as error:
        stage(f"waiting, as no labels can be read: {error}")
        return False


def verify(run: Run, version: int) -> dict[str, Any]:
    """Judges the new champion by its live labels; when it is worse, rolls it back and raises RolledBackError.

    It can be repeated after any error: a verdict of `worse` stands, and what is rolled back is not rolled back again.
    """
    verdict = _verdict(run, version)
    if verdict["outcome"] != WORSE:
        return verdict
    _roll_back(run, version)
    gain, score = verdict["gain"], run.recipe.outcome.score
    raise RolledBackError(
        f"{run.model} version {version} was rolled back: on {verdict['rows']} live labels {score.name} "
        f"{'gains' if score.more_is_better else 'falls by'} {gain['value']:+.4f} "
        f"({gain['low']:+.4f} to {gain['high']:+.4f})."
    )


def _verdict(run: Run, version: int) -> dict[str, Any]:
    if run.files.has("verdict.json"):
        found = run.files.read_json("verdict.json")
        if found["outcome"] == WORSE:
            return found
    verdict = judge(
        run.recipe,
        run.files.read("champion/model.onnx"),
        _live(run, version),
        min_rows=min(run.request.limits.min_rows, run.request.verify_rows),
        seed=run.request.seed,
        confidence=run.request.confidence,
    ).as_dict()
    run.files.write_json("verdict.json", verdict)
    return verdict


def _roll_back(run: Run, version: int) -> None:
    """Rolls back unless that is done: the answer to an earlier try may have got lost."""
    champion = run.client.model(run.model).champion
    if champion == version:
        try:
            run.client.rollback(run.model)
        except ServiceError as error:
            if error.status != HTTPStatus.CONFLICT:
                raise
            raise PipelineError(f"{run.model} version {version} is worse and cannot be rolled back: {error}") from error
    elif champion != run.champion["version"]:
        raise PipelineError(
            f"{run.model} version {version} is worse on live labels than version {run.champion['version']} was; "
            f"version {champion} is champion by now, so nothing was rolled back."
        )
    run.files.write_json("rolled_back.json", {"version": version})


def report(run: Run, seconds: float) -> str:
    """Says how the run ended, in outcome.json and at the Pushgateway."""
    outcome = outcome_of(run)
    run.files.write_json("outcome.json", {"outcome": outcome, "seconds": round(seconds, 1), "at": time.time()})
    push_outcome(run.settings.pushgateway_url, run.model, run.request.reason, outcome, seconds)
    return outcome


def outcome_of(run: Run) -> str:
    """What became of the run, from the files its steps have left."""
    if not run.files.has(POINTER_FILE):
        return "failed"
    if run.files.has("verdict.json"):
        worse = "rolled_back" if run.files.has("rolled_back.json") else "failed"
        verdicts = {CONFIRMED: "promoted", UNVERIFIED: "promoted_unverified", WORSE: worse}
        return verdicts[run.files.read_json("verdict.json")["outcome"]]
    if run.files.has("published.json"):
        return "failed" if run.request.promote else "published"
    if run.files.has("decision.json") and run.files.read_json("decision.json")["chosen"] is None:
        return "champion_kept"
    return "failed"


def _live(run: Run, version: int) -> list[LabelledRow]:
    return usable(run.recipe, run.client.labelled(run.model, version), newest=run.request.newest_rows)


def forget_pushed(run: Run, *, hold_seconds: float) -> bool:
    """Deletes the pushed outcome of the run once it was there for `hold_seconds`; False while it is too early."""
    if run.settings.pushgateway_url is None:
        return True
    if time.time() - run.files.read_json("outcome.json")["at"] < hold_seconds:
        return False
    forget_outcome(run.settings.pushgateway_url, run.model)
    return True
