"""Training data in DVC: each data set is stored once by its hash, and a small .dvc file says which one it was.

There is no repository to keep: every call makes one without git, stores the file in the remote and hands back the
pointer, which is published with the version. So any worker can do it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from plumbline_pipelines.errors import PipelineError

DATA_FILE = "training-data.csv"
POINTER_FILE = f"{DATA_FILE}.dvc"


def store_data(data: bytes, remote: str) -> bytes:
    """Stores the data in the remote (a folder or a URL such as s3://bucket/path) and returns the .dvc file."""
    with tempfile.TemporaryDirectory(prefix="plumbline-dvc-") as folder:
        repository = _make_repository(Path(folder), remote)
        (repository / DATA_FILE).write_bytes(data)
        _dvc(repository, "add", DATA_FILE)
        _dvc(repository, "push")
        return (repository / POINTER_FILE).read_bytes()


def fetch_data(pointer: bytes, remote: str) -> bytes:
    """The data that a .dvc file of `store_data` points to."""
    with tempfile.TemporaryDirectory(prefix="plumbline-dvc-") as folder:
        repository = _make_repository(Path(folder), remote)
        (repository / POINTER_FILE).write_bytes(pointer)
        _dvc(repository, "pull")
        return (repository / DATA_FILE).read_bytes()


def _make_repository(folder: Path, remote: str) -> Path:
    if "://" not in remote:
        Path(remote).mkdir(parents=True, exist_ok=True)
    _dvc(folder, "init", "--no-scm")
    _dvc(folder, "remote", "add", "--default", "training-data", remote)
    return folder


def _dvc(repository: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dvc", *arguments, "--quiet"],
        cwd=repository,
        env=os.environ | {"DVC_NO_ANALYTICS": "1", "DVC_SITE_CACHE_DIR": str(repository / ".site")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PipelineError(f"dvc {arguments[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
