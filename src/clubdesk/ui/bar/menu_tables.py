"""The tables of the menu and the stock: products, moves, margins. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from clubdesk.domain.bar import Product, ProductCategory, StockMoveKind
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.views_bar import ProductMargin, StockMoveRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import date_time, money, signed_money

KINDS: dict[StockMoveKind, str] = {
    StockMoveKind.DELIVERY: mark("Delivery"),
    StockMoveKind.WRITE_OFF: mark("Write-off"),
    StockMoveKind.COUNT: mark("Stock count"),
    StockMoveKind.SALE: mark("Sale"),
    StockMoveKind.CANCEL: mark("Order cancelled"),
}


def percent(hundredths: int) -> str:
    """A rate in hundredths of a percent: ``12 %``, ``7.5 %``."""
    return f"{hundredths / 100:g} %" if hundredths else ""


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else ""


def categories_table() -> Table[ProductCategory]:
    """Categories in the club's order."""
    return Table([
        Column(tr("Category"), lambda one: one.name, strong=True,
               struck=lambda one: not one.active),
    ], sortable=False)  # fmt: skip


def products_table(club: Club, category: Callable[[Product], str]) -> Table[Product]:
    """Products with price, cost and what they bring."""

    def cost(one: Product) -> str:
        return money(one.cost_minor, club) if one.cost_minor else ""

    return Table([
        Column(tr("Product"), lambda one: one.name, strong=True, searched=True,
               struck=lambda one: not one.active),
        Column(tr("Category"), category, width=112),
        Column(tr("Price"), lambda one: money(one.price_minor, club),
               lambda one: one.price_minor, right=True, width=88),
        Column(tr("Cost"), cost, lambda one: one.cost_minor, right=True, width=134),
        Column(tr("Margin"), lambda one: _share(one.price_minor - one.cost_minor,
                                                one.price_minor) if one.cost_minor else "",
               lambda one: one.price_minor - one.cost_minor, right=True, width=82),
        Column(tr("Tax"), lambda one: percent(one.tax_rate), lambda one: one.tax_rate,
               right=True, width=68),
        Column(tr("Points"), lambda one: f"{one.points_percent} %" if one.points_percent else "",
               lambda one: one.points_percent, right=True, width=76),
        Column(tr("Stock"), _stock, lambda one: one.stock, right=True, width=82, tone=_stock_tone),
        Column(tr("Barcode"), lambda one: one.barcode, width=146),
    ], sortable=False)  # fmt: skip


def stock_table(club: Club) -> Table[Product]:
    """What is counted: pieces, when it is low, what it is worth."""
    return Table([
        Column(tr("Product"), lambda one: one.name, strong=True, searched=True),
        Column(tr("In stock"), lambda one: str(one.stock), lambda one: one.stock, right=True,
               width=104, tone=_stock_tone, value=lambda one: one.stock),
        Column(tr("Low from"), lambda one: str(one.low_stock) if one.low_stock else "",
               lambda one: one.low_stock, right=True, width=112),
        Column(tr("Cost of a piece"), lambda one: money(one.cost_minor, club),
               lambda one: one.cost_minor, right=True, width=150),
        Column(tr("Worth"), lambda one: money(max(0, one.stock) * one.cost_minor, club),
               lambda one: one.stock * one.cost_minor, right=True, width=130),
        Column(tr("State"), lambda one: tr("Low") if one.is_low else tr("Enough"),
               tone=_stock_tone, width=110),
    ])  # fmt: skip


def moves_table(club: Club) -> Table[StockMoveRow]:
    """Every change of a stock, newest first."""
    return Table([
        Column(tr("When"), lambda row: date_time(row.move.at, club), lambda row: row.move.at,
               width=130),
        Column(tr("Product"), lambda row: row.product_name, strong=True),
        Column(tr("What"), lambda row: tr(KINDS[row.move.kind]), width=150),
        Column(tr("Pieces"), lambda row: f"{row.move.quantity:+d}".replace("-", "\N{MINUS SIGN}"),
               lambda row: row.move.quantity, right=True, width=90, tone=_move_tone,
               value=lambda row: row.move.quantity),
        Column(tr("Cost of a piece"), lambda row: money(row.move.cost_minor, club)
               if row.move.cost_minor else "", right=True, width=140),
        Column(tr("Who"), lambda row: row.staff_name, width=150),
        Column(tr("Why"), lambda row: row.move.reason),
    ])  # fmt: skip


def margins_table(club: Club) -> Table[ProductMargin]:
    """What each product brought in the days chosen."""
    return Table([
        Column(tr("Product"), lambda row: row.name, strong=True),
        Column(tr("Pieces sold"), lambda row: str(row.sold), lambda row: row.sold, right=True,
               width=104, value=lambda row: row.sold),
        Column(tr("Revenue"), lambda row: money(row.revenue_minor, club),
               lambda row: row.revenue_minor, right=True, width=130),
        Column(tr("Cost"), lambda row: money(row.cost_minor, club), lambda row: row.cost_minor,
               right=True, width=130),
        Column(tr("Profit"), lambda row: signed_money(row.revenue_minor - row.cost_minor, club),
               lambda row: row.revenue_minor - row.cost_minor, right=True, width=130),
        Column(tr("Margin"), lambda row: _share(row.revenue_minor - row.cost_minor,
                                                row.revenue_minor), right=True, width=90),
    ])  # fmt: skip


def _stock(one: Product) -> str:
    return str(one.stock) if one.stocked else ""


def _stock_tone(one: Product) -> str:
    if not one.stocked:
        return "dim"
    return "red" if one.stock <= 0 else "amber" if one.is_low else "text"


def _move_tone(row: StockMoveRow) -> str:
    return "green" if row.move.quantity > 0 else "text"
