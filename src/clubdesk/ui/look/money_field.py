"""A field for an amount of money, with chips for the usual ones. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import (
    Currency,
    format_money,
    format_number,
    parse_money,
)
from clubdesk.foundation.translate import language, tr
from clubdesk.ui.look.app_look import restyle, theme
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.tokens import GAP_S, SEMIBOLD, TITLE


class AmountEdit(LineEdit):
    """What an amount is typed into; the currency's sign stands at the right."""

    def __init__(self, currency: Currency, *, big: bool) -> None:
        super().__init__()
        sign = format_money(0, currency, language()).replace("0", "").strip()
        self._sign = sign
        self.setProperty("big", "true" if big else "false")
        self.setFont(font(TITLE + 3, SEMIBOLD) if big else font())
        self.setTextMargins(0, 0, 34, 0)

    def set_sign(self, sign: str) -> None:
        """Shows another sign: points are no money."""
        self._sign = sign
        self.setTextMargins(0, 0, max(34, self.fontMetrics().horizontalAdvance(sign) + 22), 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the edit and the sign."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(theme().dim))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -14, 0), flags, self._sign)
        painter.end()


class MoneyField(QWidget):
    """An amount in minor units, typed or taken from a chip.

    Signals:
        changed: The amount in minor units, or None while what is typed is empty or no amount.
    """

    changed = Signal(object)

    def __init__(
        self,
        label: str,
        currency: Currency,
        *,
        quick: tuple[int, ...] = (),
        big: bool = True,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.currency = currency
        self.edit = AmountEdit(currency, big=big)
        self.field = Field(label, self.edit, hint)
        self.setFocusProxy(self.edit)
        self.chips: list[Chip] = []
        self._flow = Flow([])
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addWidget(self.field)
        lines.addWidget(self._flow)
        self.set_quick(quick)
        self.edit.textChanged.connect(self._read)
        self._minor: int | None = None
        self._silent_error = ""

    def minor(self) -> int | None:
        """The amount in minor units; None if there is none."""
        return self._minor

    def complaint(self) -> str:
        """What is wrong with the amount that was typed; empty if nothing is, or none was."""
        if self._silent_error or self._minor is None or self._minor > 0:
            return self._silent_error
        return tr("The amount must be more than zero.")

    def set_minor(self, minor: int | None) -> None:
        """Puts an amount into the field."""
        text = "" if minor is None else format_number(minor, self.currency, language())
        self.edit.setText(text)

    def set_quick(self, amounts: tuple[int, ...]) -> None:
        """Offers amounts on chips under the field."""
        self.chips = [self._chip(amount) for amount in amounts]
        self._flow.set_parts(list(self.chips))
        self._flow.setVisible(bool(amounts))

    def show_quick(self, shown: bool) -> None:
        """Shows the chips, or hides them while the amount stands."""
        self._flow.setVisible(shown and bool(self.chips))

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the field."""
        self.field.set_error(text)

    def complain(self) -> None:
        """Shows why what is typed is not an amount, if it is not one."""
        self.field.set_error(self._silent_error)

    def _chip(self, amount: int) -> Chip:
        chip = Chip(format_money(amount, self.currency, language()), checkable=False)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: self._take(amount))
        return chip

    def _take(self, amount: int) -> None:
        self.set_minor(amount)
        self.edit.setFocus()
        self.edit.selectAll()

    def _read(self, text: str) -> None:
        self._silent_error = ""
        self._minor = None
        if text.strip():
            try:
                self._minor = parse_money(text, self.currency, language())
            except DeskError as error:
                self._silent_error = error.text
        # A wrong letter is told at once: an amount that is not understood is never sent.
        self.field.set_error(self._silent_error)
        restyle(self.edit)
        self.changed.emit(self._minor)
