"""What a line of the journal says beyond its names: its amount, and its details in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.permission_words import permission_word
from clubdesk.services.ports import JournalEntry
from clubdesk.services.role_words import role_word
from clubdesk.ui.look.wording import money, points

_AMOUNTS = ("amount_minor", "charged_minor", "cash_minor", "counted_minor")
_HIDDEN = frozenset(
    {
        "client_id", "station_id", "session_id", "reason", "rate_id", "job_id", "amount",
        "amount_minor", "points", "kind", "card_payment_id", "payment_id", "seats", "session_ids",
    }
)  # fmt: skip
_LABELS: dict[str, str] = {
    "cash_minor": mark("Cash"),
    "card_minor": mark("Card"),
    "received_minor": mark("Received in cash"),
    "change_minor": mark("Change to give"),
    "seat_names": mark("Seats"),
    "go_on_hourly": mark("Go on by the hour afterwards"),
    "amount_minor": mark("Amount"),
    "amount": mark("Amount"),
    "points": mark("Points"),
    "account": mark("Account"),
    "tender": mark("Paid out in"),
    "slip": mark("Slip"),
    "balance_before": mark("Balance before"),
    "balance_after": mark("Balance after"),
    "points_before": mark("Points before"),
    "points_after": mark("Points after"),
    "counted_minor": mark("Counted"),
    "expected_minor": mark("Expected"),
    "difference_minor": mark("Difference"),
    "charged_minor": mark("Charged"),
    "charged_points": mark("Charged in points"),
    "returned_minor": mark("Returned"),
    "z_number": mark("Z-report"),
    "transaction_id": mark("Operation"),
    "undone": mark("Operations undone"),
    "promotion": mark("Promotion"),
    "card_number": mark("Card number"),
    "name": mark("Name"),
    "login": mark("Login"),
    "role": mark("Role"),
    "key": mark("Role"),
    "staff_id": mark("Account number"),
    "active": mark("In use"),
    "permissions": mark("Permissions"),
    "approval_by": mark("Approval asked of"),
    "file_name": mark("File"),
    "outcome": mark("Outcome"),
    "detail": mark("Detail"),
    "changed": mark("Changed"),
    "cancel_minutes": mark("Free cancel, minutes"),
    "pause_limit_minutes": mark("Longest pause, minutes"),
    "warn_minutes": mark("Warnings before the end, minutes"),
    "outage_least_s": mark("Shortest outage, seconds"),
    "offer_hourly": mark("Packages may go on by the hour"),
    "minor_age": mark("Adult from the age of"),
    "night_from": mark("Closed to minors from"),
    "night_until": mark("Closed to minors until"),
    "night_action": mark("Minors in these hours"),
    "postpaid": mark("Guests may pay at the end"),
    "postpaid_limit_minor": mark("Most that a guest may owe"),
    "alert_minutes": mark("Tell the desk before, minutes"),
    "hold_minutes": mark("Hold the seats before, minutes"),
    "no_show_minutes": mark("Wait for who is late, minutes"),
    "missed_deposit": mark("Deposit of who does not come"),
}
_ON_THE_CLOCK = ("night_from", "night_until")
_WORDS: dict[str, str] = {
    "game": mark("Game account"),
    "bonus": mark("Bonus account"),
    "cash": mark("Cash"),
    "card": mark("Card"),
    "declined": mark("declined"),
    "no_connection": mark("no connection"),
    "unknown": mark("unknown"),
    "refuse": mark("Refused"),
    "ask": mark("Allowed by who may"),
    "kept": mark("The club keeps it"),
    "given_back": mark("It is given back"),
}


def details_of(entry: JournalEntry) -> dict[str, Any]:
    """The details as they were stored; empty if they cannot be read."""
    try:
        found = json.loads(entry.details)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def amount_of(entry: JournalEntry) -> tuple[int, bool] | None:
    """What the deed moved and whether that is points; None where nothing was."""
    facts = details_of(entry)
    if entry.action == "TopUp":
        return _whole(facts.get("cash_minor")) + _whole(facts.get("card_minor")), False
    if entry.action == "Deduct":
        return _whole(facts.get("amount")), facts.get("account") == "bonus"
    if entry.action == "UndoOperation":
        return _undone(facts)
    if isinstance(facts.get("points"), int):
        return _whole(facts["points"]), True
    for name in _AMOUNTS:
        if isinstance(facts.get(name), int):
            return _whole(facts[name]), False
    return None


def amount_text(entry: JournalEntry, club: Club) -> str:
    """The amount as it reads; empty where nothing was moved."""
    found = amount_of(entry)
    if found is None:
        return ""
    amount, in_points = found
    return points(amount, club) if in_points else money(amount, club)


def fact_lines(entry: JournalEntry, club: Club) -> list[tuple[str, str]]:
    """The details as names and values that a person reads, in the order they were stored."""
    facts = _flat(details_of(entry))
    in_points = facts.get("account") == "bonus"
    return [
        (tr(_LABELS[name]) if name in _LABELS else name.replace("_", " "), value)
        for name, fact in facts.items()
        if name not in _HIDDEN and (value := _value(name, fact, club, in_points=in_points))
    ]


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    """The club's rules, which are one fact of their deed, as facts of their own."""
    rules = facts.pop("rules", None)
    return {**rules, **facts} if isinstance(rules, dict) else facts


def _value(name: str, fact: object, club: Club, *, in_points: bool) -> str:
    if fact is None or fact == "" or fact == []:
        return ""
    if isinstance(fact, bool):
        return tr("yes") if fact else tr("no")
    if isinstance(fact, int):
        return _number(name, fact, club, in_points=in_points)
    if name == "permissions" and isinstance(fact, list):
        known = set(Permission)
        return ", ".join(permission_word(Permission(one)) for one in fact if one in known)
    if name in ("role", "key") and isinstance(fact, str):
        return role_word(fact, fact)
    if isinstance(fact, list):
        return ", ".join(str(part) for part in fact)
    if isinstance(fact, Mapping):
        return ", ".join(f"{key}: {part}" for key, part in fact.items())
    text = str(fact)
    return tr(_WORDS[text]) if text in _WORDS else text


def _number(name: str, fact: int, club: Club, *, in_points: bool) -> str:
    if name in _ON_THE_CLOCK:
        return f"{fact // 60:02}:{fact % 60:02}"
    if name.endswith("_minor") or name in ("balance_before", "balance_after"):
        return money(fact, club)
    if name == "amount":
        return points(fact, club) if in_points else money(fact, club)
    if "points" in name:
        return points(fact, club)
    return str(fact)


def _undone(facts: Mapping[str, Any]) -> tuple[int, bool] | None:
    """What came off the account by undoing: the difference of the balances around it."""
    for before, after, in_points in (
        ("balance_before", "balance_after", False),
        ("points_before", "points_after", True),
    ):
        moved = _whole(facts.get(after)) - _whole(facts.get(before))
        if moved:
            return moved, in_points
    return None


def _whole(fact: object) -> int:
    return fact if isinstance(fact, int) else 0
