"""A transaction's legs and facts in words that a client understands. Pure."""

from __future__ import annotations

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.views_people import LegRow, TransactionView
from clubdesk.ui.clients.history import signed_words
from clubdesk.ui.look.wording import date_time, zone_of

_ACCOUNTS: dict[AccountKind, str] = {
    AccountKind.GAME: mark("Game account"),
    AccountKind.BONUS: mark("Bonus account"),
    AccountKind.GUEST: mark("Guest's account"),
    AccountKind.DEPOSIT: mark("Deposit of a reservation"),
    AccountKind.TILL_CASH: mark("Cash in the till"),
    AccountKind.CARD_CLEARING: mark("Card payments"),
    AccountKind.SAFE: mark("Safe"),
    AccountKind.OUTSIDE: mark("Money from outside"),
    AccountKind.PLAY_REVENUE: mark("Revenue from play"),
    AccountKind.BAR_REVENUE: mark("Revenue of the bar"),
    AccountKind.EXPENSES: mark("Expenses"),
    AccountKind.BONUS_EXPENSE: mark("Bonuses given by the club"),
    AccountKind.CORRECTIONS: mark("Corrections"),
    AccountKind.OVER_SHORT: mark("Cash over and short"),
}


def account_word(kind: str) -> str:
    """What an account is called; its code if it is not known."""
    known = next((text for one, text in _ACCOUNTS.items() if one.value == kind), None)
    return tr(known) if known is not None else kind


def leg_words(leg: LegRow, club: Club) -> tuple[str, str, str]:
    """A leg's account, how its balance changed as people say it, and the tone of that."""
    name = account_word(leg.account)
    if leg.owner:
        name = f"{name} · {leg.owner}"
    kinds = {kind.value: kind for kind in AccountKind}
    kind = kinds.get(leg.account)
    change = shown(kind, leg.amount) if kind is not None else leg.amount
    words = signed_words(change, club, in_points=leg.in_points)
    return name, words, "green" if change > 0 else "text"


def facts_of(view: TransactionView, club: Club) -> list[tuple[str, str]]:
    """Name and value of everything else that is known about a transaction."""
    wall = view.at.astimezone(zone_of(club.time_zone))
    facts = [(tr("When"), f"{date_time(view.at, club)}:{wall:%S}")]
    if view.effective_at != view.at:
        facts.append((tr("Took place"), date_time(view.effective_at, club)))
    facts += [
        (tr("Who"), view.staff_name),
        (tr("Client"), view.client_name),
        (tr("Promotion"), view.promotion),
        (tr("Shift"), str(view.shift_number or "")),
        (
            tr("Till and number"),
            tr("Till {till}, No. {number}").format(till=view.till_id, number=view.till_seq),
        ),
    ]
    return [(name, value) for name, value in facts if value]
