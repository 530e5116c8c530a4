"""The bar in pictures: the counter, the queue, Order History, the menu, the stock, its dialogs.

GUI thread. Nothing that is photographed is carried out.
"""

from __future__ import annotations

from collections.abc import Callable

from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.ui.bar.screen import HISTORY, MENU, ORDER, QUEUE, STOCK, BarScreen
from clubdesk.ui.bar.stock_tab import MARGINS, MOVES
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_dialog import open_order_for_client


def bar(scene: Scene, camera: Camera) -> None:
    """Every page, then the dialogs."""
    screen = scene.window.open_screen("bar")
    if not isinstance(screen, BarScreen):
        raise TypeError("the screen Bar")
    scene.hand.until(lambda: screen.tabs is not None, "the bar's pages")
    scene.hand.settle()
    _counter(scene, camera, screen)
    for tab in (QUEUE, HISTORY, MENU, STOCK):
        screen.open_tab(tab)
        scene.hand.settle()
        camera.take(f"bar-{tab}", scene.window)
    for way in (MOVES, MARGINS):
        screen.stock.ways.choose(way)
        scene.hand.settle()
        camera.take(f"bar-{way}", scene.window)
    _dialogs(scene, camera, screen)
    _open_order(scene, camera, screen)
    _choices(scene, camera, screen)
    _add_order(scene, camera)


def _counter(scene: Scene, camera: Camera, screen: BarScreen) -> None:
    camera.take("bar", scene.window)
    form = screen.order.form
    sold = [tile.facts.product for tile in form.menu.grid.shown]
    for product in [one for one in sold if not one.choices][:3]:
        form.add(product, 2)
    form.pay.received.set_minor(4 * form.cart.total_minor)
    scene.hand.settle()
    camera.take("bar-walk-in", scene.window)
    with camera.sized(scene.window, LARGE):
        camera.take("bar-walk-in-1920", scene.window)
    screen.order.anew.click()
    scene.hand.settle()


def _dialogs(scene: Scene, camera: Camera, screen: BarScreen) -> None:
    ways: dict[str, tuple[str, Callable[[], object]]] = {
        "bar-product": (MENU, screen.menu.products.choose_current),
        "bar-category": (MENU, screen.menu.add_category.click),
        "bar-import": (MENU, screen.menu.bring.click),
        "bar-delivery": (STOCK, screen.stock.delivery.click),
        "bar-write-off": (STOCK, screen.stock.write_off.click),
        "bar-count": (STOCK, screen.stock.count.click),
        "bar-cancel": (HISTORY, screen.history.detail.cancel.click),
    }
    screen.stock.ways.choose(STOCK)
    for name, (tab, press) in ways.items():
        screen.open_tab(tab)
        scene.hand.settle()
        press()
        scene.hand.settle()
        _take_dialog(scene, camera, name)


def _open_order(scene: Scene, camera: Camera, screen: BarScreen) -> None:
    screen.open_tab(QUEUE)
    scene.hand.settle()
    cards = [card for column in screen.queue.columns.values() for card in column.cards]
    if cards:
        screen.queue.opened.emit(cards[0].row)
        scene.hand.settle()
        _take_dialog(scene, camera, "bar-order")


def _choices(scene: Scene, camera: Camera, screen: BarScreen) -> None:
    screen.open_tab(ORDER)
    form = screen.order.form
    sold = [tile.facts.product for tile in form.menu.grid.shown]
    for product in [one for one in sold if one.choices][:1]:
        form.add(product, 1)
        scene.hand.settle()
        _take_dialog(scene, camera, "bar-choices")


def _add_order(scene: Scene, camera: Camera) -> None:
    open_order_for_client(scene.window, scene.windows.runner, club.HERO_CLIENT)
    scene.hand.settle()
    dialog = open_dialog_of(scene.window)
    form = getattr(dialog, "form", None)
    if form is not None:
        sold = [tile.facts.product for tile in form.menu.grid.shown]
        form.add(next(one for one in sold if not one.choices), 1)
    _take_dialog(scene, camera, "add-order")


def _take_dialog(scene: Scene, camera: Camera, name: str) -> None:
    dialog = open_dialog_of(scene.window)
    if dialog is not None:
        camera.take(name, scene.window)
        dialog.finish(done=False)
        scene.hand.settle()
