"""The owner's part of sending messages from the real desk: the gateway is typed in and saved."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from clubdesk.services.messages import GatewayKind
from clubdesk.ui.settings.messages_tab import MessagesTab
from clubdesk.ui.settings.screen import SettingsScreen
from tests.support.real_desk import RealDesk
from tests.support.sms_http import SmsHttp

KEY = "K3Y-of-the-club"


def set_up(real: RealDesk, provider: SmsHttp) -> MessagesTab:
    """The owner types the gateway in and saves."""
    screen = real.window.open_screen("settings")
    assert isinstance(screen, SettingsScreen)
    tab = screen.tabs.open("messages")
    assert isinstance(tab, MessagesTab)
    real.settle()
    tab.gateway.kind.choose(GatewayKind.HTTP)
    tab.gateway.provider.choose("own")
    real.type(provider.url + "/send", tab.gateway.url.editor)
    tab.gateway.headers.editor.setPlainText("Content-Type: application/x-www-form-urlencoded")
    tab.gateway.body.editor.setPlainText("k={key}&to={phone}&text={text}")
    real.type("id", tab.gateway.accepted.editor)
    real.type(KEY, tab.gateway.key.editor)
    tab.save.click()
    real.until(lambda: tab.told.text() == "Saved.")
    return tab


def sent_code(provider: SmsHttp) -> str:
    """The code in the last message that was sent."""
    text = parse_qs(provider.asked[-1].body)["text"][0]
    found = re.search(r"\d{6}", text)
    assert found is not None, text
    return found.group()
