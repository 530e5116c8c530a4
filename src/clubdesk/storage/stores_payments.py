"""Card payments in the books, from the wish to its end. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, update

from clubdesk.domain.card_payment import CardPayment, CardState, PaymentKind
from clubdesk.storage import tables_till
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.payment_words import UNRESOLVED
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.work_link import WorkLink

_payments = tables_till.card_payments
_ADD = insert(_payments)
_SAVE = update(_payments).where(_payments.c.id == bindparam("of_id"))
# The same words as in the partial index, or SQLite would not use it.
_OPEN = f"""
SELECT * FROM card_payments WHERE till_id = :till_id AND ({UNRESOLVED}) ORDER BY id
"""  # noqa: S608 - no text from outside
_OPEN_FOR = f"""
SELECT 1 FROM card_payments WHERE client_id = :client_id AND ({UNRESOLVED}) LIMIT 1
"""  # noqa: S608 - no text from outside
_OPEN_OF_SESSION = f"""
SELECT * FROM card_payments WHERE session_id = :session_id AND ({UNRESOLVED})
ORDER BY id
"""  # noqa: S608 - no text from outside
_ASKED_AFTER = """
SELECT 1 FROM card_payments
WHERE till_id = :till_id AND id > :id AND driver <> 'manual' AND mark <> '' LIMIT 1
"""
_BOOKED_OF_CLIENT = """
SELECT * FROM card_payments
WHERE client_id = :client_id AND kind = 'payment' AND driver <> 'manual'
    AND state = 'approved' AND transaction_id IS NOT NULL
ORDER BY id DESC
"""
_GONE_BACK = """
SELECT coalesce(sum(amount_minor), 0) FROM card_payments
WHERE of_payment_id = :id AND state IN ('created', 'sent', 'unknown', 'approved', 'paid_back')
"""


class SqlCardPaymentStore:
    """Payments asked of terminals."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, payment_id: int) -> CardPayment | None:
        """A payment by id."""
        row = self._link.one("SELECT * FROM card_payments WHERE id = :id", id=payment_id)
        return None if row is None else card_payment_of(row)

    def add(self, payment: CardPayment) -> CardPayment:
        """Adds a payment; the id that is given back is the books'."""
        return replace(payment, id=self._link.insert(_ADD, _values(payment)))

    def save(self, payment: CardPayment) -> None:
        """Writes what became of a payment."""
        self._link.write(_SAVE, {**_values(payment), "of_id": payment.id})

    def open_of_till(self, till_id: int) -> Sequence[CardPayment]:
        """Those whose end is not known or not booked, the oldest first."""
        return [card_payment_of(row) for row in self._link.each(_OPEN, till_id=till_id)]

    def is_open_for(self, client_id: int) -> bool:
        """Whether a client has one whose outcome nobody knows, at any till."""
        return self._link.value(_OPEN_FOR, client_id=client_id) is not None

    def open_of_session(self, session_id: int) -> Sequence[CardPayment]:
        """Those of a guest's session whose end is not known or not booked, at any till."""
        rows = self._link.each(_OPEN_OF_SESSION, session_id=session_id)
        return [card_payment_of(row) for row in rows]

    def was_asked_after(self, payment: CardPayment) -> bool:
        """Whether the till's terminal was asked for another one after this one."""
        found = self._link.value(_ASKED_AFTER, till_id=payment.till_id, id=payment.id)
        return found is not None

    def booked_of_client(self, client_id: int) -> Sequence[CardPayment]:
        """What a driven terminal took for a client and the books know of, the newest first."""
        rows = self._link.each(_BOOKED_OF_CLIENT, client_id=client_id)
        return [card_payment_of(row) for row in rows]

    def gone_back(self, payment_id: int) -> int:
        """What of a payment went back to its card, or may have, minor units."""
        return int(self._link.value(_GONE_BACK, id=payment_id) or 0)

    def booked_with(self, transaction_id: int) -> CardPayment | None:
        """The card payment that a transaction booked."""
        row = self._link.one(
            "SELECT * FROM card_payments WHERE transaction_id = :id", id=transaction_id
        )
        return None if row is None else card_payment_of(row)


def card_payment_of(row: StoredRow) -> CardPayment:
    """A card payment."""
    return CardPayment(
        id=row.id,
        till_id=row.till_id,
        shift_id=row.shift_id,
        staff_id=row.staff_id,
        client_id=row.client_id,
        amount_minor=row.amount_minor,
        state=CardState(row.state),
        started_at=instant_of(row.started_at),
        ended_at=maybe_instant(row.ended_at),
        slip=row.slip,
        detail=row.detail,
        transaction_id=row.transaction_id,
        kind=PaymentKind(row.kind),
        driver=row.driver,
        purpose=row.purpose,
        mark=row.mark,
        code=row.code,
        evidence=row.evidence,
        of_payment_id=row.of_payment_id,
        session_id=row.session_id,
    )


def _values(payment: CardPayment) -> dict[str, Any]:
    return {
        "till_id": payment.till_id,
        "shift_id": payment.shift_id,
        "staff_id": payment.staff_id,
        "client_id": payment.client_id,
        "amount_minor": payment.amount_minor,
        "state": payment.state.value,
        "started_at": payment.started_at,
        "ended_at": payment.ended_at,
        "slip": payment.slip,
        "detail": payment.detail,
        "transaction_id": payment.transaction_id,
        "kind": payment.kind.value,
        "driver": payment.driver,
        "purpose": payment.purpose,
        "mark": payment.mark,
        "code": payment.code,
        "evidence": payment.evidence,
        "of_payment_id": payment.of_payment_id,
        "session_id": payment.session_id,
    }
