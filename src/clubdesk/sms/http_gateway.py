"""Sends by one HTTP request, as a template says, and reads the answer by its rules.

Message room's thread. No redirect is followed: the request carries the key. TLS is verified; plain
HTTP reaches this network's own gateways only. Nothing here is logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clubdesk.foundation.translate import mark
from clubdesk.sms.answer import AnswerError, AnswerText
from clubdesk.sms.gateway import (
    BUSY,
    SAID_NO,
    TIMEOUT_S,
    Accepted,
    GatewayError,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
    Report,
)
from clubdesk.sms.http_request import HttpAnswer, HttpRequest, ask
from clubdesk.sms.profiles import HttpProfile
from clubdesk.sms.template import fill_body, fill_headers, fill_url, values_for

_LONGEST_WORDS = 200


@dataclass
class HttpGateway:
    """A provider with an HTTP interface.

    Attributes:
        account, key, sender: For the template's placeholders.
        timeout_s: For the whole of a request.
    """

    profile: HttpProfile
    account: str
    sender: str
    key: str = field(repr=False)
    timeout_s: float = TIMEOUT_S

    @property
    def tells_delivery(self) -> bool:
        """Whether the provider can be asked."""
        return bool(self.profile.status_url and self.profile.delivered)

    def send(self, phone: str, text: str) -> Accepted:
        """Asks the provider to send; see ``Gateway``."""
        profile = self.profile
        values = self._values(phone=phone, text=text)
        answer = self._ask(profile.method, profile.url, profile.body, values)
        self._judge_status(answer)
        read = AnswerText(answer.text)
        try:
            is_accepted = read.fits(profile.accepted)
            words = self._words(read)
            gateway_id = read.at(profile.id_path)
        except AnswerError as error:
            raise self._not_understood(answer) from error
        if not is_accepted and words:
            raise MessageRefusedError(SAID_NO, words)
        if not is_accepted:
            raise self._not_understood(answer)
        return Accepted(gateway_id, phone)

    def look_up(self, message: Accepted) -> Report:
        """Asks for delivery; see ``Gateway``."""
        profile = self.profile
        if not self.tells_delivery or not message.gateway_id:
            return Report(Progress.WAITING)
        values = self._values(phone=message.phone, id=message.gateway_id)
        answer = self._ask(profile.status_method, profile.status_url, profile.status_body, values)
        read = AnswerText(answer.text)
        try:
            if read.fits(profile.delivered):
                return Report(Progress.DELIVERED)
            if profile.failed and read.fits(profile.failed):
                return Report(Progress.FAILED, self._words(read))
        except AnswerError as error:
            raise self._not_understood(answer) from error
        return Report(Progress.WAITING)

    def close(self) -> None:
        """Nothing is kept open."""

    def _values(self, **given: str) -> dict[str, str]:
        return values_for(account=self.account, key=self.key, sender=self.sender, **given)

    def _ask(self, method: str, url: str, body: str, values: dict[str, str]) -> HttpAnswer:
        try:
            headers = fill_headers(self.profile.headers, values)
        except ValueError as error:
            raise MessageRefusedError(
                mark("The gateway's headers are not right (Settings, Messages)."), str(error)
            ) from None
        kind = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
        filled = fill_body(body, values, kind) if body and method != "GET" else None
        request = HttpRequest(method, fill_url(url, values), headers, filled)
        try:
            return ask(request, self.timeout_s)
        except GatewayError as error:
            raise type(error)(error.text, self._clean(error.words)) from None

    def _judge_status(self, answer: HttpAnswer) -> None:
        words = self._clean(f"HTTP {answer.status}")
        if answer.status == 429:
            raise NothingSentError(BUSY, words)
        if 300 <= answer.status < 400:
            raise MessageRefusedError(
                mark("The gateway leads to another address: correct it (Settings, Messages)."),
                words,
            )
        if 400 <= answer.status < 500:
            raise MessageRefusedError(SAID_NO, f"{words} {self._words_or_none(answer)}".strip())
        if not 200 <= answer.status < 300:
            raise MessageUnknownError(
                mark("The gateway failed. The message may have been sent."), words
            )

    def _words_or_none(self, answer: HttpAnswer) -> str:
        try:
            return self._words(AnswerText(answer.text))
        except AnswerError:
            return ""

    def _words(self, answer: AnswerText) -> str:
        for path in self.profile.words_path.split("|"):
            if words := answer.at(path):
                return self._clean(words)
        return ""

    def _not_understood(self, answer: HttpAnswer) -> MessageUnknownError:
        return MessageUnknownError(
            mark("The gateway's answer is not understood. The message may have been sent."),
            self._clean(f"HTTP {answer.status}"),
        )

    def _clean(self, words: str) -> str:
        """A provider may repeat in its answer what it was asked: the key never leaves here."""
        cleaned = words.replace(self.key, "•••") if self.key else words
        return cleaned[:_LONGEST_WORDS]
