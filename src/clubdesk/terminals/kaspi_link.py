"""A desk's registration with a Kaspi Smart POS, and questions asked under it.

Terminal room's thread. From public integrations of the terminal's local interface: every question
is a GET on port 8080. ``/v2/register?name=`` waits for a person to confirm on the terminal and
gives ``accessToken`` and ``refreshToken``; ``/v2/revoke?name=&refreshToken=`` gives fresh ones. The
access token goes in the header ``accesstoken``; 401 or 403 says that it is too old.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from clubdesk.terminals.kaspi_http import KaspiAnswer, Where, ask
from clubdesk.terminals.wire import LinkLostError
from clubdesk.terminals.zvt_apdu import GarbledError

KASPI_PORT = 8080
_TIMEOUT_S = 15.0
_CONFIRM_S = 90.0
_TOO_OLD = (401, 403)


class NotRegisteredError(Exception):
    """The terminal does not know this desk, or no longer."""


@dataclass
class KaspiLink:
    """The way to a terminal.

    Attributes:
        secret: The tokens as JSON; empty before the first registration.
        keep_secret: Told new ones, to be kept as a secret.
    """

    host: str
    port: int = KASPI_PORT
    fingerprint: str = ""
    desk_name: str = "ClubDesk"
    secret: str = field(default="", repr=False)
    keep_secret: Callable[[str], None] = field(default=lambda _: None, repr=False)
    timeout_s: float = _TIMEOUT_S
    confirm_s: float = _CONFIRM_S
    _terminal_id: str = ""

    @property
    def is_registered(self) -> bool:
        """Whether there are tokens; the terminal may have forgotten them."""
        return bool(self._token("accessToken"))

    def register(self) -> None:
        """Waits until a person confirms this desk on the terminal.

        Raises:
            NotRegisteredError: Nobody did.
            UnreachableError, UntrustedError: Nothing was asked.
        """
        self._renew("/v2/register", {"name": self.desk_name}, self.confirm_s)

    def call(self, path: str, **given: str) -> KaspiAnswer:
        """Asks under the registration, once more with a fresh token if the old one is too old.

        Raises:
            NotRegisteredError: Not registered; nothing was begun.
            UnreachableError, UntrustedError: Nothing was sent.
            LinkLostError, GarbledError: It may have been heard.
        """
        answer = self._call(path, given)
        if answer.code not in _TOO_OLD:
            return answer
        refresh = {"name": self.desk_name, "refreshToken": self._token("refreshToken")}
        self._renew("/v2/revoke", refresh, self.timeout_s)
        answer = self._call(path, given)
        if answer.code in _TOO_OLD:
            raise NotRegisteredError
        return answer

    def _call(self, path: str, given: dict[str, str]) -> KaspiAnswer:
        token = self._token("accessToken")
        if not token:
            raise NotRegisteredError
        headers = {"accesstoken": token}
        if self._terminal_id:
            headers["terminalId"] = self._terminal_id
        answer = ask(self._where(), path, given, headers, self.timeout_s)
        if path == "/v2/deviceinfo" and answer.code == 0:
            self._terminal_id = _header(answer.data.get("terminalId"))
        return answer

    def _renew(self, path: str, given: dict[str, str], timeout_s: float) -> None:
        try:
            answer = ask(self._where(), path, given, {}, timeout_s)
        except (LinkLostError, GarbledError):
            raise NotRegisteredError from None
        tokens = {name: _header(answer.data.get(name)) for name in ("accessToken", "refreshToken")}
        if answer.code != 0 or not tokens["accessToken"]:
            raise NotRegisteredError
        self.secret = json.dumps(tokens)
        self.keep_secret(self.secret)

    def _token(self, name: str) -> str:
        try:
            tokens = json.loads(self.secret or "{}")
        except ValueError:
            return ""
        return _header(tokens.get(name)) if isinstance(tokens, dict) else ""

    def _where(self) -> Where:
        return Where(self.host, self.port, self.fingerprint)


def _header(value: object) -> str:
    """A text that may stand in a header; empty for anything else."""
    is_plain = isinstance(value, str) and value.isascii() and value.isprintable()
    return str(value) if is_plain else ""
