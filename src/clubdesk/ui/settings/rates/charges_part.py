"""The two charges that an hourly rate may have beside its price; each says what it is.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Rate
from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import heading

_LONGEST_STEP = 240


class ChargesPart(Panel):
    """Minimum charge and billing step.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__("panel", 16)
        self.least = MoneyField(
            tr("Minimum charge"),
            currency,
            big=False,
            hint=tr("The least that a session costs once it has started. Empty: off."),
        )
        self.step = Field(
            tr("Billing step, minutes"),
            NumberBox(0, _LONGEST_STEP, 0),
            tr("At the end the minutes are rounded up to it once: 61 minutes in steps of 15 are "
               "billed as 75. It is not the minimum charge. 0: off."),
        )  # fmt: skip
        self.column.addWidget(heading(tr("Charges")))
        self.column.addWidget(self.least)
        self.column.addWidget(self.step)
        self.column.addStretch(1)
        self.least.changed.connect(lambda _: self.changed.emit())
        self.step.editor.changed.connect(lambda _: self.changed.emit())

    def load(self, rate: Rate) -> None:
        """Shows a rate."""
        self.least.set_minor(rate.min_charge_minor or None)
        self.step.editor.setValue(rate.step_minutes)

    def onto(self, rate: Rate) -> Rate:
        """The rate with what stands here."""
        least, step = self.least.minor() or 0, self.step.editor.value()
        return replace(rate, min_charge_minor=least, step_minutes=step)

    def has_unread(self) -> bool:
        """Whether something was typed that is no amount."""
        return bool(self.least.edit.text().strip()) and self.least.minor() is None

    def complain(self) -> bool:
        """Marks what is wrong; True if anything is."""
        typed = self.least.edit.text().strip()
        if typed and self.least.minor() is None:
            self.least.complain()
            return True
        if (self.least.minor() or 0) < 0:
            self.least.set_error(tr("It cannot be less than nothing."))
            return True
        return False
