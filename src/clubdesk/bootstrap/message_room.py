"""The messages' part of the house: codes leave by the gateway, what became of them is noted.

The courier runs on its own thread; it asks the desk worker for everything that is stored. Codes
come in memory, by the event feed, and stay there.
"""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from clubdesk.domain.events import CodeIssued
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.secret_box import SMS_KEY, SecretBox
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.desk import Desk
from clubdesk.services.event_feed import News
from clubdesk.services.messages import MessageState, MessageTold, message_text
from clubdesk.services.verification import NoteMessage

if TYPE_CHECKING:
    from clubdesk.sms.courier import Courier, Letter
    from clubdesk.sms.gateway import Gateway

TEST_TEXT = mark("{club}: this is a test message.")
_TEST_HOLDS = timedelta(minutes=5)


class MessageRoom:
    """Sends codes, once ``start`` was called.

    Args:
        settings: Which gateway.
        secrets: Where its key is; asked on the courier's thread.
    """

    def __init__(self, settings: DeskSettings, secrets: SecretBox, clock: Clock) -> None:
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._desk: Desk | None = None
        self._courier: Courier | None = None
        self._lock = threading.Lock()
        self._tests = itertools.count(1)

    def start(self, desk: Desk) -> None:
        """Begins to send; the desk's writer must run."""
        from clubdesk.sms.courier import Courier

        with self._lock:
            self._desk = desk
            self._courier = Courier(self._make_gateway, self._clock, self._note)
        self._courier.start()

    def stop(self) -> None:
        """Ends; codes that were not sent are told so."""
        if self._courier is not None:
            self._courier.stop()

    def change(self, settings: DeskSettings) -> None:
        """Takes another gateway or text from the next message on. Any thread."""
        with self._lock:
            self._settings = settings
            if self._courier is not None:
                self._courier.change(self._make_gateway)

    def has_gateway(self) -> bool:
        """Whether a gateway is set up. Any thread."""
        from clubdesk.sms.choosing import is_set_up

        return is_set_up(self._settings)

    def hear(self, news: News) -> None:
        """Takes a code to its phone; the event feed calls it."""
        if self._courier is None or not isinstance(news, CodeIssued):
            return
        from clubdesk.sms.courier import Letter

        text = message_text(self._settings.sms_text, news.code, news.club)
        about = (news.client_id, news.sent_at.isoformat())
        self._courier.post(Letter(news.phone, text, news.code, news.expires_at, about))

    def send_test(self, phone: str, club: str) -> int:
        """Sends a test message; what becomes of it is told as ``MessageTold`` of this number.

        Args:
            phone: E.164.
            club: The club's name.
        """
        from clubdesk.sms.courier import Letter

        number = next(self._tests)
        text = tr(TEST_TEXT).replace("{club}", club)
        until = self._clock.now() + _TEST_HOLDS
        if self._courier is not None:
            self._courier.post(Letter(phone, text, "", until, number))
        return number

    # On the courier's thread.

    def _make_gateway(self) -> Gateway:
        from clubdesk.sms.choosing import gateway_of

        return gateway_of(self._settings, self._secrets.get(SMS_KEY))

    def _note(self, letter: Letter, state: MessageState, detail: str, gateway_id: str) -> None:
        desk = self._desk
        if desk is None:
            return
        if isinstance(letter.about, int):
            desk.events.publish(MessageTold(letter.about, state, detail))
        elif isinstance(letter.about, tuple):
            client_id, sent_at = letter.about
            note = NoteMessage(
                client_id=client_id,
                sent_at=sent_at,
                state=state,
                detail=detail,
                gateway_id=gateway_id,
            )
            desk.do(note, None).result()
