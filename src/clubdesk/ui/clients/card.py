"""A client's card: who it is, what is there, what can be done, what happened. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.services.client_file import WriteNote
from clubdesk.services.permission_words import permission_word
from clubdesk.services.views import TransactionRow
from clubdesk.services.views_bar import OrderFilter, OrderRow
from clubdesk.services.views_people import VisitRow
from clubdesk.ui.clients.card_deeds import CardDeed, why_not
from clubdesk.ui.clients.card_facts import STATION, VERIFY, CardFacts, ask_card
from clubdesk.ui.clients.card_header import CardHeader
from clubdesk.ui.clients.deed_bar import DeedBar
from clubdesk.ui.clients.errands import ClientErrands
from clubdesk.ui.clients.history_tab import HistoryTab
from clubdesk.ui.clients.notes_tab import NotesTab
from clubdesk.ui.clients.offer_strip import OfferStrip
from clubdesk.ui.clients.orders_tab import OrdersTab
from clubdesk.ui.clients.transaction_dialog import open_transaction
from clubdesk.ui.clients.visits_tab import VisitsTab
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.table_file import save_table
from clubdesk.ui.look.tabs import Tab, Tabs
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.look.wording import zone_of
from clubdesk.ui.operations.explain_dialog import open_explain
from clubdesk.ui.operations.order_open import OrderViewDialog

PLAYED_ON_MS = 15_000
HISTORY, VISITS, ORDERS, NOTES = "history", "visits", "orders", "notes"


class ClientCard(QFrame):
    """One client.

    Signals:
        start_wanted: The client's id: a session is to be started.
        station_wanted: The client's id: where the client plays.
        client_wanted: Another client's id: that card is to be shown.
        told: A Notice of what was done.
    """

    client_wanted = Signal(int)
    start_wanted = Signal(int)
    station_wanted = Signal(int)
    told = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self._runner, self._club = runner, club
        self._client_id = 0
        self._facts: CardFacts | None = None
        self._fresh: set[str] = set()
        self.header = CardHeader()
        self.bar = DeedBar(runner.may)
        self.offer = OfferStrip(club)
        self.history, self.visits, self.notes = HistoryTab(club), VisitsTab(club), NotesTab()
        self.orders = OrdersTab(club)
        self.tabs = Tabs(
            [
                Tab(HISTORY, tr("Transaction History"), lambda: self.history, keys="1"),
                Tab(VISITS, tr("Visit History"), lambda: self.visits, keys="2"),
                Tab(ORDERS, tr("Orders"), lambda: self.orders, keys="3"),
                Tab(NOTES, tr("Notes"), lambda: self.notes, keys="4"),
            ],
            margin=GAP_L,
        )
        self.errands = ClientErrands(self, runner)
        self._build()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(PLAYED_ON_MS)
        self._clock.timeout.connect(self.count_on)
        self._clock.start()

    @property
    def client_id(self) -> int:
        """Whose card it is; 0 for nobody's yet."""
        return self._client_id

    @property
    def facts(self) -> CardFacts | None:
        """What is shown; None until the books have answered."""
        return self._facts

    def show_client(self, client_id: int) -> None:
        """Shows a client; the tab stays, its filters do not."""
        if client_id != self._client_id:
            self._client_id, self._facts = client_id, None
            self._fresh = {HISTORY, VISITS, ORDERS}
            for tab in (self.history, self.visits, self.orders):
                tab.begin()
        self.reload()

    def reload(self) -> None:
        """Asks the books again."""
        if self._client_id:
            self._ask(self._show)

    def count_on(self) -> None:
        """What is free grows less while the client plays: the head is asked for again."""
        if self.isVisible() and self._facts is not None and self._facts.row.playing_on:
            self._ask(self._show_head)

    def by_key(self, typed: str) -> bool:
        """Does what a key stands for: a deed, a menu, a tab; False if nothing."""
        keys = {tab.keys: key for key, tab in self.tabs.tabs.items()}
        if typed in keys:
            self.open_tab(keys[typed])
            return True
        return self.bar.by_key(typed)

    def open_tab(self, key: str) -> None:
        """Opens a tab and puts the keyboard into it."""
        self.tabs.open(key)
        self.tabs.pages[key].setFocus(Qt.FocusReason.TabFocusReason)

    def take_keyboard(self) -> None:
        """Puts the keyboard where the likeliest next step is."""
        may = self._runner.may(Permission.TOP_UP)
        target: QWidget = self.bar.top_up if may else self.history
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_M - 4)
        top.setSpacing(GAP_M)
        for part in (self.header, self.offer, self.bar):
            top.addWidget(part)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(top)
        lines.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.bar.asked.connect(self._perform)
        self.bar.birthday_asked.connect(self._birthday)
        self.offer.credit_asked.connect(self._birthday)
        self.header.opened.connect(self._open_pill)
        self.tabs.opened.connect(lambda _: self._load_tab())
        self.history.filtered.connect(self._load_tab)
        self.visits.more_wanted.connect(self._load_tab)
        self.orders.more_wanted.connect(self._load_tab)
        self.orders.opened.connect(self._open_order)
        self.orders.save_asked.connect(self._save_orders)
        self.history.opened.connect(lambda number: open_transaction(self, self._runner, number))
        self.history.save_asked.connect(self._save_history)
        self.visits.save_asked.connect(self._save_visits)
        self.visits.explain_asked.connect(lambda number: open_explain(self, self._runner, number))
        self.notes.save_asked.connect(self._save_note)
        self.errands.told.connect(self.told)
        self.errands.start_wanted.connect(self.start_wanted)
        self.errands.client_wanted.connect(self.client_wanted)

    # What is shown.

    def _ask(self, then: Callable[[CardFacts | None], None]) -> None:
        who, now = self._client_id, self._runner.desk.clock.now()
        self._runner.ask(lambda books: ask_card(books, who, now), while_alive(self, then))

    def _show(self, facts: CardFacts | None) -> None:
        if facts is None or facts.client.id != self._client_id:
            # A slower answer about another client: the right one is on its way.
            return
        self._show_head(facts)
        self.notes.show_note(facts.client.id, facts.client.note, self._why_no_note(facts))
        self._load_tab()

    def _show_head(self, facts: CardFacts | None) -> None:
        if facts is None or facts.client.id != self._client_id:
            return
        self._facts = facts
        self.header.show_facts(facts)
        self.bar.show_facts(facts)
        self.offer.show_facts(facts, why_not(CardDeed.BIRTHDAY, facts, self._runner.may))

    def _load_tab(self) -> None:
        facts = self._facts
        if facts is None:
            return
        who, now, key = self._client_id, self._runner.desk.clock.now(), self.tabs.key()
        if key == HISTORY:
            only = self.history.only(now.astimezone(zone_of(self._club.time_zone)).date())
            most = self.history.limit
            self._runner.ask(
                lambda books: (who, books.transactions(who, most, only)),
                while_alive(self, lambda found: self._show_history(*found)),
            )
        elif key == VISITS:
            most = self.visits.limit
            self._runner.ask(
                lambda books: (who, books.visits(who, now, most)),
                while_alive(self, lambda found: self._show_visits(*found)),
            )

        elif key == ORDERS:
            wanted, most = OrderFilter(client_id=who), self.orders.limit
            self._runner.ask(
                lambda books: (who, books.orders(wanted, most)),
                while_alive(self, lambda found: self._show_orders(*found)),
            )

    def _show_orders(self, who: int, orders: Sequence[OrderRow]) -> None:
        if who == self._client_id:
            self.orders.show_orders(orders, fresh=ORDERS in self._fresh)
            self._fresh.discard(ORDERS)

    def _show_history(self, who: int, lines: Sequence[TransactionRow]) -> None:
        if who == self._client_id:
            self.history.show_lines(lines, fresh=HISTORY in self._fresh)
            self._fresh.discard(HISTORY)

    def _show_visits(self, who: int, visits: Sequence[VisitRow]) -> None:
        if who == self._client_id:
            self.visits.show_visits(visits, fresh=VISITS in self._fresh)
            self._fresh.discard(VISITS)

    # What is done.

    def _perform(self, deed: CardDeed) -> None:
        if self._facts is not None:
            self.errands.perform(deed, self._facts)

    def _birthday(self, offer: Promotion) -> None:
        if self._facts is not None:
            self.errands.credit_birthday(self._facts, offer)

    def _open_pill(self, where: str) -> None:
        if where == VERIFY:
            self.bar.ask(CardDeed.VERIFY)
        elif where == STATION:
            self.station_wanted.emit(self._client_id)

    def _why_no_note(self, facts: CardFacts) -> str:
        if not facts.client.is_living:
            return tr("This card is out of use.")
        if self._runner.may(Permission.EDIT_CLIENTS):
            return ""
        return tr("This needs the permission “{permission}”.").format(
            permission=permission_word(Permission.EDIT_CLIENTS)
        )

    def _save_note(self, note: str) -> None:
        who = self._client_id
        self._runner.do(
            WriteNote(client_id=who, note=note),
            while_alive(self, lambda _: self.notes.saved(who, note)),
            refused=while_alive(self, self.notes.refuse),
            button=self.notes.save,
        )

    def _save_history(self) -> None:
        name = tr("Transaction History") + f" {self._client_id}"
        save_table(self, self._runner, self.history.table, name, self._tell_saved)

    def _save_visits(self) -> None:
        name = tr("Visit History") + f" {self._client_id}"
        save_table(self, self._runner, self.visits.table, name, self._tell_saved)

    def _save_orders(self) -> None:
        name = tr("Orders") + f" {self._client_id}"
        save_table(self, self._runner, self.orders.table, name, self._tell_saved)

    def _open_order(self, row: OrderRow) -> None:
        OrderViewDialog(self, self._runner, row, self._club, self.told.emit).begin()

    def _tell_saved(self, path: Path) -> None:
        self.told.emit(Notice(tr("The table was saved."), str(path)))
