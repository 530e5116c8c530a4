"""How the message with a code is doing, in a cashier's words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clubdesk.foundation.translate import tr, trn
from clubdesk.services.messages import MessageState, told
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.verification import MOST_TRIES, again_at
from clubdesk.ui.look.wording import timer

LOST_AFTER_S = 150
"""The courier gives up sooner; only a desk that ended in between says nothing more."""


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What the step shows of a code.

    Attributes:
        again_s: Seconds until another code may be asked for; 0 if it may be now.
        is_usable: Whether typing it can still help.
    """

    state: str
    detail: str
    tone: str
    icon: str
    holds: str
    tries: str
    again_s: int
    is_usable: bool


def code_words(code: PhoneCode | None, now: datetime) -> CodeWords:
    """The words for a code at an instant (UTC); for None nothing was sent yet."""
    if code is None:
        return CodeWords(tr("No code was sent yet."), "", "dim", "message-square", "", "", 0, False)
    state, tone, icon = state_words(_believable(code, now))
    left_s = (code.expires_at - now).total_seconds()
    left = max(0, MOST_TRIES - code.tries)
    return CodeWords(
        state=state,
        detail=told(code.detail),
        tone=tone,
        icon=icon,
        holds=_holds(left_s, left),
        tries=trn("{count} try left", "{count} tries left", left).format(count=left),
        again_s=max(0, -int((now - again_at(code)).total_seconds() // 1)),
        is_usable=left_s > 0 and left > 0,
    )


def _believable(code: PhoneCode, now: datetime) -> MessageState:
    """A message that is on its way for long was lost with the desk that was to send it."""
    state = MessageState(code.state)
    waits_s = (now - code.sent_at).total_seconds()
    is_lost = state is MessageState.QUEUED and waits_s > LOST_AFTER_S
    return MessageState.UNKNOWN if is_lost else state


def state_words(state: MessageState) -> tuple[str, str, str]:
    """A message's state: words, tone, icon."""
    return {
        MessageState.QUEUED: (tr("The message is on its way to the gateway."), "dim", "hourglass"),
        MessageState.ACCEPTED: (
            tr("The gateway took the message; the phone has not confirmed it yet."),
            "blue",
            "message-square",
        ),
        MessageState.DELIVERED: (tr("The message is on the phone."), "green", "circle-check"),
        MessageState.FAILED: (tr("The message was not sent."), "red", "circle-alert"),
        MessageState.UNKNOWN: (
            tr("Nobody knows whether the message was sent."),
            "amber",
            "triangle-alert",
        ),
    }[state]


def _holds(left_s: float, tries: int) -> str:
    if tries <= 0:
        return tr("The code holds no more: send a new one")
    if left_s <= 0:
        return tr("The code has expired: send a new one")
    return tr("The code holds for {time}").format(time=timer(left_s)[2:])
