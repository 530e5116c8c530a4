"""Verifying a client's phone by a code that is sent to it. Desk worker's thread.

The code is kept as an argon2id hash and nowhere else: it reaches the message room by an event
after the commit, in memory. A gateway that is down never holds the desk up.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from clubdesk.domain.events import ClientChanged, CodeIssued
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.client_facts import clean_reason
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.messages import MessageState
from clubdesk.services.passwords import hash_secret, matches
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.typed_text import one_line

CODE_DIGITS = 6
LIVES_S = 300
MOST_TRIES = 5
RESEND_S = 60
_LONGEST_DETAIL = 240


class SendCode(Command, frozen=True, kw_only=True):
    """Makes a new code and has it sent to the client's phone; the one before ends with it."""

    client_id: int


class CodeSent(Answer, frozen=True, kw_only=True):
    """Until when the code holds and when another may be asked for (UTC, ISO 8601)."""

    expires_at: str
    again_at: str


class CheckCode(Command, frozen=True, kw_only=True):
    """Compares what the client says with the code; right makes the phone verified."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"code"})

    client_id: int
    code: str


class SkipVerification(Command, frozen=True, kw_only=True):
    """Lets a client be taken as verified without a code; its own permission, with a reason."""

    client_id: int
    reason: str


class NoteMessage(Command, frozen=True, kw_only=True):
    """The message room's own deed: how far the client's message has come.

    Attributes:
        sent_at: Of the code that the message carried (UTC, ISO 8601); a later code's message is
            not touched by news of an earlier one.
        detail: A marked sentence, then after a line break the gateway's own words.
    """

    client_id: int
    sent_at: str
    state: MessageState
    detail: str = ""
    gateway_id: str = ""


def send_code(deed: Deed, command: SendCode) -> CodeSent:
    """Issues a code.

    Raises:
        DeskError: ``code.too_soon``, ``client.verified``, ``client.no_phone``, ``client.gone``.
    """
    client = _unverified(deed, command.client_id)
    earlier = deed.work.codes.of_client(client.id)
    if earlier is not None and earlier.phone == client.phone and deed.now < again_at(earlier):
        raise _too_soon(again_at(earlier), deed.now)
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    code = PhoneCode(
        client_id=client.id,
        phone=client.phone,
        code_hash=hash_secret(digits),
        sent_at=deed.now,
        expires_at=deed.now + timedelta(seconds=LIVES_S),
    )
    deed.work.codes.save(code)
    deed.tell(
        CodeIssued(client.id, client.phone, digits, deed.club.name, deed.now, code.expires_at)
    )
    deed.tell(ClientChanged(client.id))
    return CodeSent(expires_at=code.expires_at.isoformat(), again_at=again_at(code).isoformat())


def check_code(deed: Deed, command: CheckCode) -> Done:
    """Takes the code, or counts a try; the try stays counted though the deed is refused.

    Raises:
        DeskError: ``code.none``, ``code.not_digits``, ``code.expired``, ``code.too_many``, or
            ``code.wrong`` (after the commit).
    """
    client = _living(deed, command.client_id)
    if client.phone_verified:
        return Done()
    code = _usable_code(deed, client)
    typed = "".join(command.code.split())
    if len(typed) != CODE_DIGITS or not (typed.isascii() and typed.isdigit()):
        # A slip of the keyboard is not a guess: it costs no try.
        raise DeskError(
            "code.not_digits",
            tr("The code is {count} digits.").format(count=CODE_DIGITS),
            tr("Type the digits from the message."),
            subject="code",
        )
    if matches(typed, code.code_hash):
        deed.work.codes.forget(client.id)
        _verify(deed, client)
        return Done()
    tried = replace(code, tries=code.tries + 1)
    deed.work.codes.save(tried)
    deed.tell(ClientChanged(client.id))
    deed.refusal = _wrong(MOST_TRIES - tried.tries)
    return Done()


def skip_verification(deed: Deed, command: SkipVerification) -> Done:
    """Verifies by a person's word.

    Raises:
        DeskError: ``reason.missing``, ``text.too_long``, ``client.verified``, ``client.gone``.
    """
    client = _unverified(deed, command.client_id)
    deed.reason = clean_reason(command.reason)
    deed.work.codes.forget(client.id)
    _verify(deed, client)
    return Done()


def note_message(deed: Deed, command: NoteMessage) -> Done:
    """Notes how far a message has come; news of a code that is gone changes nothing."""
    code = deed.work.codes.of_client(command.client_id)
    if code is None or code.sent_at.isoformat() != command.sent_at:
        return Done()
    if code.state == MessageState.DELIVERED:
        return Done()
    deed.work.codes.save(
        replace(
            code,
            state=command.state.value,
            detail=_two_lines(command.detail),
            gateway_id=one_line(command.gateway_id)[:_LONGEST_DETAIL] or code.gateway_id,
        )
    )
    deed.tell(ClientChanged(command.client_id))
    return Done()


def again_at(code: PhoneCode) -> datetime:
    """When another code may be asked for, UTC."""
    return code.sent_at + timedelta(seconds=RESEND_S)


def _living(deed: Deed, client_id: int) -> Client:
    client = deed.work.clients.get(client_id)
    if client is None or not client.is_living:
        raise DeskError(
            "client.gone",
            tr("This client card is no longer in use."),
            tr("Search for the client again."),
        )
    deed.about_client = client.id
    return client


def _unverified(deed: Deed, client_id: int) -> Client:
    client = _living(deed, client_id)
    if client.phone_verified:
        raise DeskError(
            "client.verified",
            tr("This phone is verified already."),
            tr("Nothing more is to be done."),
        )
    return client


def _usable_code(deed: Deed, client: Client) -> PhoneCode:
    code = deed.work.codes.of_client(client.id)
    if code is None or code.phone != client.phone:
        raise DeskError(
            "code.none",
            tr("No code was sent to this phone."),
            tr("Press “Send again”."),
            subject="code",
        )
    if code.tries >= MOST_TRIES:
        raise DeskError(
            "code.too_many",
            tr("This code was typed wrongly {count} times and holds no more.").format(
                count=MOST_TRIES
            ),
            tr("Press “Send again” for a new code."),
            subject="code",
        )
    if deed.now >= code.expires_at:
        raise DeskError(
            "code.expired",
            tr("This code has expired: it holds for {minutes} minutes.").format(
                minutes=LIVES_S // 60
            ),
            tr("Press “Send again” for a new code."),
            subject="code",
        )
    return code


def _verify(deed: Deed, client: Client) -> None:
    deed.work.clients.save(replace(client, phone_verified=True))
    deed.tell(ClientChanged(client.id))


def _too_soon(again: datetime, now: datetime) -> DeskError:
    seconds = -int((now - again).total_seconds() // 1)
    return DeskError(
        "code.too_soon",
        trn(
            "A code was sent a moment ago: another may follow in {count} second.",
            "A code was sent a moment ago: another may follow in {count} seconds.",
            seconds,
        ).format(count=seconds),
        tr("The first one still holds; it may be on its way."),
    )


def _wrong(left: int) -> DeskError:
    if left <= 0:
        what_to_do = tr("That was the last try. Press “Send again” for a new code.")
    else:
        what_to_do = trn("{count} try is left.", "{count} tries are left.", left)
        what_to_do = what_to_do.format(count=left)
    return DeskError("code.wrong", tr("This is not the code."), what_to_do, subject="code")


def _two_lines(detail: str) -> str:
    first, _, words = detail.partition("\n")
    lines = [one_line(first)[:_LONGEST_DETAIL], one_line(words)[:_LONGEST_DETAIL]]
    return "\n".join(line for line in lines if line)


RULES: dict[type[Command], Rule] = {
    SendCode: Rule(send_code, CodeSent, needs=Permission.EDIT_CLIENTS),
    # Not remembered: what is kept of an answered command is a digest that a code is guessed from.
    CheckCode: Rule(check_code, Done, needs=Permission.EDIT_CLIENTS, remembered=False),
    SkipVerification: Rule(skip_verification, Done, needs=Permission.SKIP_VERIFICATION),
    NoteMessage: Rule(note_message, Done, by_staff=False, journaled=False),
}
