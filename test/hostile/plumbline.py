"""Plumbline as `npm start` runs it, on free ports and with its data in a temporary folder."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("auth", "predict")
ACCESS_TOKEN_TTL_S = 60
_START_TIMEOUT_S = 600


class Plumbline:
    """Both services and their PostgreSQL. Leaving the context stops them and deletes their data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="plumbline-hostile-"))
        # PostgreSQL runs as another user if root starts it.
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.admin_password = secrets.token_hex(16)
        self.output = (self.folder / "output").open("w+")
        ports = _free_ports(2)
        settings = {
            "AUTH_PORT": str(ports[0]),
            "PREDICT_PORT": str(ports[1]),
            "PLUMBLINE_DATA_DIR": str(self.data),
            "AUTH_ADMIN_PASSWORD": self.admin_password,
            "AUTH_ACCESS_TOKEN_TTL_S": str(ACCESS_TOKEN_TTL_S),
            # All cases come from one address, which would soon be throttled.
            "AUTH_LOGIN_ATTEMPTS_PER_ADDRESS": "100000",
            # Retrainings are recorded, and started by nobody.
            "RETRAIN_MODE": "approve",
            "AIRFLOW_URL": "http://127.0.0.1:1",
            "AIRFLOW_USERNAME": "nobody",
            "AIRFLOW_PASSWORD": "nobody",
        }
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        self.process = subprocess.Popen(
            ["node", "scripts/plumbline.mjs", "start"],  # noqa: S607
            cwd=ROOT,
            # As under npm, it ends once the process that started it is gone, however that ended.
            env=kept | settings | {"npm_lifecycle_event": "hostile"},
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> "Plumbline":
        try:
            running = self._running()
        except BaseException:
            self.stop()
            raise
        self.urls: dict[str, str] = running["urls"]
        self.started = {service: self.process_of(service) for service in SERVICES}
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ctrl-C; what has not ended after a minute is killed."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def process_of(self, service: str) -> int:
        """The process id of a service."""
        main = str(ROOT / f"apps/{service}/dist/bundle/main.js")
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_text().split("\0")
                parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if main in command and int(parent) == self.process.pid:
                return int(process.name)
        raise AssertionError(f"{service} does not run")

    def errors_logged(self, service: str) -> list[str]:
        """The records of level error in the log of a service."""
        lines = (self.data / f"logs/{service}.log").read_text().splitlines()
        return [line for line in lines if '"level":"error"' in line]

    def health(self, service: str) -> requests.Response:
        """What GET /health answers."""
        return requests.get(f"{self.urls[service]}/health", timeout=30)

    def _running(self) -> dict:
        until = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < until and self.process.poll() is None:
            self.output.flush()
            if "Ready in" in Path(self.output.name).read_text():
                return json.loads((self.data / "running.json").read_text())
            time.sleep(0.2)
        raise AssertionError(f"Plumbline did not start:\n{Path(self.output.name).read_text()}")


def resident_bytes(pid: int) -> int:
    """The memory that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"process {pid} has no memory")


def open_handles(pid: int) -> int:
    """How many files and sockets a process has open."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
