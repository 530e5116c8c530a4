"""The screen Clients (F3): one search box, the list, and the chosen client. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import ClientRow, TransactionRow
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.list_columns import clients_table
from clubdesk.ui.clients.panel import ClientPanel
from clubdesk.ui.clients.top_up_dialog import open_top_up
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import post, row
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.text import Text, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M

NARROW_PANEL, WIDE_PANEL = 460, 600
MOST_SHOWN = 200


class ClientsScreen(QWidget):
    """Finds clients and shows one.

    Signals:
        topped_up: A MoneyAnswer; the frame may tell it in a toast.
        added: A new client's id.
    """

    topped_up = Signal(object)
    added = Signal(int)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._club: Club | None = None
        self._text = ""
        self._wanted: int | None = None
        self.search = SearchBox(tr("Phone end, name or card"))
        self.add_button = Button(tr("Add Client"), Kind.SECONDARY, tr("Ins"), icon_name="user-plus")
        self.none_found = Text("", "dim").wrapped()
        self.table: Table[ClientRow] | None = None
        self.panel: ClientPanel | None = None
        self._build()
        self.setFocusProxy(self.search)
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._refresh.wanted)
        runner.signed_in.connect(self._refresh.wanted)

    def reload(self) -> None:
        """Searches again for what stands in the box."""
        text = self._text
        self._runner.ask(
            lambda books: (books.club(), books.search_clients(text, MOST_SHOWN)),
            while_alive(self, lambda found: self._show(text, *found)),
        )

    def show_client(self, client_id: int) -> None:
        """Chooses a client, from anywhere: a scanned card, the search box of the frame."""
        self._wanted = client_id
        self._runner.ask(lambda books: books.client(client_id), while_alive(self, self._bring))

    def add_client(self) -> None:
        """Opens Add Client with what was searched for."""
        dialog = AddClientDialog(self, self._runner, self._text if self._nobody() else "")
        dialog.added.connect(self._added)
        dialog.begin()

    def top_up(self) -> None:
        """Opens Top Up Balance for the chosen client."""
        chosen = self.table.current() if self.table is not None else None
        if chosen is not None and self._runner.may(Permission.TOP_UP):
            open_top_up(self, self._runner, chosen.client.id, self.topped_up.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T tops up, Ins adds, / goes to the search box."""
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_T: self.top_up,
            Qt.Key.Key_Insert: self._add_if_allowed,
            Qt.Key.Key_Slash: self.search.setFocus,
        }
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        deed = deeds.get(event.key()) if plain else None
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window gives the history more room."""
        super().resizeEvent(event)
        self._fit_panel()

    def _fit_panel(self) -> None:
        if self.panel is not None:
            share = round(self.width() * 0.34)
            self.panel.setFixedWidth(min(max(NARROW_PANEL, share), WIDE_PANEL))

    def _add_if_allowed(self) -> None:
        self.add_button.click()

    def _build(self) -> None:
        self.search.setMaximumWidth(420)
        self.search.setMinimumWidth(280)
        top = QHBoxLayout()
        top.setSpacing(GAP_M)
        top.addWidget(title(tr("Clients")))
        top.addWidget(self.search, 1)
        top.addStretch(1)
        top.addWidget(self.add_button)
        self._left = QVBoxLayout()
        self._left.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        self._left.setSpacing(GAP_M)
        self._left.addLayout(top)
        self.none_found.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.none_found.hide()
        self._left.addWidget(self.none_found, 1)
        self._across = row(gap=0)
        self._across.addLayout(self._left, 1)
        self.setLayout(self._across)
        self.add_button.clicked.connect(self.add_client)
        self.search.searched.connect(self._search)
        self.search.stepped.connect(self._step)
        self.search.chosen.connect(self._choose)

    def _add_parts(self, club: Club) -> tuple[Table[ClientRow], ClientPanel]:
        table = clients_table(club, self._runner.desk.clock.now)
        self.table = table
        self._left.insertWidget(1, table, 1)
        self.panel = ClientPanel(club)
        self._fit_panel()
        self._across.addWidget(post())
        self._across.addWidget(self.panel)
        table.row_changed.connect(self._chosen)
        table.row_chosen.connect(lambda _: self.top_up())
        self.panel.top_up_wanted.connect(self.top_up)
        return table, self.panel

    def _show(self, text: str, club: Club | None, rows: Sequence[ClientRow]) -> None:
        if club is None or text != self._text:
            # A slower answer to an older search: the newer one is on its way.
            return
        self._club = club
        if self.table is None or self.panel is None:
            self._add_parts(club)
        may = self._runner.may(Permission.EDIT_CLIENTS)
        self.add_button.allow("" if may else tr("You may not add clients."))
        if self.table is not None:
            self.table.show_rows(rows, text, same=lambda one: one.client.id)
            self._go_to_wanted(rows)
            self.table.setVisible(bool(rows))
            self._chosen(self.table.current())
        count = trn("{count} found", "{count} found", len(rows)).format(count=len(rows))
        self.search.set_tag(count if text else "")
        self.none_found.setVisible(not rows)
        self.none_found.setText(
            tr("Nobody is found by “{text}”. Add Client takes it over.").format(text=text)
            if text
            else tr("No clients yet. Add the first one.")
        )

    def _go_to_wanted(self, rows: Sequence[ClientRow]) -> None:
        ids = [one.client.id for one in self.table.rows_model.rows] if self.table else []
        if self._wanted in ids and self.table is not None:
            self.table.go_to(ids.index(self._wanted))
            self._wanted = None

    def _chosen(self, chosen: ClientRow | None) -> None:
        if self.panel is None:
            return
        self.panel.setVisible(chosen is not None)
        if chosen is None:
            return
        self.panel.show_client(chosen, self._runner.may(Permission.TOP_UP))
        who = chosen.client.id

        def show(lines: Sequence[TransactionRow]) -> None:
            now = self.table.current() if self.table is not None else None
            if self.panel is not None and now is not None and now.client.id == who:
                self.panel.show_history(lines)

        self._runner.ask(lambda books: books.transactions(who), while_alive(self, show))

    def _search(self, text: str) -> None:
        self._text = text
        self.reload()

    def _step(self, by: int) -> None:
        if self.table is not None:
            self.table.step(by)

    def _choose(self) -> None:
        if self.table is not None and self.table.current() is not None:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _nobody(self) -> bool:
        return self.table is None or not self.table.rows_model.rows

    def _bring(self, found: ClientRow | None) -> None:
        if found is not None:
            self.search.setText(found.client.phone)
            self.search.search_now()

    def _added(self, client_id: int) -> None:
        self.show_client(client_id)
        self.added.emit(client_id)
