"""The menu to order from: categories, the search, tiles. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_bar import MenuView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_grid import TileGrid
from clubdesk.ui.operations.order_pictures import ProductPictures
from clubdesk.ui.operations.order_search import OrderSearch
from clubdesk.ui.operations.order_tile import ProductTile, TileFacts, colour_of
from clubdesk.ui.operations.order_typed import by_barcode, found_in_menu, read_typed

ALL = 0


class OrderMenu(QWidget):
    """What is sold, to be put into a cart.

    Signals:
        wanted: A Product and how many of it.
        counted: How many more or less of the line chosen last.
        confirmed: Ctrl+Enter: the order is to be sold now.
        left: Enter where nothing is typed and no tile is lit: on to the button.
    """

    wanted = Signal(object, int)
    counted = Signal(int)
    confirmed = Signal()
    left = Signal()

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._club = club
        self._menu = MenuView()
        self._category = ALL
        self.products: dict[int, Product] = {}
        self.pictures = ProductPictures(self, runner)
        self.search = OrderSearch()
        self.chips: dict[int, Chip] = {}
        self.row = Flow([])
        self.grid = TileGrid()
        self.note = small().wrapped()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        self.area = scrolled(self.grid)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.search, self.row, self.note):
            lines.addWidget(part)
        lines.addWidget(self.area, 1)
        self.setFocusProxy(self.search)
        self._connect()

    def know(self, menu: MenuView) -> None:
        """Shows the menu of now; the category and what was typed stay."""
        self._menu = menu
        self.products = {one.id: one for one in menu.products}
        sold = {one.id for one in self._sold()}
        self.grid.forget(sold)
        self.pictures.forget()
        self._show_chips()
        self._show_tiles()
        for product_id, tile in self.grid.tiles.items():
            if self.products[product_id].has_picture:
                self.pictures.want(product_id, tile.set_picture)
            else:
                tile.set_picture(None)

    def clear(self) -> None:
        """Forgets what was typed."""
        self.search.clear()
        self._show_tiles()

    def say(self, text: str, tone: str = "dim") -> None:
        """A word under the search."""
        self.note.setText(text)
        self.note.set_tone(tone)
        self.note.setVisible(bool(text))

    def step_category(self, by: int) -> None:
        """The next category."""
        keys = list(self.chips)
        if keys:
            self.choose(keys[(keys.index(self._category) + by) % len(keys)])

    def choose(self, category_id: int) -> None:
        """Shows a category; 0 shows all."""
        self._category = category_id
        for key, chip in self.chips.items():
            chip.setChecked(key == category_id)
        self._show_tiles()

    def _connect(self) -> None:
        self.grid.pressed.connect(self._press)
        self.grid.made.connect(self._dress)
        self.search.textChanged.connect(lambda _: self._show_tiles())
        self.search.stepped.connect(self._walk_down)
        self.search.moved.connect(self._walk)
        self.search.counted.connect(self.counted)
        self.search.turned.connect(self.step_category)
        self.search.confirmed.connect(self.confirmed)
        self.search.chosen.connect(self._enter)

    def _sold(self) -> list[Product]:
        open_ = {one.id for one in self._menu.categories if one.active}
        return [one for one in self._menu.products if one.active and one.category_id in open_]

    def _show_chips(self) -> None:
        used = {one.category_id for one in self._sold()}
        choices = [(ALL, tr("All"))]
        choices += [(one.id, one.name) for one in self._menu.categories if one.id in used]
        if self._category not in dict(choices):
            self._category = ALL
        self.chips = {key: Chip(word) for key, word in choices}
        for key, chip in self.chips.items():
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _=False, key=key: self.choose(key))
            chip.setChecked(key == self._category)
        self.row.set_parts(list(self.chips.values()))
        self.row.setVisible(len(self.chips) > 2)

    def _show_tiles(self) -> None:
        typed = read_typed(self.search.text())
        sold = self._sold()
        if typed.needle:
            shown = found_in_menu(typed.needle, sold)
            found = trn("{count} found", "{count} found", len(shown)).format(count=len(shown))
            self.search.set_tag(found if not typed.counted else f"× {typed.quantity} · {found}")
        else:
            shown = [one for one in sold if self._category in (ALL, one.category_id)]
            self.search.set_tag(f"× {typed.quantity}" if typed.counted else "")
        self.grid.show_facts([self._facts(one) for one in shown])
        self.grid.light(0 if typed.needle else -1)
        self._say_nothing(typed.needle, sold)
        self.area.verticalScrollBar().setValue(0)

    def _say_nothing(self, needle: str, sold: list[Product]) -> None:
        if not sold:
            self.say(tr("Nothing is on the menu yet. Add products under Bar, Menu."))
        elif needle and not self.grid.shown and by_barcode(self.search.text(), sold) is None:
            self.say(tr("Nothing on the menu is called “{text}”.").format(text=needle[:60]))
        else:
            self.say("")

    def _facts(self, product: Product) -> TileFacts:
        places = {one.id: (place, one) for place, one in enumerate(self._menu.categories)}
        place, category = places[product.category_id]
        return TileFacts(
            product, money(product.price_minor, self._club), colour_of(category.colour, place)
        )

    def _dress(self, tile: ProductTile) -> None:
        if tile.facts.product.has_picture:
            self.pictures.want(tile.facts.product.id, tile.set_picture)

    def _press(self, product_id: int) -> None:
        self._take(self.products[product_id], read_typed(self.search.text()).quantity)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        text = self.search.text()
        scanned = by_barcode(text, self._sold())
        lit = self.grid.lit()
        if scanned is not None:
            self._take(scanned.product, scanned.quantity)
        elif lit is not None:
            self._take(lit.facts.product, read_typed(text).quantity)
        elif not text.strip():
            self.left.emit()

    def _take(self, product: Product, quantity: int) -> None:
        typed = bool(self.search.text())
        if typed:
            self.search.clear()
        self.wanted.emit(product, quantity)

    def _walk(self, across: int) -> None:
        self._light(across, 0)

    def _walk_down(self, down: int) -> None:
        self._light(0, down)

    def _light(self, across: int, down: int) -> None:
        self.grid.step(across, down)
        lit = self.grid.lit()
        if lit is not None:
            self.area.ensureWidgetVisible(lit, 0, GAP_S)
