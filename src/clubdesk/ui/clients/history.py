"""A client's Transaction History: every movement with the balance after it. GUI thread only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.views import TransactionRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import date_time, money, points, signed_money, zone_of

_WORDS = {
    TransactionKind.TOP_UP: mark("Top-up"),
    TransactionKind.BONUS_CREDIT: mark("Bonus credited"),
    TransactionKind.DEDUCTION: mark("Deduction"),
    TransactionKind.REFUND: mark("Refund"),
    TransactionKind.SESSION_CHARGE: mark("Play"),
    TransactionKind.BAR_SALE: mark("Bar order"),
    TransactionKind.BAR_CANCEL: mark("Order cancelled"),
    TransactionKind.REVERSAL: mark("Undone operation"),
    TransactionKind.MERGE: mark("Cards merged"),
    TransactionKind.DEPOSIT_USED: mark("Deposit of a reservation"),
}
KIND_GROUPS: dict[str, tuple[str, frozenset[TransactionKind]]] = {
    "": (mark("All operations"), frozenset()),
    "top_ups": (mark("Top-ups"), frozenset({TransactionKind.TOP_UP, TransactionKind.DEPOSIT_USED})),
    "play": (mark("Play"), frozenset({TransactionKind.SESSION_CHARGE})),
    "bar": (mark("Bar"), frozenset({TransactionKind.BAR_SALE, TransactionKind.BAR_CANCEL})),
    "bonuses": (mark("Bonuses credited"), frozenset({TransactionKind.BONUS_CREDIT})),
    "deductions": (mark("Deductions"), frozenset({TransactionKind.DEDUCTION})),
    "refunds": (mark("Refunds"), frozenset({TransactionKind.REFUND})),
    "undone": (
        mark("Undone and merged"),
        frozenset({TransactionKind.REVERSAL, TransactionKind.MERGE}),
    ),
}
PERIODS: dict[str, str] = {
    "": mark("All time"),
    "today": mark("Today"),
    "week": mark("Last 7 days"),
    "month": mark("Last 30 days"),
    "this_month": mark("This month"),
    "last_month": mark("Last month"),
    "year": mark("This year"),
}


def kind_word(kind: TransactionKind | str) -> str:
    """What a kind of transaction is called on a client card."""
    known = next((text for one, text in _WORDS.items() if one.value == kind), None)
    return tr(known) if known is not None else str(kind)


def what_happened(row: TransactionRow) -> str:
    """The movement in words: ``Play · PC 07``, ``Bonus credited · Birthday · a gift``."""
    undone = ""
    if row.reversed_by is not None:
        undone = tr("undone by No. {number}").format(number=row.reversed_by)
    parts = (kind_word(row.kind), row.station_name, row.promotion, row.reason, undone)
    return " · ".join(part for part in parts if part)


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period of ``PERIODS``; None for no bound."""
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    bounds: dict[str, tuple[date | None, date | None]] = {
        "today": (today, today),
        "week": (today - timedelta(days=6), today),
        "month": (today - timedelta(days=29), today),
        "this_month": (first, today),
        "last_month": (last_month.replace(day=1), last_month),
        "year": (today.replace(month=1, day=1), today),
    }
    return bounds.get(period, (None, None))


def amount_words(amount: int, club: Club, *, in_points: bool) -> str:
    """An amount of money or points without a sign for plus."""
    return points(amount, club) if in_points else money(amount, club)


def signed_words(amount: int, club: Club, *, in_points: bool) -> str:
    """The same with its sign shown both ways."""
    if not in_points:
        return signed_money(amount, club)
    return ("+" if amount > 0 else "") + points(amount, club)


def figure(amount: int, club: Club, *, in_points: bool = False) -> Decimal:
    """An amount as a spreadsheet takes it: whole units of the currency, or points."""
    return Decimal(amount) if in_points else Decimal(amount) / club.currency.scale


def wall_time(at: datetime, club: Club) -> datetime:
    """An instant on the club's wall, as a spreadsheet takes it."""
    return at.astimezone(zone_of(club.time_zone)).replace(tzinfo=None)


def history_table(club: Club) -> Table[TransactionRow]:
    """An empty table of a client's movements, newest first."""
    return Table(
        [
            Column(
                tr("When"),
                lambda row: date_time(row.at, club),
                lambda row: row.at,
                width=126,
                value=lambda row: wall_time(row.at, club),
                tone=_tone,
            ),
            Column(tr("What"), what_happened, tone=_tone),
            Column(
                tr("Account"),
                lambda row: tr("Bonus") if row.in_points else tr("Game"),
                width=96,
                tone=lambda row: "dim" if _undone(row) else "violet" if row.in_points else "text",
            ),
            Column(
                tr("Amount"),
                lambda row: signed_words(row.amount, club, in_points=row.in_points),
                lambda row: row.amount,
                right=True,
                strong=True,
                struck=_undone,
                tone=lambda row: "dim" if _undone(row) else _gain(row),
                width=130,
                value=lambda row: figure(row.amount, club, in_points=row.in_points),
            ),
            Column(
                tr("Balance"),
                lambda row: amount_words(row.balance_after, club, in_points=row.in_points),
                lambda row: row.balance_after,
                right=True,
                width=130,
                value=lambda row: figure(row.balance_after, club, in_points=row.in_points),
                tone=_tone,
            ),
            Column(
                tr("Who"),
                lambda row: row.staff_name or tr("by itself"),
                width=140,
                tone=lambda _: "dim",
            ),
        ]
    )


def _undone(row: TransactionRow) -> bool:
    return row.reversed_by is not None


def _tone(row: TransactionRow) -> str:
    return "dim" if _undone(row) else "text"


def _gain(row: TransactionRow) -> str:
    return "green" if row.amount > 0 else "text"
