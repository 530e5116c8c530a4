"""The one door: every deed passes here, on the desk worker's thread.

permission or approval -> transaction -> handler -> journal -> commit -> events. A refusal is
journaled in a transaction of its own, after the deed's was rolled back.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from clubdesk.domain.people import Permission
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.approving import take_approval
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.ports import Answered, BeginWork, JournalEntry, UnitOfWork
from clubdesk.services.typed_money import holds_card_number
from clubdesk.services.typed_text import can_be_stored, one_line

C = TypeVar("C", bound=Command)
Handle = Callable[[Deed, Any], Answer]
log = logging.getLogger(__name__)

LONGEST_DETAIL = 1_000
"""Characters of one field that the journal keeps."""

SECRETS = frozenset({"password", "own_password", "pin", "owner_password"})
"""Fields that are neither journaled nor part of a digest: a PIN could be guessed from one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a command is let in.

    Attributes:
        needs: The permission; None for deeds that anyone (or the desk itself) may do.
        in_shift: No money moves without an open shift.
        by_staff: Someone must be signed in.
        journaled: False for bookkeeping of the desk's own and for parts of a deed that is journaled
            as a whole; who tries without being allowed is journaled all the same.
        remembered: False where an answer must not be given again (signing in).
        allowed_before: Whether the person was let in for exactly this already, so that nobody is
            asked for the permission again: the end of what was begun with it.
    """

    handle: Handle
    answer: type[Answer]
    needs: Permission | None = None
    in_shift: bool = False
    by_staff: bool = True
    journaled: bool = True
    remembered: bool = True
    allowed_before: Callable[[Deed, Any], bool] | None = None

    def asks_of(self, deed: Deed, command: Command) -> Permission | None:
        """The permission that this one deed needs."""
        before = self.allowed_before
        return None if before is not None and before(deed, command) else self.needs


class Dispatcher:
    """Carries out commands, each id once.

    Attributes:
        till_id: The till whose shift and money the commands are about.
    """

    def __init__(
        self,
        begin: BeginWork,
        clock: Clock,
        till_id: int,
        events: EventFeed,
        rules: dict[type[Command], Rule],
    ) -> None:
        self._begin = begin
        self._clock = clock
        self.till_id = till_id
        self._events = events
        self._rules = rules

    def carry_out(self, command: Command, staff_id: int | None) -> Answer:
        """Does a deed and tells the listeners; the same id again returns the first answer.

        Raises:
            DeskError: The deed was refused; nothing was changed but the journal.
            KeyError: No rule for this kind of command (a bug).
        """
        rule = self._rules[type(command)]
        try:
            _require_storable(command)
            with self._begin() as work:
                if (earlier := self._earlier(work, command, rule, staff_id)) is not None:
                    return earlier
                deed = Deed(work, self._clock, self.till_id, command.command_id)
                answer = self._do(rule, deed, command, staff_id)
        except DeskError as refusal:
            self._journal_refusal(command, rule, staff_id, refusal)
            raise
        for event in deed.events:
            self._events.publish(event)
        if deed.refusal is not None:
            raise deed.refusal
        return answer

    def _do(self, rule: Rule, deed: Deed, command: Command, staff_id: int | None) -> Answer:
        self._admit(rule, deed, command, staff_id)
        answer = rule.handle(deed, command) if deed.refusal is None else Done()
        if rule.journaled or deed.refusal is not None:
            self._journal(deed, command, staff_id)
        if rule.journaled and rule.remembered and deed.refusal is None:
            deed.work.answers.remember(
                Answered(
                    command.command_id,
                    type(command).__name__,
                    _digest(command, staff_id),
                    msgspec.json.encode(answer).decode(),
                ),
                deed.now,
            )
        return answer

    def _earlier(
        self, work: UnitOfWork, command: Command, rule: Rule, staff_id: int | None
    ) -> Answer | None:
        answered = work.answers.find(command.command_id)
        if answered is None:
            return None
        if answered.digest != _digest(command, staff_id):
            raise DeskError(
                "command.id_reused",
                tr("This id already belongs to another deed."),
                tr("Nothing was changed. Start the deed again."),
            )
        return msgspec.json.decode(answered.answer, type=rule.answer)

    def _admit(self, rule: Rule, deed: Deed, command: Command, staff_id: int | None) -> None:
        staff = deed.work.staff.get(staff_id) if staff_id is not None else None
        deed.staff = staff
        if rule.by_staff and (staff is None or not staff.active):
            raise DeskError(
                "staff.nobody", tr("Nobody is signed in."), tr("Sign in and try again.")
            )
        needs = rule.asks_of(deed, command)
        if rule.by_staff and command.approval is not None:
            take_approval(deed, command.approval, needs)
            if deed.refusal is not None:
                return
        if needs is not None:
            deed.require(needs)
        deed.shift = deed.work.shifts.open_of_till(self.till_id)
        if rule.in_shift and deed.shift is None:
            raise DeskError(
                "shift.none_open",
                tr("No shift is open at this till, so no money can move."),
                tr("Open a shift first (Shifts, Open Shift)."),
            )

    def _journal(self, deed: Deed, command: Command, staff_id: int | None) -> None:
        if deed.refusal is not None and deed.about_client is None:
            deed.about_client = _id_in(command, "client_id")
        deed.work.journal.add(
            JournalEntry(
                at=deed.now,
                staff_id=deed.staff.id if deed.staff else staff_id,
                action=type(command).__name__,
                client_id=deed.about_client,
                session_id=deed.about_session,
                station_id=deed.about_station,
                reason=deed.reason,
                details=_details(command, deed.notes),
                refused=deed.refusal.code if deed.refusal else "",
                command_id=command.command_id,
                approved_by=deed.approver.id if deed.lent and deed.approver else None,
            )
        )

    def _journal_refusal(
        self, command: Command, rule: Rule, staff_id: int | None, refusal: DeskError
    ) -> None:
        # What somebody may not do is journaled even of a deed whose doing is not.
        told = rule.journaled or refusal.code.startswith(("staff.", "approval."))
        if not told or refusal.code.startswith("storage."):
            return
        by = one_line(command.approval.login)[:80] if command.approval is not None else ""
        try:
            with self._begin() as work:
                work.journal.add(
                    JournalEntry(
                        at=self._clock.now(),
                        staff_id=staff_id,
                        action=type(command).__name__,
                        client_id=_id_in(command, "client_id"),
                        session_id=_id_in(command, "session_id"),
                        station_id=_id_in(command, "station_id"),
                        details=_details(command, {"approval_by": by} if by else {}),
                        refused=refusal.code,
                        command_id=command.command_id,
                    )
                )
        except DeskError:
            # The refusal itself still reaches the person; only its trace could not be written.
            log.exception("A refusal could not be journaled")


def _require_storable(command: Command) -> None:
    if not can_be_stored(msgspec.to_builtins(command)):
        raise DeskError(
            "command.bad_text",
            tr("The text holds characters that cannot be stored."),
            tr("Nothing was changed. Delete what was pasted and type it."),
        )


def _digest(command: Command, staff_id: int | None) -> str:
    """What tells one deed from another under the same id; nobody can guess a secret from it."""
    facts = msgspec.to_builtins(command)
    told = {name: fact for name, fact in facts.items() if name not in SECRETS | {"approval"}}
    text = msgspec.json.encode([type(command).__name__, staff_id, told])
    return hashlib.sha256(text).hexdigest()


def _details(command: Command, notes: dict[str, Any]) -> str:
    facts = msgspec.to_builtins(command)
    left_out = SECRETS | command.PERSONAL | {"command_id", "approval"}
    shown = {name: _shortened(value) for name, value in facts.items() if name not in left_out}
    if not can_be_stored(shown):
        shown = {name: one_line(value) for name, value in shown.items() if isinstance(value, str)}
    return msgspec.json.encode({**shown, **notes}).decode()


def _id_in(command: Command, name: str) -> int | None:
    """What a refused deed was about, where its command says so in a way that can be stored."""
    found = getattr(command, name, None)
    return found if isinstance(found, int) and 0 < found < 2**63 else None


def _shortened(value: object) -> object:
    """What is refused, a pasted book or a card's number, the journal does not keep either."""
    if not isinstance(value, str):
        return value
    short = f"{value[:LONGEST_DETAIL]}…" if len(value) > LONGEST_DETAIL else value
    return "…" if holds_card_number(short) else short
