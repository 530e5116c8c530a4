"""What is asked about a client, in two columns: Add Client and Edit Client. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.people import Client, ClientGroup
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.phone_field import PhoneField
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.line_edit import take_scans
from clubdesk.ui.look.tokens import GAP_L, GAP_M


class FactFields(QWidget):
    """The fields.

    Signals:
        edited: Something was typed.
        open_wanted: The id of the client who has this phone or card already.

    Args:
        is_new: Asks for a card and a note as well.
    """

    edited = Signal()
    open_wanted = Signal(int)

    def __init__(self, runner: DeskRunner, *, is_new: bool) -> None:
        super().__init__()
        self.phone = PhoneField(runner)
        self.name = TextField(tr("Client name"))
        self.email = TextField(tr("Email"), tr("Optional"))
        self.birthday = TextField(tr("Birthday"), tr("Optional, such as 1998-05-31 or 31.05.1998"))
        self.card = TextField(tr("Card number"), tr("Optional: scan it here"))
        take_scans(self.card.editor)
        self.note = TextField(tr("Note"), tr("Optional"))
        self.groups = Choice([(None, tr("No group"))])
        self.group = Field(tr("Group"), self.groups)
        self.open_card = Button(tr("Open the client card"), Kind.SECONDARY, icon_name="id-card")
        self._owner: int | None = None
        self._group_id: int | None = None
        self._is_new = is_new
        self._lay_out()
        for field in self._texts():
            field.editor.textEdited.connect(lambda _: self._edited())
        self.open_card.clicked.connect(self._open_owner)
        runner.ask(lambda books: books.groups(), while_alive(self, self._offer_groups))

    def fill(self, person: Client) -> None:
        """Writes a client's facts into the fields."""
        self.phone.put(person.phone)
        self.name.editor.setText(person.name)
        self.email.editor.setText(person.email)
        self.birthday.editor.setText(person.birthday.isoformat() if person.birthday else "")
        self._group_id = person.group_id
        self.groups.choose(person.group_id)

    def birthday_typed(self) -> str:
        """The birthday in ISO 8601 where it can be told, else as it was typed."""
        typed = self.birthday.text()
        parts = typed.split(".")
        if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts):
            return typed
        day, month, year = (int(part) for part in parts)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return typed

    def group_typed(self) -> int | None:
        """The chosen group; the client's own one until the groups are known."""
        key = self.groups.key() if self.groups.count() > 1 else self._group_id
        return key if isinstance(key, int) else None

    def mark(self, error: DeskError | None) -> DeskError | None:
        """Shows an error at the field that it is about; what is left is for the dialog to show."""
        for field in self._texts():
            if error is None:
                field.set_error("")
        self._owner = error.about_id if error is not None else None
        self.open_card.setVisible(self._owner is not None)
        about = self._by_subject().get(error.subject) if error is not None else None
        if about is None or error is None:
            return error
        about.set_error(error.text)
        about.editor.setFocus()
        about.editor.selectAll()
        return DeskError(error.code, error.what_to_do or error.text)

    def _texts(self) -> tuple[TextField, ...]:
        return (self.phone, self.name, self.email, self.birthday, self.card, self.note)

    def _by_subject(self) -> dict[str, TextField]:
        return {
            "phone": self.phone,
            "name": self.name,
            "email": self.email,
            "birthday": self.birthday,
            "card_number": self.card,
            "note": self.note,
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_M)
        shown: list[QWidget] = [self.phone, self.name, self.email, self.birthday]
        shown += [self.card] if self._is_new else []
        shown.append(self.group)
        for number, field in enumerate(shown):
            # Row 1 is left for the way to the card of the client who has the phone.
            line = number // 2 + (number > 1)
            grid.addWidget(field, line, number % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number % 2, 1)
        if self._is_new:
            grid.addWidget(self.note, 4, 0, 1, 2)
        grid.addWidget(self.open_card, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self.group.hide()
        self.open_card.hide()

    def _offer_groups(self, groups: Sequence[ClientGroup]) -> None:
        for group in groups:
            self.groups.addItem(group.name, group.id)
        self.groups.choose(self._group_id)
        self.group.setVisible(bool(groups))

    def _edited(self) -> None:
        self._owner = None
        self.open_card.hide()
        self.edited.emit()

    def _open_owner(self) -> None:
        if self._owner is not None:
            self.open_wanted.emit(self._owner)
