"""Orders as a table: on the Bar screen and on a client's card. GUI thread only."""

from __future__ import annotations

from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import date_time, money
from clubdesk.ui.operations.order_words import STATE_TONES, lines_in_short, paid_words, state_of


def orders_table(club: Club, *, of_one_client: bool = False) -> Table[OrderRow]:
    """An empty table of orders, newest first."""
    columns: list[Column[OrderRow]] = [
        Column(
            tr("No."), lambda row: str(row.order.number), lambda row: row.order.number, right=True,
            width=66, value=lambda row: row.order.number,
        ),
        Column(
            tr("When"), lambda row: date_time(row.order.at, club), lambda row: row.order.at,
            width=124, value=lambda row: row.order.at,
        ),
        Column(
            tr("Items"), lambda row: lines_in_short(row.order), strong=True, searched=True,
            struck=_is_cancelled,
        ),
    ]  # fmt: skip
    if not of_one_client:
        columns.append(Column(tr("Buyer"), buyer_word, searched=True, width=170))
    columns += [
        Column(
            tr("Amount"), lambda row: money(row.order.total_minor, club),
            lambda row: row.order.total_minor, right=True, width=104, struck=_is_cancelled,
        ),
        Column(
            tr("State"), lambda row: state_of(row.order),
            tone=lambda row: STATE_TONES[row.order.state], width=128,
        ),
    ]  # fmt: skip
    if of_one_client:
        columns.insert(3, Column(tr("Paid"), lambda row: paid_words(row.order, club), width=220))
        columns.append(Column(tr("Who sold it"), lambda row: row.staff_name, width=130))
    return Table(columns)


def buyer_word(row: OrderRow) -> str:
    """Who bought and where: ``Sanjar · PC 07``, ``Guest · PC 02``, ``Walk-in``."""
    if row.client_name:
        parts = [row.client_name, row.station_name]
    elif row.order.session_id is not None:
        parts = [tr("Guest"), row.station_name]
    else:
        parts = [tr("Walk-in")]
    return " · ".join(part for part in parts if part)


def _is_cancelled(row: OrderRow) -> bool:
    return row.order.state is OrderState.CANCELLED
