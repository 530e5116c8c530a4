"""Rates at the real desk: an evening's price is painted, sold, and charged as it was quoted."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.demo.cast import OWNER
from clubdesk.services.time_over import end_due_sessions
from clubdesk.ui.hall.buy_dialog import BuyDialog
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.end_dialog import EndDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.settings.rates.tab import RatesTab
from clubdesk.ui.settings.screen import SettingsScreen

LEFT = Qt.MouseButton.LeftButton
CLIENT, FRIDAY = 1, 4
# The desk's day begins on Friday at 18:00 on the club's wall.
AT_19, AT_23 = 38, 45


def rates_tab(real) -> RatesTab:
    screen = real.window.open_screen("settings")
    assert isinstance(screen, SettingsScreen)
    tab = screen.tabs.open("rates")
    real.settle()
    assert isinstance(tab, RatesTab)
    real.until(lambda: tab.editor is not None)
    return tab


def drag(grid, row: int, first: int, last: int) -> None:
    start, end = (grid.cell_box(row, cell).center() for cell in (first, last))
    QTest.mousePress(grid, LEFT, pos=start)
    QTest.mouseMove(grid, end)
    QTest.mouseRelease(grid, LEFT, pos=end)


def paint_evening(real) -> int:
    """1 200 from 19:00 to 23:00 on Friday; returns the price before it."""
    tab = rates_tab(real)
    week, version = tab.editor.week, tab.rate().version
    usual = week.grid.rows[FRIDAY][AT_19 - 2]
    week.palette_.price.edit.clear()
    real.type("1200", week.palette_.price.edit)
    drag(week.grid, FRIDAY, AT_19, AT_23)
    real.click(tab.save)
    real.until(lambda: tab.rate().version == version + 1)
    return usual


def start(real, number: int) -> StartDialog:
    real.choose(number)
    real.press("start")
    dialog = real.dialog(StartDialog)
    row = real.house.storage.queries.client(CLIENT)
    real.type(row.client.phone[-6:], dialog.client.search)
    real.until(lambda: dialog.client.row() is not None)
    return dialog


def end_what_is_over(real) -> None:
    house = real.house
    real.house.writer.submit(
        lambda: end_due_sessions(house.storage.begin, house.clock, house.dispatcher)
    ).result(20)
    real.settle()


def test_an_evening_price_is_painted_and_the_quote_is_what_is_charged(real) -> None:
    real.come_to_work(OWNER.login)
    real.top_up(CLIENT, 1_000_000)
    usual = paint_evening(real)
    before = real.game(CLIENT)
    dialog = start(real, 1)
    real.key(Qt.Key.Key_F9, dialog.client.search)
    dialog.limit.chips.choose(7200)
    real.settle()
    cost = usual + 120_000
    assert dialog.figures.bands.text().startswith("until 19:00 at ")
    assert dialog.ends.value.text() == "20:00"
    quoted = dialog.money.value.text()
    assert quoted == dialog._wording.money.exact(cost)
    real.click(dialog.primary)
    real.nothing_open()
    session = real.playing(1)
    assert session.ends_at == real.clock.now() + timedelta(hours=2)
    real.clock.move_to(session.ends_at)
    end_what_is_over(real)
    assert real.session_on(1) is None
    assert before - real.game(CLIENT) == cost


def make_package(real, name: str) -> None:
    """Two hours for 1 500, in the first zone."""
    tab = rates_tab(real)
    real.click(tab.add_package)
    real.type(name, tab.editor.head.name.editor)
    real.click(next(iter(tab.editor.head.zones.chips.values())))
    tab.editor.package.hours.editor.setValue(2)
    real.type("1500", tab.editor.package.price.edit)
    real.click(tab.save)
    real.until(lambda: tab.rate().id != 0)


def row_of(choice, name: str):
    return next(row for row in choice.rows if row.line.title == name)


def test_a_package_is_made_sold_and_given_back_in_part(real) -> None:
    real.come_to_work(OWNER.login)
    real.top_up(CLIENT, 1_000_000)
    make_package(real, "Two hours")
    before = real.game(CLIENT)
    dialog = start(real, 1)
    real.click(row_of(dialog.rates, "Two hours"))
    assert dialog.money.value.text() == "1,500\u00a0₸"
    real.click(dialog.primary)
    real.nothing_open()
    assert before - real.game(CLIENT) == 150_000
    real.clock.advance(1800)
    real.choose(1)
    real.hall.errands.perform(Deed.BUY)
    more = real.dialog(BuyDialog)
    real.click(row_of(more.list, "Two hours"))
    assert more.begins.value.text() == "20:00"
    real.click(more.primary)
    real.nothing_open()
    assert len(real.playing(1).covers) == 2
    real.press("end")
    real.click(real.dialog(EndDialog).primary)
    real.nothing_open()
    # Half an hour of the first two hours was played; the second package was not begun.
    assert before - real.game(CLIENT) == 37_500


def test_a_retired_rate_is_not_offered(real) -> None:
    real.come_to_work(OWNER.login)
    tab = rates_tab(real)
    name = tab.rate().name
    real.click(tab.retire)
    real.until(lambda: not tab.rate().active)
    real.top_up(CLIENT, 100_000)
    dialog = start(real, 1)
    assert name not in [row.line.title for row in dialog.rates.rows]
    assert not dialog.primary.isEnabled()
    dialog.finish(done=False)
    assert real.done("RetireRate") == 1
