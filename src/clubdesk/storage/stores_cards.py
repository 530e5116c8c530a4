"""Membership cards that are out of use. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.services.ports_people import RetiredCard
from clubdesk.storage.instants import instant_of
from clubdesk.storage.tables_people import retired_cards
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.work_link import WorkLink

_RETIRE = insert(retired_cards)
_FREE = delete(retired_cards).where(retired_cards.c.number == bindparam("of_number"))
_FORGET = delete(retired_cards).where(retired_cards.c.client_id == bindparam("of_client"))
_HAND_OVER = (
    update(retired_cards)
    .where(retired_cards.c.client_id == bindparam("of_client"))
    .values(client_id=bindparam("to_client"))
)


class SqlCardStore:
    """Cards that were blocked or replaced; the one in use is on the client."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def retired(self, number: str) -> RetiredCard | None:
        """A card that is out of use; None if this one is not."""
        row = self._link.one("SELECT * FROM retired_cards WHERE number = :number", number=number)
        return None if row is None else retired_card_of(row)

    def of_client(self, client_id: int) -> Sequence[RetiredCard]:
        """A client's cards that are out of use, newest first."""
        found = self._link.each(
            "SELECT * FROM retired_cards WHERE client_id = :id ORDER BY at DESC, number",
            id=client_id,
        )
        return [retired_card_of(row) for row in found]

    def retire(self, card: RetiredCard) -> None:
        """Takes a card out of use."""
        self._link.write(
            _RETIRE,
            {
                "number": card.number,
                "client_id": card.client_id,
                "why": card.why,
                "reason": card.reason,
                "at": card.at,
            },
        )

    def free(self, number: str) -> None:
        """Lets a card be given again."""
        self._link.write(_FREE, {"of_number": number})

    def hand_over(self, from_id: int, into_id: int) -> None:
        """Makes one client's retired cards another's."""
        self._link.write(_HAND_OVER, {"of_client": from_id, "to_client": into_id})

    def forget(self, client_id: int) -> None:
        """Takes a client's retired cards out of the books."""
        self._link.write(_FORGET, {"of_client": client_id})


def retired_card_of(row: StoredRow) -> RetiredCard:
    """A retired card from its row."""
    return RetiredCard(row.number, row.client_id, row.why, row.reason, instant_of(row.at))
