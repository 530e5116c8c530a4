"""Promising seats to somebody for a time, and changing the promise. Desk worker's thread.

Instants are UTC, amounts minor units.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clubdesk.domain.events import ReservationChanged
from clubdesk.domain.people import Permission
from clubdesk.domain.reservation import (
    FARTHEST,
    LATE,
    MOST_SEATS,
    MissedDeposit,
    Reservation,
    ReservationRules,
    first_overlap,
    problem_of_time,
)
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import find_client
from clubdesk.services.client_facts import clean_name, e164
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.deposits import take_deposit
from clubdesk.services.dispatcher import Rule
from clubdesk.services.reservation_words import overlaps_words, time_words
from clubdesk.services.typed_text import several_lines

LONGEST_NOTE = 500
LONGEST_MINUTES = 240


class Reserve(Command, frozen=True, kw_only=True):
    """Promises seats from an instant until another, to a client or to a name and a phone.

    Attributes:
        client_id: None for somebody without a card; then ``name`` is needed.
        deposit_minor: Taken in cash now; 0 for none. ``received_minor`` is what was handed over.
    """

    PERSONAL = frozenset({"name", "phone", "note"})

    station_ids: tuple[int, ...]
    from_at: datetime
    until_at: datetime
    client_id: int | None = None
    name: str = ""
    phone: str = ""
    note: str = ""
    deposit_minor: int = 0
    received_minor: int | None = None


class ReservationAnswer(Answer, frozen=True, kw_only=True):
    """The reservation, and the change for its deposit."""

    reservation_id: int
    change_minor: int = 0


class ChangeReservation(Command, frozen=True, kw_only=True):
    """Puts a reservation on other seats or at another time; what is None stays as it is."""

    PERSONAL = frozenset({"name", "phone", "note"})

    reservation_id: int
    station_ids: tuple[int, ...] | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    name: str | None = None
    phone: str | None = None
    note: str | None = None


class TakeDeposit(Command, frozen=True, kw_only=True):
    """Takes a deposit for a reservation that has none yet: in cash, or from a client's card."""

    PERSONAL = frozenset({"slip"})

    reservation_id: int
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""


class SaveReservationRules(Command, frozen=True, kw_only=True):
    """Writes how long seats are held and what becomes of those who do not come."""

    hold_minutes: int
    no_show_minutes: int
    missed_deposit: MissedDeposit
    alert_minutes: int


def reserve(deed: Deed, command: Reserve) -> ReservationAnswer:
    """Books the seats, with the deposit in the same deed."""
    seats = _seats(deed, command.station_ids)
    _check_time(deed, command.from_at, command.until_at)
    fresh = Reservation(
        id=0,
        station_ids=seats,
        name="",
        from_at=command.from_at,
        until_at=command.until_at,
        note=several_lines(command.note, LONGEST_NOTE, "note"),
    )
    fresh = _for_whom(deed, fresh, command.client_id, command.name, command.phone)
    check_is_free(deed, fresh)
    stored, change = deed.work.reservations.add(fresh), 0
    if command.deposit_minor:
        tendered = TakeDeposit(
            reservation_id=stored.id,
            cash_minor=command.deposit_minor,
            received_minor=command.received_minor,
        )
        stored, change = take_deposit(deed, stored, tendered)
    told(deed, stored, "booked")
    return ReservationAnswer(reservation_id=stored.id, change_minor=change)


def change_reservation(deed: Deed, command: ChangeReservation) -> ReservationAnswer:
    """Moves it or changes its words; its deposit goes with it."""
    before = standing_reservation(deed, command.reservation_id)
    after = replace(
        before,
        station_ids=before.station_ids
        if command.station_ids is None
        else _seats(deed, command.station_ids),
        from_at=command.from_at or before.from_at,
        until_at=command.until_at or before.until_at,
        note=before.note
        if command.note is None
        else several_lines(command.note, LONGEST_NOTE, "note"),
    )
    if before.client_id is None and (command.name is not None or command.phone is not None):
        name = before.name if command.name is None else command.name
        phone = before.phone if command.phone is None else command.phone
        after = _for_whom(deed, after, None, name, phone)
    if after.from_at != before.from_at:
        _check_time(deed, after.from_at, after.until_at)
    elif after.until_at != before.until_at:
        _check_time(deed, max(after.from_at, deed.now), after.until_at, of=after)
    check_is_free(deed, after)
    deed.work.reservations.save(after)
    told(deed, after, "changed", before)
    return ReservationAnswer(reservation_id=after.id)


def add_deposit(deed: Deed, command: TakeDeposit) -> ReservationAnswer:
    """Takes the deposit of somebody who reserved by phone.

    Raises:
        DeskError: ``reservation.has_deposit``, ``money.*``, ``payment.*`` or ``deposit.*``.
    """
    reservation = standing_reservation(deed, command.reservation_id)
    if reservation.deposit_minor:
        raise DeskError(
            "reservation.has_deposit",
            tr("A deposit was taken for this reservation already."),
            tr("Nothing was taken a second time."),
            subject="deposit",
        )
    _, change = take_deposit(deed, reservation, command)
    told(deed, reservation, "changed")
    return ReservationAnswer(reservation_id=reservation.id, change_minor=change)


def save_rules(deed: Deed, command: SaveReservationRules) -> Done:
    """Stores the club's rules; they count for the reservations that are booked already too.

    Raises:
        DeskError: ``reservation.bad_minutes``, its subject the field.
    """
    for field in ("hold_minutes", "no_show_minutes", "alert_minutes"):
        if not 0 <= getattr(command, field) <= LONGEST_MINUTES:
            raise DeskError(
                "reservation.bad_minutes",
                tr("The minutes are between 0 and {most}.").format(most=LONGEST_MINUTES),
                tr("Correct the number."),
                subject=field,
            )
    rules = ReservationRules(
        command.hold_minutes, command.no_show_minutes, command.missed_deposit, command.alert_minutes
    )
    deed.work.club.save(replace(deed.club, reserving=rules))
    deed.tell(ReservationChanged(0, (), "rules"))
    return Done()


def standing_reservation(deed: Deed, reservation_id: int) -> Reservation:
    """A reservation that still counts.

    Raises:
        DeskError: ``reservation.unknown`` or ``reservation.over``.
    """
    found = deed.work.reservations.get(reservation_id)
    if found is None:
        raise DeskError(
            "reservation.unknown",
            tr("This reservation does not exist."),
            tr("Look at the timeline again."),
        )
    deed.about_client = found.client_id
    deed.about_station = found.station_ids[0]
    if not found.state.is_standing:
        raise DeskError(
            "reservation.over",
            tr("This reservation was cancelled or missed already."),
            tr("Nothing was changed. Reserve again."),
        )
    return found


def check_is_free(deed: Deed, wanted: Reservation) -> None:
    """Refuses seats that are promised to somebody else at that time.

    Raises:
        DeskError: ``reservation.overlaps``.
    """
    others = deed.work.reservations.standing(wanted.station_ids, wanted.from_at, wanted.until_at)
    other = first_overlap(wanted, others)
    if other is not None:
        raise DeskError(
            "reservation.overlaps",
            overlaps_words(deed, wanted, other),
            tr("Nothing was changed. Choose another seat or another time."),
            subject="seats",
        )


def told(
    deed: Deed, reservation: Reservation, became: str, before: Reservation | None = None
) -> None:
    """Tells the screens, and notes seats and time for the journal."""
    seats = {*reservation.station_ids, *(before.station_ids if before else ())}
    deed.about_client, deed.about_station = reservation.client_id, reservation.station_ids[0]
    deed.notes["time"] = time_words(deed, reservation)
    if before is not None:
        deed.notes["time_before"] = time_words(deed, before)
    deed.tell(ReservationChanged(reservation.id, tuple(sorted(seats)), became))


def _for_whom(
    deed: Deed, fresh: Reservation, client_id: int | None, name: str, phone: str
) -> Reservation:
    if client_id is not None:
        client = find_client(deed, client_id)
        return replace(fresh, client_id=client.id, name=client.name, phone=client.phone)
    typed = phone.strip()
    number = e164(typed, deed.club.country) if typed else ""
    return replace(fresh, name=clean_name(name), phone=number)


def _seats(deed: Deed, station_ids: tuple[int, ...]) -> tuple[int, ...]:
    wanted = tuple(sorted(set(station_ids)))
    if not wanted or len(wanted) > MOST_SEATS:
        raise DeskError(
            "reservation.no_seats",
            tr("Between 1 and {most} seats can be reserved at once.").format(most=MOST_SEATS),
            tr("Choose the seats."),
            subject="seats",
        )
    if any(deed.work.stations.get(station_id) is None for station_id in wanted):
        raise DeskError(
            "station.unknown", tr("This station does not exist."), tr("Choose a seat in the hall.")
        )
    return wanted


def _check_time(
    deed: Deed, from_at: datetime, until_at: datetime, of: Reservation | None = None
) -> None:
    _require_aware(from_at, until_at)
    if from_at < deed.now - LATE or from_at > deed.now + FARTHEST:
        raise DeskError(
            "reservation.bad_day",
            tr("A reservation begins between now and a year from now."),
            tr("Correct the day or the time."),
            subject="from",
        )
    wrong = problem_of_time(of.from_at if of else from_at, until_at)
    if not wrong and until_at <= deed.now:
        wrong = "backwards"
    texts = {
        "backwards": tr("The reservation ends before it begins, or is over already."),
        "short": tr("A reservation is for at least 5 minutes."),
        "long": tr("A reservation is for at most 24 hours."),
    }
    if wrong:
        raise DeskError(
            f"reservation.{wrong}", texts[wrong], tr("Correct the end."), subject="until"
        )


def _require_aware(*instants: datetime) -> None:
    if any(instant.tzinfo is None for instant in instants):
        raise DeskError(
            "reservation.bad_day",
            tr("The time of the reservation is not clear."),
            tr("Correct the day or the time."),
            subject="from",
        )


_PLAY = Permission.RUN_SESSIONS

RULES: dict[type[Command], Rule] = {
    Reserve: Rule(reserve, ReservationAnswer, needs=_PLAY),
    ChangeReservation: Rule(change_reservation, ReservationAnswer, needs=_PLAY),
    TakeDeposit: Rule(add_deposit, ReservationAnswer, needs=_PLAY, in_shift=True),
    SaveReservationRules: Rule(save_rules, Done, needs=Permission.EDIT_SETTINGS),
}
