"""Cash beside sales: booked twice over, on paper, never more than the till holds."""

import pytest

from clubdesk.domain.events import CashMoved as Told
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Permission, Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.services.cash_moves import CashIn, CashOut, Collect, SaveTillRules
from clubdesk.services.commands import Approval
from clubdesk.services.shifts import CloseShift
from clubdesk.services.staff_secrets import SetPin


def papers(world, kind):
    jobs = world.storage.queries.print_jobs()
    return [job.receipt for job in jobs if job.receipt.paper.kind is kind]


def refused(world, command, staff_id=None):
    before = (
        world.till(),
        world.balance(AccountKind.SAFE),
        len(world.storage.queries.print_jobs()),
    )
    with pytest.raises(DeskError) as told:
        world.do(command, staff_id)
    after = (world.till(), world.balance(AccountKind.SAFE), len(world.storage.queries.print_jobs()))
    assert before == after
    return told.value


def test_cash_in_comes_from_the_safe_or_from_outside(open_world) -> None:
    safe = open_world.balance(AccountKind.SAFE)
    answer = open_world.do(CashIn(amount_minor=30_000, reason="Change for the evening"))
    assert open_world.till() == 5_030_000
    assert open_world.balance(AccountKind.SAFE) == safe - 30_000
    open_world.do(CashIn(amount_minor=7_000, reason="The owner's own", from_safe=False))
    assert open_world.balance(AccountKind.OUTSIDE) == -7_000
    assert open_world.till() == 5_037_000
    slip = papers(open_world, PaperKind.CASH_IN)[-1]
    assert (slip.cash.amount, slip.cash.reason) == (30_000, "Change for the evening")
    assert slip.paper.number == answer.transaction_id
    assert [event for event in open_world.heard if isinstance(event, Told)] == [Told(1), Told(1)]
    rows = open_world.storage.queries.cash_moves(1)
    assert [(row.amount, row.from_safe) for row in rows] == [(7_000, False), (30_000, True)]


def test_an_expense_has_a_category_and_a_reason(open_world) -> None:
    world = open_world
    answer = world.do(CashOut(amount_minor=45_000, category="cleaning", reason=" Soap  "))
    assert (answer.amount_minor, world.balance(AccountKind.EXPENSES)) == (45_000, 45_000)
    assert world.till() == 4_955_000
    slip = papers(world, PaperKind.CASH_OUT)[0].cash
    assert (slip.category, slip.reason, slip.amount) == ("Cleaning", "Soap", 45_000)
    entry = world.journal()[0]
    assert (entry.action, entry.reason) == ("CashOut", "Soap")
    row = world.storage.queries.cash_moves(1)[0]
    assert (row.kind, row.category, row.reason) == ("cash_out", "Cleaning", "Soap")


@pytest.mark.parametrize("typed", ["", "Bribes", "x" * 2_000_000, "'; DROP TABLE shifts; --", "😀"])
def test_an_unknown_category_is_refused_with_the_list(open_world, typed) -> None:
    error = refused(open_world, CashOut(amount_minor=1, category=typed, reason="Why not"))
    assert (error.code, error.subject) == ("cash.unknown_category", "category")
    assert "Cleaning" in error.what_to_do
    assert "Repairs" in error.what_to_do


@pytest.mark.parametrize(
    ("amount", "code"),
    [(0, "money.not_positive"), (-5, "money.not_positive"), (10**18, "money.too_large")],
)
def test_an_amount_that_cannot_be_is_refused(open_world, amount, code) -> None:
    for command in (
        CashIn(amount_minor=amount, reason="A reason"),
        CashOut(amount_minor=amount, category="Other", reason="A reason"),
        Collect(amount_minor=amount),
    ):
        error = refused(open_world, command)
        assert (error.code, error.subject) == (code, "amount")


@pytest.mark.parametrize("reason", ["", "  \n", "\u200b"])
def test_a_reason_is_needed(open_world, reason) -> None:
    for command in (
        CashIn(amount_minor=100, reason=reason),
        CashOut(amount_minor=100, category="Other", reason=reason),
    ):
        assert refused(open_world, command).code == "reason.missing"


def test_never_more_than_the_till_holds(open_world) -> None:
    for command in (
        CashOut(amount_minor=5_000_001, category="Other", reason="Too much"),
        Collect(amount_minor=5_000_001),
    ):
        assert refused(open_world, command).code == "till.too_little"


def test_collecting_takes_a_part_or_all_to_the_safe(open_world) -> None:
    world = open_world
    safe = world.balance(AccountKind.SAFE)
    assert world.do(Collect(amount_minor=1_500_000)).amount_minor == 1_500_000
    assert world.do(Collect(reason="The night's cash")).amount_minor == 3_500_000
    assert (world.till(), world.balance(AccountKind.SAFE)) == (0, safe + 5_000_000)
    assert refused(world, Collect()).code == "till.empty"
    assert [slip.cash.amount for slip in papers(world, PaperKind.COLLECTION)] == [
        3_500_000,
        1_500_000,
    ]


def test_no_cash_moves_without_a_shift(world) -> None:
    for command in (
        CashIn(amount_minor=1, reason="A reason"),
        CashOut(amount_minor=1, category="Other", reason="A reason"),
        Collect(),
    ):
        assert refused(world, command).code == "shift.none_open"


def test_a_cashier_collects_with_a_colleagues_pin_and_the_paper_names_both(open_world) -> None:
    world = open_world
    cashier, boss = world.staff(Role.CASHIER), world.staff(Role.ADMINISTRATOR)
    world.do(SetPin(staff_id=boss, pin="7391"))
    error = refused(world, Collect(amount_minor=1_000), cashier)
    assert (error.code, error.subject) == ("staff.not_allowed", Permission.COLLECT)
    approval = Approval(login="administrator", pin="7391")
    world.do(Collect(amount_minor=1_000, approval=approval), cashier)
    slip = papers(world, PaperKind.COLLECTION)[0]
    assert (slip.paper.staff_name, slip.cash.approved_by) == ("Cashier", "Administrator")
    assert world.journal()[0].approved_by == boss


def test_a_technician_moves_no_cash(open_world) -> None:
    technician = open_world.staff(Role.TECHNICIAN)
    error = refused(open_world, CashIn(amount_minor=1, reason="A reason"), technician)
    assert (error.code, error.subject) == ("staff.not_allowed", Permission.CASH_IN_OUT)


def test_the_same_deed_twice_moves_cash_once(open_world) -> None:
    command = CashOut(amount_minor=45_000, category="Other", reason="Once")
    assert open_world.do(command) == open_world.do(command)
    assert open_world.till() == 4_955_000


def test_the_z_report_tells_cash_in_expenses_by_category_and_collections(open_world) -> None:
    world = open_world
    world.do(CashIn(amount_minor=30_000, reason="Change"))
    world.do(CashIn(amount_minor=5_000, reason="Own", from_safe=False))
    for amount, category in ((10_000, "Repairs"), (2_500, "Cleaning"), (500, "Repairs")):
        world.do(CashOut(amount_minor=amount, category=category, reason="Needed"))
    world.do(Collect(amount_minor=2_000_000))
    expected = 5_000_000 + 35_000 - 13_000 - 2_000_000
    assert world.do(CloseShift(counted_minor=expected)).difference_minor == 0
    figures = world.storage.queries.shifts(1)[0].report.report.figures
    assert (figures.cash_in, figures.cash_in_outside, figures.cash_out) == (35_000, 5_000, 13_000)
    assert [(one.name, one.amount) for one in figures.expenses] == [
        ("Cleaning", 2_500),
        ("Repairs", 10_500),
    ]
    assert (figures.collected, figures.expected_cash) == (2_000_000, expected)
    assert figures.revenue == 0


def test_the_club_keeps_its_own_list_of_expenses(open_world) -> None:
    world = open_world
    world.do(SaveTillRules(categories=("Кофе", " Taxi "), long_shift_hours=12, tolerance_minor=500))
    club = world.storage.queries.club()
    assert club.till.expense_categories == ("Кофе", "Taxi")
    assert (club.till.long_shift_hours, club.float_tolerance_minor) == (12, 500)
    world.do(CashOut(amount_minor=100, category="кофе", reason="Beans"))
    error = refused(world, CashOut(amount_minor=100, category="Cleaning", reason="Soap"))
    assert "Кофе, Taxi" in error.what_to_do


@pytest.mark.parametrize(
    ("rules", "subject"),
    [
        ({"categories": ("A", "a")}, "categories"),
        ({"categories": ("A", "  ")}, "categories"),
        ({"categories": ("x" * 61,)}, "categories"),
        ({"categories": tuple(f"C{i}" for i in range(41))}, "categories"),
        ({"categories": (), "long_shift_hours": 0}, "long_shift_hours"),
        ({"categories": (), "long_shift_hours": 169}, "long_shift_hours"),
        ({"categories": (), "tolerance_minor": -1}, "tolerance_minor"),
        ({"categories": (), "tolerance_minor": MAX_MINOR + 1}, "tolerance_minor"),
    ],
)
def test_rules_that_cannot_be_are_refused_at_their_field(world, rules, subject) -> None:
    before = world.storage.queries.club()
    with pytest.raises(DeskError) as told:
        world.do(SaveTillRules(**rules))
    assert told.value.subject == subject
    assert world.storage.queries.club() == before


def test_only_who_may_edit_settings_sets_the_rules(world) -> None:
    with pytest.raises(DeskError) as told:
        world.do(SaveTillRules(categories=()), world.staff(Role.CASHIER))
    assert told.value.subject == Permission.EDIT_SETTINGS
