"""Expired points: which they are, the review, and the write-off as one deed."""

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.promotion import ExpiryKind, PointsExpiry
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import set_language
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.expiring import SetPointsExpiry, WriteOffExpired
from clubdesk.services.sessions import EndSession
from clubdesk.services.undoing import UndoOperation
from tests.support.club_world import World
from tests.support.points_club import credit, points_of

MONTH = 32 * 86_400
THREE = PointsExpiry(ExpiryKind.MONTHS, months=3)


@pytest.fixture
def club(world) -> World:
    world.open_shift()
    world.do(SetPointsExpiry(rule=THREE))
    return world


def review(world: World):
    return world.storage.queries.expired_points(world.clock.now())


def lines(world: World) -> dict[int, int]:
    return {line.client_id: line.points for line in review(world).lines}


def write_off(world: World, shown, staff: int | None = None):
    return world.do(
        WriteOffExpired(
            clients=len(shown.lines), points=shown.points, as_of=shown.as_of.isoformat()
        ),
        staff,
    )


def deduct(world: World, client: int, points: int):
    return world.do(
        Deduct(client_id=client, amount=points, account=AccountType.BONUS, reason="Test")
    )


def test_the_oldest_points_are_spent_first(club) -> None:
    client = club.client()
    credit(club, client, 100)
    first_at = club.clock.now()
    club.clock.advance(2 * MONTH)
    credit(club, client, 50)
    deduct(club, client, 30)
    assert lines(club) == {}
    club.clock.advance(2 * MONTH)
    assert lines(club) == {client: 70}
    assert review(club).lines[0].oldest_at == first_at
    deduct(club, client, 60)
    assert lines(club) == {client: 10}
    deduct(club, client, 20)
    assert lines(club) == {}
    club.clock.advance(2 * MONTH)
    assert lines(club) == {client: 40}


def test_what_was_undone_counts_on_neither_side(club) -> None:
    client = club.client()
    credit(club, client, 100)
    wrong = credit(club, client, 1_000)
    club.do(UndoOperation(transaction_id=wrong.transaction_id, reason="Wrong client"))
    taken = deduct(club, client, 40)
    club.do(UndoOperation(transaction_id=taken.transaction_id, reason="Wrong client"))
    club.clock.advance(4 * MONTH)
    assert points_of(club, client) == 100
    assert lines(club) == {client: 100}


def test_a_write_off_takes_what_was_reviewed_in_one_deed(club) -> None:
    one, two = club.client(name="One"), club.client(name="Two", phone="+77015550001")
    credit(club, one, 100)
    credit(club, two, 40)
    club.clock.advance(4 * MONTH)
    credit(club, two, 7)
    shown = review(club)
    assert [(line.client_name, line.points) for line in shown.lines] == [("One", 100), ("Two", 40)]
    set_language("ru")
    answer = write_off(club, shown)
    assert (answer.clients, answer.points) == (2, 140)
    assert (points_of(club, one), points_of(club, two)) == (0, 7)
    assert club.balance(AccountKind.BONUS_EXPENSE) == 7
    assert review(club).lines == ()
    entries = [entry for entry in club.journal() if entry.action == "WriteOffExpired"]
    assert len(entries) == 1
    assert entries[0].reason


def test_a_write_off_of_what_has_changed_is_refused(club) -> None:
    client = club.client()
    credit(club, client, 100)
    club.clock.advance(4 * MONTH)
    shown = review(club)
    deduct(club, client, 1)
    with pytest.raises(DeskError) as caught:
        write_off(club, shown)
    assert caught.value.code == "expiry.changed"
    assert points_of(club, client) == 99


@pytest.mark.parametrize("as_of", ["", "yesterday", "2026-11-20T13:00:00", "2099-01-01T00:00:00Z"])
def test_a_review_of_no_past_instant_is_refused(club, as_of) -> None:
    with pytest.raises(DeskError) as caught:
        club.do(WriteOffExpired(clients=0, points=0, as_of=as_of))
    assert caught.value.code == "expiry.changed"


def test_nothing_to_write_off_is_said(club) -> None:
    with pytest.raises(DeskError) as caught:
        write_off(club, review(club))
    assert caught.value.code == "expiry.nothing"


def test_who_plays_now_is_left_out_until_the_session_ends(club) -> None:
    client = club.client(80_000)
    credit(club, client, 100)
    club.clock.advance(4 * MONTH)
    session = club.start(client)
    assert lines(club) == {}
    club.do(EndSession(session_id=session))
    assert lines(club) == {client: 100}


def test_points_that_never_expire_are_never_listed(world) -> None:
    world.open_shift()
    client = world.client()
    credit(world, client, 100)
    world.clock.advance(40 * MONTH)
    assert lines(world) == {}
    world.do(SetPointsExpiry(rule=PointsExpiry(ExpiryKind.YEARLY, month=2, day=29)))
    assert lines(world) == {client: 100}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (PointsExpiry(ExpiryKind.MONTHS, months=0), "expiry.months"),
        (PointsExpiry(ExpiryKind.MONTHS, months=10**18), "expiry.months"),
        (PointsExpiry(ExpiryKind.YEARLY, month=13, day=1), "expiry.day"),
        (PointsExpiry(ExpiryKind.YEARLY, month=2, day=30), "expiry.day"),
        (PointsExpiry(ExpiryKind.YEARLY, month=0, day=0), "expiry.day"),
    ],
)
def test_a_rule_without_sense_is_refused(world, rule, code) -> None:
    with pytest.raises(DeskError) as caught:
        world.do(SetPointsExpiry(rule=rule))
    assert caught.value.code == code
    assert world.storage.queries.club().points_expiry.kind is ExpiryKind.NEVER


def test_a_cashier_may_neither_set_the_rule_nor_write_off(club) -> None:
    cashier = club.staff(Role.CASHIER)
    client = club.client()
    credit(club, client, 100)
    club.clock.advance(4 * MONTH)
    shown = review(club)
    for deed in (
        lambda: club.do(SetPointsExpiry(rule=THREE), cashier),
        lambda: write_off(club, shown, cashier),
    ):
        with pytest.raises(DeskError) as caught:
            deed()
        assert caught.value.code == "staff.not_allowed"
    assert points_of(club, client) == 100
