"""A small club over a real database: the door, a clock moved by hand, short ways to do things."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from clubdesk.domain.hall import StationKind
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import ClientGroup, Role
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.clients import AddClient
from clubdesk.services.commands import Command
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import StartGuestSession, StartSession
from clubdesk.services.set_up import NewZone, SetUpClub
from clubdesk.services.shifts import OpenShift
from clubdesk.services.staffing import AddStaff
from clubdesk.services.undoing import UndoOperation

START = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
PASSWORD = "right-password"
TILL = AccountRef(AccountKind.TILL_CASH, 1)


@dataclass
class World:
    """One club of 6 PCs (800.00 an hour, then 1400.00) and 1 console, its owner signed in."""

    storage: Any
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    heard: list[Any] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.feed = EventFeed()
        self.feed.subscribe(self.heard.append)
        self.door = Dispatcher(self.storage.begin, self.clock, 1, self.feed, RULES)
        zones = (
            NewZone(name="Standard", stations=4, per_hour_minor=80_000),
            NewZone(name="VIP", stations=2, per_hour_minor=140_000),
            NewZone(name="Consoles", stations=1, per_hour_minor=100_000, kind=StationKind.CONSOLE),
        )
        self.owner: int = self.door.carry_out(
            SetUpClub(
                name="Test Club",
                currency="KZT",
                time_zone="Asia/Almaty",
                country="KZ",
                zones=zones,
                owner_name="Olga Owner",
                owner_login="owner",
                owner_password=PASSWORD,
                float_tolerance_minor=10_000,
            ),
            None,
        ).staff_id
        with self.storage.begin() as work:
            self.stations = [station.id for station in work.stations.all()]
            self.rates = [rate.id for rate in work.rates.all()]

    def do(self, command: Command, staff_id: int | None = None) -> Any:
        return self.door.carry_out(command, self.owner if staff_id is None else staff_id)

    def staff(self, role: Role, login: str = "") -> int:
        login = login or role.value
        return self.do(
            AddStaff(login=login, name=login.title(), role=role, password=PASSWORD)
        ).staff_id

    def open_shift(self, counted: int = 5_000_000) -> int:
        return self.do(OpenShift(counted_minor=counted)).shift_id

    def client(self, money: int = 0, name: str = "Sanjar", phone: str = "+77015554417") -> int:
        client_id = self.do(AddClient(phone=phone, name=name)).client_id
        if money:
            self.do(TopUp(client_id=client_id, cash_minor=money))
        return client_id

    def begin_card(self, client_id: int, minor: int) -> int:
        command = BeginCardPayment(client_id=client_id, amount_minor=minor)
        return self.do(command).payment_id

    def card_top_up(self, client_id: int, card: int, cash: int = 0) -> int:
        payment = self.begin_card(client_id, card)
        return self.do(
            TopUp(
                client_id=client_id,
                cash_minor=cash,
                card_minor=card,
                card_payment_id=payment,
                slip=f"S-{payment}",
            )
        ).transaction_id

    def credit(self, client_id: int, points: int, reason: str = "A gift", **more: Any) -> int:
        command = CreditBonus(client_id=client_id, points=points, reason=reason, **more)
        return self.do(command).transaction_id

    def deduct(
        self, client_id: int, amount: int, account: str = "game", reason: str = "An error"
    ) -> int:
        return self.do(
            Deduct(client_id=client_id, amount=amount, account=AccountType(account), reason=reason)
        ).transaction_id

    def refund(self, client_id: int, minor: int, tender: str = "cash", slip: str = "R-1") -> int:
        return self.do(
            Refund(
                client_id=client_id,
                amount_minor=minor,
                reason="The client asked",
                tender=Tender(tender),
                slip=slip if tender == "card" else "",
            )
        ).transaction_id

    def undo(self, transaction_id: int, staff_id: int | None = None) -> Any:
        command = UndoOperation(transaction_id=transaction_id, reason="A slip of the hand")
        return self.do(command, staff_id)

    def start(self, client_id: int, seat: int = 0) -> int:
        return self.do(
            StartSession(station_id=self.stations[seat], client_id=client_id, rate_id=self.rates[0])
        ).session_id

    def start_guest(self, cash: int, seat: int = 0, received: int | None = None) -> Any:
        return self.do(
            StartGuestSession(
                station_id=self.stations[seat],
                rate_id=self.rates[0],
                cash_minor=cash,
                received_minor=received,
            )
        )

    def balance(self, kind: AccountKind, owner: int = 0) -> int:
        with self.storage.begin() as work:
            return work.ledger.balance(AccountRef(kind, owner))

    def game(self, client_id: int) -> int:
        return self.balance(AccountKind.GAME, client_id)

    def pays_in_points(self, client_id: int, percent: int = 100) -> None:
        with self.storage.begin() as work:
            group = work.groups.add(ClientGroup(0, "Points first", points_percent=percent))
            client = work.clients.get(client_id)
            assert client is not None
            work.clients.save(replace(client, group_id=group.id))

    def points(self, client_id: int) -> int:
        return self.balance(AccountKind.BONUS, client_id)

    def till(self) -> int:
        return self.balance(AccountKind.TILL_CASH, 1)

    def session(self, session_id: int) -> PlaySession:
        with self.storage.begin() as work:
            found = work.sessions.get(session_id)
        assert found is not None
        return found

    def journal(self) -> list[Any]:
        return list(self.storage.queries.journal())
