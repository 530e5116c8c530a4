"""The palette: the price that is painted with, typed or taken from those in use. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import column
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.rates.grid_paint import price_tone

_FIELD_WIDTH = 190


class PriceChip(Chip):
    """A price with the colour that it has in the grid."""

    def __init__(self, text: str, tone: str) -> None:
        super().__init__(text)
        self._tone = tone

    def sizeHint(self) -> QSize:
        """Room for the dot."""
        return super().sizeHint() + QSize(16, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the chip and the dot."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(str(getattr(theme(), self._tone))))
        painter.drawEllipse(QRect(9, self.height() // 2 - 4, 8, 8))
        painter.end()


class Palette(QWidget):
    """A field for a price an hour, and the prices in use beside it.

    Signals:
        picked: The price to paint with; None while there is none.
        entered: Enter in the field.
    """

    picked = Signal(object)
    entered = Signal()

    def __init__(self, currency: Currency, say: Callable[[int], str]) -> None:
        super().__init__()
        self._say = say
        self.price = MoneyField(tr("Price per hour to paint with"), currency, big=False)
        self.price.setFixedWidth(_FIELD_WIDTH)
        self.chips: dict[int, PriceChip] = {}
        self._flow = Flow([])
        self._note = small(tr("Prices in use"))
        beside = QWidget()
        beside.setLayout(column(self._note, self._flow, None, gap=8))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_L)
        line.addWidget(self.price)
        line.addWidget(beside, 1)
        self.price.changed.connect(lambda _: self._typed())
        self.price.edit.returnPressed.connect(self.entered)

    def brush(self) -> int | None:
        """The price to paint with; None while none is typed."""
        price = self.price.minor()
        return price if price is not None and price > 0 else None

    def set_brush(self, price: int | None) -> None:
        """Takes a price up."""
        self.price.set_minor(price)

    def show_prices(self, prices: list[int]) -> None:
        """Offers the prices in use."""
        if list(self.chips) != prices:
            self.chips = {price: self._chip(price, prices) for price in prices}
            self._flow.set_parts(list(self.chips.values()))
        self._note.setVisible(bool(prices))
        self._mark()

    def _chip(self, price: int, prices: list[int]) -> PriceChip:
        chip = PriceChip(self._say(price), price_tone(price, prices))
        chip.clicked.connect(lambda: self._take(price))
        return chip

    def _take(self, price: int) -> None:
        self.set_brush(price)
        self._mark()
        self.entered.emit()

    def _typed(self) -> None:
        price = self.price.minor()
        if price is not None and price <= 0:
            self.price.set_error(tr("A price is more than zero."))
        self._mark()
        self.picked.emit(self.brush())

    def _mark(self) -> None:
        for price, chip in self.chips.items():
            chip.setChecked(price == self.brush())
