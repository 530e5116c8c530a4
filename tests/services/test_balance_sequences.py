"""Random sequences of every balance command by random roles: the books and the rules hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment, SettleCardPayment
from clubdesk.services.commands import Command
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession, StartSession
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.services.time_over import end_due_sessions
from clubdesk.services.undoing import UndoOperation
from clubdesk.storage.verify import verify
from tests.support.club_world import World

ROLES = tuple(Role)
CASH, CARD = AccountKind.TILL_CASH, AccountKind.CARD_CLEARING
AMOUNT = st.one_of(
    st.integers(1, 60_000), st.sampled_from((-1, 0, 1, 1_000, 10_000, 80_000, 10**18))
)
LITTLE = st.one_of(st.integers(1, 9_000), st.integers(1, 9_000), AMOUNT)
ROLE = st.one_of(st.sampled_from((Role.OWNER, Role.ADMINISTRATOR)), st.sampled_from(ROLES))
CLIENT = st.integers(0, 1)
REASON = st.one_of(
    st.just("A reason"),
    st.sampled_from(("Причина 🎮", "'; DROP TABLE clients;--")),
    st.sampled_from(("", "x" * 501)),
)
SLIP = st.one_of(st.just("0042"), st.just("A-7"), st.sampled_from(("", "4111 1111 1111 1111")))
PAYMENT = st.integers(0, 3)

NOT_OF_THE_BOOKS = {"staff.not_allowed", "shift.none_open", "reason.missing", "text.too_long"}


def step(name: str, *facts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), ROLE, *facts)


STEPS = st.lists(
    st.one_of(
        step("cash", CLIENT, AMOUNT),
        step("card", CLIENT, LITTLE, SLIP),
        step("split", CLIENT, LITTLE, LITTLE, SLIP),
        step("begin", CLIENT, LITTLE),
        step("fail", PAYMENT, st.sampled_from(("declined", "no_connection", "unknown", "paid"))),
        step("settle", PAYMENT, st.booleans(), REASON, SLIP),
        step("credit", CLIENT, LITTLE, REASON),
        step("deduct", CLIENT, LITTLE, st.sampled_from(AccountType), REASON),
        step("refund", CLIENT, LITTLE, st.sampled_from(Tender), REASON, SLIP),
        step("refund", CLIENT, LITTLE, st.sampled_from(Tender), REASON, SLIP),
        step("undo", CLIENT, REASON),
        step("undo", CLIENT, REASON),
        step("undo_any", st.integers(1, 12), REASON),
        step("start", CLIENT, st.integers(0, 2)),
        step("pause", CLIENT),
        step("resume", CLIENT),
        step("end", CLIENT),
        step("wait", st.integers(0, 5_400_000_000)),
        step("shift"),
    ),
    min_size=12,
    max_size=28,
)


@dataclass
class Books:
    """What the test itself keeps: who paid in what, what lies in the till, what is pending."""

    world: World
    clients: list[int]
    people: dict[Role, int]
    paid: dict[tuple[int, AccountKind], int] = field(default_factory=dict)
    cash: int = 5_000_000
    payments: list[int] = field(default_factory=list)
    moved: dict[int, tuple[int, dict[AccountKind, int]]] = field(default_factory=dict)

    def carry_out(self, command: Command, role: Role) -> Any:
        """Does a deed twice and holds it to the journal, the permissions and its first answer."""
        staff = self.people[role]
        try:
            answer = self.world.do(command, staff)
        except DeskError as refusal:
            self._journaled(command, staff, refusal.code)
            self._allowed(command, role, refusal)
            raise
        self._journaled(command, staff, "")
        self._allowed(command, role, None)
        before = self.state()
        assert self.world.do(command, staff) == answer
        assert self.state() == before
        return answer

    def book(self, transaction_id: int, client: int, **ways: int) -> None:
        """Notes money that went in (positive) or out by cash and card."""
        parts = {CASH: ways.get("cash", 0), CARD: ways.get("card", 0)}
        self.moved[transaction_id] = (client, parts)
        self._count(client, parts, 1)

    def unbook(self, transaction_id: int) -> None:
        """Notes that an operation was undone."""
        client, parts = self.moved.get(transaction_id, (0, {}))
        self._count(client, parts, -1)

    def state(self) -> tuple[Any, ...]:
        """Every figure that a repeated command must leave alone."""
        with self.world.storage.begin() as work:
            head = work.ledger.head(1)
        accounts = [(self.world.game(c), self.world.points(c)) for c in self.clients]
        return head, accounts, self.world.till(), len(self.world.storage.queries.print_jobs(500))

    def hold(self) -> None:
        """The laws of money, after every step."""
        with self.world.storage.begin() as work:
            for client in self.clients:
                for way in (CASH, CARD):
                    counted = self.paid.get((client, way), 0)
                    assert counted >= 0, "more went back than was paid in"
                    assert work.ledger.paid_in([client], way) == counted
        assert self.world.till() == self.cash >= 0
        for client in self.clients:
            assert min(self.world.game(client), self.world.points(client)) >= 0
        verdict = verify(self.world.url)
        assert verdict.ok, verdict

    def _count(self, client: int, parts: dict[AccountKind, int], sign: int) -> None:
        for way, minor in parts.items():
            self.paid[client, way] = self.paid.get((client, way), 0) + sign * minor
        self.cash += sign * parts.get(CASH, 0)

    def _journaled(self, command: Command, staff: int, refused: str) -> None:
        line = self.world.storage.queries.journal(1)[0]
        assert (line.command_id, line.action) == (command.command_id, type(command).__name__)
        assert (line.staff_id, line.refused) == (staff, refused)
        assert "4111" not in line.details

    def _allowed(self, command: Command, role: Role, refusal: DeskError | None) -> None:
        needs = RULES[type(command)].needs
        may = needs is None or needs in ROLE_PERMISSIONS[role]
        if not may:
            assert refusal is not None
            assert refusal.code == "staff.not_allowed"
        elif refusal is not None and refusal.code == "staff.not_allowed":
            assert refusal.subject == Permission.UNDO_CLOSED


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_done_with_balances_the_books_hold(fresh_world, steps) -> None:
    books = _books(fresh_world())
    for what, role, *facts in steps:
        with suppress(DeskError):
            _STEPS[what](books, role, *facts)
        books.hold()


def _books(world: World) -> Books:
    world.open_shift()
    clients = [world.client(name=f"C{n}", phone=f"+7701555000{n}") for n in range(2)]
    world.pays_in_points(clients[1], 50)
    with world.storage.begin() as work:
        steps = (Step(from_minor=10_000, percent=10),)
        work.promotions.add(Promotion(0, "Autumn", PromotionKind.TOP_UP, steps=steps))
    people = {role: world.staff(role) for role in ROLES if role is not Role.OWNER}
    books = Books(world, clients, {Role.OWNER: world.owner, **people})
    for client in range(2):
        _cash(books, Role.OWNER, client, 9_000)
        _card(books, Role.OWNER, client, 8_000, "0001")
    return books


def _cash(books: Books, role: Role, client: int, minor: int) -> None:
    client_id = books.clients[client]
    done = books.carry_out(TopUp(client_id=client_id, cash_minor=minor), role)
    books.book(done.transaction_id, client_id, cash=minor)


def _card(books: Books, role: Role, client: int, minor: int, slip: str) -> None:
    _split(books, role, client, 0, minor, slip)


def _split(books: Books, role: Role, client: int, cash: int, card: int, slip: str) -> None:
    _begin(books, role, client, card)
    payment = books.payments[-1]
    client_id = books.clients[client]
    command = TopUp(
        client_id=client_id, cash_minor=cash, card_minor=card, card_payment_id=payment, slip=slip
    )
    done = books.carry_out(command, role)
    books.book(done.transaction_id, client_id, cash=cash, card=card)


def _begin(books: Books, role: Role, client: int, minor: int) -> None:
    command = BeginCardPayment(client_id=books.clients[client], amount_minor=minor)
    books.payments.append(books.carry_out(command, role).payment_id)


def _newest_payment(books: Books, back: int) -> int:
    return books.payments[-1 - back % len(books.payments)] if books.payments else 999


def _fail(books: Books, role: Role, back: int, outcome: str) -> None:
    payment = _newest_payment(books, back)
    books.carry_out(FailCardPayment(payment_id=payment, outcome=outcome), role)


def _settle(books: Books, role: Role, back: int, approved: bool, reason: str, slip: str) -> None:
    payment = _newest_payment(books, back)
    command = SettleCardPayment(payment_id=payment, approved=approved, reason=reason, slip=slip)
    booked = books.carry_out(command, role).booked
    assert (booked is not None) is approved
    if booked is not None:
        with books.world.storage.begin() as work:
            stored = work.card_payments.get(payment)
        books.book(booked.transaction_id, stored.client_id, card=stored.amount_minor)


def _credit(books: Books, role: Role, client: int, points: int, reason: str) -> None:
    client_id = books.clients[client]
    before = books.world.points(client_id)
    books.carry_out(CreditBonus(client_id=client_id, points=points, reason=reason), role)
    assert books.world.points(client_id) == before + points


def _deduct(
    books: Books, role: Role, client: int, amount: int, account: AccountType, reason: str
) -> None:
    client_id = books.clients[client]
    seen = books.world.storage.queries.money_of(client_id, books.world.clock.now())
    books.carry_out(
        Deduct(client_id=client_id, amount=amount, account=account, reason=reason), role
    )
    free = seen.available if account is AccountType.GAME else seen.points_available
    assert 0 < amount <= free


def _refund(
    books: Books, role: Role, client: int, minor: int, tender: Tender, reason: str, slip: str
) -> None:
    client_id = books.clients[client]
    seen = books.world.storage.queries.money_of(client_id, books.world.clock.now())
    command = Refund(
        client_id=client_id, amount_minor=minor, reason=reason, tender=tender, slip=slip
    )
    done = books.carry_out(command, role)
    cash = tender is Tender.CASH
    assert 0 < minor <= (seen.refundable_cash if cash else seen.refundable_card)
    way = {"cash": -minor} if cash else {"card": -minor}
    books.book(done.transaction_id, client_id, **way)


def _undo(books: Books, role: Role, client: int, reason: str) -> None:
    world, client_id = books.world, books.clients[client]
    seen = world.storage.queries.undo_view(client_id, 1, world.clock.now())
    till = world.till()
    try:
        done = books.carry_out(
            UndoOperation(transaction_id=seen.transaction_id, reason=reason), role
        )
    except DeskError as refusal:
        if not seen.why_not and refusal.code not in NOT_OF_THE_BOOKS:
            raise AssertionError("what was shown as possible was refused") from refusal
        raise
    assert seen.why_not == ""
    assert (done.balance_minor, done.points) == (seen.balance_after, seen.points_after)
    assert (world.game(client_id), world.points(client_id)) == (done.balance_minor, done.points)
    assert till - world.till() == seen.cash_out
    books.unbook(seen.transaction_id)


def _undo_any(books: Books, role: Role, transaction_id: int, reason: str) -> None:
    world = books.world
    newest = {
        world.storage.queries.undo_view(client, 1, world.clock.now()).transaction_id
        for client in books.clients
    }
    books.carry_out(UndoOperation(transaction_id=transaction_id, reason=reason), role)
    assert transaction_id in newest
    books.unbook(transaction_id)


def _start(books: Books, role: Role, client: int, seat: int) -> None:
    world = books.world
    books.carry_out(
        StartSession(
            station_id=world.stations[seat],
            client_id=books.clients[client],
            rate_id=world.rates[0],
        ),
        role,
    )


def _with_session(command: Any) -> Any:
    def carry_out(books: Books, role: Role, client: int) -> None:
        with books.world.storage.begin() as work:
            session = work.sessions.open_of_client(books.clients[client])
        if session is not None:
            books.carry_out(command(session_id=session.id), role)

    return carry_out


def _wait(books: Books, role: Role, micros: int) -> None:
    world = books.world
    world.clock.advance(micros / 1_000_000)
    end_due_sessions(world.storage.begin, world.clock, world.door)


def _shift(books: Books, role: Role) -> None:
    world = books.world
    with world.storage.begin() as work:
        is_open = work.shifts.open_of_till(1) is not None
        pending = work.card_payments.open_of_till(1)
        playing = work.sessions.all_open()
    if not is_open:
        books.carry_out(OpenShift(counted_minor=world.till()), role)
        return
    books.carry_out(CloseShift(counted_minor=world.till()), role)
    assert not pending
    assert not playing


_STEPS = {
    "cash": _cash,
    "card": _card,
    "split": _split,
    "begin": _begin,
    "fail": _fail,
    "settle": _settle,
    "credit": _credit,
    "deduct": _deduct,
    "refund": _refund,
    "undo": _undo,
    "undo_any": _undo_any,
    "start": _start,
    "pause": _with_session(PauseSession),
    "resume": _with_session(ResumeSession),
    "end": _with_session(EndSession),
    "wait": _wait,
    "shift": _shift,
}
