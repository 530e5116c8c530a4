"""A desk in memory for tests of the screens: answers that the test lays down, deeds that it counts.

The DeskRunner and the EventBridge around it are the real ones.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.people import Client, Role, Staff
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.domain.receipt import Paper, PaperKind, Receipt, ShiftReport
from clubdesk.domain.shift import RateUse, Shift, ShiftFigures
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.services.card_desk import TerminalBeside
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.ports import PrintJob
from clubdesk.services.views import ClientRow, ShiftNow, ShiftRow, SignInName, TransactionRow
from clubdesk.services.views_people import (
    ClientFile,
    ClientMoney,
    HistoryFilter,
    OperationRow,
    TransactionView,
    UndoView,
    VisitRow,
)
from clubdesk.services.views_till import CashMoveRow, CountCheck
from tests.support.fake_bar import FakeBar

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
CLUB = Club("Nomad Arena", currency_of("KZT"), "Asia/Almaty", "KZ")
OWNER = Staff(1, "aliya", "Aliya Serikova", Role.OWNER, "")
CASHIER = Staff(2, "dana", "Dana Abenova", Role.CASHIER, "")
TECHNICIAN = Staff(3, "timur", "Timur Kim", Role.TECHNICIAN, "")
PEOPLE = (OWNER, CASHIER, TECHNICIAN)
FIGURES = ShiftFigures(
    opening=2_000_000, play_revenue=6_412_500, bar_revenue=840_000, top_ups=7_150_000,
    top_ups_count=31, top_ups_cash=7_150_000, top_ups_card=0, guest_paid=920_000,
    guest_returned=45_000, refunds=0, deductions=0, bonuses_credited=25_000, bonuses_spent=12_000,
    orders_cancelled=0, cash_in=0, cash_out=0, collected=0, cash_received=8_070_000,
    card_received=0, expected_cash=10_025_000, sessions=42,
    rates=(RateUse("Standard hourly", 30, 151_200), RateUse("VIP hourly", 12, 61_200)),
)  # fmt: skip


def a_shift(number: int = 214, **changes: object) -> Shift:
    """An open shift of the cashier, or a closed one with the given changes."""
    opened = NOW - timedelta(hours=8, minutes=30)
    shift = Shift(number, 1, number, CASHIER.id, opened, 2_000_000, 2_000_000)
    return replace(shift, **changes)


def a_report(shift: Shift) -> Receipt:
    """A Z-report's paper."""
    counted, expected = shift.counted_close_minor, shift.expected_close_minor
    return Receipt(
        Paper(
            PaperKind.Z_REPORT, CLUB.name, "KZT", 2, CLUB.time_zone, NOW, 1, shift.number,
            CASHIER.name, number=shift.z_number or 0,
        ),
        report=ShiftReport(
            CASHIER.name, shift.opened_at, FIGURES, 0, CASHIER.name, shift.closed_at, counted,
            (counted or 0) - (expected or 0), chain_head="5f3a" * 16, chain_length=1204,
        ),
    )  # fmt: skip


def closed_shift(number: int, difference: int = 0) -> ShiftRow:
    """A closed shift with its report."""
    day = timedelta(days=214 - number)
    shift = a_shift(
        number,
        opened_at=NOW - day - timedelta(hours=10),
        closed_at=NOW - day,
        closed_by=CASHIER.id,
        expected_close_minor=9_400_000,
        counted_close_minor=9_400_000 + difference,
        z_number=number,
    )
    return ShiftRow(shift, CASHIER.name, CASHIER.name, a_report(shift))


def a_client(number: int, name: str, phone: str, balance: int, **more: object) -> ClientRow:
    """A client in the list."""
    own = {key: more.pop(key) for key in [*more] if key in Client.__slots__}
    client = Client(number, phone, name, created_at=NOW, **own)
    return ClientRow(client, balance, **{"points": 0, **more})


SANJAR = a_client(
    1, "Sanjar Tulegenov", "+77015554417", 136_400, points=250, phone_verified=True,
    last_visit=NOW, playing_on="PC 07", card_number="0004417",
)  # fmt: skip
MARIA = a_client(2, "Мария Ким", "+77471204417", 0, points=40, last_visit=NOW - timedelta(days=3))
RUSLAN = a_client(3, "Ruslan Abenov", "+77059844170", 520_000, last_visit=None)
CLIENTS = (SANJAR, MARIA, RUSLAN)


def a_transaction(number: int, kind: TransactionKind, amount: int, after: int) -> TransactionRow:
    """A line of a client's history."""
    at = NOW - timedelta(minutes=37 * number)
    return TransactionRow(900 - number, at, kind.value, amount, after, CASHIER.name)


PROMOTIONS = (
    Promotion(1, "Bring a Friend promo", PromotionKind.BY_HAND, points=500, position=1),
    Promotion(2, "Loyalty", PromotionKind.BY_HAND, position=2),
    Promotion(3, "Tuesday +10 %", PromotionKind.TOP_UP, position=3),
    Promotion(4, "Old gift", PromotionKind.BY_HAND, points=100, active=False, position=4),
)
TOP_UP_UNDO = UndoView(
    transaction_id=900, kind=TransactionKind.TOP_UP, at=NOW - timedelta(minutes=4),
    staff_name=CASHIER.name, balance_before=136_400, balance_after=36_400, points_before=250,
    points_after=150, cash_out=100_000, with_points=100,
)  # fmt: skip


def an_operation(number: int, client: ClientRow, kind: TransactionKind, amount: int, **more: Any):
    """A line of this shift's operations; the first one is the newest."""
    at = NOW - timedelta(minutes=7 * number + 2)
    own = {"in_points": False, "staff_name": CASHIER.name, **more}
    return OperationRow(
        990 - number, at, client.client.id, client.client.name, kind.value, amount, **own
    )


class FakeBooks(FakeBar):
    """DeskQueries over plain values that a test may replace."""

    def __init__(self) -> None:
        super().__init__()
        self.the_club: Club | None = CLUB
        self.people = PEOPLE
        self.now = ShiftNow(a_shift(), CASHIER.name, FIGURES)
        self.past = [closed_shift(213), closed_shift(212, -50_000), closed_shift(211, 20_000)]
        self.count_check: CountCheck | None = None
        self.moves: list[CashMoveRow] = []
        self.clients = list(CLIENTS)
        self.history = [
            a_transaction(0, TransactionKind.TOP_UP, 100_000, 136_400),
            a_transaction(2, TransactionKind.SESSION_CHARGE, -63_600, 36_400),
            a_transaction(9, TransactionKind.TOP_UP, 100_000, 100_000),
        ]
        self.searches: list[str] = []
        self.moneys: dict[int, ClientMoney] = {}
        self.the_promotions = list(PROMOTIONS)
        self.undos: dict[int, UndoView] = {}
        self.operations: list[OperationRow] = []
        self.jobs: list[PrintJob] = []
        self.files: dict[int, ClientFile] = {}
        self.the_visits: list[VisitRow] = []
        self.whole: dict[int, TransactionView] = {}
        self.the_groups: list = []
        self.asked_history: list[HistoryFilter | None] = []

    def club(self):
        return self.the_club

    def staff(self, staff_id):
        return next((person for person in self.people if person.id == staff_id), None)

    def sign_in_names(self):
        return [SignInName(person.login, person.name, person.role) for person in self.people]

    def search_clients(self, text, limit=50):
        self.searches.append(text)
        wanted = text.casefold()
        return [
            row
            for row in self.clients
            if not wanted or wanted in row.client.name.casefold() or wanted in row.client.phone
        ][:limit]

    def client(self, client_id):
        return next((row for row in self.clients if row.client.id == client_id), None)

    def transactions(self, client_id, limit=200, only=None):
        self.asked_history.append(only)
        return self.history[:limit]

    def transaction(self, transaction_id):
        return self.whole.get(transaction_id)

    def visits(self, client_id, now, limit=200):
        return self.the_visits[:limit]

    def client_file(self, client_id, now):
        return self.files.get(client_id, ClientFile())

    def money_of(self, client_id, now):
        row = self.client(client_id)
        if row is None:
            return None
        known = self.moneys.get(client_id)
        left = row.balance_minor
        return known or ClientMoney(left, left, row.points, row.points, left, 0)

    def promotions(self):
        return list(self.the_promotions)

    def groups(self):
        return list(self.the_groups)

    def undo_view(self, client_id, till_id, now):
        return self.undos.get(client_id, UndoView(0, why_not="There is no operation to undo."))

    def operations_of_shift(self, shift_id, limit=100):
        return self.operations[:limit]

    def fiscal_troubles(self):
        return []

    def print_jobs(self, limit=50):
        return self.jobs[:limit]

    def shift_now(self, till_id, now):
        return self.now

    def shifts(self, till_id, limit=100):
        return self.past[:limit]

    def likely_causes(self, till_id, counted_minor, now):
        return self.count_check

    def cash_moves(self, shift_id, limit=200):
        return self.moves[:limit]


class FakeDesk:
    """Carries nothing out: gives the answer laid down for a command's type and remembers it."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.till_id = 1
        self.books = FakeBooks()
        self.events = EventFeed()
        self.terminal = TerminalBeside()
        self.answers: dict[type, object] = {}
        self.done: list[object] = []
        self.held: list[tuple[Future, object]] | None = None
        self.paper = b""
        self.gateway = False
        self.drawn: list[Receipt] = []

    def has_gateway(self):
        return self.gateway

    def do(self, command, staff_id):
        self.done.append(command)
        given = self.answers[type(command)]
        answer = given(command) if callable(given) else given
        future: Future = Future()
        if self.held is not None:
            self.held.append((future, answer))
        else:
            settle(future, answer)
        return future

    def ask(self, question):
        future: Future = Future()
        future.set_result(question(self.books))
        return future

    def draw(self, receipt):
        self.drawn.append(receipt)
        future: Future = Future()
        future.set_result(self.paper)
        return future

    def hold(self) -> None:
        """Lets the next answers wait, as a busy desk does, until ``release``."""
        self.held = []

    def release(self) -> None:
        """Gives the answers that wait."""
        waiting, self.held = self.held or [], None
        for future, answer in waiting:
            settle(future, answer)


def settle(future: Future, answer: object) -> None:
    """Gives an answer or the refusal laid down in its place."""
    if isinstance(answer, DeskError):
        future.set_exception(answer)
    else:
        future.set_result(answer)
