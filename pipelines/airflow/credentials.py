"""The passwords and keys of one Airflow home: random, made once, readable by their owner alone."""

import base64
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROLES = {"admin": "admin", "retrain": "user"}


@dataclass(frozen=True)
class Credentials:
    """What Airflow's components share; `new` when they were made just now."""

    passwords: dict[str, str]
    passwords_file: Path
    jwt_secret: str
    api_secret: str
    fernet_key: str
    new: bool

    @property
    def users_setting(self) -> str:
        """The accounts and their roles, as Airflow's simple auth manager reads them."""
        return ",".join(f"{user}:{role}" for user, role in ROLES.items())


def load_credentials(home: Path) -> Credentials:
    """Reads them from the home folder, or makes them at the first start."""
    home.chmod(0o700)
    passwords_file = home / "passwords.json"
    new = not passwords_file.exists()
    keys = _once(home / "keys.json", _new_keys)
    passwords = _once(passwords_file, _new_passwords)
    return Credentials(passwords, passwords_file, **keys, new=new)


def _new_passwords() -> dict[str, str]:
    return {user: secrets.token_urlsafe(18) for user in ROLES}


def _new_keys() -> dict[str, str]:
    return {
        "jwt_secret": secrets.token_urlsafe(48),
        "api_secret": secrets.token_urlsafe(48),
        "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def _once(path: Path, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    if not path.exists():
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(make(), file)
        temporary.rename(path)
    return json.loads(path.read_text())
