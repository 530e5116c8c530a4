"""Handing the till over: one shift ends and the next begins at the same instant. Desk worker.

Sessions go on; what they have used so far is posted to the shift that ends.
"""

from __future__ import annotations

import msgspec

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.events import BalanceChanged, ShiftOpened, StaffSignedIn
from clubdesk.domain.people import Permission, Staff
from clubdesk.domain.session import PlaySession
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.closing import Ended, end_shift
from clubdesk.services.commands import Answer, Command
from clubdesk.services.counting import checked_count
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.sessions import EndTimeOver, end_time_over
from clubdesk.services.settling import charge, over_by_now
from clubdesk.services.sign_in import proven


class HandOver(Command, frozen=True, kw_only=True):
    """Closes the running shift and opens the next for somebody else, with one blind count.

    Attributes:
        to_login, password: Who takes over, with PIN or password: both stand at the till.
        counted_minor: The one count that both agree on.
        parts: The count by denomination (minor units of a piece to pieces); empty for a total.
        reason: Explains a difference.
    """

    to_login: str
    password: str
    counted_minor: int
    parts: dict[int, int] = msgspec.field(default_factory=dict)
    reason: str = ""


class HandedOver(Answer, frozen=True, kw_only=True):
    """Both shifts, the Z-report of the one that ended, and who has the till now."""

    closed_shift_id: int
    z_number: int
    expected_minor: int
    difference_minor: int
    job_id: int
    opened_shift_id: int
    staff_id: int


_NOTHING = HandedOver(
    closed_shift_id=0,
    z_number=0,
    expected_minor=0,
    difference_minor=0,
    job_id=0,
    opened_shift_id=0,
    staff_id=0,
)
"""The answer of a deed that is refused after its commit, for a wrong PIN."""


def hand_over(deed: Deed, command: HandOver) -> HandedOver:
    """Posts what is used so far, closes with one count and opens for the one who takes over.

    Raises:
        DeskError: ``hand_over.self``, ``hand_over.not_allowed``, ``shift.payment_running``,
            ``staff.locked_out``, and what ``CloseShift`` raises for a count.
    """
    to = proven(deed, command.to_login, command.password)
    if to is None:
        return _NOTHING
    _check_taker(deed, to)
    _refuse_while_terminal_works(deed)
    count = checked_count(command.counted_minor, command.parts)
    for session in deed.work.sessions.all_open():
        _settle(deed, session)
    ended = end_shift(deed, count, command.reason, to)
    opened = _open_next(deed, ended, to)
    deed.notes.update(to=to.login)
    deed.tell(ShiftOpened(opened.id, opened.till_id))
    deed.tell(StaffSignedIn(to.id))
    return HandedOver(
        closed_shift_id=ended.shift.id,
        z_number=ended.z_number,
        expected_minor=ended.expected_minor,
        difference_minor=ended.difference_minor,
        job_id=ended.job_id,
        opened_shift_id=opened.id,
        staff_id=to.id,
    )


def _settle(deed: Deed, session: PlaySession) -> None:
    """Posts what a session has used so far; it goes on as it was, with the same end.

    Its segments are not cut: what was played follows from them and the clock, and what was paid of
    it from the ledger. One whose time was over before this instant ends in the shift it ended in.
    """
    if over_by_now(session, deed.now):
        end_time_over(deed, EndTimeOver(session_id=session.id))
        return
    charged = charge(deed, session, deed.now)
    if charged is session:
        return
    deed.work.sessions.save(charged)
    if charged.client_id is not None:
        deed.tell(BalanceChanged(charged.client_id))


def _open_next(deed: Deed, ended: Ended, to: Staff) -> Shift:
    counted = ended.shift.counted_close_minor or 0
    return deed.work.shifts.add(
        Shift(
            id=0,
            till_id=deed.till_id,
            number=0,
            opened_by=to.id,
            opened_at=deed.now,
            counted_open_minor=counted,
            counted_open_parts=ended.shift.counted_close_parts,
            expected_open_minor=counted,
            taken_over_from=ended.shift.id,
        )
    )


def _check_taker(deed: Deed, to: Staff) -> None:
    if deed.staff is not None and to.id == deed.staff.id:
        raise DeskError(
            "hand_over.self",
            tr("Nobody takes the till over from themselves."),
            tr("Choose who takes over, or close the shift."),
            subject="login",
        )
    if Permission.RUN_SHIFT not in to.permissions:
        raise DeskError(
            "hand_over.not_allowed",
            tr("{name} may not run a shift.").format(name=to.name),
            tr("Choose someone else."),
            subject="login",
        )


def _refuse_while_terminal_works(deed: Deed) -> None:
    """A terminal that is at work now answers within a minute, to the one who began it.

    What nobody knows the end of is passed on instead: the bank may take hours, and both reports
    list it.
    """
    working = (CardState.CREATED, CardState.SENT)
    open_now = deed.work.card_payments.open_of_till(deed.till_id)
    if any(payment.state in working for payment in open_now):
        raise DeskError(
            "shift.payment_running",
            tr("A card payment is going on at the terminal."),
            tr("Finish it first: tell its outcome, then hand over."),
        )


RULES: dict[type[Command], Rule] = {
    HandOver: Rule(hand_over, HandedOver, needs=Permission.RUN_SHIFT, in_shift=True),
}
