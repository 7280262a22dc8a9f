from plumbline_pipelines.retraining.tracking import track

MEASURED = {
    "bytes": 5000,
    "latency_ms": 0.1,
    "recent": {"f1": {"value": 0.8, "low": 0.7, "high": 0.9}, "gain": {"value": 0.3, "low": 0.2, "high": 0.4}},
    "reference": {"f1": None, "gain": None},
}


RUN = {
    "model": "heart-disease",
    "run": "manual__1",
    "params": {"seed": 42},
    "evaluation": {"models": {"champion": MEASURED, "trees": MEASURED}},
    "decision": {"chosen": "trees", "reasons": {"logistic": ["it does not fit"]}},
    "challengers": {
        "trees": {"params": {"recent_share": 0.7}, "losses": [0.5, 0.25]},
        "logistic": {"params": {"recent_share": None}, "losses": []},
    },
}


def test_a_run_and_its_challengers_are_in_the_store(tmp_path):
    uri = (tmp_path / "mlruns").as_uri()
    parent = track(uri, **RUN)
    from mlflow.tracking import MlflowClient

    client = MlflowClient(uri)
    experiment = client.get_experiment_by_name("heart-disease").experiment_id
    runs = {run.info.run_name: run for run in client.search_runs([experiment])}
    assert set(runs) == {"manual__1", "trees", "logistic"}
    assert runs["manual__1"].info.run_id == parent
    assert runs["manual__1"].data.params == {"seed": "42"}
    assert runs["manual__1"].data.tags["chosen"] == "trees"
    assert runs["trees"].data.tags["mlflow.parentRunId"] == parent
    assert runs["trees"].data.metrics["recent.f1.value"] == 0.8
    assert not any(name.startswith("reference") for name in runs["trees"].data.metrics)
    history = client.get_metric_history(runs["trees"].info.run_id, "training_loss")
    assert [(point.step, point.value) for point in history] == [(1, 0.5), (2, 0.25)]
    assert runs["logistic"].data.tags["refused"] == "it does not fit"
    assert {run.info.status for run in runs.values()} == {"FINISHED"}


def test_a_server_that_is_away_is_told_and_fails_nothing(monkeypatch, capsys):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    assert track("http://127.0.0.1:9", **RUN) is None
    assert "MLflow did not take the run: " in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told_and_fails_nothing(tmp_path, capsys):
    (tmp_path / "file").write_text("no folder")
    assert track((tmp_path / "file" / "mlruns").as_uri(), **RUN) is None
    assert "MLflow did not take the run: " in capsys.readouterr().err
