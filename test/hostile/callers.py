"""The callers that requests come from: by the token they send."""

import base64
import json
import time

import requests

from plumbline import ACCESS_TOKEN_TTL_S, Plumbline

ALL_SCOPES = "predict feedback feedback:any monitor models retrain retrain:approve admin"
# The callers whom every protected operation refuses with 401.
STRANGERS = ("none", "expired", "forged", "unsigned", "garbled")
# The machine clients by the one scope that they have.
HELD = {"feedback": "feedback", "monitor": "monitor"}
# Half of the cases are sent with every scope, to reach the code behind the checks.
WEIGHTED = ("all",) * 9 + ("feedback", "feedback", "monitor", *STRANGERS, "none")


class Callers:
    """Tokens of every kind. Those that expire during the run are renewed."""

    def __init__(self, plumbline: Plumbline) -> None:
        self._plumbline = plumbline
        self._tokens: dict[str, tuple[float, str]] = {}
        admin = self._admin_token()
        self.expired = admin
        self.expires_at = time.monotonic() + ACCESS_TOKEN_TTL_S
        self._secrets = {caller: self._add_client(admin, caller, scope) for caller, scope in HELD.items()}

    def headers(self, caller: str) -> dict[str, str]:
        """What the caller sends to identify itself."""
        if caller == "none":
            return {}
        return {"Authorization": f"Bearer {self._token(caller)}"}

    def is_expired(self) -> bool:
        """Whether the token of the caller `expired` has expired by now, by a wide margin."""
        return time.monotonic() > self.expires_at + 30

    def renew(self, caller: str) -> None:
        """Forgets the token of a caller whose session has ended."""
        self._tokens.pop(caller, None)

    def sign_in(self, username: str, password: str) -> str:
        """An access token of a person."""
        answer = requests.post(
            f"{self._plumbline.urls['auth']}/login", json={"username": username, "password": password}, timeout=60
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def _token(self, caller: str) -> str:
        if caller == "all" or caller in HELD:
            made_at, token = self._tokens.get(caller, (0.0, ""))
            if not token or time.monotonic() - made_at > ACCESS_TOKEN_TTL_S / 2:
                token = self._client_token(caller) if caller in HELD else self._admin_token()
                self._tokens[caller] = (time.monotonic(), token)
            return token
        head, claims, signature = self._token("all").split(".")
        if caller == "expired":
            return self.expired
        if caller == "forged":
            return f"{head}.{_changed(claims, scope=ALL_SCOPES, sub='hostile')}.{signature}"
        if caller == "unsigned":
            return f"{_changed(head, alg='none')}.{claims}."
        return "garbled.token.~"

    def _admin_token(self) -> str:
        return self.sign_in("admin", self._plumbline.admin_password)

    def _client_token(self, caller: str) -> str:
        answer = requests.post(
            f"{self._plumbline.urls['auth']}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(caller, self._secrets[caller]),
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def _add_client(self, admin: str, name: str, scope: str) -> str:
        answer = requests.post(
            f"{self._plumbline.urls['auth']}/clients",
            json={"client_id": name, "scopes": [scope]},
            headers={"Authorization": f"Bearer {admin}"},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()["client_secret"]


def _changed(part: str, **changes: object) -> str:
    content = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return base64.urlsafe_b64encode(json.dumps(content | changes).encode()).decode().rstrip("=")
