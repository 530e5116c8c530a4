"""What a client card shows besides the money; cards by number.

Reading worker's thread, inside one look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clubdesk.domain.people import Client, ClientGroup
from clubdesk.domain.promotion import Promotion, PromotionKind, birthday_near, birthday_taken
from clubdesk.services.ports_people import PhoneCode, RetiredCard
from clubdesk.services.views import ClientRow
from clubdesk.services.views_people import ClientFile
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import client_of
from clubdesk.storage.rows_points import group_of, promotion_of
from clubdesk.storage.views_clients import client_row
from clubdesk.storage.views_history import cards_of

_VISITS = """
SELECT count(*) AS visits, min(started_at) AS first FROM sessions
WHERE client_id IN ({cards}) AND state <> 'cancelled'
"""
_BIRTHDAYS = "SELECT * FROM promotions WHERE kind = :kind AND active ORDER BY position, id"
_TAKEN = """
SELECT u.promotion_id, max(u.at) AS at FROM promotion_uses u
WHERE u.client_id IN ({cards}) AND NOT EXISTS (
    SELECT 1 FROM transactions r WHERE r.reverses_id = u.transaction_id)
GROUP BY u.promotion_id
"""


def find_card(look: Look, number: str) -> ClientRow | RetiredCard | None:
    """The client whose card is in use, or what became of a card that is out of use."""
    wanted = number.strip()
    if not wanted:
        return None
    client_id = look.value(
        "SELECT id FROM clients WHERE card_number = :number AND card_number <> ''"
        " AND erased_at IS NULL AND merged_into IS NULL AND NOT staged",
        number=wanted,
    )
    if client_id is not None:
        return client_row(look, int(client_id))
    row = look.one("SELECT * FROM retired_cards WHERE number = :number", number=wanted)
    if row is None:
        return None
    # The stores bring SQLAlchemy along, which the way to the first window does not wait for.
    from clubdesk.storage.stores_cards import retired_card_of

    return retired_card_of(row)


def client_file(look: Look, client_id: int, now: datetime) -> ClientFile:
    """Group, code, cards, merged cards, visits and birthday promotions; empty for nobody."""
    row = look.one("SELECT * FROM clients WHERE id = :id", id=client_id)
    if row is None:
        return ClientFile()
    client = client_of(row)
    ids = cards_of(look, client_id)
    cards, given = listed("card", ids)
    came = look.one(_VISITS.format(cards=cards), **given)
    return ClientFile(
        group=_group(look, client.group_id),
        code=_code(look, client_id),
        retired_cards=_retired(look, client_id),
        merged_from=tuple(ids[1:]),
        visits=came.visits,
        first_visit=maybe_instant(came.first),
        birthday_offers=tuple(_birthday_offers(look, client, ids, now)),
    )


def _birthday_offers(
    look: Look, client: Client, cards: list[int], now: datetime
) -> Iterator[Promotion]:
    if client.birthday is None or not client.is_living:
        return
    today = _day(look, now)
    inside, given = listed("card", cards)
    taken = {
        row.promotion_id: _day(look, instant_of(row.at))
        for row in look.each(_TAKEN.format(cards=inside), **given)
    }
    for row in look.each(_BIRTHDAYS, kind=PromotionKind.BIRTHDAY.value):
        offer = promotion_of(row)
        near = birthday_near(client.birthday, today, offer.birthday_days)
        had = offer.id in taken and birthday_taken(taken[offer.id], today)
        if near is not None and offer.runs_on(today) and not had:
            yield offer


def _day(look: Look, instant: datetime) -> date:
    zone = str(look.value("SELECT time_zone FROM clubs") or "UTC")
    return instant.astimezone(ZoneInfo(zone)).date()


def _group(look: Look, group_id: int | None) -> ClientGroup | None:
    row = look.one("SELECT * FROM client_groups WHERE id = :id", id=group_id)
    return None if row is None else group_of(row)


def _code(look: Look, client_id: int) -> PhoneCode | None:
    from clubdesk.storage.stores_codes import phone_code_of

    row = look.one("SELECT * FROM phone_codes WHERE client_id = :id", id=client_id)
    return None if row is None else phone_code_of(row)


def _retired(look: Look, client_id: int) -> tuple[RetiredCard, ...]:
    from clubdesk.storage.stores_cards import retired_card_of

    sql = "SELECT * FROM retired_cards WHERE client_id = :id ORDER BY at DESC, number"
    return tuple(retired_card_of(row) for row in look.rows(sql, id=client_id))
