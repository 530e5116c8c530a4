"""A shift's figures summed anew from the raw tables, in SQL that the product does not share."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

_LEGS = """
SELECT t.id AS id, t.kind AS kind, t.reverses_id AS reverses_id, a.kind AS account,
    p.amount AS amount
FROM postings p, accounts a, transactions t
WHERE p.account_id = a.id AND p.transaction_id = t.id AND t.shift_id = :shift_id
"""
_KIND = "SELECT kind FROM transactions WHERE id = :id"
_SHIFT = "SELECT counted_open_minor FROM shifts WHERE id = :shift_id"
_ENDED = """
SELECT s.id, g.terms, g.running, g.started_at, g.ended_at FROM sessions s, segments g
WHERE g.session_id = s.id AND s.ended_shift_id = :shift_id AND s.state = 'ended'
ORDER BY s.id, g.position
"""
_EXPENSES = """
SELECT m.category AS category, t.id AS id FROM cash_moves m, transactions t
WHERE m.transaction_id = t.id AND m.kind = 'cash_out' AND t.shift_id = :shift_id
"""
_ORDERS = """
SELECT count(*) FROM orders WHERE shift_id = :shift_id AND transaction_id IS NOT NULL
"""


class PlainSums:
    """Each figure of a Z-report by its own plain sum."""

    def __init__(self, look: Any, shift_id: int) -> None:
        self._look, self._shift_id = look, shift_id
        self.legs = []
        for row in look.rows(_LEGS, shift_id=shift_id):
            undone = look.value(_KIND, id=row.reverses_id) if row.reverses_id else None
            self.legs.append((row.id, row.kind, undone, row.account, int(row.amount)))

    def sum(self, account: str, *kinds: str, undone: str | None = None) -> int:
        return sum(
            amount
            for _, kind, reversed_kind, of, amount in self.legs
            if of == account and reversed_kind == undone and (not kinds or kind in kinds)
        )

    def all(self, account: str) -> int:
        return sum(amount for _, _, _, of, amount in self.legs if of == account)

    def figures(self) -> dict[str, Any]:
        """Every figure by its name; what is not here is held by ``papers``."""
        cash, card = "till_cash", "card_clearing"
        paid = ("top_up", "guest_payment", "bar_sale", "deposit")
        counts = self.sum(cash, "opening_float", "closing_difference")
        opening = int(self._look.value(_SHIFT, shift_id=self._shift_id))
        return {
            "opening": opening,
            "play_revenue": -self.all("play_revenue"),
            "bar_revenue": -self.all("bar_revenue"),
            "top_ups": -self.sum("game", "top_up"),
            "top_ups_count": len({i for i, kind, *_ in self.legs if kind == "top_up"}),
            "top_ups_cash": self.sum(cash, "top_up"),
            "top_ups_card": self.sum(card, "top_up"),
            "guest_paid": -self.sum("guest", "guest_payment"),
            "guest_returned": -self.sum(cash, "guest_change"),
            "refunds": self.sum("game", "refund"),
            "refunds_cash": -self.sum(cash, "refund"),
            "refunds_card": -self.sum(card, "refund"),
            "deductions": self.sum("game", "deduction"),
            "bonuses_credited": -self.sum("bonus", "bonus_credit"),
            "bonuses_spent": self.sum("bonus", "session_charge", "bar_sale"),
            "bonuses_deducted": self.sum("bonus", "deduction"),
            "orders_cancelled": self.sum("bar_revenue", "bar_cancel"),
            "orders_cancelled_cash": -self.sum(cash, "bar_cancel"),
            "orders_cancelled_card": -self.sum(card, "bar_cancel"),
            "cash_in": self.sum(cash, "cash_in"),
            "cash_in_outside": -self.sum("outside", "cash_in"),
            "cash_out": self.sum("expenses", "cash_out"),
            "collected": self.sum("safe", "collection"),
            "cash_received": self.sum(cash, *paid),
            "card_received": self.sum(card, *paid),
            "expected_cash": opening + self.all(cash) - counts,
            "undone_top_ups": self.sum("game", undone="top_up"),
            "undone_top_ups_cash": -self.sum(cash, undone="top_up"),
            "undone_top_ups_card": -self.sum(card, undone="top_up"),
            "undone_refunds": -self.sum("game", undone="refund"),
            "undone_refunds_cash": self.sum(cash, undone="refund"),
            "undone_deductions": -self.sum("game", undone="deduction"),
            "undone_bonuses": self.sum("bonus", undone="bonus_credit"),
            "undone_bonus_deductions": -self.sum("bonus", undone="deduction"),
            "deposits": self.sum(cash, "deposit"),
            "deposits_returned": -self.sum(cash, "deposit_returned"),
            "deposits_kept": self.sum("deposit", "deposit_kept"),
            "bar_cash": self.sum(cash, "bar_sale"),
            "bar_card": self.sum(card, "bar_sale"),
            "bar_balance": self.sum("game", "bar_sale") + self.sum("guest", "bar_sale"),
            "bar_points": self.sum("bonus", "bar_sale"),
            "orders": int(self._look.value(_ORDERS, shift_id=self._shift_id)),
            "sessions": len({row.id for row in self._ended()}),
        }

    def rates(self) -> dict[str, tuple[int, int]]:
        """Sessions and whole seconds of play by the rate they ended with."""
        last: dict[int, str] = {}
        micros: Counter[str] = Counter()
        played: Counter[int] = Counter()
        for row in self._ended():
            last[row.id] = msgspec.json.decode(row.terms)["rate_name"]
            played[row.id] += _micros(row.started_at, row.ended_at) if row.running else 0
        for session_id, name in last.items():
            micros[name] += played[session_id]
        sessions = Counter(last.values())
        return {name: (sessions[name], micros[name] // 10**6) for name in sessions}

    def expenses(self) -> dict[str, int]:
        """Cash paid out by category."""
        found: Counter[str] = Counter()
        for row in self._look.rows(_EXPENSES, shift_id=self._shift_id):
            found[row.category] += sum(
                amount for i, _, _, of, amount in self.legs if i == row.id and of == "expenses"
            )
        return dict(found)

    def taxes(self, papers: list[Any]) -> dict[int, tuple[int, int]]:
        """By rate: gross and tax as the printed receipts say, cancels taken off."""
        numbers = {i for i, kind, *_ in self.legs if kind in ("bar_sale", "bar_cancel")}
        gross: Counter[int] = Counter()
        tax: Counter[int] = Counter()
        for paper in papers:
            if paper.order is None or paper.paper.number not in numbers:
                continue
            sign = {"order": 1, "order_cancel": -1}.get(paper.paper.kind.value, 0)
            for line in paper.order.taxes:
                gross[line.rate] += sign * line.gross
                tax[line.rate] += sign * line.tax
        return {rate: (gross[rate], tax[rate]) for rate in gross if gross[rate]}

    def _ended(self) -> list[Any]:
        return list(self._look.rows(_ENDED, shift_id=self._shift_id))


def _micros(start: Any, end: Any) -> int:
    if isinstance(start, int):
        return int(end - start)
    length = end - start
    return (length.days * 86_400 + length.seconds) * 10**6 + length.microseconds
