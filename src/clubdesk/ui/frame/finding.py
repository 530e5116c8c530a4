"""What the search box finds, as plain values: clients, stations and commands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clubdesk.domain.hall import Club, Station
from clubdesk.domain.people import fold
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.frame.entries import SearchCommand
from clubdesk.ui.look.wording import phone

MOST = 9


@dataclass(frozen=True, slots=True)
class Hit:
    """One line under the search box.

    Attributes:
        note: At the right: a balance or a key.
        why_not: Why it cannot be chosen; empty if it can.
    """

    icon: str
    title: str
    under: str
    note: str
    run: Callable[[], None]
    why_not: str = ""


def command_hits(text: str, commands: Sequence[SearchCommand]) -> list[Hit]:
    """Commands of which every typed word begins a word."""
    wanted = fold(text).split()
    if not wanted:
        return []
    found = []
    for command in commands:
        words = fold(f"{command.title} {command.words}").split()
        if all(any(word.startswith(part) for word in words) for part in wanted):
            why = command.why_not()
            found.append(Hit(command.icon, command.title, why, command.keys, command.run, why))
    return found


def station_hits(
    text: str, stations: Sequence[Station], open_station: Callable[[int], None]
) -> list[Hit]:
    """Stations by number, or by the beginning of their name with or without spaces."""
    wanted = fold(text)
    if not wanted:
        return []
    tight = wanted.replace(" ", "")
    return [
        Hit("monitor", station.name, tr("Station"), "", _opener(open_station, station.id))
        for station in stations
        if wanted == str(station.number)
        or (not tight.isdigit() and fold(station.name).replace(" ", "").startswith(tight))
    ]


def client_hits(
    rows: Sequence[ClientRow],
    club: Club,
    open_client: Callable[[int], None],
    looked_for: str = "",
) -> list[Hit]:
    """Clients that the books found; a card's number is told where it is what was looked for."""
    return [
        Hit(
            "user",
            row.client.name,
            _about(row, looked_for),
            format_money(row.balance_minor, club.currency, language()),
            _opener(open_client, row.client.id),
        )
        for row in rows
    ]


def _about(row: ClientRow, looked_for: str) -> str:
    facts = [phone(row.client.phone)]
    if row.client.card_number and row.client.card_number == looked_for.strip():
        facts.append(tr("Card {number}").format(number=row.client.card_number))
    if row.playing_on:
        facts.append(tr("plays on {station}").format(station=row.playing_on))
    return " · ".join(facts)


def _opener(open_one: Callable[[int], None], one: int) -> Callable[[], None]:
    return lambda: open_one(one)
