"""A client's operations, whole transactions, visits and file, read from committed books."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.client_cards import AssignCard, BlockCard
from clubdesk.services.client_file import EditClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.promoting import CreditBirthday, SavePromotion
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, ResumeSession
from clubdesk.services.undoing import UndoOperation
from clubdesk.services.views_people import ClientFile, HistoryFilter

PHONE = "+77015554417"
OTHER = "+77471204417"
ALMATY = ZoneInfo("Asia/Almaty")


def lines(world, client_id, only=None, limit=200):
    rows = world.storage.queries.transactions(client_id, limit, only)
    return [(row.kind, row.amount, row.balance_after, row.in_points) for row in rows]


@pytest.fixture
def busy(world):
    """A client with money and points that came and went."""
    world.open_shift()
    client = world.client(money=80_000)
    world.clock.advance(60)
    world.do(CreditBonus(client_id=client, points=500, reason="Sorry"))
    world.clock.advance(60)
    session = world.start(client, 1)
    world.clock.advance(900)
    world.do(EndSession(session_id=session))
    world.clock.advance(60)
    world.do(TopUp(client_id=client, cash_minor=5_000))
    return client


ALL = [
    ("top_up", 5_000, 65_000, False),
    ("session_charge", -20_000, 60_000, False),
    ("bonus_credit", 500, 500, True),
    ("top_up", 80_000, 80_000, False),
]


def test_every_operation_on_both_accounts_with_its_own_balance(world, busy):
    assert lines(world, busy) == ALL
    rows = world.storage.queries.transactions(busy)
    assert [row.station_name for row in rows] == ["", "PC 02", "", ""]
    assert rows[1].session_id == 1
    assert rows[2].reason == "Sorry"
    assert {row.card_id for row in rows} == {busy}
    assert {row.staff_name for row in rows} == {"Olga Owner"}


@pytest.mark.parametrize(
    ("only", "kept"),
    [
        (HistoryFilter(account="game"), [0, 1, 3]),
        (HistoryFilter(account="bonus"), [2]),
        (HistoryFilter(account="till_cash"), []),
        (HistoryFilter(kinds=frozenset({TransactionKind.TOP_UP})), [0, 3]),
        (HistoryFilter(account="game", kinds=frozenset({TransactionKind.SESSION_CHARGE})), [1]),
        (HistoryFilter(since=date(2026, 11, 20), until=date(2026, 11, 20)), [0, 1, 2, 3]),
        (HistoryFilter(since=date(2026, 11, 21)), []),
        (HistoryFilter(until=date(2026, 11, 19)), []),
        (HistoryFilter(since=date.min, until=date.max), [0, 1, 2, 3]),
    ],
)
def test_a_filter_leaves_the_balances_right(world, busy, only, kept):
    assert lines(world, busy, only) == [ALL[number] for number in kept]


def test_the_newest_lines_are_kept_when_there_are_many(world, busy):
    assert lines(world, busy, limit=2) == ALL[:2]
    top_ups = HistoryFilter(kinds=frozenset({TransactionKind.TOP_UP}))
    assert lines(world, busy, top_ups, limit=1) == ALL[:1]


def test_a_day_is_the_clubs(world):
    """13:00 UTC is 18:00 in Almaty; seven hours later it is tomorrow there and today in UTC."""
    world.open_shift()
    client = world.client(money=1_000)
    world.clock.advance(7 * 3600)
    world.do(TopUp(client_id=client, cash_minor=2_000))
    today = world.clock.now().astimezone(ALMATY).date()
    assert today == date(2026, 11, 21)
    tomorrow_there = HistoryFilter(since=today)
    assert lines(world, client, tomorrow_there) == [("top_up", 2_000, 3_000, False)]
    before = HistoryFilter(until=today - timedelta(days=1))
    assert lines(world, client, before) == [("top_up", 1_000, 1_000, False)]


def test_an_undone_operation_names_what_undid_it(world, busy):
    newest = world.storage.queries.transactions(busy)[0].transaction_id
    world.do(UndoOperation(transaction_id=newest, reason="Typed wrong"))
    rows = world.storage.queries.transactions(busy)
    assert (rows[0].kind, rows[0].amount, rows[0].balance_after) == ("reversal", -5_000, 60_000)
    assert rows[1].reversed_by == rows[0].transaction_id
    assert [row.reversed_by for row in rows if row is not rows[1]] == [None] * 4
    undone = world.storage.queries.transaction(newest)
    undoing = world.storage.queries.transaction(rows[0].transaction_id)
    assert (undone.reversed_by, undoing.reverses) == (undoing.id, undone.id)


def test_a_merged_cards_operations_are_part_of_the_history(world, busy):
    other = world.client(money=10_000, name="Aigerim", phone=OTHER)
    world.do(MergeClients(from_id=busy, into_id=other, reason="One person"))
    told = lines(world, other)
    assert set(ALL) < set(told)
    assert ("top_up", 10_000, 10_000, False) in told
    rows = world.storage.queries.transactions(other)
    merged = [row for row in rows if row.kind == "merge" and not row.in_points]
    moved = {row.card_id: (row.amount, row.balance_after) for row in merged}
    assert moved == {busy: (-65_000, 0), other: (65_000, 75_000)}
    assert [row.transaction_id for row in rows] == sorted(
        (row.transaction_id for row in rows), reverse=True
    )
    assert world.balance(AccountKind.GAME, other) == 75_000


def test_nobody_has_no_history(world):
    queries = world.storage.queries
    now = world.clock.now()
    assert queries.transactions(99) == []
    assert queries.transaction(99) is None
    assert queries.visits(99, now) == []
    assert queries.client_file(99, now) == ClientFile()


def test_a_whole_transaction_with_legs_and_paper(world, busy):
    number = world.storage.queries.transactions(busy)[-1].transaction_id
    view = world.storage.queries.transaction(number)
    assert (view.kind, view.shift_number, view.till_id) == (TransactionKind.TOP_UP, 1, 1)
    assert (view.client_name, view.staff_name, view.promotion) == ("Sanjar", "Olga Owner", "")
    legs = {leg.account: leg for leg in view.legs}
    assert legs["till_cash"].amount == 80_000
    assert (legs["game"].amount, legs["game"].owner) == (-80_000, "Sanjar")
    assert not any(leg.in_points for leg in view.legs)
    assert len(view.hash) == 64
    jobs = {job.id: job for job in world.storage.queries.print_jobs()}
    assert view.paper == jobs[view.paper_job_id].receipt
    points = next(r for r in world.storage.queries.transactions(busy) if r.in_points)
    bonus = world.storage.queries.transaction(points.transaction_id)
    assert all(leg.in_points for leg in bonus.legs)
    assert bonus.reason == "Sorry"


def test_a_visit_tells_stations_time_and_price(world):
    world.open_shift()
    client = world.client(money=100_000)
    session = world.start(client, 0)
    world.clock.advance(900)
    world.do(PauseSession(session_id=session))
    world.clock.advance(600)
    world.do(ResumeSession(session_id=session))
    world.clock.advance(450)
    world.do(MoveSession(session_id=session, to_station_id=world.stations[1]))
    world.clock.advance(450)
    [running] = world.storage.queries.visits(client, world.clock.now())
    assert (running.seconds, running.amount, running.state) == (1_800, 40_000, "active")
    assert running.ended_at is None
    world.do(EndSession(session_id=session))
    [visit] = world.storage.queries.visits(client, world.clock.now() + timedelta(days=1))
    assert (visit.seconds, visit.amount, visit.points, visit.state) == (1_800, 40_000, 0, "ended")
    assert visit.stations == ("PC 01", "PC 02")
    assert len(visit.rates) == 1
    assert visit.ended_at == world.clock.now()


def test_a_visit_uses_no_more_than_there_was(world):
    """The desk was off when the money ran out: what is shown stops there."""
    world.open_shift()
    client = world.client(money=20_000)
    world.start(client, 0)
    world.clock.advance(5_000)
    [visit] = world.storage.queries.visits(client, world.clock.now())
    assert (visit.seconds, visit.amount) == (900, 20_000)


def test_visits_of_merged_cards_are_the_clients(world, busy):
    other = world.client(money=100_000, name="Aigerim", phone=OTHER)
    world.clock.advance(60)
    session = world.start(other, 2)
    world.do(EndSession(session_id=session))
    world.do(MergeClients(from_id=busy, into_id=other, reason="One person"))
    found = world.storage.queries.visits(other, world.clock.now())
    assert [visit.session_id for visit in found] == [session, 1]
    assert world.storage.queries.visits(other, world.clock.now(), limit=1) == found[:1]
    file = world.storage.queries.client_file(other, world.clock.now())
    assert (file.merged_from, file.visits) == ((busy,), 2)
    assert file.first_visit == found[-1].started_at


def test_a_card_is_found_in_use_and_out_of_use(world):
    client = world.client()
    queries = world.storage.queries
    world.do(AssignCard(client_id=client, card_number="C-1"))
    assert queries.find_card("C-1").client.id == client
    assert queries.find_card(" C-1 ").client.card_number == "C-1"
    world.do(AssignCard(client_id=client, card_number="C-2"))
    retired = queries.find_card("C-1")
    assert (retired.client_id, retired.why) == (client, "replaced")
    world.do(BlockCard(client_id=client, reason="Lost"))
    assert (queries.find_card("C-2").why, queries.find_card("C-2").reason) == ("blocked", "Lost")
    kept = queries.client_file(client, world.clock.now()).retired_cards
    assert {card.number for card in kept} == {"C-1", "C-2"}
    for number in ("", "  ", "c-1", "C-3", PHONE, "x" * 3_000):
        assert queries.find_card(number) is None


def test_a_birthday_promotion_is_offered_until_it_is_taken(world):
    world.open_shift()
    client = world.client()
    born = date(2000, 11, 22)
    world.do(EditClient(client_id=client, phone=PHONE, name="Sanjar", birthday=born.isoformat()))
    facts = Promotion(0, "Birthday", PromotionKind.BIRTHDAY, points=1_000, birthday_days=3)
    offer = world.do(SavePromotion(promotion=facts)).promotion_id
    tight = Promotion(0, "Tight", PromotionKind.BIRTHDAY, points=5, birthday_days=1)
    world.do(SavePromotion(promotion=tight))
    world.do(SavePromotion(promotion=replace(tight, name="Off", active=False)))

    def offered(days: int = 0):
        now = world.clock.now() + timedelta(days=days)
        return [one.name for one in world.storage.queries.client_file(client, now).birthday_offers]

    assert offered() == ["Birthday"]
    assert offered(1) == ["Birthday", "Tight"]
    assert offered(30) == []
    world.do(CreditBirthday(client_id=client, promotion_id=offer))
    assert offered() == []
    assert offered(365) == ["Birthday"]
    [line] = world.storage.queries.transactions(client)
    assert (line.promotion, line.in_points, line.amount) == ("Birthday", True, 1_000)
    assert world.storage.queries.transaction(line.transaction_id).promotion == "Birthday"
