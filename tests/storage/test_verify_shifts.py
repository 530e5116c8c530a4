"""Counts, hand-overs and cash beside sales that were changed by force are named by ``verify``."""

import pytest

from clubdesk.domain.people import Role
from clubdesk.services.card_payments import FailCardPayment
from clubdesk.services.cash_moves import CashIn, CashOut, Collect
from clubdesk.services.handing_over import HandOver
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.storage.verify import verify
from tests.support.club_world import PASSWORD
from tests.support.force import by_force


@pytest.fixture
def handed_over(world, database_url):
    """A shift with cash moves and an unknown card payment that was handed over and runs on."""
    world.do(OpenShift(counted_minor=5_000_000, parts={1_000_000: 5}))
    world.staff(Role.CASHIER)
    payment = world.begin_card(world.client(), 10_000)
    world.do(FailCardPayment(payment_id=payment, outcome="unknown"))
    world.do(CashIn(amount_minor=1_000, reason="Change"))
    world.do(CashOut(amount_minor=500, category="Other", reason="Tape"))
    world.do(Collect(amount_minor=200))
    parts = {1_000_000: 5, 100: 3}
    world.do(HandOver(to_login="cashier", password=PASSWORD, counted_minor=5_000_300, parts=parts))
    world.storage.close()
    return database_url


def test_an_honest_hand_over_holds_with_what_it_passed_on(handed_over) -> None:
    assert verify(handed_over).ok, verify(handed_over)


@pytest.mark.parametrize(
    ("change", "law", "row_id"),
    [
        ("UPDATE shifts SET counted_close_parts = '{\"100\": 3}' WHERE id = 1", "shift.parts", 1),
        ("UPDATE shifts SET counted_open_parts = '{\"5\": 1}' WHERE id = 2", "shift.parts", 2),
        ("UPDATE shifts SET counted_open_parts = '{' WHERE id = 1", "books.readable", 1),
        ("UPDATE shifts SET counted_open_parts = '{\"5\": -1}' WHERE id = 1", "books.readable", 1),
        ("UPDATE shifts SET counted_open_parts = '{}' WHERE id = 2", "shift.taken_over", 2),
        ("UPDATE shifts SET taken_over_from = 2 WHERE id = 2", "shift.taken_over", 2),
        ("UPDATE shifts SET taken_over_from = NULL WHERE id = 2", "payment.pending", 1),
        ("UPDATE cash_moves SET kind = 'cash_in' WHERE kind = 'collection'", "shift.cash_move", 4),
        ("DELETE FROM cash_moves WHERE kind = 'cash_in'", "shift.cash_move", 2),
        ("UPDATE cash_moves SET category = '' WHERE kind = 'cash_out'", "shift.cash_move", 3),
        (
            "UPDATE shift_reports SET receipt = replace(receipt, '\"pieces\":3', '\"pieces\":4')",
            "shift.parts",
            1,
        ),
    ],
)
def test_what_was_changed_is_named(handed_over, change, law, row_id) -> None:
    by_force(handed_over, change)
    found = [(problem.law, problem.row_id) for problem in verify(handed_over).problems]
    assert (law, row_id) in found


def test_a_payment_left_behind_by_a_till_that_closed_is_named(world, database_url) -> None:
    world.open_shift()
    payment = world.begin_card(world.client(), 10_000)
    world.do(FailCardPayment(payment_id=payment, outcome="declined"))
    world.do(CloseShift(counted_minor=5_000_000))
    world.storage.close()
    by_force(database_url, "UPDATE card_payments SET state = 'unknown'")
    assert [problem.law for problem in verify(database_url).problems] == ["payment.pending"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cash_moves SET kind = 'cash_in'",
        "DELETE FROM cash_moves",
        "UPDATE shifts SET counted_close_parts = '{}' WHERE id = 1",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(world, change) -> None:
    world.open_shift()
    world.do(Collect(amount_minor=1_000))
    world.do(CloseShift(counted_minor=4_999_000, parts={4_999_000: 1}))
    with pytest.raises(Exception, match="clubdesk"), world.storage.engine.begin() as connection:
        connection.exec_driver_sql(change)
