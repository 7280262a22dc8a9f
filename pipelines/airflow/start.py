"""Starts Airflow's components for one machine, says how far they are, and stops them all together.

Everything Airflow writes is in one home folder: its database (unless --database-url names PostgreSQL), its logs, and
the passwords and keys made at the first start, which only their owner can read.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from credentials import Credentials, load_credentials

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("PLUMBLINE_DATA_DIR", HERE.parents[1] / ".plumbline")).resolve()
DAG_ID = "ml_pipeline_mixed_experiment_dvc"
COMPONENTS = ("api-server", "scheduler", "dag-processor")
START_SECONDS = 900
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """A start that failed; the text says where to look."""


def main() -> int:
    """0 after an orderly stop, 1 with a message when a component fails."""
    options = _options()
    home = options.home.resolve()
    (home / "output").mkdir(parents=True, exist_ok=True)
    credentials = load_credentials(home)
    environment = airflow_environment(options, home, credentials)
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    components: dict[str, subprocess.Popen] = {}
    try:
        started = time.monotonic()
        _check_ports(options.host, options.port)
        _say("Preparing Airflow's database")
        _migrate(home, environment)
        for name in COMPONENTS:
            _say(f"Starting the {name}")
            components[name] = _start(name, home, environment)
        _wait_until_ready(f"http://127.0.0.1:{options.port}", components, home, credentials)
        print(_welcome(options.port, home, credentials, time.monotonic() - started), flush=True)
        _watch(components, home)
    except KeyboardInterrupt:
        _say("Stopping")
    except StartError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    finally:
        _stop(components)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.sh", description="Starts Airflow with the retraining DAG.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("AIRFLOW_PORT", 8080)), help="default: 8080")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--home", type=Path, default=DATA / "airflow", help=f"default: {DATA / 'airflow'}")
    parser.add_argument("--dags", type=Path, default=HERE / "dags", help="folder of the DAGs (default: %(default)s)")
    parser.add_argument(
        "--database-url",
        default=os.environ.get("AIRFLOW_DATABASE_URL"),
        help="postgresql+psycopg2://... (default: SQLite in the home folder); also AIRFLOW_DATABASE_URL",
    )
    return parser.parse_args()


def airflow_environment(options: argparse.Namespace, home: Path, credentials: Credentials) -> dict[str, str]:
    """The settings of every component; what the caller's environment sets already wins, except where it must agree."""
    url = f"http://127.0.0.1:{options.port}"
    defaults = {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME": "3600",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(options.port + 1),
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "PLUMBLINE_DATA_DIR": str(DATA),
        "ORT_DISABLE_TELEMETRY": "1",
    }
    settings = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(options.dags.resolve()),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__FERNET_KEY": credentials.fernet_key,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": credentials.users_setting,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(credentials.passwords_file),
        "AIRFLOW__API__HOST": options.host,
        "AIRFLOW__API__PORT": str(options.port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__SECRET_KEY": credentials.api_secret,
        "AIRFLOW__API_AUTH__JWT_SECRET": credentials.jwt_secret,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": options.database_url or f"sqlite:///{home / 'airflow.db'}",
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return defaults | dict(os.environ) | settings | {"PATH": path}


def _check_ports(host: str, port: int) -> None:
    """The second one serves the logs of running tasks."""
    for number in (port, port + 1):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, number))
            except OSError as error:
                raise StartError(
                    f"port {number} of {host} cannot be used, choose another with --port: {error}"
                ) from error


def _migrate(home: Path, environment: dict[str, str]) -> None:
    log = home / "output" / "migrate.log"
    with log.open("wb") as output:
        done = subprocess.run([*_airflow("db"), "migrate"], env=environment, stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        raise StartError(f"the database could not be prepared; the end of {log}:\n{_tail(log)}")


def _start(name: str, home: Path, environment: dict[str, str]) -> subprocess.Popen:
    with (home / "output" / f"{name}.log").open("ab") as output:
        return subprocess.Popen(
            _airflow(name),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def _airflow(command: str) -> list[str]:
    return [sys.executable, "-m", "airflow", command]


def _end_with_parent() -> None:
    """Asks Linux to end this process when the one that started it is gone, even if that was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_ready(url: str, components: dict[str, subprocess.Popen], home: Path, credentials: Credentials) -> None:
    since = datetime.now(UTC)
    deadline = time.monotonic() + START_SECONDS
    missing = ""
    while time.monotonic() < deadline:
        _check_running(components, home)
        found = _first_missing(url, since, credentials)
        if found is None:
            return
        if found != missing:
            _say(f"Waiting for the {found}")
            missing = found
        time.sleep(0.5)
    raise StartError(f"the {missing} was not ready within {START_SECONDS} s; its log is in {home / 'output'}")


def _first_missing(url: str, since: datetime, credentials: Credentials) -> str | None:
    try:
        health = httpx.get(f"{url}/api/v2/monitor/health", timeout=5).json()
    except (httpx.HTTPError, ValueError):
        return "api-server"
    for name in ("scheduler", "dag_processor"):
        beat = health[name][f"latest_{name}_heartbeat"]
        if health[name]["status"] != "healthy" or datetime.fromisoformat(beat) < since:
            return name.replace("_", "-")
    return None if _dag_is_known(url, credentials) else f"DAG {DAG_ID}"


def _dag_is_known(url: str, credentials: Credentials) -> bool:
    login = {"username": "admin", "password": credentials.passwords["admin"]}
    with httpx.Client(base_url=url, timeout=10) as client:
        token = client.post("/auth/token", json=login).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        errors = client.get("/api/v2/importErrors", headers=headers).json()["import_errors"]
        if errors:
            raise StartError("a DAG cannot be read:\n" + "\n".join(error["stack_trace"] for error in errors))
        return client.get(f"/api/v2/dags/{DAG_ID}", headers=headers).status_code == httpx.codes.OK


def _watch(components: dict[str, subprocess.Popen], home: Path) -> None:
    while True:
        _check_running(components, home)
        time.sleep(1)


def _check_running(components: dict[str, subprocess.Popen], home: Path) -> None:
    for name, process in components.items():
        if process.poll() is not None:
            log = home / "output" / f"{name}.log"
            raise StartError(f"the {name} ended with {process.returncode}; the end of {log}:\n{_tail(log)}")


def _stop(components: dict[str, subprocess.Popen]) -> None:
    """Ends every component and what it started; those that do not follow in time are killed."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    for process in components.values():
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in components.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    for process in components.values():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _say(text: str) -> None:
    print(f"  {text} ...", flush=True)


def _welcome(port: int, home: Path, credentials: Credentials, seconds: float) -> str:
    shown = [f"  {user:<10} {password}" for user, password in credentials.passwords.items()]
    new = ["", "Shown only now; keep them:", *shown] if credentials.new else []
    return "\n".join(
        [
            "",
            f"Airflow is ready in {seconds:.0f} s. Ctrl-C stops it.",
            "",
            f"  console    http://localhost:{port}",
            f"  DAG        {DAG_ID}",
            f"  logs       {home / 'output'}",
            f"  passwords  {credentials.passwords_file} (admin: everything; retrain: starts runs)",
            *new,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
