import gzip
import json

import pytest
from drifted import traffic

from plumbline_pipelines.errors import DataError, PipelineError
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.retraining import data_steps, release_steps, training_steps
from plumbline_pipelines.retraining.artifacts import RunFiles
from plumbline_pipelines.retraining.client import PredictClient, ServiceError
from plumbline_pipelines.retraining.run import Run, begin, open_run

CONF = {"model": "heart-disease", "reason": "ModelF1Drop", "challengers": ["logistic", "trees-newest"]}
MODEL = "POST /models/heart-disease"


def rows_of(packed: bytes) -> list[tuple[str, ...]]:
    """Rows of a gzipped CSV without its header."""
    return [tuple(line.split(",")) for line in gzip.decompress(packed).decode().splitlines()[1:]]


@pytest.fixture
def start(settings, monkeypatch):
    """Runs the steps up to and with the gate; DVC, which only the Airflow environment has, stands aside."""
    monkeypatch.setattr(data_steps, "store_data", lambda data, remote: b"outs:\n- md5: 0\n")

    def run_to_gate(**conf):
        url = begin({**CONF, **conf}, "manual__1", settings)
        with open_run(url, settings) as run:
            data_steps.pull(run)
            data_steps.validate(run)
            names = data_steps.prepare(run)
            data_steps.keep_data(run)
            for name in names:
                training_steps.train(run, name)
            training_steps.evaluate_all(run, names)
            decision = training_steps.gate(run, names)
        return url, decision

    return run_to_gate


@pytest.fixture
def release(settings):
    """Publishes, promotes and verifies; the outcome is what `report` says, whatever happened."""

    def release(url):
        with open_run(url, settings) as run:
            try:
                version = release_steps.publish(run)
                release_steps.promote(run, version)
                assert release_steps.has_enough_labels(run, version)
                release_steps.verify(run, version)
            finally:
                outcome = release_steps.report(run, 1.0)
                assert run.files.read_json("outcome.json")["outcome"] == outcome
        return outcome

    return release


def test_after_the_labels_changed_a_challenger_is_published_promoted_and_confirmed(start, release, stand_in):
    url, decision = start()
    assert decision.chosen == "trees-newest"
    assert "not better beyond noise" in decision.reasons["logistic"][0]
    assert release(url) == "promoted"
    assert stand_in.state.champion == 2


def test_the_published_version_says_where_it_comes_from(start, release, stand_in):
    url, _ = start()
    release(url)
    files = stand_in.state.versions[2]
    manifest, lineage = json.loads(files["manifest.json"]), json.loads(files["lineage.json"])
    assert (manifest["version"], manifest["parent_version"]) == (2, 1)
    assert manifest["model_type"] == "GradientBoosting"
    assert manifest["training"]["data_sha256"] == lineage["data"]["training_sha256"]
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert lineage["parent"]["files"] == json.loads(stand_in.state.versions[1]["manifest.json"])["files"]
    assert lineage["request"]["reason"] == "ModelF1Drop"
    assert lineage["data"]["by_version"] == {"1": 1200}
    assert files["training-data.csv.dvc"].startswith(b"outs:")
    assert "labelled traffic" in files["model-card.md"].decode()
    assert "training-data.csv.dvc says where" in files["model-card.md"].decode()
    assert manifest["reference"] == {"held_out": True}
    reference, training = (rows_of(files[name]) for name in ("reference.csv.gz", "training.csv.gz"))
    assert len(reference) > 2000
    assert len(training) == 6000
    assert not {row[:-2] for row in reference} & {row[:-1] for row in training}


def test_a_retrained_version_is_monitored_as_the_champion_is(start, settings, stand_in):
    windows = {
        "feedback": {"size": 700, "minimum": 70, "max_age_s": 3600},
        "predictions": {"size": 900, "minimum": 90, "max_age_s": 7200},
    }
    kept = {
        "windows": windows,
        "drift_baseline": {"kind": "previous_window"},
        "segments": ["age"],
        "data_quality": {"rules": [{"metric": "rows_per_hour", "at_least": 100}]},
    }
    champion = stand_in.state.versions[1]
    manifest = json.loads(champion["manifest.json"]) | kept
    champion["manifest.json"] = json.dumps(manifest).encode()
    url, _ = start(challengers=["trees-newest"])
    with open_run(url, settings) as run:
        release_steps.publish(run)
    manifest = json.loads(stand_in.state.versions[2]["manifest.json"])
    assert {name: manifest[name] for name in kept} == kept


@pytest.fixture
def kept(start, stand_in):
    """A run whose champion is still right."""
    labelled = stand_in.state.labelled
    labelled[1] = [row for row in labelled[1] if row.features["age"] <= 50]
    url, decision = start(challengers=["logistic"])
    assert decision.chosen is None
    return url


def test_a_champion_that_is_still_right_is_kept(kept, settings, stand_in):
    with open_run(kept, settings) as run:
        assert release_steps.report(run, 1.0) == "champion_kept"
    assert set(stand_in.state.versions) == {1}


def test_a_run_whose_data_could_not_be_kept_has_failed_also_when_the_champion_is_right(kept, settings, tmp_path):
    (pointer,) = tmp_path.rglob("training-data.csv.dvc")
    pointer.unlink()
    with open_run(kept, settings) as run:
        assert release_steps.report(run, 1.0) == "failed"


def test_a_new_champion_that_is_worse_on_live_labels_is_rolled_back(start, release, stand_in):
    url, _ = start()
    stand_in.state.live_drifted = False
    with pytest.raises(
        release_steps.RolledBackError, match=r"version 2 was rolled back: on 400 live labels F1 .* -0\."
    ):
        release(url)
    assert stand_in.state.champion == 1
    assert stand_in.state.calls.count(f"{MODEL}/rollback") == 1


def test_a_rollback_whose_answer_got_lost_fails_the_run_all_the_same(start, release, settings, stand_in, monkeypatch):
    def lose_the_answer(client, model):
        rollback(client, model)
        raise ServiceError("POST rollback", "connection reset")

    url, _ = start()
    stand_in.state.live_drifted = False
    rollback = PredictClient.rollback
    monkeypatch.setattr(PredictClient, "rollback", lose_the_answer)
    with pytest.raises(ServiceError, match="connection reset"):
        release(url)
    stand_in.state.labelled[2] = []
    with open_run(url, settings) as run:
        with pytest.raises(release_steps.RolledBackError, match="on 400 live labels"):
            release_steps.verify(run, 2)
        assert release_steps.report(run, 1.0) == "rolled_back"
    assert stand_in.state.champion == 1
    assert stand_in.state.calls.count(f"{MODEL}/rollback") == 1


def test_a_rollback_that_was_refused_is_not_told_as_done(start, release, settings, stand_in, monkeypatch):
    def refuse(client, model):
        raise ServiceError("POST rollback", "no previous version", 409)

    url, _ = start()
    stand_in.state.live_drifted = False
    monkeypatch.setattr(PredictClient, "rollback", refuse)
    with pytest.raises(PipelineError, match=r"version 2 is worse and cannot be rolled back: .* no previous version"):
        release(url)
    with open_run(url, settings) as run:
        assert run.files.read_json("outcome.json")["outcome"] == "failed"


def test_a_worse_version_that_somebody_replaced_is_left_alone_and_told(start, settings, stand_in):
    url, _ = start()
    stand_in.state.live_drifted = False
    with open_run(url, settings) as run:
        version = release_steps.publish(run)
        release_steps.promote(run, version)
        stand_in.state.champion = 7
        with pytest.raises(PipelineError, match="version 7 is champion by now, so nothing was rolled back"):
            release_steps.verify(run, version)
        assert release_steps.report(run, 1.0) == "failed"
    assert stand_in.state.champion == 7


def test_an_outage_on_probation_is_waited_out_until_the_time_is_over(start, settings, stand_in, capsys):
    url, _ = start(verify_minutes=5)
    with PredictClient(settings, sleep=lambda seconds: None) as client:
        run = Run(settings, RunFiles(url), client)
        release_steps.promote(run, release_steps.publish(run))
        stand_in.state.fail_next = 10**6
        assert not release_steps.has_enough_labels(run, 2)
        assert "503 unavailable" in capsys.readouterr().err
        stand_in.state.fail_next = 0
        assert release_steps.has_enough_labels(run, 2)
        stand_in.state.fail_next = 10**6
        run.files.write_json("promoted.json", {"version": 2, "at": 0.0})
        assert release_steps.has_enough_labels(run, 2)


def test_an_auth_that_is_away_on_probation_is_waited_out(start, settings, with_settings):
    url, _ = start(verify_minutes=5)
    with open_run(url, settings) as run:
        release_steps.promote(run, release_steps.publish(run))
    away = with_settings(auth_url="http://127.0.0.1:9")
    with PredictClient(away, sleep=lambda seconds: None) as client:
        assert not release_steps.has_enough_labels(Run(away, RunFiles(url), client), 2)


def test_without_live_labels_the_new_champion_stays_and_the_run_says_so(start, release, stand_in):
    url, _ = start(verify_minutes=0)
    stand_in.state.live_rows = 0
    assert release(url) == "promoted_unverified"
    assert stand_in.state.champion == 2


def test_publishing_again_after_a_lost_answer_finds_the_version(start, settings, stand_in):
    url, _ = start()
    with open_run(url, settings) as run:
        assert (release_steps.publish(run), release_steps.publish(run)) == (2, 2)
    assert set(stand_in.state.versions) == {1, 2}


def test_warnings_about_the_published_version_are_in_the_log(start, settings, stand_in, capsys):
    stand_in.state.warnings = ["no profile: there are no rows in it"]
    url, _ = start()
    with open_run(url, settings) as run:
        release_steps.publish(run)
    assert "heart-disease version 2: no profile: there are no rows in it\n" in capsys.readouterr().out


def test_a_number_that_somebody_took_meanwhile_is_passed_over(start, settings, stand_in, monkeypatch):
    url, _ = start()
    with open_run(url, settings) as run:
        state = run.client.model("heart-disease")
        stand_in.state.versions[2] = {}
        monkeypatch.setattr(run.client, "model", lambda name: state)
        assert release_steps.publish(run) == 3


def test_a_champion_of_somebody_else_is_not_replaced(start, settings, stand_in):
    url, _ = start()
    with open_run(url, settings) as run:
        version = release_steps.publish(run)
        stand_in.state.champion = 7
        with pytest.raises(PipelineError, match="version 7 became champion while version 2 was being trained"):
            release_steps.promote(run, version)
    assert stand_in.state.champion == 7


def test_without_promotion_the_version_is_only_published(start, settings, stand_in):
    url, _ = start(promote=False)
    with open_run(url, settings) as run:
        release_steps.publish(run)
        assert release_steps.report(run, 1.0) == "published"
    assert stand_in.state.champion == 1


def test_a_challenger_that_cannot_be_trained_is_left_out_with_its_reason(start, monkeypatch):
    def refuse(recipe, challenger, *rest, **options):
        if challenger.name == "logistic":
            raise PipelineError("it does not fit")
        return train(recipe, challenger, *rest, **options)

    train = training_steps.train_challenger
    monkeypatch.setattr(training_steps, "train_challenger", refuse)
    _, decision = start()
    assert decision.chosen == "trees-newest"
    assert decision.reasons["logistic"] == ["it does not fit"]


def test_traffic_that_breaks_the_schema_stops_the_run_with_examples(start, stand_in):
    for row in stand_in.state.labelled[1][:100]:
        row.features["age"] = -1
    with pytest.raises(DataError, match=r"prediction .*, age: must be at least 0, not '-1'"):
        start()


def test_old_traffic_is_not_used(start, stand_in):
    stand_in.state.labelled[1] = traffic(HEART_DISEASE, 50, 902, drifted=True, shift_seconds=-(10**8))
    with pytest.raises(DataError, match="no labelled traffic of the last 30 days can be used"):
        start()


def test_without_a_model_the_default_one_is_retrained(settings):
    url = begin({}, "scheduled__2026-01-01T00:00:00+00:00", settings)
    assert url.endswith("/heart-disease/scheduled__2026-01-01T00_00_00+00_00")


def test_a_model_without_a_recipe_is_refused_before_anything_is_pulled(settings, stand_in):
    with pytest.raises(PipelineError, match="no recipe to train 'unknown-model' with, only for "):
        begin({"model": "unknown-model"}, "manual__1", settings)
    assert stand_in.state.calls == []
