"""The columns of the journal and of what each person did by hand. Pure apart from the tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.journal_words import action_word, refusal_word
from clubdesk.services.views_people import JournalRow, StaffDeeds
from clubdesk.ui.journal.facts import amount_of, amount_text, details_of
from clubdesk.ui.look.table import Column
from clubdesk.ui.look.wording import clock_time, date_time, money, points, zone_of
from clubdesk.ui.sheet import Cell, Sheet

STRIP_KINDS = ("", "bonuses", "deductions", "refunds", "undone", "sessions", "refused", "approved")
"""What a click on each column of the strip looks for."""


def journal_columns(club: Club) -> list[Column[JournalRow]]:
    """When, who, what, whom, how much, why, who approved, why not."""
    return [
        Column(
            tr("When"),
            lambda row: date_time(row.entry.at, club),
            lambda row: row.entry.at,
            width=138,
            value=lambda row: _wall(row.entry.at, club),
        ),
        Column(tr("Who"), _who, width=136, strong=True),
        Column(tr("What"), lambda row: action_word(row.entry.action), tone=_tone, searched=True),
        Column(tr("Client, station"), _about, width=164, searched=True),
        Column(
            tr("Amount"),
            lambda row: amount_text(row.entry, club),
            lambda row: (amount_of(row.entry) or (0, False))[0],
            right=True,
            width=126,
            value=lambda row: _amount_value(row, club),
        ),
        Column(tr("Reason"), reason_of, searched=True),
        Column(tr("Approved by"), lambda row: row.approved_by, width=132, tone=lambda row: "amber"),
        Column(
            tr("Refused"),
            lambda row: refusal_word(row.entry.refused) if row.entry.refused else "",
            width=176,
            tone=lambda row: "red",
        ),
    ]


def strip_columns(club: Club) -> list[Column[StaffDeeds]]:
    """What each person did by hand: counts with their sums."""

    def counted(count: int, *sums: str) -> str:
        told = ", ".join(part for part in sums if part)
        return (f"{count} · {told}" if told else str(count)) if count else "–"

    def some(amount: int) -> str:
        return money(amount, club) if amount else ""

    def some_points(amount: int) -> str:
        return points(amount, club) if amount else ""

    return [
        Column(tr("By person"), lambda row: row.staff_name, strong=True, width=170),
        Column(
            tr("Bonuses"),
            lambda row: counted(row.bonuses, some_points(row.bonus_points)),
            lambda row: row.bonus_points,
        ),
        Column(
            tr("Deductions"),
            lambda row: counted(
                row.deductions, some(row.deducted), some_points(row.deducted_points)
            ),
            lambda row: row.deducted,
        ),
        Column(
            tr("Refunds"),
            lambda row: counted(row.refunds, some(row.refunded)),
            lambda row: row.refunded,
        ),
        Column(
            tr("Undone"),
            lambda row: counted(row.undone, some(row.undone_minor)),
            lambda row: row.undone,
        ),
        Column(
            tr("Cancelled sessions"),
            lambda row: counted(row.cancelled_sessions),
            lambda row: row.cancelled_sessions,
            width=144,
        ),
        Column(
            tr("Refused"),
            lambda row: counted(row.refusals),
            lambda row: row.refusals,
            tone=lambda row: "red" if row.refusals else "text",
            width=86,
        ),
        Column(
            tr("Approvals"),
            lambda row: counted(row.approvals_given),
            lambda row: row.approvals_given,
            width=96,
        ),
    ]


def journal_sheet(rows: list[JournalRow], club: Club) -> Sheet:
    """The journal as a spreadsheet takes it. Any thread."""
    columns = journal_columns(club)
    cells = tuple(
        tuple(one.text(row) if one.value is None else one.value(row) for one in columns)
        for row in rows
    )
    return Sheet(tuple(column.title for column in columns), cells)


def about_words(row: JournalRow) -> str:
    """The client and the station that a deed was about."""
    return " · ".join(name for name in (row.client_name, row.station_name) if name)


def reason_of(row: JournalRow) -> str:
    """The reason; of a refused deed the one that was typed."""
    return row.entry.reason or str(details_of(row.entry).get("reason") or "")


_about = about_words


def _who(row: JournalRow) -> str:
    return row.staff_name or tr("the desk itself")


def _tone(row: JournalRow) -> str:
    return "dim" if row.entry.refused else "text"


def _wall(at: datetime, club: Club) -> datetime:
    return at.astimezone(zone_of(club.time_zone)).replace(tzinfo=None, microsecond=0)


def _amount_value(row: JournalRow, club: Club) -> Cell:
    found = amount_of(row.entry)
    if found is None:
        return None
    amount, in_points = found
    exponent = club.currency.exponent
    return amount if in_points else Decimal(amount).scaleb(-exponent)


def when_words(row: JournalRow, club: Club) -> str:
    """The instant to the second, on the club's wall."""
    at = row.entry.at
    seconds = f"{at.astimezone(zone_of(club.time_zone)):%S}"
    return f"{date_time(at, club).rsplit(' ', 1)[0]} {clock_time(at, club)}:{seconds}"
