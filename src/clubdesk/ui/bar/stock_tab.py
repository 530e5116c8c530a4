"""The tab Stock: what is there, what came and went, what it brought. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import MenuView, ProductMargin, StockMoveRow
from clubdesk.ui.bar.count_dialog import CountDialog
from clubdesk.ui.bar.delivery_dialog import DeliveryDialog
from clubdesk.ui.bar.menu_tables import margins_table, moves_table, stock_table
from clubdesk.ui.bar.write_off_dialog import WriteOffDialog
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.latin_keys import latin
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.table_file import save_table
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M, MEDIUM
from clubdesk.ui.look.wording import money, zone_of
from clubdesk.ui.operations.order_typed import by_barcode, found_in_menu

STOCK, MOVES, MARGINS = "stock", "moves", "margins"
MOST_MOVES = 500


class StockTab(QWidget):
    """Three tables and the deeds that change the stock.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self._menu = MenuView()
        self.ways = ChipRow([(STOCK, tr("Stock")), (MOVES, tr("Moves")), (MARGINS, tr("Margins"))])
        self.days = ChipRow([(0, tr("Today")), (6, tr("7 days")), (29, tr("30 days"))])
        self.search = SearchBox(tr("Product or barcode"), "/")
        self.low_only = Tick(tr("Low ones only"))
        self.low_only.setFixedWidth(self.low_only.sizeHint().width() + 8)
        self.stock, self.moves = stock_table(club), moves_table(club)
        self.margins = margins_table(club)
        self.tables: dict[object, Table[Any]] = {
            STOCK: self.stock, MOVES: self.moves, MARGINS: self.margins,
        }  # fmt: skip
        self.total = Text("", weight=MEDIUM)
        self.delivery = Button(tr("Delivery"), Kind.PRIMARY, "D")
        self.write_off = Button(tr("Write off"), Kind.SECONDARY, "W")
        self.count = Button(tr("Stock count"), Kind.SECONDARY, "C")
        self.save = Button(tr("Save as a file"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.stock)

    def know(self, menu: MenuView) -> None:
        """Shows the stock of now."""
        self._menu = menu
        self._show_stock()
        self.reload()

    def reload(self) -> None:
        """Asks for the table that is shown, if it is not the stock itself."""
        way = self.ways.key()
        if way == MOVES:
            self._runner.ask(
                lambda books: books.stock_moves(None, MOST_MOVES),
                while_alive(self, self._show_moves),
            )
        elif way == MARGINS:
            since, until = self._period()
            self._runner.ask(
                lambda books: books.margins(since, until), while_alive(self, self._show_margins)
            )

    def take_product(self, product: Product) -> None:
        """A barcode was scanned: the cursor goes to its product."""
        self.ways.choose(STOCK)
        self.search.clear()
        ids = [one.id for one in self.stock.rows_model.rows]
        if product.id in ids:
            self.stock.go_to(ids.index(product.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys shown on the buttons; / goes to the search."""
        buttons = {"D": self.delivery, "W": self.write_off, "C": self.count}
        button = buttons.get(latin(event.text())) if not event.modifiers() else None
        if event.text() == "/":
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif button is not None and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        lines.setSpacing(GAP_M)
        above = row(self.ways, self.days, gap=GAP_M)
        above.addWidget(self.search, 1)
        above.addWidget(self.low_only)
        # Where there is no search the buttons stay as wide as their words.
        above.addStretch(0)
        for button in (self.count, self.write_off, self.delivery):
            above.addWidget(button)
        lines.addLayout(above)
        for table in self.tables.values():
            self.stack.addWidget(table)
        lines.addWidget(self.stack, 1)
        lines.addLayout(row(self.total, None, self.save))
        self.days.hide()

    def _connect(self) -> None:
        self.ways.chosen.connect(self._open)
        self.days.chosen.connect(lambda _: self.reload())
        self.search.searched.connect(lambda _: self._show_stock())
        self.search.stepped.connect(self.stock.step)
        self.low_only.toggled.connect(lambda _: self._show_stock())
        self.delivery.clicked.connect(self._take_delivery)
        self.write_off.clicked.connect(self._write_off)
        self.count.clicked.connect(self._count)
        self.save.clicked.connect(self._save)
        self.stock.row_chosen.connect(lambda _: self._write_off())
        for table in self.tables.values():
            table.save_asked.connect(self._save)

    def _open(self, way: object) -> None:
        self.stack.setCurrentWidget(self.tables[way])
        self.days.setVisible(way == MARGINS)
        for part in (self.search, self.low_only):
            part.setVisible(way == STOCK)
        self._say_total()
        self.reload()

    def _counted(self) -> list[Product]:
        return [one for one in self._menu.products if one.stocked and one.active]

    def _show_stock(self) -> None:
        text, listed = self.search.text().strip(), self._counted()
        if self.low_only.isChecked():
            listed = [one for one in listed if one.is_low or one.stock <= 0]
        if text:
            scanned = by_barcode(text, listed)
            listed = [scanned.product] if scanned is not None else found_in_menu(text, listed)
        self.stock.show_rows(listed, text, same=lambda one: one.id)
        for button in (self.write_off, self.count):
            why = tr("No product's pieces are counted: say so on the product.")
            button.allow("" if self._counted() else why)
        self.delivery.allow("" if self._counted() else why)
        self._say_total()

    def _say_total(self) -> None:
        way, club = self.ways.key(), self._club
        if way == MARGINS:
            rows = self.margins.rows_model.rows
            profit = sum(one.revenue_minor - one.cost_minor for one in rows)
            self.total.setText(tr("Profit: {amount}").format(amount=money(profit, club)))
        elif way == STOCK:
            worth = sum(max(0, one.stock) * one.cost_minor for one in self._counted())
            self.total.setText(tr("The stock is worth {amount}").format(amount=money(worth, club)))
        else:
            self.total.setText("")

    def _show_moves(self, moves: Sequence[StockMoveRow]) -> None:
        self.moves.show_rows(moves, same=lambda one: one.move.id)

    def _show_margins(self, margins: Sequence[ProductMargin]) -> None:
        self.margins.show_rows(margins, same=lambda one: one.product_id)
        self._say_total()

    def _period(self) -> tuple[datetime, datetime]:
        place, now = zone_of(self._club.time_zone), self._runner.desk.clock.now()
        days = self.days.key()
        first = now.astimezone(place).date() - timedelta(days=int(str(days or 0)))
        return datetime.combine(first, time(), place), now + timedelta(seconds=1)

    def _take_delivery(self) -> None:
        dialog = DeliveryDialog(self, self._runner, self._club, self._counted())
        chosen = self.stock.current()
        dialog.done.connect(self.told)
        dialog.begin(chosen if chosen is not None and chosen.is_low else None)

    def _write_off(self) -> None:
        chosen = self.stock.current()
        if chosen is not None and open_dialog_of(self) is None:
            dialog = WriteOffDialog(self, self._runner, chosen)
            dialog.done.connect(self.told)
            dialog.begin()

    def _count(self) -> None:
        dialog = CountDialog(self, self._runner, self._counted())
        dialog.done.connect(self.told)
        dialog.begin()

    def _save(self) -> None:
        table = self.tables[self.ways.key()]
        if table.rows_model.rows:
            save_table(
                self, self._runner, table, tr("Stock"),
                lambda path: self.told.emit(Notice(tr("The table was saved."), str(path))),
            )  # fmt: skip
