"""What becomes of a reservation: somebody comes, calls off, or does not come.

Desk worker's thread. Amounts are minor units.

A held seat is sold to nobody else, and no word at the start overrides that: whoever needs the seat
moves the reservation to another one or cancels it with a reason, and the journal says who did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clubdesk.domain.hall import Station
from clubdesk.domain.people import Permission
from clubdesk.domain.reservation import MissedDeposit, Reservation, ReservationState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.deposits import held, keep_deposit, onto_account, pay_back, use_deposit
from clubdesk.services.dispatcher import Rule
from clubdesk.services.reservation_words import time_words
from clubdesk.services.reserving import standing_reservation, told
from clubdesk.services.typed_money import give_reason


class CancelReservation(Command, frozen=True, kw_only=True):
    """Calls a reservation off.

    Attributes:
        keep_deposit: The club keeps the deposit; else it goes onto the client's game account or,
            of somebody without a card, back in cash.
    """

    reservation_id: int
    reason: str
    keep_deposit: bool = False


class MarkArrived(Command, frozen=True, kw_only=True):
    """Somebody came: the seats are free for them to start on, the deposit is theirs."""

    reservation_id: int


class MarkNoShow(Command, frozen=True, kw_only=True):
    """Nobody came; the deposit is kept or given back as the club says."""

    reservation_id: int


class EndMissed(Command, frozen=True, kw_only=True):
    """The desk's own deed: the wait for somebody is over."""

    reservation_id: int


class ReturnDeposit(Command, frozen=True, kw_only=True):
    """Pays out a deposit that is still held for somebody without a card who did not come."""

    reservation_id: int


class ReservationEnd(Answer, frozen=True, kw_only=True):
    """What became of it, and what of the deposit is handed out in cash."""

    reservation_id: int
    client_id: int | None = None
    returned_minor: int = 0


def cancel_reservation(deed: Deed, command: CancelReservation) -> ReservationEnd:
    """Cancels; the seats are free at once."""
    reservation = _booked(deed, command.reservation_id)
    give_reason(deed, command.reason)
    returned = 0
    if command.keep_deposit:
        keep_deposit(deed, reservation)
    else:
        returned = use_deposit(deed, reservation)
    return _end(deed, reservation, ReservationState.CANCELLED, returned)


def mark_arrived(deed: Deed, command: MarkArrived) -> ReservationEnd:
    """Lets whoever reserved start; the rest of the time stays theirs on the timeline."""
    return arrive(deed, _booked(deed, command.reservation_id))


def arrive(deed: Deed, reservation: Reservation) -> ReservationEnd:
    """Somebody came."""
    returned = use_deposit(deed, reservation)
    return _end(deed, reservation, ReservationState.ARRIVED, returned)


def mark_no_show(deed: Deed, command: MarkNoShow) -> ReservationEnd:
    """Nobody came, as a person at the desk sees it.

    Raises:
        DeskError: ``reservation.not_due``: it has not even begun.
    """
    reservation = _booked(deed, command.reservation_id)
    if deed.now < reservation.from_at:
        raise DeskError(
            "reservation.not_due",
            tr("This reservation has not begun yet."),
            tr("Cancel it if they called it off."),
        )
    return _miss(deed, reservation)


def end_missed(deed: Deed, command: EndMissed) -> ReservationEnd:
    """Nobody came within the club's wait.

    Raises:
        DeskError: ``reservation.not_due``.
    """
    reservation = _booked(deed, command.reservation_id)
    if not reservation.is_missed(deed.now, deed.club.reserving):
        raise DeskError("reservation.not_due", tr("The wait for this reservation is not over yet."))
    return _miss(deed, reservation)


def return_deposit(deed: Deed, command: ReturnDeposit) -> ReservationEnd:
    """Hands out what is still held.

    Raises:
        DeskError: ``reservation.unknown`` or ``reservation.no_deposit``.
    """
    reservation = deed.work.reservations.get(command.reservation_id)
    if reservation is None or reservation.state.is_standing or not held(deed, reservation):
        raise DeskError(
            "reservation.no_deposit",
            tr("No deposit is held for this reservation."),
            tr("Nothing was paid out. Cancel the reservation if it is still booked."),
        )
    returned = pay_back(deed, reservation)
    told(deed, reservation, reservation.state.value)
    return ReservationEnd(reservation_id=reservation.id, returned_minor=returned)


def meet_reservation(deed: Deed, station: Station, client_id: int | None) -> None:
    """Asks, before a session starts on a free seat, whether it is held for somebody.

    The client it is held for has arrived by that.

    Raises:
        DeskError: ``station.held``: for whom and from when.
    """
    rules = deed.club.reserving
    soon = deed.now + timedelta(minutes=rules.hold_minutes, microseconds=1)
    for reservation in deed.work.reservations.standing((station.id,), deed.now, soon):
        if not reservation.holds(deed.now, rules):
            continue
        if client_id is not None and reservation.client_id == client_id:
            arrive(deed, reservation)
            continue
        raise DeskError(
            "station.held",
            tr("{station} is held for {name} ({time}).").format(
                station=station.name, name=reservation.name, time=time_words(deed, reservation)
            ),
            tr(
                "Press Arrived if they are here. Else choose another seat, or move or cancel the "
                "reservation on the timeline."
            ),
            subject="station",
        )


def _miss(deed: Deed, reservation: Reservation) -> ReservationEnd:
    if deed.club.reserving.missed_deposit is MissedDeposit.KEPT:
        keep_deposit(deed, reservation)
    else:
        # Who has no card gets it in cash when they ask for it (``ReturnDeposit``).
        onto_account(deed, reservation)
    return _end(deed, reservation, ReservationState.NO_SHOW, 0)


def _end(
    deed: Deed, reservation: Reservation, state: ReservationState, returned: int
) -> ReservationEnd:
    ended = replace(reservation, state=state)
    deed.work.reservations.save(ended)
    told(deed, ended, state.value)
    return ReservationEnd(
        reservation_id=ended.id, client_id=ended.client_id, returned_minor=returned
    )


def _booked(deed: Deed, reservation_id: int) -> Reservation:
    reservation = standing_reservation(deed, reservation_id)
    if reservation.state is not ReservationState.BOOKED:
        raise DeskError(
            "reservation.arrived",
            tr("{name} has arrived already.").format(name=reservation.name),
            tr("Nothing was changed."),
        )
    return reservation


_PLAY = Permission.RUN_SESSIONS

RULES: dict[type[Command], Rule] = {
    CancelReservation: Rule(cancel_reservation, ReservationEnd, needs=_PLAY),
    MarkArrived: Rule(mark_arrived, ReservationEnd, needs=_PLAY),
    MarkNoShow: Rule(mark_no_show, ReservationEnd, needs=_PLAY),
    ReturnDeposit: Rule(return_deposit, ReservationEnd, needs=_PLAY, in_shift=True),
    EndMissed: Rule(end_missed, ReservationEnd, by_staff=False),
}
