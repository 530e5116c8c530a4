"""The tab Rates in pictures: the week, a package, the versions, and what a start offers.

GUI thread. Nothing is saved: the same prices show in every picture.
"""

from __future__ import annotations

from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.settings.rates.hourly_editor import HourlyEditor
from clubdesk.ui.settings.rates.tab import RatesTab
from clubdesk.ui.settings.rates.versions_dialog import VersionsDialog
from clubdesk.ui.settings.screen import SettingsScreen

_FRIDAY_EVENING = (4, 5, 36, 43)


def rates(scene: Scene, camera: Camera) -> None:
    """The tab, with somebody at the desk who may edit rates."""
    tab = _open(scene)
    editor = tab.editor
    if editor is None:
        raise LookupError("the club has no rate")
    if isinstance(editor, HourlyEditor):
        editor.week.grid.choose(_FRIDAY_EVENING)
        editor.week.grid.setFocus()
    camera.take("rates-week", scene.window)
    with camera.sized(scene.window, LARGE):
        camera.take("rates-week-1920", scene.window)
    editor.area.verticalScrollBar().setValue(editor.area.verticalScrollBar().maximum())
    camera.take("rates-sale", scene.window)
    scene.hand.click(tab.versions)
    dialog = scene.dialog(VersionsDialog)
    camera.take("rates-versions", scene.window)
    dialog.finish(done=False)
    scene.hand.settle()
    package = next((one for one in tab.kept() if one.package is not None), None)
    if package is not None:
        tab.show_rate(package)
        scene.hand.settle()
        camera.take("rates-package", scene.window)


def start_with_package(scene: Scene, camera: Camera, dialog: StartDialog) -> None:
    """The open start dialog with a package chosen, then with the limit."""
    packages = [
        place for place, rate in enumerate(dialog.choice.allowed()) if rate.package is not None
    ]
    if packages:
        dialog.rates.choose(packages[0])
        camera.take("start-package", scene.window)
        dialog.rates.choose(0)
    scene.hand.click(dialog.limit_button)
    camera.take("start-limit", scene.window)
    scene.hand.click(dialog.limit_button)


def _open(scene: Scene) -> RatesTab:
    screen = scene.window.open_screen("settings")
    if not isinstance(screen, SettingsScreen):
        raise TypeError("the screen Settings")
    tab = screen.tabs.open("rates")
    if not isinstance(tab, RatesTab):
        raise TypeError("the tab Rates")
    scene.hand.settle()
    scene.hand.until(lambda: tab.editor is not None, "the rates to be shown")
    return tab
