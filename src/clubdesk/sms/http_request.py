"""One HTTP request with a hard end, telling what is certain when it fails.

Message room's thread. The standard library's client follows no redirect and logs nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from clubdesk.foundation.translate import mark
from clubdesk.sms.gateway import (
    GONE_MIDWAY,
    NO_CONNECTION,
    TIMED_OUT,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
)

_MOST_BYTES = 65_536
_BAD_ADDRESS = mark("The gateway's address is not right (Settings, Messages).")
_PLAIN = mark(
    "The gateway's address begins with http: the key would travel in the open. Use https."
)
_BAD_TLS = mark("The gateway could not prove who it is, so nothing was sent.")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What is asked; all of it may hold the key."""

    method: str
    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back; ``text`` is at most 64 KB."""

    status: int
    text: str = field(repr=False)


def ask(request: HttpRequest, timeout_s: float) -> HttpAnswer:
    """Sends a request and reads the whole answer within the time.

    Raises:
        NothingSentError: No connection; not a byte of the request left.
        MessageRefusedError: The address or the server's certificate is not right.
        MessageUnknownError: The connection was lost or silent after sending began.
    """
    address = _address(request.url)
    connection = http.client.HTTPConnection(str(address.hostname), timeout=timeout_s)
    connection.sock = _connected(address, timeout_s)
    late = threading.Event()

    def cut_off() -> None:
        # A server that dribbles a byte now and then would never run into the socket's time-out.
        late.set()
        _shut(connection.sock)

    end = threading.Timer(timeout_s, cut_off)
    end.start()
    try:
        path = address.path or "/"
        target = f"{path}?{address.query}" if address.query else path
        headers = {"Host": address.netloc.rpartition("@")[2], **request.headers}
        connection.request(request.method, target, request.body, headers)
        answer = connection.getresponse()
        return HttpAnswer(answer.status, answer.read(_MOST_BYTES).decode("utf-8", "replace"))
    except TimeoutError as error:
        raise MessageUnknownError(TIMED_OUT) from error
    except (OSError, http.client.HTTPException) as error:
        # The error's own words may hold the request's, so only its kind is kept.
        raise MessageUnknownError(
            TIMED_OUT if late.is_set() else GONE_MIDWAY, type(error).__name__
        ) from None
    except ValueError as error:
        raise MessageRefusedError(_BAD_ADDRESS, type(error).__name__) from None
    finally:
        end.cancel()
        connection.close()


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        port_is_there = address.port is None or 0 < address.port < 65_536
    except ValueError:
        raise MessageRefusedError(_BAD_ADDRESS) from None
    if address.scheme not in ("http", "https") or not address.hostname or not port_is_there:
        raise MessageRefusedError(_BAD_ADDRESS)
    return address


def _connected(address: SplitResult, timeout_s: float) -> socket.socket:
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        link = socket.create_connection((str(address.hostname), port), timeout_s)
    except (OSError, UnicodeError) as error:
        raise NothingSentError(NO_CONNECTION, _why(error)) from None
    if address.scheme == "http":
        return _known_near(link)
    try:
        return ssl.create_default_context().wrap_socket(link, server_hostname=str(address.hostname))
    except ssl.SSLCertVerificationError as error:
        link.close()
        raise MessageRefusedError(_BAD_TLS, error.verify_message) from None
    except OSError as error:
        link.close()
        raise NothingSentError(NO_CONNECTION, _why(error)) from None


def _known_near(link: socket.socket) -> socket.socket:
    peer = ipaddress.ip_address(link.getpeername()[0].partition("%")[0])
    if peer.is_private or peer.is_loopback or peer.is_link_local:
        return link
    link.close()
    raise MessageRefusedError(_PLAIN)


def _shut(link: socket.socket | None) -> None:
    try:
        if link is not None:
            link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or type(error).__name__)
