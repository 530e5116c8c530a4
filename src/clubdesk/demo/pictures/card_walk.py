"""The walk through the screen Clients: the list, a card with its tabs, and every dialog of it.

GUI thread. Nothing that is photographed is carried out.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.card import NOTES, VISITS, ClientCard
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.deed_menu import MenuButton
from clubdesk.ui.clients.erase_dialog import EraseDialog
from clubdesk.ui.clients.membership_dialog import MembershipDialog
from clubdesk.ui.clients.merge_dialog import MergeDialog
from clubdesk.ui.clients.promo_dialog import PromoDialog
from clubdesk.ui.clients.reason_dialog import ReasonDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.clients.transaction_dialog import TransactionDialog
from clubdesk.ui.hall.seat_dialog import SeatDialog
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.operations.dialogs import TopUpDialog

ASKED = (
    (CardDeed.CARD, MembershipDialog, "client-membership"),
    (CardDeed.PROMO_CODE, PromoDialog, "client-promo-code"),
    (CardDeed.BLOCK, ReasonDialog, "client-block"),
    (CardDeed.ERASE, EraseDialog, "client-erase"),
)


class CardWalk:
    """Goes through the screen Clients and takes its pictures."""

    def __init__(self, scene: Scene, camera: Camera) -> None:
        self.scene, self.camera = scene, camera
        self.hand, self.window = scene.hand, scene.window

    def clients(self) -> None:
        """The list, then a card."""
        screen = self.window.open_screen("clients")
        if not isinstance(screen, ClientsScreen):
            raise TypeError("the screen Clients")
        self.hand.settle()
        self._take("clients")
        with self.camera.sized(self.window, LARGE):
            self._take("clients-1920")
        screen.add_client()
        self._take("add-client")
        self._close(AddClientDialog)
        screen.show_client(club.HERO_CLIENT)
        self.hand.settle()
        self._take("client-card")
        with self.camera.sized(self.window, LARGE):
            self._take("client-card-1920")
        if screen.card is not None:
            self._card(screen.card)
        screen.close_card()

    def _card(self, card: ClientCard) -> None:
        self._menu(card.bar.balance, "client-menu-balance")
        self._menu(card.bar.bonuses, "client-menu-bonuses")
        self._menu(card.bar.more, "client-menu-more")
        card.history.kind.choose("top_ups")
        self.hand.settle()
        card.history.table.choose_current()
        self.hand.settle()
        self._take("client-transaction")
        self._close(TransactionDialog)
        card.history.kind.choose("")
        for tab, name in ((VISITS, "client-visits"), (NOTES, "client-notes")):
            card.open_tab(tab)
            self._take(name)
        card.by_key("1")
        self._dialogs(card)

    def _dialogs(self, card: ClientCard) -> None:
        card.bar.ask(CardDeed.TOP_UP)
        dialog = self.scene.dialog(TopUpDialog)
        self.hand.type("3000", dialog.amount.edit)
        self.hand.type("5000", dialog.received.edit)
        self._take("top-up")
        self._close(TopUpDialog)
        for deed, kind, name in ASKED:
            self._perform(card, deed)
            self._take(name)
            self._close(kind)
        self._merge(card)
        self._start(card)

    def _merge(self, card: ClientCard) -> None:
        self._perform(card, CardDeed.MERGE)
        dialog = self.scene.dialog(MergeDialog)
        self.hand.type("4417", dialog.search)
        dialog.search.search_now()
        self.hand.settle()
        self._take("client-merge-search")
        dialog.table.choose_current()
        dialog.reason.put(tr("Two cards of one person"))
        self._take("client-merge")
        self._close(MergeDialog)

    def _start(self, card: ClientCard) -> None:
        card.start_wanted.emit(card.client_id)
        dialog = self.scene.dialog(SeatDialog)
        next(iter(dialog.chips.values())).click()
        self._take("client-start-seat")
        self._close(SeatDialog)
        self.window.open_screen("clients")

    def _perform(self, card: ClientCard, deed: CardDeed) -> None:
        if card.facts is not None:
            card.errands.perform(deed, card.facts)
        self.hand.settle()

    def _menu(self, button: MenuButton, name: str) -> None:
        menu = button.open_menu()
        # Without a display the menu is kept on a smaller screen than the window's.
        menu.move(_under(button, menu, self.window))
        self.camera.take(name, self.window, (menu,))
        menu.close()

    def _take(self, name: str) -> None:
        self.camera.take(name, self.window)

    def _close(self, kind: type[Dialog]) -> None:
        self.scene.dialog(kind).finish(done=False)
        self.hand.settle()


def _under(button: QWidget, menu: QWidget, window: QWidget) -> QPoint:
    at = button.mapToGlobal(button.rect().bottomLeft())
    right = window.mapToGlobal(window.rect().bottomRight()).x() - 12
    at.setX(min(at.x(), right - menu.width()))
    return at
