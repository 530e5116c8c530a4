"""Rates as the club sells them: kept with all their versions, retired, put in order.

Desk worker's thread. Amounts are minor units.
"""

from __future__ import annotations

from clubdesk.domain.hall import Rate
from clubdesk.services.commands import Answer, Command


class SaveRate(Command, frozen=True, kw_only=True):
    """Adds a rate (id 0) or writes a new version; running sessions keep their old terms."""

    rate: Rate


class RateAnswer(Answer, frozen=True, kw_only=True):
    """The rate and the version that is sold now."""

    rate_id: int
    version: int


class RetireRate(Command, frozen=True, kw_only=True):
    """Takes a rate out of sale; sessions that have it go on."""

    rate_id: int


class ReorderRates(Command, frozen=True, kw_only=True):
    """Puts rates in the order in which the desk offers them; those not named come after."""

    rate_ids: tuple[int, ...]
