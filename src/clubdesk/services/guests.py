"""A guest who becomes a client in play and keeps the session. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain import session as rules
from clubdesk.domain.events import BalanceChanged, SessionExtended
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_file import player
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.play_limits import play_allowed_s
from clubdesk.services.sessions import too_late
from clubdesk.services.settling import charge, find_session, payer_account, plan


class GuestBecomesClient(Command, frozen=True, kw_only=True):
    """Puts a guest session on a client's card: what is left of its money goes to the account."""

    session_id: int
    client_id: int


class BecameClient(Answer, frozen=True, kw_only=True):
    """What moved to the game account, and what is on it now; minor units."""

    session_id: int
    moved_minor: int
    balance_minor: int


def guest_becomes_client(deed: Deed, command: GuestBecomesClient) -> BecameClient:
    """Charges what the guest has played, moves the rest in one transaction, and plays on.

    Raises:
        DeskError: ``session.over``, ``session.not_a_guest``, ``guest.owes``,
            ``client.blocked``, ``session.client_playing`` or what keeps the client from playing.
    """
    session = find_session(deed, command.session_id)
    _require_guest(session)
    client = player(deed, command.client_id)
    _require_not_playing(deed, client.id)
    if too_late(deed, session):
        return BecameClient(session_id=session.id, moved_minor=0, balance_minor=0)
    charged = charge(deed, session, deed.now)
    rest = deed.work.ledger.balance(payer_account(charged))
    game = AccountRef(AccountKind.GAME, client.id)
    if rest:
        deed.post(
            TransactionKind.GUEST_CHANGE,
            pair(debit=payer_account(charged), credit=game, amount=rest),
            client_id=client.id,
            session_id=session.id,
        )
    limit_s = play_allowed_s(deed, client, None)
    if limit_s is not None:
        limit_s += int(rules.played(session, deed.now).total_seconds())
    if limit_s is None or (session.limit_s is not None and session.limit_s < limit_s):
        limit_s = session.limit_s
    planned = plan(deed, replace(charged, client_id=client.id, limit_s=limit_s))
    deed.about_client = client.id
    deed.notes.update(moved_minor=rest)
    deed.tell(BalanceChanged(client.id))
    deed.tell(SessionExtended(planned.id, planned.station_id))
    return BecameClient(
        session_id=planned.id, moved_minor=rest, balance_minor=deed.work.ledger.balance(game)
    )


def _require_guest(session: PlaySession) -> None:
    if not session.state.is_open:
        raise DeskError(
            "session.over",
            tr("The session has ended already."),
            tr("Nothing was changed. Start a new session if the client wants to play on."),
        )
    if session.client_id is not None:
        raise DeskError(
            "session.not_a_guest",
            tr("A client plays here already."),
            tr("Nothing was changed. Only a guest's session can get a client."),
        )
    if session.postpaid:
        raise DeskError(
            "guest.owes",
            tr("This guest pays at the end, so there is no money to take along."),
            tr("End the session and take the money, then start one for the client."),
        )


def _require_not_playing(deed: Deed, client_id: int) -> None:
    if deed.work.sessions.open_of_client(client_id) is not None:
        raise DeskError(
            "session.client_playing",
            tr("This client is already playing on another seat."),
            tr("Choose another client, or end that session first."),
            subject="client",
        )


RULES: dict[type[Command], Rule] = {
    GuestBecomesClient: Rule(
        guest_becomes_client, BecameClient, needs=Permission.RUN_SESSIONS, in_shift=True
    ),
}
