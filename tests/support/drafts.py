"""Short ways to make what the stores keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from clubdesk.domain.hall import Club, Rate, Station
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    Posting,
    TransactionDraft,
    TransactionKind,
    pair,
)
from clubdesk.domain.people import Client, Role, Staff
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.shift import Shift
from clubdesk.foundation.money import Currency

NOON = datetime(2026, 11, 20, 12, 0, 0, 123_456, tzinfo=UTC)
TILL = AccountRef(AccountKind.TILL_CASH, 1)
PRICE = HourlyPrice((PriceBand(0, 80_000), PriceBand(8 * 60, 60_000)), "Asia/Almaty")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_club(**changes) -> Club:
    facts = {
        "name": "Клуб",
        "currency": Currency("KZT", 2),
        "time_zone": "Asia/Almaty",
        "country": "KZ",
        "receipt_footer": "Спасибо!",
        "warn_minutes": (10, 5, 1),
        "demo": True,
    }
    return Club(**{**facts, **changes})


def a_staff(login: str = "Olga", **changes) -> Staff:
    facts = {"name": "Olga O.", "role": Role.OWNER, "password_hash": "$argon2id$..."}
    return Staff(0, login, **{**facts, **changes})


def a_client(phone: str = "+77015554417", **changes) -> Client:
    return Client(0, phone, **{"name": "Санжар Ёлкин", "created_at": NOON, **changes})


def a_station(zone_id: int, number: int = 1, **changes) -> Station:
    return Station(0, zone_id, number, f"PC {number:02d}", **changes)


def a_rate(*zone_ids: int, **changes) -> Rate:
    return Rate(0, **{"name": "Hourly", "zone_ids": frozenset(zone_ids), "price": PRICE, **changes})


def a_shift(staff_id: int, till_id: int = 1) -> Shift:
    return Shift(0, till_id, 0, staff_id, NOON, 5_000, 5_000)


def a_draft(
    shift_id: int,
    *postings: Posting,
    kind: TransactionKind = TransactionKind.TOP_UP,
    till_id: int = 1,
    **changes,
) -> TransactionDraft:
    facts = {"staff_id": 0, "at": NOON, "effective_at": NOON, **changes}
    return TransactionDraft(kind, tuple(postings), till_id, shift_id, **facts)


def game(client_id: int) -> AccountRef:
    return AccountRef(AccountKind.GAME, client_id)


def topped_up(shift_id: int, client_id: int, amount: int) -> TransactionDraft:
    legs = pair(debit=TILL, credit=game(client_id), amount=amount)
    return a_draft(shift_id, *legs, client_id=client_id)


def charged(shift_id: int, client_id: int, amount: int) -> TransactionDraft:
    revenue = AccountRef(AccountKind.PLAY_REVENUE)
    legs = pair(debit=game(client_id), credit=revenue, amount=amount)
    return a_draft(shift_id, *legs, kind=TransactionKind.SESSION_CHARGE, client_id=client_id)
