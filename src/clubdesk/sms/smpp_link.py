"""One SMPP connection: asks and reads answers in the order they come. Message room's thread."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import time
from collections.abc import Callable

from smpplib import consts, exceptions
from smpplib.client import Client
from smpplib.smpp import make_pdu

from clubdesk.sms.smpp_receipt import Pdu

LOGGER = "clubdesk.sms.smpp"
_ALIVE_WITHIN_S = 3.0
_FRESH_S = 2.0

# What the library raises at bytes that are no SMPP, beside its own errors.
_GARBAGE = (struct.error, AttributeError, KeyError, IndexError, TypeError, ValueError)


class SmppLink(Client):
    """The library's client with TLS that checks names, a hard end of waiting, and both of IP.

    Attributes:
        on_message: Gets every deliver_sm, after it was confirmed.
        why: The system's words for a connection that failed.
    """

    def __init__(self, host: str, port: int, timeout_s: float, *, use_tls: bool) -> None:
        super().__init__(
            host, port, timeout=timeout_s, logger_name=LOGGER, allow_unknown_opt_params=True
        )
        self._use_tls = use_tls
        self._heard_at = 0.0
        self.why = ""
        self.on_message: Callable[[Pdu], None] = lambda pdu: None
        self.set_message_received_handler(lambda pdu: self.on_message(pdu))
        self.set_error_pdu_handler(lambda pdu: None)

    def connect(self) -> None:
        """Connects.

        Raises:
            OSError: There is no connection, or the host cannot prove its name.
        """
        try:
            link = socket.create_connection((self.host, self.port), self.timeout)
            if self._use_tls:
                context = ssl.create_default_context()
                link = context.wrap_socket(link, server_hostname=self.host)
        except OSError as error:
            self.why = str(getattr(error, "verify_message", None) or error.strerror or "")
            raise
        self._socket = link
        self._heard_at = time.monotonic()
        self.state = consts.SMPP_CLIENT_STATE_OPEN

    def ask(self, pdu: Pdu, within_s: float | None = None) -> Pdu:
        """Sends a packet and waits for its answer; what comes between is handled.

        Raises:
            TimeoutError: No answer in time.
            smpplib.exceptions.ConnectionError, OSError: The connection is gone.
        """
        end = time.monotonic() + (self.timeout if within_s is None else within_s)
        self.send_pdu(pdu)
        while True:
            left = end - time.monotonic()
            if left <= 0 or not self._has_bytes(left):
                raise TimeoutError
            answer = self._read()
            if answer.sequence == pdu.sequence and answer.is_response():
                return answer
            self._handle(answer)

    def read_all(self) -> None:
        """Handles everything that has come; waits for nothing."""
        while self._has_bytes(0):
            self._handle(self._read())

    def is_alive(self) -> bool:
        """Whether the other side still answers, so that a packet is not sent into the void."""
        if time.monotonic() - self._heard_at < _FRESH_S and not self._has_bytes(0):
            return True
        try:
            self.ask(make_pdu("enquire_link", client=self), _ALIVE_WITHIN_S)
        except (TimeoutError, exceptions.ConnectionError, exceptions.PDUError, OSError):
            return False
        return True

    def let_go(self) -> None:
        """Unbinds as far as that goes, and closes."""
        if self._socket is None:
            return
        try:
            if self.state != consts.SMPP_CLIENT_STATE_OPEN:
                self.ask(make_pdu("unbind", client=self), 1.0)
        except (TimeoutError, exceptions.ConnectionError, exceptions.PDUError, OSError):
            self.logger.debug("The gateway did not say good-bye")
        self.state = consts.SMPP_CLIENT_STATE_OPEN
        self.disconnect()

    def _has_bytes(self, within_s: float) -> bool:
        link = self._socket
        if isinstance(link, ssl.SSLSocket) and link.pending():
            return True
        return bool(select.select([link], [], [], within_s)[0])

    def _read(self) -> Pdu:
        try:
            pdu = self.read_pdu()
        except _GARBAGE as error:
            raise exceptions.ConnectionError(type(error).__name__) from None
        except exceptions.UnknownCommandError as error:
            raise exceptions.ConnectionError(type(error).__name__) from None
        self._heard_at = time.monotonic()
        return pdu

    def _handle(self, pdu: Pdu) -> None:
        if pdu.command == "deliver_sm":
            self._message_received(pdu)
        elif pdu.command == "enquire_link":
            self._enquire_link_received(pdu)
        elif pdu.command == "unbind":
            answer = make_pdu("unbind_resp", client=self)
            answer.sequence = pdu.sequence
            self.send_pdu(answer)
            raise exceptions.ConnectionError("the gateway said good-bye")
