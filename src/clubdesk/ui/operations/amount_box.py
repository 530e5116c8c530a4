"""A figure that is money or points, as the account says it belongs to. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import Unit
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import Currency, format_money, format_number, parse_money
from clubdesk.foundation.translate import language, tr
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.money_field import AmountEdit


class AmountBox(QWidget):
    """One figure.

    Signals:
        changed: The figure, or None while what is typed is none.

    Args:
        unit: What it counts; None as long as nobody has said so.
    """

    changed = Signal(object)

    def __init__(self, label: str, club: Club, unit: Unit | None, hint: str = "") -> None:
        super().__init__()
        self._club = club
        self.edit = AmountEdit(club.currency, big=True)
        self.field = Field(label, self.edit, hint)
        self.setFocusProxy(self.edit)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.field)
        self.unit: Unit | None = None
        self._figure: int | None = None
        self._error = ""
        self.edit.textChanged.connect(lambda _: self._read())
        self.set_unit(unit)

    def amount(self) -> int | None:
        """Minor units or points; None if there is none, or nobody knows of what."""
        return self._figure if self.unit is not None else None

    def is_typed(self) -> bool:
        """Whether there is a figure above zero, of whatever it is."""
        return self._figure is not None and self._figure > 0

    def complaint(self) -> str:
        """What is wrong with the figure that was typed; empty if nothing is, or none was."""
        if self._error or self._figure is None or self._figure > 0:
            return self._error
        if self.unit is Unit.POINTS:
            return tr("The number of points must be more than zero.")
        return tr("The amount must be more than zero.")

    def set_unit(self, unit: Unit | None) -> None:
        """Says what it counts; what was typed stays and is read anew."""
        self.unit = unit
        signs = {None: "", Unit.MONEY: _sign(self._club), Unit.POINTS: tr("pts")}
        self.edit.set_sign(signs[unit])
        self._read()

    def put(self, amount: int) -> None:
        """Writes a figure into the field."""
        scale = self._club.currency.scale if self.unit is Unit.POINTS else 1
        self.edit.setText(format_number(amount * scale, self._club.currency, language()))

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the field."""
        self.field.set_error(text)

    def _read(self) -> None:
        self._figure, self._error = None, ""
        text = self.edit.text().strip()
        if text:
            try:
                self._figure = self._parse(text)
            except DeskError as error:
                self._error = error.text
        self.field.set_error(self._error)
        self.changed.emit(self.amount())

    def _parse(self, text: str) -> int:
        if self.unit is not Unit.POINTS:
            return parse_money(text, self._club.currency, language())
        try:
            return parse_money(text, Currency(self._club.currency.code, 0), language())
        except DeskError as error:
            if error.code != "money.too_many_decimals":
                raise
            raise DeskError("points.not_whole", tr("Points are whole numbers.")) from error


def _sign(club: Club) -> str:
    return format_money(0, club.currency, language()).replace("0", "").strip()
