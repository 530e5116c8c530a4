"""The journal's pages and filters, who works here, and what each person did by hand."""

import json
from contextlib import nullcontext
from datetime import timedelta

import msgspec
import pytest

from clubdesk.domain.people import Permission, Role, Staff, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.commands import Approval
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.passwords import hash_secret
from clubdesk.services.ports import JournalEntry
from clubdesk.services.refunds import Refund
from clubdesk.services.undoing import UndoOperation
from clubdesk.services.views_people import JournalFilter
from clubdesk.storage import views_journal
from clubdesk.storage.reader import Look, open_reader
from tests.support.club_world import START, World

PIN = "7391"


@pytest.fixture
def world(storage):
    made = World(storage)
    made.cashier = made.staff(Role.CASHIER)
    with storage.begin() as work:
        admin = Staff(0, "dana", "Dana", Role.ADMINISTRATOR, "", hash_secret(PIN))
        made.admin = work.staff.add(admin).id
    made.open_shift()
    return made


def rows(world, limit: int = 200, **only):
    return world.storage.queries.journal_rows(JournalFilter(**only), limit)


def actions(world, **only) -> list[str]:
    return [row.entry.action for row in rows(world, **only)]


def a_line(world, minutes: int, **facts) -> None:
    at = START + timedelta(minutes=minutes)
    with world.storage.begin() as work:
        work.journal.add(
            JournalEntry(**{"at": at, "staff_id": world.owner, "action": "X", **facts})
        )


def test_a_line_carries_the_names_a_person_reads(world) -> None:
    client = world.client(money=100_000, name="Мария Ким")
    world.start(client)
    row = rows(world, client_id=client)[0]
    assert (row.entry.action, row.staff_name) == ("StartSession", "Olga Owner")
    assert (row.client_name, row.station_name) == ("Мария Ким", "PC 01")


def test_an_approved_deed_names_both(world) -> None:
    client = world.client(money=100_000)
    refund = Refund(
        client_id=client,
        amount_minor=10_000,
        reason="left early",
        approval=Approval(login="dana", pin=PIN),
    )
    world.do(refund, world.cashier)
    [row] = rows(world, only_approved=True)
    assert (row.entry.action, row.staff_name, row.approved_by) == ("Refund", "Cashier", "Dana")


def test_pages_hang_together_without_a_gap(world) -> None:
    for number in range(25):
        a_line(world, number)
    first = rows(world, 10)
    second = rows(world, 10, before_id=first[-1].id)
    ids = [row.id for row in (*first, *second)]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 20
    assert ids[0] - ids[-1] == 19


def test_filters_by_person_place_kind_period_and_refusal(world) -> None:
    a_line(world, 10, action="A", staff_id=world.cashier)
    a_line(world, 20, action="B", station_id=world.stations[1])
    a_line(world, 30, action="C", refused="money.too_much")
    assert actions(world, staff_id=world.cashier) == ["A"]
    assert actions(world, station_id=world.stations[1]) == ["B"]
    assert actions(world, only_refused=True) == ["C"]
    assert actions(world, actions=frozenset({"A", "C", "Z"})) == ["C", "A"]
    both = {"since": START + timedelta(minutes=10), "until": START + timedelta(minutes=30)}
    assert actions(world, **both) == ["B", "A"]
    assert actions(world, since=START + timedelta(minutes=31)) == []
    assert actions(world, until=START - timedelta(minutes=1)) == []


@pytest.mark.parametrize("text", ["кофе", "КОФЕ", "Кофе"])
def test_a_text_is_found_in_the_reason_in_the_usual_forms(world, text) -> None:
    a_line(world, 1, action="A", reason="за кофе")
    a_line(world, 2, action="B", reason="Кофе за счёт клуба")
    assert set(actions(world, text=text)) >= {"A"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("сКиДка", "Постоянная СКИДКА"),
        ("еще", "Ещё раз"),
        ("ÜBER", "über 18"),
        ("100%?", "100%? [sic]"),
        ("[sic]", "100%? [SIC]"),
        ("a.b", "A.B"),
        ("^$|()", "x ^$|() y"),
        ("\\d", "\\D"),
    ],
)
def test_a_text_is_found_in_whatever_case_and_signs_mean_themselves(world, text, written) -> None:
    a_line(world, 1, action="A", reason=written)
    a_line(world, 2, action="B", reason="100 percent axb 5")
    assert actions(world, text=text) == ["A"]


def test_a_text_is_found_in_details_and_in_the_names_of_client_and_station(world) -> None:
    client = world.client(name="Sanjar Tulegenov")
    a_line(world, 1, action="A", details=json.dumps({"zone": "100% VIP_1"}))
    a_line(world, 2, action="B", client_id=client)
    a_line(world, 3, action="C", station_id=world.stations[2])
    assert actions(world, text="100% VIP_1") == ["A"]
    assert "B" in actions(world, text="Tuleg")
    assert actions(world, text="PC 03") == ["C"]
    assert actions(world, text="' OR 1=1 --") == []


def test_who_works_here_with_roles(world) -> None:
    with world.storage.begin() as work:
        work.roles.save(StaffRole("custom-1", "Nights", frozenset({Permission.TOP_UP})))
        gone = work.staff.add(Staff(0, "gone", "Aaa", "custom-1", "", active=False))
    people = world.storage.queries.people()
    assert [one.name for one in people] == ["Cashier", "Dana", "Olga Owner", "Aaa"]
    assert people[-1].id == gone.id
    assert people[-1].role.name == "Nights"
    assert [one.has_pin for one in people] == [False, True, False, False]
    keys = [role.key for role in world.storage.queries.roles()]
    assert keys == ["owner", "administrator", "cashier", "technician", "custom-1"]


def test_who_can_approve_has_the_permission_a_pin_and_works_here(world) -> None:
    with world.storage.begin() as work:
        work.staff.add(Staff(0, "z", "Z", Role.ADMINISTRATOR, "", hash_secret(PIN), active=False))
        work.staff.add(Staff(0, "t", "T", Role.TECHNICIAN, "", hash_secret(PIN)))
    assert [one.login for one in world.storage.queries.approvers(Permission.REFUND)] == ["dana"]
    assert [one.login for one in world.storage.queries.approvers(Permission.PAIR_AGENTS)] == [
        "dana",
        "t",
    ]


def test_what_each_person_did_by_hand(world) -> None:
    client = world.client(money=100_000)
    world.do(CreditBonus(client_id=client, points=500, reason="gift"))
    world.do(CreditBonus(client_id=client, points=700, reason="gift"), world.admin)
    game, bonus = AccountType.GAME, AccountType.BONUS
    world.do(Deduct(client_id=client, amount=3_000, account=game, reason="mouse"), world.admin)
    world.do(Deduct(client_id=client, amount=200, account=bonus, reason="slip"), world.admin)
    refund = Refund(client_id=client, amount_minor=10_000, reason="left")
    world.do(refund, world.admin)
    approved = Refund(
        client_id=client,
        amount_minor=1_000,
        reason="left",
        approval=Approval(login="dana", pin=PIN),
    )
    newest = world.do(approved, world.cashier).transaction_id
    world.do(UndoOperation(transaction_id=newest, reason="slip"))
    with pytest.raises(DeskError):
        world.do(refund.__class__(client_id=client, amount_minor=1, reason="x"), world.cashier)
    day = timedelta(days=1)
    told = {one.staff_name: one for one in world.storage.queries.staff_deeds(START, START + day)}
    owner, dana, cashier = told["Olga Owner"], told["Dana"], told["Cashier"]
    assert (owner.bonuses, owner.bonus_points, owner.undone, owner.undone_minor) == (
        1,
        500,
        1,
        1_000,
    )
    assert (dana.bonuses, dana.bonus_points, dana.approvals_given) == (1, 700, 1)
    assert (dana.deductions, dana.deducted, dana.deducted_points) == (2, 3_000, 200)
    assert (dana.refunds, dana.refunded) == (1, 10_000)
    assert (cashier.refunds, cashier.refunded, cashier.refusals) == (1, 1_000, 1)
    later = world.storage.queries.staff_deeds(START + day, START + 2 * day)
    assert [(one.bonuses, one.refusals) for one in later] == [(0, 0)] * 3


def test_a_refusal_that_was_approved_after_all_is_none_but_a_wrong_pin_on_the_way_is(
    world,
) -> None:
    client = world.client()
    again = CreditBonus(client_id=client, points=5, reason="x")
    for pin in ("", "0000", PIN):
        approval = Approval(login="dana", pin=pin) if pin else None
        command = msgspec.structs.replace(again, approval=approval)
        with nullcontext() if pin == PIN else pytest.raises(DeskError):
            world.do(command, world.cashier)
    found = world.storage.queries.staff_deeds(START, START + timedelta(days=1))
    (cashier,) = [one for one in found if one.staff_name == "Cashier"]
    assert (cashier.bonuses, cashier.refusals) == (1, 1)
    lines = rows(world, only_refused=True, staff_id=world.cashier)
    assert [line.entry.refused for line in lines] == ["approval.wrong_pin"]


def test_a_top_up_alone_is_nobodys_deed_by_hand(world) -> None:
    client = world.client()
    world.do(TopUp(client_id=client, cash_minor=5_000, received_minor=5_000))
    told = world.storage.queries.staff_deeds(START, START + timedelta(days=1))
    assert all(one.bonuses == one.deductions == one.refunds == 0 for one in told)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "only",
    [
        JournalFilter(),
        JournalFilter(staff_id=1),
        JournalFilter(client_id=1),
        JournalFilter(actions=frozenset({"TopUp", "Refund"})),
        JournalFilter(since=START, until=START + timedelta(days=1)),
        JournalFilter(staff_id=1, since=START, before_id=10_000),
        JournalFilter(only_refused=True, only_approved=True, text="x"),
    ],
    ids=["all", "person", "client", "kinds", "period", "person-period-page", "rare"],
)
def test_no_page_sorts_the_journal_or_walks_it_from_the_far_end(storage, only) -> None:
    steps: list[str] = []

    class Explaining(Look):
        def each(self, sql, **given):
            for row in self._run(self._connection.cursor(), f"EXPLAIN QUERY PLAN {sql}", given):
                steps.append(row.detail)
            return super().each(sql, **given)

    World(storage)
    a_line_reader = open_reader(storage.address)
    with a_line_reader.look() as look:
        views_journal.journal_rows(Explaining(look._connection, postgres=False), only, 200)
    a_line_reader.close()
    of_journal = [step for step in steps if "journal" in step]
    assert of_journal
    indexed = ("USING INTEGER PRIMARY KEY", "INDEX ix_journal")
    for step in of_journal:
        # A walk by the primary key goes back from the newest line and ends with the page.
        assert step == "SCAN journal" or any(way in step for way in indexed), step
