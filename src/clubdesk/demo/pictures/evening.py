"""The evening that the pictures show, played through the door: every state of a seat is in it.

Worker's thread, on a clock that is moved by hand. Seats are named by their numbers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.demo.books import history_maker, make_books
from clubdesk.demo.history import HistoryMaker
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.refunds import Refund
from clubdesk.services.sessions import (
    MoveSession,
    PauseSession,
    ResumeSession,
    StartGuestSession,
    StartSession,
)
from clubdesk.services.time_over import end_due_sessions
from clubdesk.services.undoing import UndoOperation
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage

STATIONS, DAYS = 40, 3
SEED = 7
"""Of the evenings that could be, one with something of everything."""
OPENING = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
"""Friday, 10:00 on the club's wall."""
PEOPLE_COME = OPENING + timedelta(hours=8)
EVENING = OPENING + timedelta(hours=10)
MIDNIGHT = OPENING + timedelta(hours=14)

HERO_FIRST, HERO, ENDING, IN_SERVICE, GREY, LONELY = 3, 7, 18, 16, 11, 22
PAUSED, PAUSED_GUEST, GUEST = 14, 29, 33
KEPT_FREE = frozenset({4, 8, 21, 28, 31})
HERO_CLIENT, PAUSED_CLIENT, COMES_NEXT, ALSO_ASKED = 6, 8, 1, 3


def prepare_books(folder: Path) -> None:
    """Makes three days of history; one seat is in service since."""
    make_books(folder, STATIONS, OPENING, days=DAYS)
    storage = open_storage(sqlite_url(folder / BOOKS))
    try:
        with storage.begin() as work:
            seat = next(s for s in work.stations.all() if s.number == IN_SERVICE)
            work.stations.save(replace(seat, maintenance="RTX 4060"))
    finally:
        storage.close()


class EveningMaker:
    """Lets people come for two hours, a few of them as written here."""

    def __init__(self, house: House, clock: ManualClock) -> None:
        self._house, self._clock = house, clock
        written = {HERO_FIRST, HERO, ENDING, GREY, PAUSED, PAUSED_GUEST, GUEST, IN_SERVICE}
        self._people: HistoryMaker = history_maker(
            house.storage, house.dispatcher, clock, kept_free=KEPT_FREE | written | {LONELY}
        )
        known = (HERO_CLIENT, PAUSED_CLIENT, COMES_NEXT, ALSO_ASKED)
        self._people.client_ids = tuple(i for i in self._people.client_ids if i not in known)
        self._people.dice.seed(SEED)
        with house.storage.begin() as work:
            self._seats = {seat.number: seat for seat in work.stations.all()}

    def play_first_hour(self) -> None:
        """From the first guests to the hero's move."""
        self._clock.move_to(PEOPLE_COME + timedelta(minutes=3))
        self._guest(ENDING, 160_000)
        self._crowd(30)
        self._client(HERO_CLIENT, HERO_FIRST, 300_000)
        self._client(PAUSED_CLIENT, PAUSED, 250_000)
        self._guest(LONELY, 240_000)
        self._crowd(30)
        self._do(MoveSession(session_id=self._on(HERO_FIRST).id, to_station_id=self._id(HERO)))
        self._do(TopUp(client_id=HERO_CLIENT, cash_minor=200_000))
        self._do(TopUp(client_id=COMES_NEXT, cash_minor=150_000))

    def play_second_hour(self) -> None:
        """From there to the busy evening."""
        self._guest(PAUSED_GUEST, 280_000)
        self._guest(GUEST, 420_000)
        self._crowd(36)
        self._resume_all()
        for number in (PAUSED, PAUSED_GUEST):
            self._do(PauseSession(session_id=self._on(number).id))
        self._do_by_hand()
        self._clock.move_to(EVENING)
        end_due_sessions(self._house.storage.begin, self._clock, self._house.dispatcher)

    def _do_by_hand(self) -> None:
        """What a journal is read for: points, a deduction, a refund, an undo."""
        who, other = ALSO_ASKED, COMES_NEXT
        self._do(TopUp(client_id=who, cash_minor=400_000))
        self._do(Refund(client_id=who, amount_minor=100_000, reason=tr("The client asked for it")))
        self._do(CreditBonus(client_id=other, points=50_000, reason=tr("Bring a Friend promo")))
        self._do(
            Deduct(
                client_id=other,
                amount=10_000,
                account=AccountType.BONUS,
                reason=tr("Correction of cashier's error"),
            )
        )
        answer = self._do(TopUp(client_id=who, cash_minor=200_000))
        if isinstance(answer, MoneyAnswer):
            self._do(
                UndoOperation(
                    transaction_id=answer.transaction_id,
                    reason=tr("Correction of cashier's error"),
                )
            )

    def _crowd(self, minutes: int) -> None:
        self._people.fill_hall(round(minutes * 0.55), timedelta(minutes=minutes))

    def _resume_all(self) -> None:
        for session in self._people.open_sessions():
            if session.state is SessionState.PAUSED:
                self._do(ResumeSession(session_id=session.id))

    def _guest(self, number: int, cash_minor: int) -> None:
        self._do(
            StartGuestSession(
                station_id=self._id(number),
                rate_id=self._rate(number),
                cash_minor=cash_minor,
                received_minor=cash_minor,
            )
        )

    def _client(self, client_id: int, number: int, cash_minor: int) -> None:
        self._do(TopUp(client_id=client_id, cash_minor=cash_minor))
        self._do(
            StartSession(
                station_id=self._id(number), client_id=client_id, rate_id=self._rate(number)
            )
        )

    def _do(self, command: Command) -> Answer:
        return self._house.dispatcher.carry_out(command, self._people.cashier)

    def _id(self, number: int) -> int:
        return self._seats[number].id

    def _rate(self, number: int) -> int:
        with self._house.storage.begin() as work:
            zone = self._seats[number].zone_id
            return next(rate.id for rate in work.rates.all() if zone in rate.zone_ids)

    def _on(self, number: int) -> PlaySession:
        with self._house.storage.begin() as work:
            session = work.sessions.open_on_station(self._id(number))
        if session is None:
            raise LookupError(f"nobody plays on seat {number}")
        return session
