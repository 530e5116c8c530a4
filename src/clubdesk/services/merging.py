"""Two cards of one person made one: balances and history go along. Desk worker's thread.

The old card stays in the books with its phone and its transactions, pointing at the one that is
left; views join the two through ``merged_into``. An open shift is needed only if something moves.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import BalanceChanged, ClientChanged
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import plan_anew
from clubdesk.services.balance import find_client
from clubdesk.services.client_cards import REPLACED, retire_card
from clubdesk.services.client_facts import LONGEST_NOTE, clean_reason
from clubdesk.services.clients import ClientAnswer
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.ports import JournalEntry


class MergeClients(Command, frozen=True, kw_only=True):
    """Moves everything of ``from_id`` to ``into_id``; refused while ``from_id`` plays."""

    from_id: int
    into_id: int
    reason: str


def merge_clients(deed: Deed, command: MergeClients) -> ClientAnswer:
    """Makes one card of two.

    Raises:
        DeskError: ``client.same``, ``client.playing``, ``client.payment_open``,
            ``reason.missing``, ``shift.none_open``, or what ``find_client`` raises.
    """
    old = find_client(deed, command.from_id)
    into = find_client(deed, command.into_id)
    deed.reason = clean_reason(command.reason)
    if old.id == into.id:
        raise DeskError(
            "client.same",
            tr("A card cannot be merged with itself."),
            tr("Choose the other card of this client."),
            subject="into",
        )
    check_is_idle(deed, old)
    _move_balances(deed, old, into)
    _join_cards(deed, old, into)
    _journal_under_the_old_card(deed, command)
    for client in (old, into):
        deed.tell(ClientChanged(client.id))
    return ClientAnswer(client_id=into.id)


def check_is_idle(deed: Deed, client: Client) -> None:
    """Refuses while a client plays or waits for a card payment.

    Raises:
        DeskError: ``client.playing`` or ``client.payment_open``.
    """
    session = deed.work.sessions.open_of_client(client.id)
    if session is not None:
        seat = deed.work.stations.get(session.station_id)
        raise DeskError(
            "client.playing",
            tr("{name} is playing on {station}.").format(
                name=client.name, station=seat.name if seat else ""
            ),
            tr("End that session first."),
            about_id=client.id,
        )
    # At another till, too: its terminal may have taken the money already.
    if deed.work.card_payments.is_open_for(client.id):
        raise DeskError(
            "client.payment_open",
            tr("The outcome of a card payment of {name} is not known yet.").format(
                name=client.name
            ),
            tr("Settle that payment first."),
            about_id=client.id,
        )


def _move_balances(deed: Deed, old: Client, into: Client) -> None:
    moved = False
    for kind in (AccountKind.GAME, AccountKind.BONUS):
        account = AccountRef(kind, old.id)
        amount = deed.work.ledger.balance(account)
        deed.notes[f"moved_{kind.unit.value}"] = amount
        if amount:
            legs = pair(debit=account, credit=AccountRef(kind, into.id), amount=amount)
            deed.post(TransactionKind.MERGE, legs, client_id=into.id)
            moved = True
    if moved:
        deed.tell(BalanceChanged(old.id))
        deed.tell(BalanceChanged(into.id))
        plan_anew(deed, into.id)


def _join_cards(deed: Deed, old: Client, into: Client) -> None:
    clients, cards = deed.work.clients, deed.work.cards
    deed.work.kept.hand_over(old.id, into.id)
    takes_card = bool(old.card_number) and not into.card_number
    if not takes_card:
        retire_card(deed, old, REPLACED)
    cards.hand_over(old.id, into.id)
    deed.work.reservations.hand_over(old.id, into.id)
    deed.work.orders.hand_over(old.id, into.id)
    clients.point_merged(old.id, into.id)
    # The old card first: a number is in use once.
    clients.save(replace(old, card_number="", merged_into=into.id))
    clients.save(
        replace(
            into,
            card_number=old.card_number if takes_card else into.card_number,
            email=into.email or old.email,
            birthday=into.birthday or old.birthday,
            group_id=into.group_id if into.group_id is not None else old.group_id,
            note=_joined_note(into.note, old.note),
        )
    )
    deed.work.codes.forget(old.id)


def _joined_note(left: str, old: str) -> str:
    if not old or old == left:
        return left
    joined = f"{left}\n{old}" if left else old
    if len(joined) > LONGEST_NOTE:
        raise DeskError(
            "client.note_too_long",
            tr("The two notes together are longer than {count} characters.").format(
                count=LONGEST_NOTE
            ),
            tr("Shorten the note of one of the cards, then merge them."),
        )
    return joined


def _journal_under_the_old_card(deed: Deed, command: MergeClients) -> None:
    # The deed's own line speaks of the card that is left; whoever looks up the old one finds this.
    deed.about_client = command.into_id
    deed.work.journal.add(
        JournalEntry(
            at=deed.now,
            staff_id=deed.staff.id if deed.staff else None,
            action=type(command).__name__,
            client_id=command.from_id,
            reason=deed.reason,
            details=f'{{"from_id":{command.from_id},"into_id":{command.into_id}}}',
            command_id=command.command_id,
        )
    )


RULES: dict[type[Command], Rule] = {
    MergeClients: Rule(merge_clients, ClientAnswer, needs=Permission.MERGE_CLIENTS),
}
