"""Several seats that start together for a group: all of them or none. Desk worker's thread.

Amounts are minor units.
"""

from __future__ import annotations

import msgspec

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import Taken, check_cash
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.group_card import CardGuest, CardPart, book_card_of_group, card_taken
from clubdesk.services.starting import StartSession, start_session
from clubdesk.services.starting_guests import (
    StartGuestSession,
    begin_paid,
    ready_guest,
    start_guest_session,
)
from clubdesk.services.typed_money import check_amount

MOST_SEATS = 200
_OF_THE_DEED = ("staff.", "approval.", "shift.", "club.", "storage.")
"""Refusals that are about the person or the desk, not about one seat."""


class SeatStart(msgspec.Struct, frozen=True, kw_only=True):
    """Who plays on one seat: a client, or a guest who pays before in cash or by card.

    A client's ``cash_minor`` is a top-up, taken in the same deed; a card pays for guests alone.
    """

    station_id: int
    client_id: int | None = None
    cash_minor: int = 0
    card_minor: int = 0


class StartGroup(Command, frozen=True, kw_only=True):
    """Starts a session on every seat at one rate.

    Attributes:
        received_minor: What was handed over for all of them; None if it was the exact amount.
        go_on_hourly: After a package, play goes on by the hour.
        limit_minor, limit_s: The most that each of them plays, as in ``StartSession``.
        postpaid: The guests pay at the end, where the club allows it.
        card_payment_id: The terminal's payment for all guests together; it was begun before.
        slip: The number on the terminal's slip.
    """

    PERSONAL = frozenset({"slip"})

    seats: tuple[SeatStart, ...]
    rate_id: int
    received_minor: int | None = None
    go_on_hourly: bool = False
    limit_minor: int | None = None
    limit_s: int | None = None
    postpaid: bool = False
    card_payment_id: int | None = None
    slip: str = ""


class GroupStarted(Answer, frozen=True, kw_only=True):
    """The sessions in the order of the seats, what was taken in cash and the change for it."""

    session_ids: tuple[int, ...]
    cash_minor: int
    change_minor: int


def seat_subject(station_id: int) -> str:
    """The subject of a refusal that is about one seat of the group."""
    return f"station.{station_id}"


def start_group(deed: Deed, command: StartGroup) -> GroupStarted:
    """Starts every seat; the first that cannot start stops the whole deed.

    Raises:
        DeskError: ``group.no_seats``, ``group.seat_twice``, ``group.client_twice``,
            ``group.one_way``, ``money.*``, ``payment.*``, or what keeps one seat from starting,
            with the seat named and as subject.
    """
    _check_seats(deed, command.seats)
    change = _change(command)
    taken = _card(deed, command)
    started: dict[int, int] = {}
    by_card: list[CardGuest] = []
    # A client opens the seats reserved for them, so that the guests they bring can sit there.
    for seat in sorted(command.seats, key=lambda one: one.client_id is None):
        started[seat.station_id] = _start(deed, command, seat, change, by_card)
    if taken is not None:
        book_card_of_group(deed, by_card, taken)
    sessions = tuple(started[seat.station_id] for seat in command.seats)
    deed.about_client = deed.about_session = deed.about_station = None
    cash = _cash(command)
    deed.notes.update(session_ids=list(sessions), cash_minor=cash, change_minor=change)
    if taken is not None:
        deed.notes.update(card_minor=taken.card)
    deed.notes.update(seat_names=[_name(deed, seat.station_id) for seat in command.seats])
    return GroupStarted(session_ids=sessions, cash_minor=cash, change_minor=change)


def _cash(command: StartGroup) -> int:
    return sum(seat.cash_minor for seat in command.seats)


def _change(command: StartGroup) -> int:
    """What is handed back for all that is taken in cash."""
    if any(seat.cash_minor for seat in command.seats):
        return _over_all(command)
    if command.received_minor:
        raise DeskError(
            "money.no_cash_part",
            tr("Nothing is paid in cash, so there is no change for it."),
            tr("Clear what was received, or type the amount of a guest."),
            subject="received",
        )
    return 0


def _over_all(command: StartGroup) -> int:
    # A negative amount is refused with its seat; it must not hide in the sum before.
    for seat in command.seats:
        if seat.cash_minor < 0:
            return 0
    return check_cash(_cash(command), command.received_minor)[1]


def _card(deed: Deed, command: StartGroup) -> Taken | None:
    """What the terminal took for all guests; None where no card pays."""
    total = sum(seat.card_minor for seat in command.seats)
    if not total and command.card_payment_id is None:
        return None
    return card_taken(deed, CardPart(total, command.card_payment_id, command.slip))


def _start(
    deed: Deed, command: StartGroup, seat: SeatStart, change: int, by_card: list[CardGuest]
) -> int:
    """Starts one seat; the change stands on the receipt of the last one that pays.

    A guest whom the card pays for begins here, and plays once the payment is booked.
    """
    last = [one for one in command.seats if one.cash_minor][-1:]
    received = seat.cash_minor + (change if last == [seat] else 0)
    try:
        if seat.card_minor:
            by_card.append(_begin_by_card(deed, command, seat))
            return by_card[-1].session.id
        if seat.client_id is None:
            return _start_guest(deed, command, seat, received)
        return _start_client(deed, command, seat, seat.client_id, received)
    except DeskError as refusal:
        if refusal.code.startswith(_OF_THE_DEED):
            raise
        raise _on_seat(deed, seat.station_id, refusal) from refusal


def _begin_by_card(deed: Deed, command: StartGroup, seat: SeatStart) -> CardGuest:
    check_amount(seat.card_minor)
    if seat.client_id is not None or seat.cash_minor or command.postpaid:
        raise DeskError(
            "group.one_way",
            tr("In a group the card pays for guests alone, and a guest pays in one way."),
            tr("Take a client's top-up in cash, or start that seat by itself."),
        )
    _, fresh = ready_guest(deed, _guest(command, seat))
    return CardGuest(begin_paid(deed, fresh, seat.card_minor), seat.card_minor)


def _start_guest(deed: Deed, command: StartGroup, seat: SeatStart, received: int) -> int:
    paid = None if command.postpaid and not received else received
    asked = msgspec.structs.replace(_guest(command, seat), received_minor=paid)
    return start_guest_session(deed, asked).session_id


def _guest(command: StartGroup, seat: SeatStart) -> StartGuestSession:
    return StartGuestSession(
        station_id=seat.station_id,
        rate_id=command.rate_id,
        cash_minor=seat.cash_minor,
        postpaid=command.postpaid,
        limit_minor=command.limit_minor,
        limit_s=command.limit_s,
        go_on_hourly=command.go_on_hourly,
    )


def _start_client(
    deed: Deed, command: StartGroup, seat: SeatStart, client_id: int, received: int
) -> int:
    return start_session(
        deed,
        StartSession(
            station_id=seat.station_id,
            client_id=client_id,
            rate_id=command.rate_id,
            limit_minor=command.limit_minor,
            limit_s=command.limit_s,
            go_on_hourly=command.go_on_hourly,
            cash_minor=seat.cash_minor,
            received_minor=received if seat.cash_minor else None,
        ),
    ).session_id


def _check_seats(deed: Deed, seats: tuple[SeatStart, ...]) -> None:
    if not 0 < len(seats) <= MOST_SEATS:
        raise DeskError(
            "group.no_seats",
            tr("A group starts on 1 to {most} seats.").format(most=MOST_SEATS),
            tr("Choose the free seats in the hall."),
        )
    taken: set[int] = set()
    clients: set[int] = set()
    for seat in seats:
        if seat.station_id in taken:
            raise _twice(deed, seat, "group.seat_twice", tr("This seat is in the group twice."))
        if seat.client_id is not None and seat.client_id in clients:
            text = tr("This client is in the group twice.")
            raise _twice(deed, seat, "group.client_twice", text)
        taken.add(seat.station_id)
        clients |= {seat.client_id} if seat.client_id is not None else set()


def _twice(deed: Deed, seat: SeatStart, code: str, text: str) -> DeskError:
    why = DeskError(code, text, tr("Choose somebody else for this seat, or leave it out."))
    return _on_seat(deed, seat.station_id, why)


def _on_seat(deed: Deed, station_id: int, why: DeskError) -> DeskError:
    """The refusal with the seat it is about; no seat of the group was started."""
    name = _name(deed, station_id)
    text = why.text if name in why.text else f"{name}: {why.text}"
    nothing = tr("Nobody of the group was started and no money was taken.")
    return DeskError(
        why.code,
        text,
        f"{nothing} {why.what_to_do}".strip(),
        subject=seat_subject(station_id),
        about_id=why.about_id,
    )


def _name(deed: Deed, station_id: int) -> str:
    station = deed.work.stations.get(station_id)
    return station.name if station is not None else str(station_id)


RULES: dict[type[Command], Rule] = {
    StartGroup: Rule(start_group, GroupStarted, needs=Permission.RUN_SESSIONS, in_shift=True),
}
