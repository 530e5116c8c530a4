"""What a handler works with while a deed is done: the stores, the instant, who, and the traces.

Lives for one transaction on the desk worker's thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clubdesk.domain.events import Event
from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import LedgerTransaction, Posting, TransactionDraft, TransactionKind
from clubdesk.domain.people import Permission, Staff
from clubdesk.domain.shift import Shift
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.permission_words import permission_word
from clubdesk.services.ports import UnitOfWork


@dataclass(slots=True)
class Deed:
    """One command being carried out.

    Attributes:
        now: The deed's one instant, UTC.
        shift: The open shift of this till; there for every rule that asks for one.
        approver: The second person whose PIN came with the command and was right.
        lent: The deed was done on the approver's permission, not on the person's own.
        about_client, about_session, about_station, reason, notes: What the journal will say.
        events: Published after the commit.
        refusal: Raised after the commit, for a refusal that leaves a trace (a wrong password).
    """

    work: UnitOfWork
    clock: Clock
    till_id: int
    command_id: str
    now: datetime = field(init=False)
    staff: Staff | None = None
    approver: Staff | None = None
    lent: bool = False
    shift: Shift | None = None
    about_client: int | None = None
    about_session: int | None = None
    about_station: int | None = None
    reason: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    refusal: DeskError | None = None

    def __post_init__(self) -> None:
        self.now = self.clock.now()

    def tell(self, event: Event) -> None:
        """Remembers an event for after the commit."""
        self.events.append(event)

    def require(self, permission: Permission) -> None:
        """Lets the deed go on if the person, or the one who approved it, has a permission.

        Raises:
            DeskError: ``staff.not_allowed``, its subject the permission's value.
        """
        if self.staff is not None and permission in self.staff.permissions:
            return
        if self.approver is not None and permission in self.approver.permissions:
            self.lent = True
            return
        raise DeskError(
            "staff.not_allowed",
            tr("This needs the permission “{permission}”.").format(
                permission=permission_word(permission)
            ),
            tr("Ask someone who has it."),
            subject=permission.value,
        )

    @property
    def club(self) -> Club:
        """The club.

        Raises:
            DeskError: ``club.not_set_up``.
        """
        club = self.work.club.find()
        if club is None:
            raise DeskError(
                "club.not_set_up", tr("The club is not set up yet."), tr("Finish the first start.")
            )
        return club

    @property
    def open_shift(self) -> Shift:
        """The open shift, for handlers whose rule asked for one."""
        if self.shift is None:
            raise DeskError(
                "shift.none_open",
                tr("No shift is open at this till, so no money can move."),
                tr("Open a shift first (Shifts, Open Shift)."),
            )
        return self.shift

    def post(
        self,
        kind: TransactionKind,
        postings: tuple[Posting, ...],
        *,
        client_id: int | None = None,
        session_id: int | None = None,
        effective_at: datetime | None = None,
        reverses_id: int | None = None,
    ) -> LedgerTransaction:
        """Writes a transaction into the books, in the open shift, under the deed's person."""
        draft = TransactionDraft(
            kind=kind,
            postings=postings,
            till_id=self.till_id,
            shift_id=self.open_shift.id,
            staff_id=self.staff.id if self.staff else 0,
            at=self.now,
            effective_at=effective_at or self.now,
            client_id=client_id,
            session_id=session_id,
            reason=self.reason,
            reverses_id=reverses_id,
        )
        return self.work.ledger.post(draft)
