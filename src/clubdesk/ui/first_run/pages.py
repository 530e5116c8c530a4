"""The wizard's steps of language, club and owner. GUI thread only."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import LANGUAGES, tr
from clubdesk.ui.first_run.draft import Draft, countries, currencies, currency_in, time_zones
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.tokens import GAP_L


class Page(Protocol):
    """One step."""

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        ...

    def read(self, draft: Draft) -> bool:
        """Puts what was typed into the draft; False if something is missing (and says so)."""
        ...


class LanguagePage(QWidget):
    """Language, country, money, time.

    Signals:
        language_chosen: The language's code.
    """

    language_chosen = Signal(str)

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.language = Choice(list(LANGUAGES.items()))
        self.country = Choice([(code, name) for code, name in countries()])
        self.currency = Choice([(code, name) for code, name in currencies()])
        self.time_zone = Choice([(zone, zone) for zone in time_zones(draft.country)])
        self.language.choose(draft.language)
        self.country.choose(draft.country)
        self.currency.choose(draft.currency)
        self.time_zone.choose(draft.time_zone)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_L)
        grid.addWidget(Field(tr("Language"), self.language), 0, 0)
        grid.addWidget(Field(tr("Country"), self.country), 0, 1)
        grid.addWidget(
            Field(tr("Currency"), self.currency, tr("It stays for good: the books count in it.")),
            1,
            0,
        )
        grid.addWidget(
            Field(tr("Time zone"), self.time_zone, tr("Prices by the hour go by it.")), 1, 1
        )
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.language.activated.connect(
            lambda _: self.language_chosen.emit(str(self.language.key()))
        )
        self.country.currentIndexChanged.connect(lambda _: self._country_changed())

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return self.language

    def read(self, draft: Draft) -> bool:
        """Every choice is valid."""
        draft.language = str(self.language.key())
        draft.country = str(self.country.key())
        draft.currency = str(self.currency.key())
        draft.time_zone = str(self.time_zone.key())
        return True

    def _country_changed(self) -> None:
        country = str(self.country.key())
        self.currency.choose(currency_in(country))
        self.time_zone.clear()
        for zone in time_zones(country):
            self.time_zone.addItem(zone, zone)


class OwnerPage(QWidget):
    """The owner's account."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.name = TextField(tr("Your name"), tr("It stands on receipts and in the journal."))
        self.login = TextField(tr("Login"))
        self.password = TextField(tr("Password"), tr("6 characters or more."), secret=True)
        self.again = TextField(tr("Password again"), secret=True)
        self.name.editor.setText(draft.owner_name)
        self.login.editor.setText(draft.owner_login)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_L)
        grid = QGridLayout()
        grid.setSpacing(GAP_L)
        for number, part in enumerate((self.name, self.login, self.password, self.again)):
            grid.addWidget(part, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number % 2, 1)
        lines.addLayout(grid)
        lines.addStretch(1)

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return self.name.editor

    def read(self, draft: Draft) -> bool:
        """The two passwords must agree and a name must be there."""
        draft.owner_name, draft.owner_login = self.name.text(), self.login.text()
        draft.owner_password = self.password.text()
        self.name.set_error("" if self.name.text() else tr("The name is missing."))
        same = self.password.text() == self.again.text()
        self.again.set_error("" if same else tr("The two passwords differ."))
        return bool(self.name.text()) and same
