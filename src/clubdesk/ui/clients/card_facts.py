"""What a client card is drawn from, asked of the books in one look, and its words. Pure."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Client, ClientGroup
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.services.views_people import ClientFile, ClientMoney
from clubdesk.ui.look.wording import ago, phone, zone_of
from clubdesk.ui.look.wording import date as day_word

SOON_DAYS = 7
LONGEST_REASON = 48


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A client with money and file, as of one instant."""

    club: Club
    row: ClientRow
    money: ClientMoney
    file: ClientFile
    now: datetime

    @property
    def client(self) -> Client:
        """Who it is."""
        return self.row.client


@dataclass(frozen=True, slots=True)
class PillWords:
    """One pill of the header; ``opens`` names what pressing it leads to (empty for nothing)."""

    word: str
    tone: str
    icon: str = ""
    opens: str = ""
    tip: str = ""


VERIFY, STATION = "verify", "station"


def ask_card(books: DeskQueries, client_id: int, now: datetime) -> CardFacts | None:
    """Everything the card's header shows; None if there is no such client."""
    club, row = books.club(), books.client(client_id)
    money = books.money_of(client_id, now)
    if club is None or row is None or money is None:
        return None
    return CardFacts(club, row, money, books.client_file(client_id, now), now)


def pills(facts: CardFacts) -> list[PillWords]:
    """What a cashier is to know before anything else."""
    client = facts.client
    if client.erased_at is not None:
        return [PillWords(tr("Personal data erased"), "grey", "eraser")]
    if client.merged_into is not None:
        text = tr("Merged into card No. {number}").format(number=client.merged_into)
        return [PillWords(text, "grey", "git-merge")]
    found = [_blocked(client)] if client.blocked else []
    found.append(
        PillWords(tr("Verified"), "green", "badge-check")
        if client.phone_verified
        else PillWords(tr("Not verified"), "amber", "circle-alert", VERIFY, tr("Verify the phone"))
    )
    if facts.row.playing_on:
        text = tr("Plays on {station}").format(station=facts.row.playing_on)
        found.append(PillWords(text, "blue", "monitor", STATION, tr("Show in the hall")))
    if facts.file.group is not None:
        found.append(_group(facts.file.group))
    birthday = birthday_words(client.birthday, _today(facts))
    if birthday:
        found.append(PillWords(birthday, "violet", "cake"))
    return found


def birthday_words(birthday: date | None, today: date) -> str:
    """A birthday that is today, soon, or was yesterday; empty for any other day."""
    if birthday is None:
        return ""
    years = (today.year - 1, today.year, today.year + 1)
    days = min(((_on(birthday, year) - today).days for year in years), key=abs)
    if days == 0:
        return tr("Birthday today")
    if days == -1:
        return tr("Birthday was yesterday")
    if not 0 < days <= SOON_DAYS:
        return ""
    return trn("Birthday in {count} day", "Birthday in {count} days", days).format(count=days)


def about(facts: CardFacts) -> str:
    """Phone, card and email on one line."""
    client = facts.client
    parts = [
        phone(client.phone) if client.phone else "",
        tr("Card {number}").format(number=client.card_number) if client.card_number else "",
        client.email,
    ]
    return "  ·  ".join(part for part in parts if part)


def story(facts: CardFacts) -> str:
    """Since when, how often, and when last."""
    client, file = facts.client, facts.file
    parts = [tr("No. {number}").format(number=client.id)]
    if client.created_at is not None:
        since = day_word(client.created_at, facts.club)
        year = client.created_at.astimezone(zone_of(facts.club.time_zone)).year
        parts.append(tr("client since {day} {year}").format(day=since, year=year))
    parts.append(trn("{count} visit", "{count} visits", file.visits).format(count=file.visits))
    if facts.row.last_visit is not None:
        last = ago(facts.row.last_visit, facts.now, facts.club)
        parts.append(tr("last visit: {when}").format(when=last))
    return "  ·  ".join(parts)


def _blocked(client: Client) -> PillWords:
    reason = client.blocked_reason
    short = reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"
    text = tr("Blocked: {reason}").format(reason=short) if reason else tr("Blocked")
    return PillWords(text, "red", "ban", tip=reason)


def _group(group: ClientGroup) -> PillWords:
    text = group.name
    if group.discount_percent:
        text += f" · −{group.discount_percent}\u00a0%"
    return PillWords(text, "blue", "users", tip=tr("Client group"))


def _today(facts: CardFacts) -> date:
    return facts.now.astimezone(zone_of(facts.club.time_zone)).date()


def _on(birthday: date, year: int) -> date:
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return birthday.replace(year=year)
