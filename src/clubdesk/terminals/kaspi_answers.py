"""What a Kaspi Smart POS says of a payment, read and masked. Pure.

``data`` of ``/v2/status`` and ``/v2/actualize``: ``processId``, ``status`` (wait, success, fail,
unknown), ``subStatus``, ``transactionId``, ``message``, ``chequeInfo`` with ``method`` (qr, card),
``amount`` as a text with its sign, ``cardMask``, ``rrn``, ``authorizationCode``, ``terminalId``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from clubdesk.foundation.translate import mark
from clubdesk.services.ports_terminal import Evidence
from clubdesk.terminals.kaspi_http import KaspiAnswer
from clubdesk.terminals.long_names import pointed, shown, without_points
from clubdesk.terminals.masking import clean_line, mask_number
from clubdesk.terminals.zvt_apdu import GarbledError

BUSY = 107
CARD, QR = "card", "qr"
_PROCESS = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MARK = re.compile(r"kaspi process=([A-Za-z0-9_.-]{0,80})")
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{2}))?$")

STEPS: dict[str, str] = {
    "Initialize": mark("Please wait"),
    "WaitUser": mark("Insert card"),
    "WaitForQrConfirmation": mark("Waiting for the customer's phone"),
    "ProcessingCard": mark("Waiting for the bank"),
    "WaitForPinCode": mark("Please watch the PIN pad"),
    "ProcessRefund": mark("The terminal pays back"),
}


class Progress(StrEnum):
    """Where a payment is."""

    WAIT = "wait"
    SUCCESS = "success"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Report:
    """What the terminal says of a payment.

    Attributes:
        amount: In whole tenge; None if it tells none that can be read.
        is_cancelled: A person broke it off.
    """

    progress: Progress
    step: str = ""
    words: str = ""
    amount: int | None = None
    is_cancelled: bool = False
    evidence: Evidence = field(default_factory=Evidence)


def process_of(answer: KaspiAnswer) -> str:
    """The name that the terminal gave a request.

    Raises:
        GarbledError: It gave none.
    """
    value = answer.data.get("processId")
    name = str(value) if isinstance(value, str | int) else ""
    if not _PROCESS.fullmatch(name):
        raise GarbledError("no process")
    return name


def mark_of(process: str) -> str:
    """As text for the row; without a process, what is noted before the payment."""
    return f"kaspi process={pointed(process)}"


def process_in(mark_text: str) -> str:
    """The process that a mark names; empty if none."""
    found = _MARK.fullmatch(mark_text)
    return without_points(found.group(1)) if found else ""


def read_report(answer: KaspiAnswer, process: str) -> Report:
    """What is said of this process.

    Raises:
        GarbledError: It is of another, or of no known progress.
    """
    data = answer.data
    if answer.code != 0 or process_of(answer) != process:
        raise GarbledError("another process")
    try:
        progress = Progress(_text(data, "status"))
    except ValueError:
        raise GarbledError("no progress") from None
    cheque = data.get("chequeInfo")
    slip: dict[str, object] = cheque if isinstance(cheque, dict) else {}
    sub = _text(data, "subStatus")
    return Report(
        progress,
        STEPS.get(sub, ""),
        _text(data, "message"),
        _amount(_text(slip, "amount")),
        sub == "ProcessCancelled",
        _evidence(data, slip, process),
    )


def method_of(evidence: Evidence) -> str:
    """How a payment was made, which a refund has to say."""
    return CARD if evidence.card or evidence.auth_code else QR


def _evidence(data: dict[str, object], slip: dict[str, object], process: str) -> Evidence:
    raw_card = slip.get("cardMask")
    return Evidence(
        card=mask_number("".join(str(raw_card).split())) if isinstance(raw_card, str) else "",
        brand=_text(slip, "icc") or ("Kaspi QR" if _text(slip, "method") == QR else ""),
        reference=_name(data, "transactionId") or _name(slip, "rrn") or _name(slip, "orderNumber"),
        auth_code=_text(slip, "authorizationCode"),
        terminal_id=_text(slip, "terminalId"),
        trace=shown(process),
        receipt_number=_name(slip, "orderNumber"),
        lines=tuple(filter(None, (_text(slip, name) for name in _SLIP))),
    )


_SLIP = ("storeName", "city", "address", "status", "amount", "date")


def _text(of: dict[str, object], name: str) -> str:
    value = of.get(name)
    plain = value if isinstance(value, str) else str(value) if type(value) is int else ""
    return clean_line(plain).strip()


def _name(of: dict[str, object], key: str) -> str:
    value = of.get(key)
    name = str(value) if type(value) is int else value
    is_name = isinstance(name, str) and _PROCESS.fullmatch(name)
    return shown(str(name)) if is_name else _text(of, key)


def _amount(text: str) -> int | None:
    found = _AMOUNT.search(re.sub(r"[^\d.,]", "", text))
    if found is None or found.group(2) not in (None, "00"):
        return None
    return int(found.group(1))
