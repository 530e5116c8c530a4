"""No word of Add Client, Verify phone, Edit client and the tab Messages is cut off."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.domain.people import ClientGroup
from clubdesk.foundation import translate
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.messages import GatewayKind, MessageState
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.verification import CodeSent, SendCode
from clubdesk.services.views_people import ClientFile
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.edit_dialog import open_edit
from clubdesk.ui.clients.verify_dialog import open_verify
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.settings.messages_tab import MessagesTab
from tests.support.clipping import clipped
from tests.support.fake_desk import MARIA, NOW, SANJAR


class Kept:
    """Settings that nobody changes here."""

    def load(self):
        return DeskSettings()

    def has_secret(self, name):
        return True


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)


@pytest.fixture
def fits():
    def check(window) -> None:
        QApplication.processEvents()
        QApplication.processEvents()
        assert clipped(window) == []

    return check


@pytest.mark.parametrize("kind", list(GatewayKind))
@pytest.mark.parametrize("provider", ["smsc", "own"])
def test_messages(runner, bridge, stage, settled, fits, kind, provider) -> None:
    tab = MessagesTab(runner, bridge, Kept())
    window = stage(tab)
    settled()
    tab.gateway.kind.choose(kind)
    tab.gateway.provider.choose(provider)
    fits(window)


def test_add_client(desk, runner, stage, settled, fits) -> None:
    desk.books.the_groups = [ClientGroup(1, "Students of the university", 10)]
    place = QWidget()
    window = stage(place)
    dialog = AddClientDialog(place, runner)
    dialog.begin()
    settled()
    dialog.phone.put("+77015554417")
    fits(window)
    dialog.refuse(DeskError("client.phone_taken", "x" * 40, "y", subject="phone", about_id=1))
    fits(window)


@pytest.mark.parametrize("state", list(MessageState))
@pytest.mark.parametrize("has_gateway", [True, False])
def test_verify(desk, runner, stage, settled, fits, state, has_gateway) -> None:
    desk.gateway = has_gateway
    desk.answers[SendCode] = CodeSent(expires_at="", again_at="")
    code = PhoneCode(2, MARIA.client.phone, "", NOW, NOW + timedelta(seconds=300))
    detail = "The gateway refused the message.\nno money on the account of the club"
    desk.books.files[2] = ClientFile(code=replace(code, state=state.value, detail=detail))
    place = QWidget()
    window = stage(place)
    open_verify(place, runner, 2)
    settled()
    fits(window)
    open_dialog_of(window).step.skip.click()
    fits(window)


def test_edit(runner, stage, settled, fits) -> None:
    place = QWidget()
    window = stage(place)
    open_edit(place, runner, SANJAR.client.id)
    settled()
    fits(window)
    open_dialog_of(window).facts.phone.put("+77015550000")
    fits(window)
