"""Edit client: begins with what is known, and warns about a changed phone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import ClientGroup
from clubdesk.services.client_file import EditClient
from clubdesk.services.commands import Done
from clubdesk.ui.clients.edit_dialog import EditClientDialog, open_edit
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_desk import SANJAR


@pytest.fixture
def window(stage):
    return stage(QWidget())


def test_editing_begins_with_what_is_known(qtbot, desk, window, runner, settled) -> None:
    desk.books.the_groups = [ClientGroup(4, "Students", 10)]
    person = replace(SANJAR.client, birthday=date(1998, 5, 31), group_id=4, email="s@example.com")
    desk.books.clients[0] = replace(SANJAR, client=person)
    desk.answers[EditClient] = Done()
    open_edit(window, runner, 1)
    settled()
    dialog = open_dialog_of(window)
    assert isinstance(dialog, EditClientDialog)
    assert dialog.facts.phone.text() == "+7 701 555 4417"
    assert not dialog.warning.isVisible()
    qtbot.keyClick(dialog.facts.name.editor, Qt.Key.Key_Return)
    settled()
    (saved,) = desk.done
    assert (saved.client_id, saved.name, saved.email) == (1, "Sanjar Tulegenov", "s@example.com")
    assert (saved.birthday, saved.group_id) == ("1998-05-31", 4)
    assert saved.phone.replace(" ", "") == "+77015554417"
    assert open_dialog_of(window) is None


def test_a_changed_phone_warns_that_it_is_not_verified(
    qtbot, desk, window, runner, settled
) -> None:
    open_edit(window, runner, 1)
    settled()
    dialog = open_dialog_of(window)
    dialog.facts.phone.editor.setText("8 (701) 555 4417")
    assert not dialog.warning.isVisible()
    dialog.facts.phone.editor.setText("+7 701 555 4418")
    assert dialog.warning.isVisible()
