"""The tab Rates over real books: painting a week, packages, versions, what is not saved."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import Role
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.foundation import translate
from clubdesk.services.rating import SaveRate
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.settings.rates.leave_dialog import LeaveDialog
from clubdesk.ui.settings.rates.tab import RatesTab
from clubdesk.ui.settings.rates.versions_dialog import VersionsDialog
from tests.support.clipping import clipped
from tests.support.club_world import World
from tests.support.databases import sqlite_template
from tests.support.world_desk import WorldDesk

__all__ = ["sqlite_template"]
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
FRIDAY = 4


@pytest.fixture
def world(sqlite_template, tmp_path):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    yield World(storage)
    storage.close()


@pytest.fixture
def desk(world):
    return WorldDesk(world)


@pytest.fixture
def tab(world, runner, bridge, stage, settled):
    """The tab with the owner at the desk."""
    sit_down(world, runner, world.owner)
    made = RatesTab(runner, bridge)
    stage(made)
    settled()
    return made


def sit_down(world, runner, staff_id) -> None:
    with world.storage.begin() as work:
        runner.staff = work.staff.get(staff_id)


def kept(world) -> list[Rate]:
    return list(world.storage.queries.rates())


def center(grid, row, cell) -> QPoint:
    return grid.cell_box(row, cell).center()


def drag(grid, start, end) -> None:
    """A stroke of the mouse over cells: row and half hour, first and last."""
    QTest.mousePress(grid, LEFT, pos=center(grid, *start))
    QTest.mouseMove(grid, center(grid, *end))
    QTest.mouseRelease(grid, LEFT, pos=center(grid, *end))


def type_into(editor, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)


def test_an_evening_is_painted_with_the_mouse_and_saved(world, tab, settled) -> None:
    week = tab.editor.week
    type_into(week.palette_.price.edit, "1200")
    drag(week.grid, (0, 36), (FRIDAY, 47))
    assert not tab.save.toolTip()
    QTest.mouseClick(tab.save, LEFT)
    settled()
    rate = next(one for one in kept(world) if one.id == tab.rate().id)
    assert rate.version == 2
    assert [(b.from_minute, b.per_hour_minor) for b in rate.price.bands[:3]] == [
        (0, 80_000), (18 * 60, 120_000), (24 * 60, 80_000)
    ]  # fmt: skip
    assert tab.state.text() == "Version 2, as it is sold now."


def test_prices_are_set_by_the_keyboard(tab, settled) -> None:
    grid = tab.editor.week.grid
    grid.setFocus()
    for _ in range(2):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    for _ in range(3):
        QTest.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    QTest.keyClicks(grid, "500")
    assert grid.buffer == "500"
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert [row[1:7] for row in grid.rows[:3]] == [
        (80_000, 50_000, 50_000, 50_000, 50_000, 80_000),
        (80_000, 50_000, 50_000, 50_000, 50_000, 80_000),
        (80_000,) * 6,
    ]
    grid.choose((0, 0, 0, 0))
    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    grid.choose((5, 6, 0, 0))
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert grid.rows[5] == grid.rows[6] == grid.rows[0]


def test_what_is_no_price_paints_nothing(tab) -> None:
    week = tab.editor.week
    before = week.grid.rows
    week.grid.setFocus()
    for typed in ("1.2.3", "0"):
        QTest.keyClicks(week.grid, typed)
        QTest.keyClick(week.grid, Qt.Key.Key_Return)
        assert week.palette_.price.field.error()
    assert week.grid.rows == before
    for typed in ("abc", "-5", "0", "1e18", "9" * 30, "800; DROP TABLE rates", "🎮"):
        week.palette_.price.edit.setText(typed)
        assert week.palette_.brush() is None
        drag(week.grid, (0, 0), (6, 47))
    assert week.grid.rows == before
    assert not tab.is_touched()


def test_the_preview_tells_the_exact_cost_with_its_pieces(tab) -> None:
    week, preview = tab.editor.week, tab.editor.preview
    type_into(week.palette_.price.edit, "1200")
    drag(week.grid, (FRIDAY, 44), (FRIDAY, 47))
    # 18:40-22:00 at 800, 22:00-23:10 at 1 200: 2 666.67 + 1 400.
    assert preview.total.text() == "4,066.66\u00a0₸"
    assert preview.lines == [
        ("18:40–22:00 · 3\u00a0h\u00a020\u00a0min at 800\u00a0₸/h", "≈ 2,666.66\u00a0₸"),
        ("22:00–23:10 · 1\u00a0h\u00a010\u00a0min at 1,200\u00a0₸/h", "1,400\u00a0₸"),
    ]
    tab.editor.charges.step.editor.setValue(60)
    assert preview.lines[2][0].startswith("Rounded up to the step: 30")
    assert preview.total.text() == "4,666.66\u00a0₸"
    tab.editor.charges.least.set_minor(500_000)
    assert preview.lines[3][0] == "Raised to the minimum charge"
    assert preview.total.text() == "5,000\u00a0₸"


def test_a_new_rate_begins_empty_and_says_which_hours_lack_a_price(world, tab, settled) -> None:
    QTest.mouseClick(tab.add_hourly, LEFT)
    week = tab.editor.week
    QTest.keyClicks(tab.editor.head.name.editor, "Day and night")
    type_into(week.palette_.price.edit, "700")
    drag(week.grid, (0, 0), (6, 43))
    assert "Mon 22:00–24:00" in week.gap.text()
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert len(kept(world)) == 3
    assert "Choose at least one zone" in tab.editor.head.zones_field.error()
    QTest.mouseClick(week.mend, LEFT)
    QTest.mouseClick(next(iter(tab.editor.head.zones.chips.values())), LEFT)
    QTest.mouseClick(tab.save, LEFT)
    settled()
    made = kept(world)[-1]
    assert (made.name, made.version, len(made.price.bands)) == ("Day and night", 1, 1)
    assert tab.list.current_id() == made.id


def test_a_special_day_has_its_own_prices(world, tab, settled) -> None:
    special = tab.editor.week.special
    for typed in ("", "31.02.2027", "soon"):
        special.day.editor.setText(typed)
        QTest.mouseClick(special.add, LEFT)
        assert "not a day" in special.day.under.text()
    type_into(special.day.editor, "01.01.2027")
    QTest.keyClick(special.day.editor, Qt.Key.Key_Return)
    type_into(tab.editor.week.palette_.price.edit, "2000")
    drag(special.grid, (0, 0), (0, 47))
    QTest.mouseClick(tab.save, LEFT)
    settled()
    (day,) = kept(world)[0].price.special
    assert (str(day.day), [band.per_hour_minor for band in day.bands]) == ("2027-01-01", [200_000])
    tab.editor.preview.day.setCurrentIndex(7)
    assert tab.editor.preview.total.text() == "9,000\u00a0₸"


def test_a_night_package_is_made_and_its_end_previewed(world, tab, settled) -> None:
    QTest.mouseClick(tab.add_package, LEFT)
    part, editor = tab.editor.package, tab.editor
    QTest.keyClicks(editor.head.name.editor, "Night")
    QTest.mouseClick(next(iter(editor.head.zones.chips.values())), LEFT)
    part.hours.editor.setValue(10)
    type_into(part.price.edit, "3500")
    type_into(part.starts.editor, "22:00")
    type_into(part.until.editor, "02:00")
    type_into(part.end.editor, "8")
    part.unused.choose(Unused.KEPT)
    assert "later visit" in part.unused_field.under.text()
    assert editor.preview.total.text() == "It ends at 08:00"
    assert ("Cut by the latest end", "−1\u00a0h\u00a030\u00a0min") in editor.preview.lines
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert kept(world)[-1].package == PackageOffer(
        600, 350_000, 22 * 60, 2 * 60, frozenset(), 8 * 60, Unused.KEPT, 30
    )


def test_a_package_that_is_wrong_is_marked_at_its_fields(world, tab, settled) -> None:
    QTest.mouseClick(tab.add_package, LEFT)
    part = tab.editor.package
    assert not tab.save.isEnabled()
    part.hours.editor.setValue(0)
    type_into(part.starts.editor, "25:99")
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert part.minutes.error()
    assert part.price.field.error()
    assert "not a time of day" in part.starts.error()
    assert tab.editor.head.name.error()
    assert len(kept(world)) == 3


def test_a_taken_name_is_refused_at_its_field(world, tab, settled) -> None:
    type_into(tab.editor.head.name.editor, kept(world)[1].name)
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert "already" in tab.editor.head.name.error()
    assert tab.refusal.isVisible()
    assert tab.is_touched()


def test_unsaved_changes_are_asked_about(world, tab, settled) -> None:
    first, second, _third = (rate.id for rate in kept(world))
    type_into(tab.editor.head.name.editor, "Renamed")
    tab.list.setCurrentRow(1)
    dialog = open_dialog_of(tab)
    assert isinstance(dialog, LeaveDialog)
    assert tab.list.current_id() == first
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert tab.editor.head.name.text() == "Renamed"
    tab.list.setCurrentRow(1)
    open_dialog_of(tab).discard.click()
    assert tab.rate().id == second
    type_into(tab.editor.head.name.editor, "VIP by the hour")
    tab.list.setCurrentRow(0)
    open_dialog_of(tab).primary.click()
    settled()
    assert tab.rate().id == first
    assert [rate.name for rate in kept(world)][1] == "VIP by the hour"


def test_a_reload_leaves_what_is_being_typed(world, tab, settled) -> None:
    type_into(tab.editor.head.name.editor, "Half typed")
    tab.reload()
    settled()
    assert tab.editor.head.name.text() == "Half typed"


def test_the_order_is_changed_by_key_and_survives_a_save(world, tab, settled) -> None:
    before = [rate.id for rate in kept(world)]
    type_into(tab.editor.head.name.editor, "Renamed")
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled()
    swapped = [before[1], before[0], before[2]]
    assert [rate.id for rate in kept(world)] == swapped
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert [rate.id for rate in kept(world)] == swapped
    assert kept(world)[1].name == "Renamed"


def test_a_rate_is_copied_retired_and_sold_again(world, tab, settled) -> None:
    QTest.mouseClick(tab.copy, LEFT)
    assert tab.editor.head.name.text().endswith("(copy)")
    assert any("sells exactly the same" in text for text in tab.editor.warnings.texts)
    QTest.mouseClick(tab.save, LEFT)
    settled()
    QTest.mouseClick(tab.retire, LEFT)
    settled()
    assert not kept(world)[-1].active
    assert tab.state.text() == "Retired."
    QTest.mouseClick(tab.retire, LEFT)
    settled()
    assert kept(world)[-1].active


def test_an_earlier_version_is_looked_at_and_taken_again(world, tab, settled) -> None:
    rate = kept(world)[0]
    flat = HourlyPrice.flat(99_000, rate.price.time_zone)
    world.do(SaveRate(rate=replace(rate, price=flat)))
    tab.reload()
    settled()
    QTest.mouseClick(tab.versions, LEFT)
    settled()
    dialog = open_dialog_of(tab)
    assert isinstance(dialog, VersionsDialog)
    assert sorted(one.version for one in dialog.table.rows_model.rows) == [1, 2]
    by_number = {one.version: n for n, one in enumerate(dialog.table.rows_model.rows)}
    dialog.table.selectRow(by_number[1])
    assert dialog.grid.rows[0][0] == 80_000
    QTest.mouseClick(dialog.primary, LEFT)
    settled()
    now = kept(world)[0]
    assert (now.version, now.price) == (3, rate.price)
    assert tab.editor.week.grid.rows[0][0] == 80_000


def test_without_the_permission_everything_is_only_looked_at(world, tab, runner, settled) -> None:
    sit_down(world, runner, world.staff(Role.CASHIER))
    runner.rights_changed.emit()
    settled()
    tab.reload()
    settled()
    for button in (tab.add_hourly, tab.add_package, tab.copy, tab.retire, tab.save):
        assert "Edit rates" in button.toolTip() or "rates" in button.toolTip()
        assert not button.isEnabled()
    assert not tab.editor.content.isEnabled()
    before = tab.list.ids()
    tab.list.step(1)
    assert tab.list.ids() == before


def test_a_colour_of_its_own_stays_until_another_is_chosen(world, tab, settled) -> None:
    rate = kept(world)[0]
    world.do(SaveRate(rate=replace(rate, colour="#123456")))
    tab.reload()
    settled()
    colours = tab.editor.head.colour
    assert colours.own.isVisible()
    assert colours.own.isChecked()
    assert not tab.is_touched()
    QTest.mouseClick(colours.dots[1], LEFT)
    QTest.mouseClick(tab.save, LEFT)
    settled()
    assert kept(world)[0].colour == "#2fbf71"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_word_is_cut_off(world, runner, bridge, stage, settled, language) -> None:
    translate.set_language(language)
    try:
        sit_down(world, runner, world.owner)
        made = RatesTab(runner, bridge)
        window = stage(made)
        settled()
        QApplication.processEvents()
        assert clipped(window) == []
        QTest.mouseClick(made.add_package, LEFT)
        QApplication.processEvents()
        assert clipped(window) == []
    finally:
        translate.set_language("en")
