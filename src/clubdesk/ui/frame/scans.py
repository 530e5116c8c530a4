"""What a scanned card does: opens its client, or says what became of the card.

GUI thread only. In a dialog the card goes where a person would type it: into the search for a
client, or into the field for a card; a dialog that has neither lets it pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_people import RetiredCard
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.toasts import Toasts
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.line_edit import takes_scans
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.wording import date

_Found = tuple[ClientRow | RetiredCard | None, ClientRow | None, Club | None]
E = TypeVar("E", bound=QLineEdit)


class CardScans(QObject):
    """Takes cards from the scanner.

    Args:
        window: The main window.
        open_client: Takes a client's id.
        take_code: Gets every code first; True if the open screen has taken it.
    """

    def __init__(
        self,
        window: QWidget,
        runner: DeskRunner,
        toasts: Toasts,
        open_client: Callable[[int], None],
        take_code: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__(window)
        self._take_code = take_code
        self._window, self._runner, self._toasts = window, runner, toasts
        self._open_client = open_client

    @Slot(str)
    def take(self, code: str) -> None:
        """A card was read while no edit had the keyboard."""
        dialog = open_dialog_of(self._window)
        if dialog is None:
            if self._take_code is None or not self._take_code(code):
                self.look_up(code)
        elif box := _first(dialog, SearchBox, lambda _box: True):
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            box.setText(code)
            _press_enter(box)
        elif field := _first(dialog, QLineEdit, takes_scans):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.setText(code)

    def look_up(self, code: str) -> None:
        """Opens the client whose card it is; says so where it is nobody's now."""
        self._runner.ask(
            lambda books: _asked(books, code),
            while_alive(self, lambda found: self._tell(code, found)),
        )

    def _tell(self, code: str, found: _Found) -> None:
        card, owner, club = found
        if isinstance(card, ClientRow):
            self._open(card)
        elif isinstance(card, RetiredCard) and club is not None:
            self._tell_retired(card, owner, club)
        else:
            self._toasts.say(
                tr("No client has the card {code}.").format(code=code),
                tr("Search by phone, or add the card on the client card."),
                "amber",
            )

    def _open(self, row: ClientRow) -> None:
        client = row.client
        self._open_client(client.id)
        if client.blocked:
            self._toasts.say(
                tr("{name} is blocked.").format(name=client.name), client.blocked_reason, "amber"
            )

    def _tell_retired(self, card: RetiredCard, owner: ClientRow | None, club: Club) -> None:
        name = owner.client.name if owner is not None else ""
        text = (
            tr("This card was replaced on {date}; it belonged to {name}.")
            if card.why == "replaced"
            else tr("This card was blocked on {date}; it belonged to {name}.")
        )
        toast = self._toasts.say(
            text.format(date=date(card.at, club), name=name),
            card.reason,
            "amber",
            tr("Open client") if owner is not None else "",
        )
        toast.acted.connect(lambda: self._open_client(card.client_id))


def _asked(books: DeskQueries, code: str) -> _Found:
    card = books.find_card(code)
    owner = books.client(card.client_id) if isinstance(card, RetiredCard) else None
    return card, owner, books.club()


def _first(dialog: QWidget, kind: type[E], fits: Callable[[QLineEdit], bool]) -> E | None:
    edits = dialog.findChildren(kind)
    shown = (edit for edit in edits if edit.isVisible() and edit.isEnabled() and fits(edit))
    return next(shown, None)


def _press_enter(box: QWidget) -> None:
    """As the reader's own Enter would have come."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        QCoreApplication.sendEvent(box, key)
