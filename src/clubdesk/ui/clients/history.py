"""A client's Transaction History: every movement with the balance after it. GUI thread only."""

from __future__ import annotations

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.views import TransactionRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import date_time, money, signed_money

_WORDS = {
    TransactionKind.TOP_UP: mark("Top-up"),
    TransactionKind.BONUS_CREDIT: mark("Bonus credited"),
    TransactionKind.DEDUCTION: mark("Deduction"),
    TransactionKind.REFUND: mark("Refund"),
    TransactionKind.SESSION_CHARGE: mark("Play"),
    TransactionKind.BAR_SALE: mark("Bar order"),
    TransactionKind.BAR_CANCEL: mark("Order cancelled"),
    TransactionKind.REVERSAL: mark("Reversal"),
}


def what_happened(row: TransactionRow) -> str:
    """The movement in words, with the station or the reason: ``Play · PC 07``."""
    word = next((tr(text) for kind, text in _WORDS.items() if kind.value == row.kind), row.kind)
    return " · ".join(part for part in (word, row.station_name, row.reason) if part)


def history_table(club: Club) -> Table[TransactionRow]:
    """An empty table of a client's movements, newest first."""
    return Table(
        [
            Column(tr("When"), lambda row: date_time(row.at, club), lambda row: row.at, width=136),
            Column(tr("What"), what_happened),
            Column(
                tr("Amount"),
                lambda row: signed_money(row.amount, club),
                lambda row: row.amount,
                right=True,
                strong=True,
                tone=lambda row: "green" if row.amount > 0 else "text",
                width=100,
            ),
            Column(
                tr("Balance"),
                lambda row: money(row.balance_after, club),
                lambda row: row.balance_after,
                right=True,
                tone=lambda row: "dim",
                width=100,
            ),
        ],
        bare=True,
        sortable=False,
    )
