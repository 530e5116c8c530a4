"""The screen Clients (F3): one search box, the list, and the card of who was opened.

GUI thread only. The list has the whole screen until Enter or a click opens a card; then it stays
at the left as a narrow one, and Esc gives it the screen back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.permission_words import permission_word
from clubdesk.services.views import ClientRow
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.card import ClientCard
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.export_dialog import open_export
from clubdesk.ui.clients.import_dialog import open_import
from clubdesk.ui.clients.list_columns import ClientsTable
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import post, row
from clubdesk.ui.look.latin_keys import latin
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import Text, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.operations.openers import open_top_up

NARROW_LIST, WIDE_LIST = 346, 460
SHARE_OF_LIST = 0.26
MOST_SHOWN = 200


class ClientsScreen(QWidget):
    """Finds clients and opens their cards.

    Signals:
        added: A new client's id.
        start_wanted: A client's id: a session is to be started.
        station_wanted: A client's id: where the client plays.
        told: A Notice of what was done.
    """

    added = Signal(int)
    start_wanted = Signal(int)
    station_wanted = Signal(int)
    told = Signal(object)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._text = ""
        self._shown_text = ""
        self._to_open: int | None = None
        self._wanted: int | None = None
        self._open_when_found = False
        self._filling = False
        self.search = SearchBox(tr("Phone end, name or card"), "/")
        self.add_button = Button(tr("Add Client"), Kind.SECONDARY, tr("Ins"), icon_name="user-plus")
        self.import_button = Button(tr("Import"), Kind.SECONDARY, icon_name="upload")
        self.export_button = Button(tr("Export"), Kind.SECONDARY, icon_name="download")
        self.none_found = Text("", "dim").wrapped()
        self.table: ClientsTable | None = None
        self.card: ClientCard | None = None
        self._build()
        self._connect(bridge)

    @property
    def is_card_open(self) -> bool:
        """Whether a client's card is shown beside the list."""
        return self.card is not None and not self.card.isHidden()

    def reload(self) -> None:
        """Searches again for what stands in the box, and asks for the open card anew."""
        text = self._text
        self._runner.ask(
            lambda books: (books.club(), books.search_clients(text, MOST_SHOWN)),
            while_alive(self, lambda found: self._show(text, *found)),
        )
        if self.card is not None and self.is_card_open:
            self.card.reload()

    def show_client(self, client_id: int) -> None:
        """Opens a client's card, from anywhere: a scanned card, the search box of the frame."""
        self._wanted = client_id
        self._runner.ask(lambda books: books.client(client_id), while_alive(self, self._bring))

    def add_client(self) -> None:
        """Opens Add Client with what was searched for."""
        dialog = AddClientDialog(self, self._runner, self._text if self._nobody() else "")
        dialog.added.connect(self._added)
        dialog.open_wanted.connect(self.show_client)
        dialog.begin()

    def top_up(self) -> None:
        """Opens Top Up Balance for whose card is open, or for the chosen line of the list."""
        if self.card is not None and self.is_card_open:
            self.card.bar.ask(CardDeed.TOP_UP)
            return
        chosen = self.table.current() if self.table is not None else None
        if chosen is not None and self._runner.may(Permission.TOP_UP):
            open_top_up(self, self._runner, chosen.client.id)

    def close_card(self) -> None:
        """Gives the list the whole screen."""
        if self.card is not None and self.table is not None:
            self.card.hide()
            self._divider.hide()
            self._fit()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the card, Ins adds, / searches; everything else is the card's."""
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Insert: self.add_button.click,
            Qt.Key.Key_Slash: self._to_search,
        }
        if self.is_card_open:
            deeds[Qt.Key.Key_Escape] = self.close_card
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        deed = deeds.get(event.key()) if plain else None
        if deed is not None:
            deed()
        elif not plain or event.isAutoRepeat() or not self._letter(event.text()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window gives the list beside a card more room."""
        super().resizeEvent(event)
        self._fit()

    # Inside.

    def _letter(self, typed: str) -> bool:
        if self.card is not None and self.is_card_open:
            return bool(typed) and self.card.by_key(typed)
        if latin(typed) != "T":
            return False
        self.top_up()
        return True

    def _build(self) -> None:
        self._buttons = row(self.import_button, self.export_button, self.add_button)
        self._top = QHBoxLayout()
        self._top.setSpacing(GAP_M)
        self._top.addWidget(title(tr("Clients")))
        self._top.addStretch(1)
        self._top.addLayout(self._buttons)
        self._left = QWidget()
        lines = QVBoxLayout(self._left)
        lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        lines.setSpacing(GAP_M)
        lines.addLayout(self._top)
        lines.addWidget(self.search)
        self.none_found.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.none_found.hide()
        lines.addWidget(self.none_found, 1)
        self._lines = lines
        self._divider = post()
        self._divider.hide()
        self._across = row(gap=0)
        self._across.addWidget(self._left, 1)
        self._across.addWidget(self._divider)
        self.setLayout(self._across)
        self.setFocusProxy(self.search)

    def _connect(self, bridge: EventBridge) -> None:
        self.add_button.clicked.connect(self.add_client)
        self.import_button.clicked.connect(lambda: open_import(self, self._runner))
        self.export_button.clicked.connect(lambda: open_export(self, self._runner))
        self.search.searched.connect(self._search)
        self.search.stepped.connect(self._step)
        self.search.chosen.connect(self._choose)
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._refresh.wanted)
        self._runner.signed_in.connect(self._refresh.wanted)

    def _fit(self) -> None:
        """The widths of list and card."""
        beside = self.is_card_open
        wide = min(max(NARROW_LIST, round(self.width() * SHARE_OF_LIST)), WIDE_LIST)
        self._left.setMinimumWidth(wide if beside else 0)
        self._left.setMaximumWidth(wide if beside else 16_777_215)
        for button in (self.import_button, self.export_button):
            button.setVisible(not beside)
        self._lines.setContentsMargins(*(4 * (GAP_M,) if beside else (GAP_L, 12, GAP_L, GAP_L)))
        self._lines.setSpacing(GAP_S if beside else GAP_M)
        if self.table is not None:
            self.table.set_narrow(beside)

    def _add_parts(self, club: Club) -> None:
        self.table = ClientsTable(club, self._runner.desk.clock.now)
        self._lines.insertWidget(2, self.table, 1)
        self.card = ClientCard(self._runner, club)
        self.card.hide()
        self._across.addWidget(self.card, 1)
        self.table.row_changed.connect(self._moved)
        self.table.row_chosen.connect(lambda chosen: self._open(chosen.client.id))
        self.table.clicked.connect(self._clicked)
        self.card.start_wanted.connect(self.start_wanted)
        self.card.station_wanted.connect(self.station_wanted)
        self.card.client_wanted.connect(self.show_client)
        self.card.told.connect(self.told)

    def _show(self, text: str, club: Club | None, rows: Sequence[ClientRow]) -> None:
        if club is None or text != self._text:
            # A slower answer to an older search: the newer one is on its way.
            return
        if self.table is None:
            self._add_parts(club)
        self._shown_text = text
        self._allow()
        self._fill(rows, text)
        count = trn("{count} found", "{count} found", len(rows)).format(count=len(rows))
        self.search.set_tag(count if text else "")
        self.none_found.setVisible(not rows)
        self.none_found.setText(
            tr("Nobody is found by “{text}”. Add Client takes it over.").format(text=text)
            if text
            else tr("No clients yet. Add the first one.")
        )
        self._open_what_waits()

    def _open_what_waits(self) -> None:
        to_open, self._to_open = self._to_open, None
        if to_open is not None:
            self._open(to_open)
        elif self._open_when_found:
            self._open_when_found = False
            self._choose()

    def _fill(self, rows: Sequence[ClientRow], text: str) -> None:
        if self.table is None:
            return
        self._filling = True
        self.table.show_rows(rows, text, same=lambda one: one.client.id)
        self.table.setVisible(bool(rows))
        ids = [one.client.id for one in self.table.rows_model.rows]
        wanted = self._wanted
        if wanted in ids:
            self.table.go_to(ids.index(wanted))
            self._wanted = None
        self._filling = False

    def _allow(self) -> None:
        self.add_button.allow(self._missing(Permission.EDIT_CLIENTS))
        for button in (self.import_button, self.export_button):
            button.allow(self._missing(Permission.CLIENT_DATA))

    def _missing(self, permission: Permission) -> str:
        if self._runner.may(permission):
            return ""
        return tr("This needs the permission “{permission}”.").format(
            permission=permission_word(permission)
        )

    def _open(self, client_id: int) -> None:
        if self.card is None:
            self._to_open = client_id  # the first answer of the books makes the card
            return
        self.card.show_client(client_id)
        if not self.is_card_open:
            self.card.show()
            self._divider.show()
            self._fit()
        self.card.take_keyboard()

    def _clicked(self) -> None:
        if self.table is not None:
            self.table.choose_current()

    def _moved(self, chosen: ClientRow | None) -> None:
        """The cursor went to another row by hand: an open card follows."""
        if self._filling or chosen is None or self.card is None or not self.is_card_open:
            return
        self.card.show_client(chosen.client.id)

    def _search(self, text: str) -> None:
        self._text = text
        self._open_when_found = False
        self.reload()

    def _step(self, by: int) -> None:
        if self.table is not None:
            self.table.step(by)

    def _choose(self) -> None:
        if self.search.text().strip() != self._shown_text:
            # Enter came before the answer: whoever was found before is not who is meant.
            self._open_when_found = True
        elif self.table is not None and self.table.current() is not None:
            self.table.choose_current()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _nobody(self) -> bool:
        return self.table is None or not self.table.rows_model.rows

    def _bring(self, found: ClientRow | None) -> None:
        if found is None:
            return
        ids = [one.client.id for one in self.table.rows_model.rows] if self.table else []
        if found.client.id not in ids and found.client.phone:
            self.search.setText(found.client.phone)
            self.search.search_now()
        elif self.table is not None and found.client.id in ids:
            self._filling = True
            self.table.go_to(ids.index(found.client.id))
            self._filling = False
            self._wanted = None
        self._open(found.client.id)

    def _added(self, client_id: int) -> None:
        self.show_client(client_id)
        self.added.emit(client_id)
