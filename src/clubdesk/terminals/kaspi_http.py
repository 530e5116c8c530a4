"""One HTTPS question to a Kaspi Smart POS, with a hard end, and what is certain when it fails.

Terminal room's thread. The terminal has a certificate that it made itself, so the club confirms
its SHA-256 fingerprint once in the settings and the desk speaks with that certificate alone;
without a fingerprint the certificate must be of an authority that the system knows, and name the
host. Nothing is sent before that is clear. Nothing is logged.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

from clubdesk.terminals.masking import clean_line
from clubdesk.terminals.wire import LinkLostError, UnreachableError
from clubdesk.terminals.zvt_apdu import GarbledError

_MOST_BYTES = 65_536
_CONNECT_S = 5.0


class UntrustedError(Exception):
    """The certificate is not the terminal's: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Where:
    """A terminal's address.

    Attributes:
        fingerprint: SHA-256 of its certificate in hex, colons or not; empty: by authority.
    """

    host: str
    port: int
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class KaspiAnswer:
    """What came back.

    Attributes:
        code: ``statusCode``; 0 is success. Where the body has none, the status of HTTP.
        data: The object ``data``; empty where there is none.
    """

    code: int
    data: dict[str, object] = field(repr=False, default_factory=dict)
    words: str = ""


def ask(
    where: Where,
    path: str,
    given: dict[str, str],
    headers: dict[str, str],
    timeout_s: float,
) -> KaspiAnswer:
    """Asks and reads the whole answer within the time.

    Raises:
        UnreachableError: No connection; nothing was sent.
        UntrustedError: Another certificate; nothing was sent.
        LinkLostError: The connection broke or fell silent after the question had left.
        GarbledError: The answer is none.
    """
    connection = http.client.HTTPConnection(where.host, where.port, timeout=timeout_s)
    connection.sock = link = connect(where, timeout_s)
    end = threading.Timer(timeout_s, _shut, [link])
    end.daemon = True
    end.start()
    try:
        target = f"{path}?{urlencode(given)}" if given else path
        connection.request("GET", target, headers={"Accept": "application/json", **headers})
        answer = connection.getresponse()
        return _read(answer.status, answer.read(_MOST_BYTES))
    except (OSError, http.client.HTTPException, ValueError) as error:
        # Its words may hold a token.
        raise LinkLostError(1) from error
    finally:
        end.cancel()
        connection.close()


def connect(where: Where, timeout_s: float) -> ssl.SSLSocket:
    """A connection to the terminal that was meant.

    Raises:
        UnreachableError, UntrustedError: There is none.
    """
    context = _any_certificate() if where.fingerprint else ssl.create_default_context()
    link = _wrapped(_reach(where, timeout_s), context, where.host)
    # Compared before a byte is sent.
    if where.fingerprint and not _is_meant(link, where.fingerprint):
        link.close()
        raise UntrustedError
    return link


def fingerprint_at(host: str, port: int, timeout_s: float = _CONNECT_S) -> str:
    """The fingerprint that a terminal shows now, for a person to compare and confirm.

    Raises:
        UnreachableError: Nobody answered, or not by TLS.
    """
    bare = _reach(Where(host, port), timeout_s)
    with _wrapped(bare, _any_certificate(), host) as link:
        return _fingerprint(link)


def _reach(where: Where, timeout_s: float) -> socket.socket:
    try:
        bare = socket.create_connection((where.host, where.port), min(timeout_s, _CONNECT_S))
    except (OSError, UnicodeError, OverflowError) as error:
        raise UnreachableError(type(error).__name__) from None
    bare.settimeout(timeout_s)
    return bare


def _wrapped(bare: socket.socket, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
    try:
        return context.wrap_socket(bare, server_hostname=host)
    except ssl.SSLCertVerificationError:
        bare.close()
        raise UntrustedError from None
    except (OSError, ValueError) as error:
        bare.close()
        raise UnreachableError(type(error).__name__) from None


def _any_certificate() -> ssl.SSLContext:
    """For a certificate that is compared with a fingerprint after the hand-shake."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _is_meant(link: ssl.SSLSocket, fingerprint: str) -> bool:
    wanted = fingerprint.replace(":", "").replace(" ", "").lower()
    return hmac.compare_digest(_fingerprint(link).encode(), wanted.encode())


def _fingerprint(link: ssl.SSLSocket) -> str:
    return hashlib.sha256(link.getpeercert(binary_form=True) or b"").hexdigest()


def _read(status: int, body: bytes) -> KaspiAnswer:
    if not body and status != 200:
        return KaspiAnswer(status)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise GarbledError("no JSON") from None
    if not isinstance(answer, dict):
        raise GarbledError("no object")
    code = answer.get("statusCode", status if status != 200 else None)
    data = answer.get("data")
    if type(code) is not int or not isinstance(data, dict | None):
        raise GarbledError("no status code")
    words = answer.get("errorText")
    return KaspiAnswer(code, data or {}, clean_line(words) if isinstance(words, str) else "")


def _shut(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
