"""Points in the stored books: the laws that ``verify`` walks, old rows, and who has expired points.

The stores themselves are driven by the tests of promotions, groups and the expiry at the door.
"""

from datetime import date, timedelta

import pytest

from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_people import PromotionUse
from clubdesk.services.sessions import EndSession
from clubdesk.storage.expired_points import expired_points
from clubdesk.storage.rows import terms_of, to_json
from clubdesk.storage.rows_points import promotion_of
from clubdesk.storage.verify import verify
from tests.support.club_world import START
from tests.support.force import by_force
from tests.support.points_club import credit, enroll, group

WHOLE = Promotion(
    0,
    "Everything",
    PromotionKind.TOP_UP,
    steps=(Step(100, 5), Step(200, 0, 10)),
    points=7,
    weekdays=frozenset({0, 6}),
    starts_on=date(2026, 1, 31),
    ends_on=date(2026, 12, 31),
    code="CODE",
    most_uses=3,
    birthday_days=5,
    active=False,
    position=4,
)


@pytest.fixture
def played(world):
    """One ended session that was paid half in points, one that runs."""
    world.open_shift()
    friends = group(world, discount=20, points=50)
    for number in range(2):
        client = world.client(100_000, f"C{number}", f"+7701555000{number}")
        credit(world, client, 60_000)
        enroll(world, client, group_id=friends)
        world.start(client, number)
    world.clock.advance(1800)
    world.do(EndSession(session_id=1))
    return world


def first_law(url: str) -> str:
    first = verify(url).first
    return first.law if first is not None else ""


def test_honest_books_hold(played, database_url) -> None:
    assert played.session(1).charged_points == 16_000
    assert first_law(database_url) == ""


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("UPDATE sessions SET charged_points = charged_points - 1 WHERE id = 1", "session.points"),
        (
            "UPDATE segments SET terms = replace(terms, '\"points_percent\":50',"
            " '\"points_percent\":49') WHERE session_id = 1",
            "session.points_share",
        ),
        (
            "UPDATE segments SET terms = replace(terms, '\"discount_percent\":20',"
            " '\"discount_percent\":10') WHERE session_id = 1",
            "session.price",
        ),
        (
            "UPDATE segments SET terms = replace(terms, '\"points_percent\":50',"
            " '\"points_percent\":20') WHERE session_id = 2",
            "session.ends_at",
        ),
    ],
)
def test_what_was_changed_by_force_is_named(played, database_url, change, law) -> None:
    by_force(database_url, change)
    assert first_law(database_url) == law


def test_terms_that_were_stored_before_groups_are_read(played) -> None:
    now = played.session(1).terms
    old = to_json(now).partition(',"discount_percent"')[0] + "}"
    read = terms_of(old)
    assert (read.discount_percent, read.points_percent) == (0, 0)
    assert read.price == now.price


def test_a_promotion_comes_back_whole(storage) -> None:
    with storage.begin() as work:
        added = work.promotions.add(WHOLE)
        assert work.promotions.get(added.id) == added
        assert work.promotions.by_code("CODE") == added
        assert work.promotions.by_code("") is None
        assert work.promotions.get(99) is None
    assert list(storage.queries.promotions()) == [added]


def test_a_promotion_of_an_older_version_has_defaults(storage) -> None:
    with storage.begin() as work:
        added = work.promotions.add(WHOLE)
    with storage.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE promotions SET terms = '{\"points\":9}'")
        row = connection.exec_driver_sql("SELECT * FROM promotions").one()
    read = promotion_of(row)
    assert (read.id, read.points, read.steps, read.birthday_days) == (added.id, 9, (), 3)


def test_the_database_keeps_codes_apart(storage) -> None:
    with storage.begin() as work:
        work.promotions.add(WHOLE)
    with pytest.raises(DeskError) as caught, storage.begin() as work:
        work.promotions.add(WHOLE)
    assert caught.value.code == "promotion.code_taken"


def test_uses_follow_a_merged_card(world) -> None:
    world.open_shift()
    one, two = (world.client(name=f"C{n}", phone=f"+7701555000{n}") for n in range(2))
    given = credit(world, one, 5).transaction_id
    with world.storage.begin() as work:
        promotion = work.promotions.add(WHOLE)
        work.promotions.note_use(PromotionUse(given, promotion.id, one, None, START))
        assert work.promotions.uses(promotion.id, two) == []
    enroll(world, one, merged_into=two, phone="")
    with world.storage.begin() as work:
        assert [use.transaction_id for use in work.promotions.uses(promotion.id, two)] == [given]


def test_expired_points_are_listed_by_name(world) -> None:
    world.open_shift()
    for number, name in enumerate(("Zoe", "Adam")):
        credit(world, world.client(name=name, phone=f"+7701555000{number}"), 10 + number)
    world.client(name="Poor", phone="+77015550009")
    with world.storage.queries._reader.look() as look:
        assert expired_points(look, START) == []
        found = expired_points(look, START + timedelta(microseconds=1))
    assert [(line.client_name, line.points) for line in found] == [("Adam", 11), ("Zoe", 10)]
