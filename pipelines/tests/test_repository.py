import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PIPELINES

from plumbline_pipelines.errors import PipelineError, VersionExistsError
from plumbline_pipelines.repository import STALE_AFTER_SECONDS, ModelFolder

FILES = {"model.onnx": b"graph", "manifest.json": b"{}", "golden.json": b"[]"}

# Publishes one version and dies at the nth sync or rename, as a power cut would end it.
KILLED_PUBLISH = """
import os, pathlib, signal, sys
from plumbline_pipelines.repository import ModelFolder

root, step = pathlib.Path(sys.argv[1]), int(sys.argv[2])
calls = 0

def dying(real):
    def call(*arguments):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    return call

os.fsync = dying(os.fsync)
pathlib.Path.rename = dying(pathlib.Path.rename)
ModelFolder(root, "m").publish(1, {"model.onnx": b"graph", "manifest.json": b"{}", "golden.json": b"[]"})
print(calls)
"""


@pytest.fixture
def folder(tmp_path):
    return ModelFolder(tmp_path, "m")


def contents(path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def entries(folder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def publish_and_die(root, step: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED_PUBLISH, str(root), str(step)],
        cwd=PIPELINES,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_published_version_holds_exactly_its_files(folder):
    target = folder.publish(1, FILES)
    assert contents(target) == FILES
    assert entries(folder) == ["1"]
    assert folder.versions() == [1]


def test_a_published_version_never_changes(folder):
    folder.publish(1, FILES)
    with pytest.raises(VersionExistsError, match="version 1 is already published"):
        folder.publish(1, {"model.onnx": b"other"})
    assert contents(folder.path / "1") == FILES
    assert entries(folder) == ["1"]


def test_a_version_published_by_another_process_meanwhile_is_left_alone(folder, monkeypatch):
    theirs = {"model.onnx": b"theirs"}

    def publish_theirs_first(path, files):
        monkeypatch.undo()
        folder.publish(1, theirs)
        path.mkdir()
        (path / "model.onnx").write_bytes(b"ours")

    monkeypatch.setattr("plumbline_pipelines.repository._write_folder", publish_theirs_first)
    with pytest.raises(VersionExistsError):
        folder.publish(1, FILES)
    assert contents(folder.path / "1") == theirs
    assert entries(folder) == ["1"]


def test_replace_swaps_the_whole_folder(folder):
    folder.publish(1, FILES)
    folder.publish(1, {"model.onnx": b"other"}, replace=True)
    assert contents(folder.path / "1") == {"model.onnx": b"other"}
    assert entries(folder) == ["1"]


def test_a_replacement_that_fails_puts_the_old_version_back(folder, monkeypatch):
    folder.publish(1, FILES)
    rename = Path.rename

    def fail_for_the_new(path, target):
        if (path / "model.onnx").read_bytes() == b"other":
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(OSError, match="Input/output error"):
        folder.publish(1, {"model.onnx": b"other"}, replace=True)
    assert contents(folder.path / "1") == FILES
    assert entries(folder) == ["1"]


def test_a_publish_that_fails_leaves_nothing_behind(folder, monkeypatch):
    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        folder.publish(1, FILES)
    assert entries(folder) == []


def test_a_publish_killed_at_any_step_leaves_no_version_or_a_whole_one(tmp_path):
    steps = int(publish_and_die(tmp_path / "whole", 0).stdout)
    assert steps == len(FILES) + 3
    outcomes = []
    for step in range(1, steps + 1):
        root = tmp_path / str(step)
        assert publish_and_die(root, step).returncode == -signal.SIGKILL
        folder = ModelFolder(root, "m")
        outcomes.append(folder.versions())
        if folder.versions() == [1]:
            assert contents(root / "m" / "1") == FILES
        else:
            folder.publish(1, FILES)
            assert contents(root / "m" / "1") == FILES
    assert outcomes == [[]] * (steps - 1) + [[1]]


def test_folders_left_by_a_killed_publish_are_removed_after_a_day(folder):
    folder.publish(1, FILES)
    for name, age in ((".tmp-old", STALE_AFTER_SECONDS + 60), (".tmp-new", 60)):
        path = folder.path / name
        path.mkdir()
        moment = path.stat().st_mtime - age
        os.utime(path, (moment, moment))
    folder.publish(2, FILES)
    assert entries(folder) == [".tmp-new", "1", "2"]


def test_only_whole_numbers_without_leading_zero_are_versions(folder):
    for name in ("2", "10", "03", "0", "x", ".tmp-1", "1.5", "²"):
        (folder.path / name).mkdir(parents=True)
    (folder.path / "7").write_text("a file, not a folder")
    assert folder.versions() == [2, 10]
    assert folder.next_version() == 11


def test_the_first_version_becomes_champion_and_the_next_a_challenger(folder):
    folder.publish(1, FILES)
    assert folder.point(1, promote=False) == {"champion": 1, "previous": None, "challenger": None}
    folder.publish(2, FILES)
    assert folder.point(2, promote=False) == {"champion": 1, "previous": None, "challenger": 2}
    assert json.loads((folder.path / "aliases.json").read_text()) == folder.aliases()
    assert entries(folder) == ["1", "2", "aliases.json"]


def test_promotion_remembers_the_champion_before(folder):
    folder.path.mkdir()
    folder.point(1, promote=False)
    folder.point(2, promote=False)
    assert folder.point(2, promote=True) == {"champion": 2, "previous": 1, "challenger": None}
    assert folder.point(2, promote=True) == {"champion": 2, "previous": 1, "challenger": None}


def test_a_broken_alias_file_is_an_error_and_is_not_overwritten(folder):
    folder.path.mkdir()
    (folder.path / "aliases.json").write_text("{")
    with pytest.raises(PipelineError, match=r"aliases.json is not valid"):
        folder.point(1, promote=True)
    assert (folder.path / "aliases.json").read_text() == "{"
