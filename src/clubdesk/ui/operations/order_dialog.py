"""Add Order: an order for a client, or for whoever plays at a PC, over any screen. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_bar import Buyer, MenuView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import KeyCap
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import small
from clubdesk.ui.operations.order_form import OrderForm, OrderSale
from clubdesk.ui.operations.order_news import OrderNews
from clubdesk.ui.operations.order_told import sale_notice
from clubdesk.ui.operations.purse import no_shift

WIDTH = 1180
_LEAST_HEIGHT = 540


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order begins with."""

    club: Club
    menu: MenuView
    buyer: Buyer | None
    shift_open: bool


class OrderDialog(Dialog):
    """The form with the dialog's own button.

    Signals:
        done: The Notice of what was sold.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, facts: OrderFacts) -> None:
        super().__init__(over, tr("Add Order"), _about(facts.buyer), width=WIDTH)
        self.setObjectName("order_dialog")
        self._runner, self._club = runner, facts.club
        self.form = OrderForm(runner, facts.club)
        self.form.setMinimumHeight(min(_LEAST_HEIGHT, max(360, over.window().height() - 176)))
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.addWidget(self.form, 1)
        self.form.know_menu(facts.menu)
        self.form.know_buyer(facts.buyer)
        OrderNews(runner, self.form)
        self.form.changed.connect(self._say)
        self.form.sold.connect(self._sold)
        self.form.confirmed.connect(self.primary.click)
        self.form.left.connect(self._to_button)
        self.footer_left.addLayout(key_hints())
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the search."""
        self.open(self.form.menu.search)

    def on_primary(self) -> None:
        """Does what the button says."""
        if not self.form.why_not():
            self.form.carry_out(self._hand_over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is still missing, and then presses the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and not event.modifiers() and self._lead():
            event.accept()
        else:
            super().keyPressEvent(event)

    def finish(self, *, done: bool) -> None:
        """Closes it; what was begun and not ended is told."""
        behind = self.form.left_behind() if self.isVisible() and not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        super().refuse(error if error is None else self.form.take_refusal(error))

    def _lead(self) -> bool:
        found = self.form.lacking()
        if found is None or found[1] is None:
            return False
        found[1].set_error(found[0])
        found[1].setFocus()
        return True

    def _to_button(self) -> None:
        if self.primary.isEnabled():
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._lead()

    def _hand_over(self, command: Command, then: Callable[[Any], None]) -> None:
        self.submit(self._runner, command, then)

    def _say(self) -> None:
        self.refusal.say(None)
        self.primary.set_keys("Ctrl+Enter")
        self.set_primary(
            self.form.button_words(), why_not=self.form.why_not(), missing=self.form.missing()
        )

    def _sold(self, sale: OrderSale) -> None:
        notice = sale_notice(sale, self._club)
        self.finish(done=True)
        self.done.emit(notice)


Then = Callable[[Notice], None] | None


def open_order_for_client(
    over: QWidget, runner: DeskRunner, client_id: int, then: Then = None
) -> None:
    """Opens Add Order for a client, in the session that the client plays if there is one."""
    _open(over, runner, client_id, None, then)


def open_order_for_session(
    over: QWidget, runner: DeskRunner, session_id: int, then: Then = None
) -> None:
    """Opens Add Order for whoever plays in a session: a client or a guest."""
    _open(over, runner, None, session_id, then)


def _open(
    over: QWidget, runner: DeskRunner, client_id: int | None, session_id: int | None, then: Then
) -> None:
    def found(facts: OrderFacts | None) -> None:
        if facts is None:
            return
        if not facts.shift_open:
            runner.refused.emit(no_shift())
            return
        if facts.buyer is None:
            runner.refused.emit(_nobody())
            return
        dialog = OrderDialog(over, runner, facts)
        if then is not None:
            dialog.done.connect(then)
        dialog.begin()

    ask_order(over, runner, client_id, session_id, found)


def ask_order(
    owner: QWidget,
    runner: DeskRunner,
    client_id: int | None,
    session_id: int | None,
    then: Callable[[OrderFacts | None], None],
) -> None:
    """Asks the books for the menu and who buys."""
    till, now = runner.desk.till_id, runner.desk.clock.now()

    def look(books: DeskQueries) -> OrderFacts | None:
        club = books.club()
        if club is None:
            return None
        buyer = None
        if client_id is not None or session_id is not None:
            buyer = books.buyer(client_id, session_id, now)
        is_open = books.shift_now(till, now).shift is not None
        return OrderFacts(club, books.menu(), buyer, is_open)

    runner.ask(look, while_alive(owner, then))


def key_hints() -> QHBoxLayout:
    """The keys of the menu and the cart."""
    return row(
        KeyCap(tr("Enter")), small(tr("add")), 6,
        KeyCap("← ↑ ↓ →"), small(tr("choose")), 6,
        KeyCap("+ −"), small(tr("count")), 6,
        KeyCap("PgDn"), small(tr("next category")),
    )  # fmt: skip


def _about(buyer: Buyer | None) -> str:
    if buyer is None:
        return ""
    parts = [buyer.name or tr("Guest"), buyer.station_name]
    return "· " + " · ".join(part for part in parts if part)


def _nobody() -> DeskError:
    return DeskError(
        "order.no_buyer",
        tr("Nobody is there to order for: the session is over or the card is out of use."),
        tr("Nothing was sold. Look at the hall, or sell it at the Bar (F5)."),
    )
