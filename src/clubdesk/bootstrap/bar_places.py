"""The bar's part of the ways between the screens: words of the search, cards and barcodes.

GUI thread.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.entries import SearchCommand


class BarWays(Protocol):
    """What is needed of the places."""

    runner: DeskRunner

    def open_bar(self, tab: str = "") -> None:
        """Opens the bar, at one of its pages."""


def bar_commands(places: BarWays) -> list[SearchCommand]:
    """What the search box finds of the bar by word, in both languages."""

    def why_no_menu() -> str:
        return places.runner.missing(Permission.EDIT_MENU)

    return [
        SearchCommand(
            tr("Add Order"), "add order bar sell sale заказ бар продать продажа напиток еда",
            lambda: places.open_bar("order"), "martini", "F5",
        ),
        SearchCommand(
            tr("Order queue"), "queue orders kitchen prepare очередь заказы кухня",
            lambda: places.open_bar("queue"), "list",
        ),
        SearchCommand(
            tr("Order History"), "order history cancel история заказов отменить заказ возврат",
            lambda: places.open_bar("history"), "history",
        ),
        SearchCommand(
            tr("Menu"), "menu products prices категории меню товары цены позиции",
            lambda: places.open_bar("menu"), "layout-grid", why_not=why_no_menu,
        ),
        SearchCommand(
            tr("Stock"), "stock delivery count write off склад остатки приход ревизия списание",
            lambda: places.open_bar("stock"), "list", why_not=why_no_menu,
        ),
    ]  # fmt: skip


def takes_card(shown: QWidget | None, client_id: int) -> bool:
    """Gives a scanned client to the bar's order, if the bar is open at it."""
    from clubdesk.ui.bar.screen import BarScreen

    return isinstance(shown, BarScreen) and shown.take_card(client_id)


def takes_code(shown: QWidget | None, code: str) -> bool:
    """Gives a scanned code to the bar, if it is open and the code is a product's."""
    from clubdesk.ui.bar.screen import BarScreen

    return isinstance(shown, BarScreen) and shown.take_code(code)
