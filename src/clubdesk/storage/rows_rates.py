"""What of a rate is kept as JSON, and its versions. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from clubdesk.domain.hall import Rate
from clubdesk.domain.rates import PackageOffer

USABLE = """
SELECT * FROM kept_minutes
WHERE client_id = :client_id AND used_by_session_id IS NULL AND expires_at > :now
ORDER BY expires_at, id
"""
"""What a client can still use of packages, the first to expire first."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """The fields of a rate without a column; one that an older row lacks has its default."""

    package: PackageOffer | None = None
    min_charge_minor: int = 0
    step_minutes: int = 0
    points_percent: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    roles: frozenset[str] = frozenset()
    guests: bool = True
    colour: str = ""


_NAMES = tuple(_Offer.__dataclass_fields__)


@lru_cache(maxsize=512)
def _offer(text: str) -> _Offer:
    return msgspec.json.decode(text, type=_Offer)


def offer_fields(text: str) -> dict[str, Any]:
    """These fields by name, as a rate is made of them."""
    offer = _offer(text)
    return {name: getattr(offer, name) for name in _NAMES}


def offer_json(rate: Rate) -> str:
    """These fields as the text that is stored."""
    facts = {name: getattr(rate, name) for name in _NAMES}
    return msgspec.json.encode({**facts, "roles": sorted(rate.roles)}).decode()


def version_json(rate: Rate) -> str:
    """A whole rate as the text that is stored."""
    return msgspec.json.encode(rate).decode()


def version_of(text: str) -> Rate:
    """A rate as it once was."""
    return msgspec.json.decode(text, type=Rate)
