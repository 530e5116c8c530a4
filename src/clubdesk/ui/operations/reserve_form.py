"""What is asked for a reservation: for whom, which seats, from when until when, what of it is paid.

GUI thread only. The form says at its fields what is wrong and tells what it would book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club, Station
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import NO_TERMINAL
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.clock_field import ClockField
from clubdesk.ui.look.date_field import DateField
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.tokens import GAP_M, GAP_S
from clubdesk.ui.operations.client_picker import ClientPicker
from clubdesk.ui.operations.seats_field import SeatsField
from clubdesk.ui.operations.wall_time import DAY_MINUTES, stretch, wall_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form asks for; ``client_id`` or ``name``, as was chosen."""

    station_ids: tuple[int, ...]
    from_at: datetime
    until_at: datetime
    client_id: int | None
    name: str
    phone: str
    note: str
    deposit_minor: int
    by_card: bool = False


class ReserveForm(QWidget):
    """The fields.

    Signals:
        changed: Something that decides over conflicts was typed or chosen.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner, club: Club, stations: Sequence[Station]) -> None:
        super().__init__()
        self.club = club
        self.who = ChipRow([(True, tr("Client")), (False, tr("Name and phone"))])
        self.picker = ClientPicker(runner)
        self.picker.know(club)
        self.name = TextField(tr("Name"))
        self.phone = TextField(tr("Phone"))
        self.seats = SeatsField()
        self.seats.know(stations)
        self.day = DateField(tr("Day"))
        self.since, self.until = ClockField(tr("From")), ClockField(tr("Until"))
        self.deposit = MoneyField(tr("Deposit"), club.currency, big=False)
        self.way = ChipRow([(False, tr("Cash")), (True, tr("Card"))])
        self._cards = runner.desk.terminal.driver() != NO_TERMINAL
        self.note = TextField(tr("Note"))
        self.note.editor.setMaxLength(500)
        self._build()
        self.who.chosen.connect(self._show_who)
        for field in (self.seats, self.day, self.since, self.until):
            field.editor.textChanged.connect(self.changed)
        self._show_who(True)

    def put_time(self, since: datetime, until: datetime) -> None:
        """Writes a stretch of time."""
        day, minute = wall_of(since, self.club.time_zone)
        self.day.set_day(day)
        self.since.set_minute(minute)
        self.until.set_minute(wall_of(until, self.club.time_zone)[1])

    def instants(self) -> tuple[datetime, datetime] | None:
        """From and until; None while they are not all typed, or not a time at all."""
        day, since, until = self.day.day(), self.since.minute(), self.until.minute()
        if day is None or since is None or until is None or since >= DAY_MINUTES:
            return None
        first, last = stretch(day, since, until, self.club.time_zone)
        return None if first is None or last is None else (first, last)

    def wish(self) -> Wish | None:
        """What is asked for; None, with the reasons at the fields, while something is wrong."""
        wrong = [
            self._nobody(),
            self.seats.is_wrong(),
            self._time_is_wrong(),
            self._deposit_is_wrong(),
        ]
        times = self.instants()
        if any(wrong) or times is None:
            return None
        row = self.picker.row if self.who.key() else None
        return Wish(
            self.seats.station_ids(),
            *times,
            client_id=row.client.id if row else None,
            name="" if row else self.name.text(),
            phone="" if row else self.phone.text(),
            note=self.note.text(),
            deposit_minor=self.deposit.minor() or 0,
            by_card=self.way.key() is True and self.way.isVisibleTo(self),
        )

    def point_at(self, subject: str, text: str) -> None:
        """Shows a refusal at its field."""
        fields: dict[str, TextField | DateField | ClockField] = {
            "name": self.name,
            "phone": self.phone,
            "seats": self.seats,
            "from": self.since,
            "until": self.until,
            "note": self.note,
        }
        if subject in fields:
            fields[subject].set_error(text)
            fields[subject].editor.setFocus()
        elif subject in ("amount", "deposit", "received"):
            self.deposit.set_error(text)

    def _build(self) -> None:
        person = QHBoxLayout()
        person.setSpacing(GAP_M)
        person.addWidget(self.name, 3, Qt.AlignmentFlag.AlignTop)
        person.addWidget(self.phone, 2, Qt.AlignmentFlag.AlignTop)
        times = QHBoxLayout()
        times.setSpacing(GAP_M)
        for field, share in ((self.day, 3), (self.since, 2), (self.until, 2)):
            times.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        last = QHBoxLayout()
        last.setSpacing(GAP_M)
        top = Qt.AlignmentFlag.AlignTop
        paid = QVBoxLayout()
        paid.setSpacing(GAP_S)
        paid.addWidget(self.deposit)
        paid.addWidget(self.way)
        last.addLayout(paid, 2)
        last.addWidget(self.note, 3, top)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addWidget(self.who)
        lines.addWidget(self.picker)
        lines.addLayout(person)
        lines.addWidget(self.seats)
        lines.addLayout(times)
        lines.addLayout(last)

    def offer_card(self, *, offered: bool) -> None:
        """Lets the deposit be paid by card: that goes onto an account when it goes back."""
        shown = offered and self._cards
        self.way.setVisible(shown)
        self.deposit.field.label.setText(tr("Deposit") if shown else tr("Deposit in cash"))

    def _show_who(self, by_card: object) -> None:
        self.offer_card(offered=bool(by_card))
        self.picker.setVisible(bool(by_card))
        self.name.setVisible(not by_card)
        self.phone.setVisible(not by_card)

    def _nobody(self) -> bool:
        if self.who.key():
            if self.picker.row is None:
                self.picker.field.set_error(
                    tr("Choose the client, or press “Name and phone” for somebody without a card.")
                )
            return self.picker.row is None
        if not self.name.text():
            self.name.set_error(tr("Type a name."))
        return not self.name.text()

    def _time_is_wrong(self) -> bool:
        wrong = [field.is_wrong() for field in (self.day, self.since, self.until)]
        for field in (self.day, self.since, self.until):
            if not field.editor.text().strip():
                field.set_error(tr("Type it."))
        if not any(wrong) and self.instants() is None and self.day.day() is not None:
            self.since.set_error(tr("The clocks change that night: this time does not exist."))
        return self.instants() is None

    def _deposit_is_wrong(self) -> bool:
        self.deposit.complain()
        return bool(self.deposit.edit.text().strip()) and self.deposit.minor() is None
