"""The middle steps of a run: train each challenger, evaluate all of them, decide."""

from dataclasses import asdict
from typing import Any

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.manifest import json_bytes
from plumbline_pipelines.retraining.challengers import find_challenger, train_challenger
from plumbline_pipelines.retraining.gate import Decision, decide
from plumbline_pipelines.retraining.holdout import evaluate
from plumbline_pipelines.retraining.pushed_metrics import PushedLosses
from plumbline_pipelines.retraining.rows import Rows, read_rows
from plumbline_pipelines.retraining.run import Run
from plumbline_pipelines.retraining.tracking import track


def train(run: Run, name: str) -> dict[str, Any]:
    """Trains one challenger. One that cannot be trained is left out with its reason; the others go on."""
    challenger = find_challenger(run.recipe, name)
    request = run.request
    params = {"model_type": challenger.model_type, "recent_share": challenger.recent_share, "seed": request.seed}
    facts: dict[str, Any] = {"params": params, "losses": [], "failed": None}
    pushed = PushedLosses(run.settings.pushgateway_url, run.model, name, request.reason)
    try:
        trained = train_challenger(
            run.recipe,
            challenger,
            _rows(run, "training.csv"),
            _rows(run, "holdout.csv"),
            seed=request.seed,
            half_life_days=request.half_life_days,
            observe=pushed.observe,
        )
    except PipelineError as error:
        facts["failed"] = str(error)
    else:
        candidate = trained.candidate
        facts |= {"losses": trained.losses, "metrics": dict(candidate.metrics), "parity": candidate.parity}
        facts |= {"baseline": candidate.baseline}
        run.files.write(f"challengers/{name}/model.onnx", candidate.onnx)
        run.files.write(f"challengers/{name}/reference.csv", candidate.reference_csv)
        run.files.write(f"challengers/{name}/training.csv", candidate.training_csv)
        run.files.write(f"challengers/{name}/golden.json", json_bytes(candidate.golden))
        pushed.end()
    run.files.write_json(f"challengers/{name}/facts.json", facts)
    return {"challenger": name, "failed": facts["failed"], "epochs": len(facts["losses"])}


def evaluate_all(run: Run, names: list[str]) -> dict[str, Any]:
    """Champion and challengers on the held-out rows."""
    facts = {name: run.files.read_json(f"challengers/{name}/facts.json") for name in names}
    graphs = {name: run.files.read(f"challengers/{name}/model.onnx") for name in names if facts[name]["failed"] is None}
    if not graphs:
        raise PipelineError("No challenger could be trained:\n" + "\n".join(f["failed"] for f in facts.values()))
    evaluation = evaluate(
        run.recipe,
        _rows(run, "holdout.csv"),
        run.files.read("champion/model.onnx"),
        graphs,
        seed=run.request.seed,
        confidence=run.request.confidence,
    ).as_dict()
    run.files.write_json("evaluation.json", evaluation)
    return evaluation


def gate(run: Run, names: list[str]) -> Decision:
    """Chooses the challenger to promote, if one is good enough."""
    decision = decide(run.files.read_json("evaluation.json"), run.request.limits)
    facts = {name: run.files.read_json(f"challengers/{name}/facts.json") for name in names}
    failed = {name: [found["failed"]] for name, found in facts.items() if found["failed"]}
    decision = Decision(decision.chosen, {**decision.reasons, **failed})
    run.files.write_json("decision.json", decision.as_dict())
    return decision


def track_run(run: Run, names: list[str]) -> str | None:
    """Writes the run to MLflow, if it can be reached."""
    data = run.files.read_json("data.json")
    facts = {name: run.files.read_json(f"challengers/{name}/facts.json") for name in names}
    return track(
        run.settings.mlflow_uri,
        model=run.model,
        run=run.files.read_json("request.json")["run"],
        params={
            "reason": run.request.reason,
            "champion": run.champion["version"],
            "seed": run.request.seed,
            "half_life_days": run.request.half_life_days,
            "training_rows": data["training_rows"],
            "reference_rows": data["reference_rows"],
            "recent_rows": data["recent_rows"],
            **asdict(run.request.limits),
        },
        evaluation=run.files.read_json("evaluation.json"),
        decision=run.files.read_json("decision.json"),
        challengers=facts,
    )


def _rows(run: Run, name: str) -> Rows:
    return read_rows(run.recipe, run.files.read(name), name)
