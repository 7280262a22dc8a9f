import socket
import subprocess
import sys
from pathlib import Path

START = Path(__file__).resolve().parents[1] / "start.py"


def test_a_port_in_use_is_one_sentence_and_nothing_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, START, "--port", str(port), "--home", tmp_path],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: port {port} of 127.0.0.1 cannot be used, choose another with --port:")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "airflow.db").exists()
