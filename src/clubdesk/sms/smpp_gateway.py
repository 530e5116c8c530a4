"""Sends by SMPP 3.4: bind as transceiver, submit_sm, and deliver_sm for what came of it.

Message room's thread. The connection is kept while reports may come. The library's log shows
whole packets, password and text, so it is silenced below warnings.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from smpplib import consts, exceptions
from smpplib.smpp import make_pdu

from clubdesk.foundation.translate import mark
from clubdesk.sms.gateway import (
    BUSY,
    GONE_MIDWAY,
    NO_CONNECTION,
    SAID_NO,
    TIMED_OUT,
    TIMEOUT_S,
    Accepted,
    GatewayError,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
    Report,
)
from clubdesk.sms.smpp_link import LOGGER, SmppLink
from clubdesk.sms.smpp_receipt import Pdu, Receipt, receipt_of
from clubdesk.sms.smpp_text import SmppText, smpp_text

T = TypeVar("T")

_NOT_LET_IN = mark("The gateway did not let the desk in: check login and password.")
_BAD_SENDER = mark("The sender's name holds signs that a message cannot carry.")
_TOO_LONG = mark("The text is too long for a message.")
_TOO_LONG_TO_BIND = mark("SMPP takes a login of at most 15 signs and a password of at most 8.")
_LONGEST_LOGIN, _LONGEST_PASSWORD = 15, 8
"""SMPP 3.4, 5.2.1 system_id and 5.2.2 password, without the zero at their end."""

_BUSY_CODES = frozenset({consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL})
_INTERNATIONAL, _ALPHANUMERIC, _ISDN = 1, 5, 1
_MOST_RECEIPTS = 200

logging.getLogger(LOGGER).setLevel(logging.ERROR)


@dataclass
class SmppGateway:
    """A gateway that speaks SMPP.

    Attributes:
        use_tls: The connection is encrypted and the host proves its name.
    """

    host: str
    port: int
    login: str
    sender: str
    key: str = field(repr=False)
    use_tls: bool = False
    timeout_s: float = TIMEOUT_S
    tells_delivery: bool = field(default=True, init=False)
    _link: SmppLink | None = field(default=None, init=False, repr=False)
    _receipts: dict[str, Receipt] = field(default_factory=dict, init=False, repr=False)

    def send(self, phone: str, text: str) -> Accepted:
        """Hands all parts over; see ``Gateway``."""
        try:
            encoded = smpp_text(text, secrets.randbelow(256))
        except ValueError as error:
            raise MessageRefusedError(_TOO_LONG) from error
        link = self._bound()
        names: list[str] = []
        for part in encoded.parts:
            try:
                names.append(self._submit(link, phone, encoded, part))
            except GatewayError as error:
                self.close()
                raise _after(names, error) from None
        return Accepted(names[0], phone, tuple(names))

    def look_up(self, message: Accepted) -> Report:
        """Reads what has come; a message is delivered when all its parts are."""
        link = self._bound()
        try:
            link.read_all()
        except (exceptions.ConnectionError, exceptions.PDUError, OSError) as error:
            self.close()
            raise NothingSentError(NO_CONNECTION, type(error).__name__) from None
        found = [self._receipts.get(name) for name in message.part_ids or (message.gateway_id,)]
        failed = next((one for one in found if one is not None and one.has_failed), None)
        if failed is not None:
            return Report(Progress.FAILED, failed.words)
        done = all(one is not None and one.is_delivered for one in found)
        return Report(Progress.DELIVERED if done else Progress.WAITING)

    def close(self) -> None:
        """Says good-bye and lets go of the connection."""
        link, self._link = self._link, None
        if link is not None:
            link.let_go()

    def _bound(self) -> SmppLink:
        if self._link is not None and self._link.is_alive():
            return self._link
        self.close()
        if len(self.login) > _LONGEST_LOGIN or len(self.key) > _LONGEST_PASSWORD:
            # The library would cut them short without a word.
            raise MessageRefusedError(_TOO_LONG_TO_BIND)
        link = SmppLink(self.host, self.port, self.timeout_s, use_tls=self.use_tls)
        link.on_message = self._hear
        try:
            link.connect()
            answer = link.ask(
                make_pdu("bind_transceiver", client=link, system_id=self.login, password=self.key)
            )
        except (exceptions.PDUError, ValueError) as error:
            link.let_go()
            raise MessageRefusedError(_NOT_LET_IN, type(error).__name__) from None
        except (exceptions.ConnectionError, OSError) as error:
            link.let_go()
            raise NothingSentError(NO_CONNECTION, link.why or type(error).__name__) from None
        if answer.status != consts.SMPP_ESME_ROK:
            link.let_go()
            raise MessageRefusedError(_NOT_LET_IN, _status(answer.status))
        self._link = link
        return link

    def _submit(self, link: SmppLink, phone: str, encoded: SmppText, part: bytes) -> str:
        try:
            pdu = make_pdu("submit_sm", client=link, **self._fields(phone, encoded, part))
            pdu.generate()
        except ValueError as error:
            raise MessageRefusedError(_BAD_SENDER) from error
        answer = _certain(lambda: link.ask(pdu))
        if answer.status in _BUSY_CODES:
            raise NothingSentError(BUSY, _status(answer.status))
        if answer.status != consts.SMPP_ESME_ROK:
            raise MessageRefusedError(SAID_NO, _status(answer.status))
        return _text(answer.message_id)

    def _fields(self, phone: str, encoded: SmppText, part: bytes) -> dict[str, Any]:
        is_number = self.sender.lstrip("+").isdecimal()
        return {
            "source_addr_ton": _INTERNATIONAL if is_number else _ALPHANUMERIC,
            "source_addr_npi": _ISDN if is_number else 0,
            "source_addr": self.sender.lstrip("+"),
            "dest_addr_ton": _INTERNATIONAL,
            "dest_addr_npi": _ISDN,
            "destination_addr": phone.lstrip("+"),
            "esm_class": encoded.esm_class,
            "data_coding": encoded.data_coding,
            "registered_delivery": True,
            "short_message": part,
        }

    def _hear(self, pdu: Pdu) -> None:
        receipt = receipt_of(pdu)
        if receipt is not None:
            self._receipts[receipt.name] = receipt
            while len(self._receipts) > _MOST_RECEIPTS:
                del self._receipts[next(iter(self._receipts))]


def _certain(ask: Callable[[], T]) -> T:
    """Asks; once a submit_sm is on its way, a silence leaves open whether it was taken."""
    try:
        return ask()
    except TimeoutError as error:
        raise MessageUnknownError(TIMED_OUT) from error
    except (exceptions.ConnectionError, exceptions.PDUError, OSError) as error:
        raise MessageUnknownError(GONE_MIDWAY, type(error).__name__) from None


def _after(sent: list[str], error: GatewayError) -> GatewayError:
    """Once a part was taken, nothing that follows may set the message off anew."""
    if sent and isinstance(error, NothingSentError):
        return MessageUnknownError(GONE_MIDWAY, error.words)
    return error


def _status(code: int) -> str:
    return f"{consts.DESCRIPTIONS.get(code, 'SMPP')} (0x{code:08X})"


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
