"""The paper for money taken: a client's top-up or a guest's payment. Pure."""

from __future__ import annotations

from clubdesk.domain.receipt import MoneyTaken
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_money(strip: Strip, money: MoneyTaken, say: Wording) -> None:
    """Who paid what, how, what it bought and what came back."""
    strip.rule()
    _write_bought(strip, money, say)
    strip.rule()
    strip.total(say.tr("PAID"), say.money(money.amount))
    strip.rule()
    _write_means(strip, money, say)
    _write_balance(strip, money, say)
    _write_points(strip, money, say)


def _write_bought(strip: Strip, money: MoneyTaken, say: Wording) -> None:
    strip.pair(say.tr("Client"), money.payer or say.tr("Guest"))
    if money.station_name:
        strip.pair(say.tr("Station"), money.station_name)
    if money.rate_name:
        strip.pair(say.tr("Rate"), money.rate_name)
    if money.seconds_bought is not None:
        strip.pair(say.tr("Time bought"), say.length(money.seconds_bought))


def _write_means(strip: Strip, money: MoneyTaken, say: Wording) -> None:
    if money.card:
        strip.pair(say.tr("Card"), say.amount(money.card))
    if money.slip:
        strip.pair(say.tr("Terminal's slip"), money.slip)
    if money.cash or not money.card:
        strip.pair(say.tr("Cash"), say.amount(money.cash))
    if money.received:
        strip.pair(say.tr("Received"), say.amount(money.received))
        strip.pair(say.tr("Change"), say.amount(money.change), bold=True)


def _write_balance(strip: Strip, money: MoneyTaken, say: Wording) -> None:
    if money.balance_before is None and money.balance_after is None:
        return
    strip.rule()
    if money.balance_before is not None:
        strip.pair(say.tr("Balance before"), say.amount(money.balance_before))
    if money.balance_after is not None:
        strip.pair(say.tr("Balance after"), say.amount(money.balance_after), bold=True)


def _write_points(strip: Strip, money: MoneyTaken, say: Wording) -> None:
    if not money.points_credited:
        return
    strip.rule()
    strip.pair(say.tr("Bonus points"), f"+{say.count(money.points_credited)}", bold=True)
    if money.promotion:
        strip.text(money.promotion, indent=2)
