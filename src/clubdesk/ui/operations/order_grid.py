"""The tiles of a menu in as many columns as there is room for. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.operations.order_tile import HEIGHT, LEAST_WIDTH, ProductTile, TileFacts


class TileGrid(QWidget):
    """Shows some of its tiles; one may be lit: Enter takes it.

    Signals:
        pressed: A product's id.
        made: A ProductTile that is new.
    """

    pressed = Signal(int)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[int, ProductTile] = {}
        self.shown: list[ProductTile] = []
        self.place = -1

    def show_facts(self, facts: Sequence[TileFacts]) -> None:
        """Shows these products in this order; nothing is lit."""
        wanted = [self._tile(one) for one in facts]
        keep = set(map(id, wanted))
        for tile in self.shown:
            if id(tile) not in keep:
                tile.hide()
        self.shown = wanted
        self._lay()
        for tile in wanted:
            tile.show()
        self.light(-1)

    def forget(self, product_ids: set[int]) -> None:
        """Drops the tiles of products that are not sold any more."""
        for gone in [one for one in self.tiles if one not in product_ids]:
            tile = self.tiles.pop(gone)
            tile.hide()
            tile.deleteLater()
        self.shown = [tile for tile in self.shown if tile.facts.product.id in product_ids]

    def light(self, place: int) -> None:
        """Lights a tile by its place; -1 lights none."""
        self.place = place if 0 <= place < len(self.shown) else -1
        for number, tile in enumerate(self.shown):
            tile.mark(lit=number == self.place, taken=tile.taken)

    def step(self, across: int, down: int) -> None:
        """Lights another tile; the first one if none is."""
        if not self.shown:
            return
        if self.place < 0:
            self.light(0)
            return
        by = across + down * self.columns()
        self.light(min(max(self.place + by, 0), len(self.shown) - 1))

    def lit(self) -> ProductTile | None:
        """The tile that Enter takes."""
        return self.shown[self.place] if 0 <= self.place < len(self.shown) else None

    def count(self, taken: dict[int, int]) -> None:
        """Shows how many of each are in the cart."""
        for product_id, tile in self.tiles.items():
            tile.mark(lit=tile.lit, taken=taken.get(product_id, 0))

    def columns(self) -> int:
        """Tiles in a row at this width."""
        return max(1, (self.width() + GAP_S) // (LEAST_WIDTH + GAP_S))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the tiles anew."""
        super().resizeEvent(event)
        self._lay()

    def _tile(self, facts: TileFacts) -> ProductTile:
        tile = self.tiles.get(facts.product.id)
        if tile is None:
            tile = ProductTile(facts)
            tile.setParent(self)
            self.tiles[facts.product.id] = tile
            tile.clicked.connect(lambda _=False, key=facts.product.id: self.pressed.emit(key))
            self.made.emit(tile)
        else:
            tile.say(facts)
        return tile

    def _lay(self) -> None:
        columns = self.columns()
        width = (self.width() - GAP_S * (columns - 1)) // columns
        for number, tile in enumerate(self.shown):
            line, place = divmod(number, columns)
            tile.setGeometry(place * (width + GAP_S), line * (HEIGHT + GAP_S), width, HEIGHT)
        lines = -(-len(self.shown) // columns)
        self.setMinimumHeight(max(0, lines * (HEIGHT + GAP_S) - GAP_S))
