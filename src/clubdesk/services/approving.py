"""A second person's word for one deed: who it is, and whether the PIN is right.

Desk worker's thread, inside the deed's own transaction. A wrong PIN is committed as a failed try
although the deed is refused.
"""

from __future__ import annotations

from clubdesk.domain.people import Permission, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Approval
from clubdesk.services.deed import Deed
from clubdesk.services.passwords import matches
from clubdesk.services.tries import count_wrong, forget_wrong, wait_s


def take_approval(deed: Deed, approval: Approval, needs: Permission | None) -> None:
    """Sets ``deed.approver``; after a wrong PIN it sets ``deed.refusal`` instead.

    Args:
        deed: The deed that is asked for, with the person at the desk.
        approval: Who approves, and the PIN that was typed.
        needs: What the deed needs that the person at the desk may lack.

    Raises:
        DeskError: ``approval.nobody``, ``approval.self``, ``approval.not_allowed`` or
            ``approval.locked_out``.
    """
    approver = _approver(deed, approval.login)
    lacks = needs is not None and not _may(deed.staff, needs)
    if needs is not None and lacks and not _may(approver, needs):
        raise DeskError(
            "approval.not_allowed",
            tr("{name} may not approve this.").format(name=approver.name),
            tr("Choose someone else."),
            subject="approver",
        )
    if wait := wait_s(approver, deed.now):
        raise DeskError(
            "approval.locked_out",
            tr("Too many wrong tries."),
            tr("Try again in {seconds} s.").format(seconds=wait),
            subject="pin",
        )
    if not matches(approval.pin, approver.pin_hash):
        count_wrong(deed.work, approver, deed.now)
        deed.notes["approval_by"] = approver.login
        deed.refusal = DeskError(
            "approval.wrong_pin",
            tr("The PIN is wrong. Nothing was done."),
            tr("Let the person type it again."),
            subject="pin",
        )
        return
    forget_wrong(deed.work, approver)
    deed.approver = approver


def _approver(deed: Deed, login: str) -> Staff:
    approver = deed.work.staff.by_login(login.strip().casefold())
    if approver is None or not approver.active or not approver.pin_hash:
        raise DeskError(
            "approval.nobody",
            tr("This person cannot approve: there is no such account, or it has no PIN."),
            tr("Choose someone else."),
            subject="approver",
        )
    if deed.staff is not None and approver.id == deed.staff.id:
        raise DeskError(
            "approval.self",
            tr("Nobody approves their own deed."),
            tr("Choose someone else."),
            subject="approver",
        )
    return approver


def _may(staff: Staff | None, permission: Permission) -> bool:
    return staff is not None and permission in staff.permissions
