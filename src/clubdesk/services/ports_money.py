"""The shape of commands that take money, so that one check serves them all. Minor units."""

from __future__ import annotations

from typing import Protocol


class Tendered(Protocol):
    """The fields of a command that says how money was handed over, as ``TopUp`` has them."""

    @property
    def cash_minor(self) -> int: ...
    @property
    def received_minor(self) -> int | None: ...
    @property
    def card_minor(self) -> int: ...
    @property
    def card_payment_id(self) -> int | None: ...
    @property
    def slip(self) -> str: ...
