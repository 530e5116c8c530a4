"""Promotions, groups and the expiry of points in Settings, over real books and by the keyboard."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.domain.people import ClientGroup, Role
from clubdesk.domain.promotion import ExpiryKind, PointsExpiry, Promotion, PromotionKind, Step
from clubdesk.services.expiring import SetPointsExpiry
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.look.date_field import day_of
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.settings.promotions_tab import PromotionsTab
from tests.support.club_world import World
from tests.support.databases import sqlite_template
from tests.support.points_club import born, credit, enroll, group, points_of, promote, steps
from tests.support.world_desk import WorldDesk

__all__ = ["sqlite_template"]
K = PromotionKind


@pytest.fixture
def world(sqlite_template, tmp_path):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    made = World(storage)
    made.open_shift()
    yield made
    storage.close()


@pytest.fixture
def desk(world):
    return WorldDesk(world)


@pytest.fixture
def tab(world, runner, bridge, stage, settled):
    """The tab with the owner at the desk."""
    sit_down(world, runner, world.owner)
    made = PromotionsTab(runner, bridge)
    stage(made)
    settled()
    return made


def sit_down(world, runner, staff_id) -> None:
    with world.storage.begin() as work:
        runner.staff = work.staff.get(staff_id)


def type_into(editor, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)


def enter(dialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def kept(world) -> list[Promotion]:
    return list(world.storage.queries.promotions())


def test_a_promotion_is_added_by_the_keyboard(world, tab, settled, qtbot) -> None:
    QTest.keyClick(tab.promotions.add, Qt.Key.Key_Return)
    dialog = open_dialog_of(tab)
    assert dialog.name.editor.hasFocus()
    QTest.keyClicks(dialog.name.editor, "Big top-up")
    (line,) = dialog.steps.lines
    type_into(line.amount, "5000")
    type_into(line.percent, "10")
    QTest.keyClick(dialog.steps.add, Qt.Key.Key_Return)
    second = dialog.steps.lines[1]
    assert second.amount.hasFocus()
    QTest.keyClicks(second.amount, "2000")
    type_into(second.points, "300")
    QTest.keyClick(dialog.weekdays[5], Qt.Key.Key_Space)
    type_into(dialog.last.editor, "31.12.2026")
    enter(dialog)
    settled()
    assert kept(world) == [
        Promotion(
            1,
            "Big top-up",
            K.TOP_UP,
            (Step(200_000, 300), Step(500_000, 0, 10)),
            weekdays=frozenset({5}),
            ends_on=born("2026-12-31"),
        )
    ]
    qtbot.waitUntil(lambda: len(tab.promotions.table.rows_model.rows) == 1)
    assert open_dialog_of(tab) is None


def test_each_kind_asks_for_what_it_needs(world, tab, settled) -> None:
    dialog = tab.promotions.open_dialog(None)
    seen = {}
    for kind in K:
        dialog.kind.choose(kind)
        seen[kind] = [
            field.isVisible()
            for field in (dialog.steps, dialog.points, dialog.code, dialog.uses, dialog.around)
        ]
    assert seen == {
        K.TOP_UP: [True, False, False, False, False],
        K.FIRST_TOP_UP: [True, False, False, False, False],
        K.BIRTHDAY: [False, True, False, False, True],
        K.PROMO_CODE: [False, True, True, True, False],
        K.BY_HAND: [False, True, False, False, False],
    }


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(world, tab, settled) -> None:
    dialog = tab.promotions.open_dialog(None)
    enter(dialog)
    settled()
    assert dialog.name.error() == "The promotion needs a name."
    type_into(dialog.name.editor, "Codes")
    enter(dialog)
    settled()
    assert "amount above zero" in dialog.steps.error.text()
    dialog.kind.choose(K.PROMO_CODE)
    type_into(dialog.points.editor, "5")
    type_into(dialog.code.editor, "a'")
    enter(dialog)
    settled()
    assert "3 to 32" in dialog.code.error()
    type_into(dialog.first.editor, "31.02.2026")
    enter(dialog)
    assert "not a day" in dialog.first.error()
    assert kept(world) == []
    type_into(dialog.first.editor, "1.3.2026")
    type_into(dialog.code.editor, "good-1")
    enter(dialog)
    settled()
    assert [(one.code, one.points, one.starts_on) for one in kept(world)] == [
        ("GOOD-1", 5, born("2026-03-01"))
    ]


def test_a_promotion_comes_back_as_it_was_and_is_switched_off(world, tab, settled, qtbot) -> None:
    promote(world, "Welcome", K.FIRST_TOP_UP, points=7_000)
    promote(
        world, "Weekend", K.TOP_UP, steps=steps((100, 5, 1)), weekdays=frozenset({5, 6}),
        starts_on=born("2026-11-01"),
    )  # fmt: skip
    before = kept(world)
    qtbot.waitUntil(lambda: len(tab.promotions.table.rows_model.rows) == 2)
    tab.promotions.table.go_to(1)
    QTest.keyClick(tab.promotions.table, Qt.Key.Key_Return)
    dialog = open_dialog_of(tab)
    assert dialog.typed() == before[1]
    dialog.state.choose(False)
    enter(dialog)
    settled()
    assert [one.active for one in kept(world)] == [True, False]
    qtbot.waitUntil(lambda: not tab.promotions.table.rows_model.rows[1].active)
    # What any first top-up is given comes back as a step from the smallest amount.
    dialog = tab.promotions.open_dialog(before[0])
    assert dialog.typed().steps == (Step(1, 7_000),)


def test_a_group_is_added_edited_and_removed(world, tab, settled, qtbot) -> None:
    QTest.keyClick(tab.groups.add, Qt.Key.Key_Return)
    dialog = open_dialog_of(tab)
    dialog.name.editor.insert("Друзья")
    type_into(dialog.discount.editor, "15")
    enter(dialog)
    settled()
    assert list(world.storage.queries.groups()) == [ClientGroup(1, "Друзья", 15, 0)]
    qtbot.waitUntil(lambda: bool(tab.groups.table.rows_model.rows))
    client = world.client()
    enroll(world, client, group_id=1)
    QTest.keyClick(tab.groups.table, Qt.Key.Key_Return)
    dialog = open_dialog_of(tab)
    dialog.remove.click()
    settled()
    assert "1 client is in the group" in dialog.refusal.text.text()
    enroll(world, client, group_id=None)
    dialog.remove.click()
    settled()
    assert list(world.storage.queries.groups()) == []


def test_a_name_that_is_taken_is_told_at_the_name(world, tab, settled) -> None:
    group(world, "Friends")
    dialog = tab.groups.open_dialog(None)
    QTest.keyClicks(dialog.name.editor, "friends")
    enter(dialog)
    settled()
    assert dialog.name.error() == "There is a group of this name already."


def test_the_rule_is_set_and_explained(world, tab, settled, qtbot) -> None:
    part = tab.expiry
    assert not part.save.isEnabled()
    part.kind.choose(ExpiryKind.MONTHS)
    type_into(part.months.editor, "6")
    assert "6 months" in part.explained.text()
    QTest.keyClick(part.months.editor, Qt.Key.Key_Return)
    settled()
    rule = world.storage.queries.club().points_expiry
    assert (rule.kind, rule.months) == (ExpiryKind.MONTHS, 6)
    qtbot.waitUntil(lambda: not part.save.isEnabled())
    part.kind.choose(ExpiryKind.YEARLY)
    part.month.editor.choose(2)
    part.day.editor.setValue(30)
    part.save.click()
    settled()
    assert part.day.error() == "There is no such day in the year."


@pytest.fixture
def expired(world, tab, settled, qtbot):
    """Two clients with expired points, in sight."""
    world.do(SetPointsExpiry(rule=PointsExpiry(ExpiryKind.MONTHS, months=1)))
    clients = [world.client(name=f"C{n}", phone=f"+7701555000{n}") for n in range(2)]
    for client in clients:
        credit(world, client, 620)
    world.clock.advance(60 * 86_400)
    tab.reload()
    settled()
    qtbot.waitUntil(tab.expiry.review.isEnabled)
    return clients


def test_a_write_off_shows_what_it_takes_and_takes_it(world, tab, settled, expired) -> None:
    assert tab.expiry.expired.text() == "1,240 pts of 2 clients have expired."
    QTest.keyClick(tab.expiry.review, Qt.Key.Key_Return)
    dialog = open_dialog_of(tab)
    settled()
    assert dialog.total.value.text() == "1,240 pts"
    assert dialog.primary.text() == "Write off 1,240 pts of 2 clients"
    assert [line.points for line in dialog.table.rows_model.rows] == [620, 620]
    enter(dialog.table)
    settled()
    assert [points_of(world, client) for client in expired] == [0, 0]
    assert open_dialog_of(tab) is None


def test_a_list_that_changed_meanwhile_is_read_anew(world, tab, settled, expired) -> None:
    tab.expiry.open_review()
    settled()
    dialog = open_dialog_of(tab)
    world.do(SetPointsExpiry(rule=PointsExpiry(ExpiryKind.MONTHS, months=120)))
    enter(dialog)
    settled()
    assert "have changed" in dialog.refusal.text.text()
    assert not dialog.primary.isEnabled()
    assert [points_of(world, client) for client in expired] == [620, 620]


def test_who_may_not_edit_sees_why(world, tab, runner, bridge, stage, settled) -> None:
    sit_down(world, runner, world.staff(Role.CASHIER))
    other = PromotionsTab(runner, bridge)
    stage(other)
    settled()
    for button in (other.promotions.add, other.groups.add, other.expiry.save):
        assert not button.isEnabled()
        assert "promotions" in button.toolTip().casefold()
    assert other.promotions.open_dialog(None) is None
    assert other.groups.open_dialog(None) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21.11.2026", "2026-11-21"),
        (" 1/2/2026 ", "2026-02-01"),
        ("2026-11-21", "2026-11-21"),
        ("29.02.2027", None),
        ("21.11.26", None),
        ("soon", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, day) -> None:
    assert day_of(typed) == (None if day is None else born(day))
