import re
from importlib.metadata import version
from pathlib import Path

PIPELINES = Path(__file__).resolve().parents[2]
LOCK = (PIPELINES / "airflow" / "requirements.txt").read_text()


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"(?m)^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+)", lock))


def test_models_are_trained_with_the_same_libraries_as_outside_of_airflow():
    training = pins((PIPELINES / "requirements.txt").read_text())
    assert {name: pins(LOCK).get(name) for name in training} == training


def test_the_environment_is_that_of_the_lock():
    assert {name: version(name) for name in pins(LOCK)} == pins(LOCK)


def test_every_package_has_a_hash_and_none_names_a_host():
    hashed = re.findall(r"(?m)^[a-z0-9-]+(?:\[[a-z0-9,-]+\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", LOCK)
    assert len(hashed) == len(pins(LOCK)) > 200
    assert not re.search(r"https?:|--index-url|--find-links|--trusted-host", LOCK)
