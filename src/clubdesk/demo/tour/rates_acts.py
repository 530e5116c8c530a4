"""The tour's acts of rates: the week's grid, a package sold, and how a charge came about.

GUI thread; every deed goes through the widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.ui.clients.card import VISITS
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.explain_dialog import ExplainDialog
from clubdesk.ui.settings.rates.hourly_editor import HourlyEditor
from clubdesk.ui.settings.rates.package_editor import PackageEditor
from clubdesk.ui.settings.rates.tab import RatesTab
from clubdesk.ui.settings.screen import SettingsScreen

PC_PACKAGE = 3
CLIENT, BUYER = 1, 4
PACKAGE = "3 hours"
FRIDAY = 4
EVENING = (38, 45)
"""The cells of 19:00 to 23:00 in the week's grid."""
DEARER = "1500"


def rates(scene: Scene) -> None:
    """A Friday evening is painted dearer, looked at, and left as it was; then a package."""
    tab = _rates_tab(scene)
    week = _hourly(tab).week
    usual = week.price()
    scene.window.toasts.clear()
    scene.hand.picture("settings-rates")
    week.palette_.price.edit.clear()
    scene.hand.type(DEARER, week.palette_.price.edit)
    _drag(week.grid, *(week.grid.cell_box(FRIDAY, cell).center() for cell in EVENING))
    scene.hand.settle()
    scene.check(week.price() != usual, "the painted evening has another price")
    scene.hand.picture("settings-rates-painted")
    scene.hand.click(tab.discard)
    scene.check(_hourly(tab).week.price() == usual, "what is discarded changes nothing")
    package = next(rate for rate in tab.kept() if rate.package is not None)
    tab.show_rate(package)
    scene.hand.settle()
    scene.check(isinstance(tab.editor, PackageEditor), "a package has an editor of its own")
    scene.hand.picture("settings-package")
    hourly = sum(1 for rate in tab.kept() if rate.package is None)
    scene.say(f"Rates: {hourly} by the hour, {len(tab.kept()) - hourly} packages")


def start_package(scene: Scene) -> None:
    """A client buys three hours in advance; they are charged when they are bought."""
    before = scene.balance(AccountKind.GAME, BUYER)
    scene.choose_seat(PC_PACKAGE)
    scene.press(Qt.Key.Key_S)
    dialog = scene.dialog(StartDialog)
    row = scene.windows.house.storage.queries.client(BUYER)
    scene.hand.type(row.client.phone[-6:] if row else "", dialog.client.search)
    scene.hand.until(lambda: dialog.client.row() is not None, "the client in the list")
    scene.hand.click(next(r for r in dialog.rates.rows if r.line.title.startswith(PACKAGE)))
    scene.hand.picture("start-package")
    scene.accept(dialog)
    scene.until_pc(PC_PACKAGE, is_open=True)
    # What was kept of an earlier package is played first, so the one bought now comes last.
    bought = scene.session_on(PC_PACKAGE).covers[-1]
    paid = before - scene.balance(AccountKind.GAME, BUYER)
    scene.check(0 < paid <= bought.price_minor, "the package was charged when it was bought")
    scene.hand.picture("package-runs")
    scene.say(f"PC {PC_PACKAGE:02d}: {bought.minutes} minutes bought for {scene.shown(paid)}")


def explain(scene: Scene) -> None:
    """The client who left asks what was charged: each line, from the Visit History."""
    screen = scene.window.open_screen("clients")
    if not isinstance(screen, ClientsScreen):
        raise TypeError("the screen Clients")
    screen.show_client(CLIENT)
    scene.hand.settle()
    card = screen.card
    if card is None:
        raise LookupError("the card of the client")
    card.open_tab(VISITS)
    session_id, lines = scene.money["ended session"], card.visits.table.rows_model
    scene.hand.until(lambda: lines.rows and lines.rows[0].session_id == session_id, "the visit")
    told = scene.windows.house.storage.queries.explain(session_id, scene.clock.now())
    card.visits.table.go_to(0)
    scene.window.toasts.clear()
    scene.hand.click(card.visits.explain)
    dialog = scene.dialog(ExplainDialog)
    if told is None:
        raise LookupError("the charge of the visit")
    scene.check(told.is_final, "the session has ended")
    total = told.total
    scene.check(sum(step.amount for step in told.steps) == total, "the lines add up")
    scene.check(len(dialog.rows) == len(told.steps), "each line is shown")
    scene.hand.picture("explain")
    scene.hand.key(Qt.Key.Key_Escape, into=dialog)
    scene.hand.until(lambda: open_dialog_of(scene.window) is None, "the dialog to close")
    screen.close_card()
    scene.say(f"The charge of {scene.shown(total)} explained in {len(dialog.rows)} lines")


def _rates_tab(scene: Scene) -> RatesTab:
    screen = scene.window.open_screen("settings")
    if not isinstance(screen, SettingsScreen):
        raise TypeError("the screen Settings")
    tab = screen.tabs.open("rates")
    if not isinstance(tab, RatesTab):
        raise TypeError("the tab Rates")
    scene.hand.until(lambda: tab.editor is not None, "the rates")
    scene.hand.settle()
    return tab


def _hourly(tab: RatesTab) -> HourlyEditor:
    if not isinstance(tab.editor, HourlyEditor):
        raise TypeError("the editor of an hourly rate")
    return tab.editor


def _drag(grid: QWidget, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(grid, left, pos=start)
    QTest.mouseMove(grid, end)
    QTest.mouseRelease(grid, left, pos=end)
