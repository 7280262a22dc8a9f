import os
import re
import shutil
import subprocess
import sys

from conftest import PIPELINES

LOCK = (PIPELINES / "requirements.txt").read_text()


def setup(folder=PIPELINES, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(folder / "setup.sh")],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_missing_python_is_one_sentence():
    done = setup(PYTHON="/nowhere/python3.11")
    assert done.returncode == 1
    assert done.stderr == (
        "setup: /nowhere/python3.11 was not found: install Python 3.11, or name it with PYTHON=/path/to/python3.11.\n"
    )


def test_another_program_in_place_of_python_is_one_sentence():
    done = setup(PYTHON="/bin/false")
    assert done.returncode == 1
    assert done.stderr.startswith("setup: /bin/false is not Python 3.11")
    assert done.stderr.count("\n") == 1


def test_the_environment_is_made_once_and_again_when_the_lock_changes(tmp_path):
    shutil.copy(PIPELINES / "setup.sh", tmp_path)
    (tmp_path / "plumbline_pipelines.py").write_text("")
    lock = tmp_path / "requirements.txt"
    lock.write_text("# nothing to install\n")

    for _ in range(2):
        made = setup(tmp_path, PYTHON=sys.executable)
        assert made.returncode == 0, made.stderr
        assert made.stdout.endswith("setup: done.\n")
        found = subprocess.run(
            [tmp_path / ".venv/bin/python", "-c", "import plumbline_pipelines"], cwd="/", check=False
        )
        assert found.returncode == 0
        again = setup(tmp_path, PYTHON=sys.executable)
        assert (again.returncode, again.stdout) == (0, "setup: pipelines/.venv is up to date.\n")
        lock.write_text(lock.read_text() + "# changed\n")


def test_the_environment_of_another_folder_is_not_emptied_through_a_link(tmp_path):
    shutil.copy(PIPELINES / "setup.sh", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing to install\n")
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    (tmp_path / ".venv").symlink_to(other)
    made = setup(tmp_path, PYTHON=sys.executable)
    assert made.returncode == 0, made.stderr
    assert (other / "kept").exists()
    assert not (tmp_path / ".venv").is_symlink()


def test_a_package_without_its_hash_is_not_installed(tmp_path):
    shutil.copy(PIPELINES / "setup.sh", tmp_path)
    (tmp_path / "requirements.txt").write_text("tqdm==4.70.1\n")
    done = setup(tmp_path, PYTHON=sys.executable)
    assert done.returncode == 1
    assert "hash" in done.stderr.lower()
    assert not (tmp_path / ".venv" / "stamp").exists()


def test_every_locked_package_has_a_hash_and_none_names_a_host():
    packages = re.findall(r"^[a-z0-9-]+==", LOCK, re.MULTILINE)
    assert len(packages) > 10
    assert len(re.findall(r"^[a-z0-9-]+==[^\n]+ \\\n    --hash=sha256:[0-9a-f]{64}", LOCK, re.MULTILINE)) == len(
        packages
    )
    assert not re.search(r"https?:|--index-url|--find-links|--trusted-host", re.sub(r"(?m)^#.*$", "", LOCK))


def test_every_direct_requirement_is_locked():
    direct = re.findall(r"^[a-z0-9-]+", (PIPELINES / "requirements.in").read_text(), re.MULTILINE)
    assert direct
    assert [name for name in direct if not re.search(rf"(?m)^{name}==", LOCK)] == []
