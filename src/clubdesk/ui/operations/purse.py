"""What an operation's form has to know before it can be filled in. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.services.views_people import ClientMoney, UndoView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive

NOTHING_TO_UNDO = UndoView(0)


@dataclass(frozen=True, slots=True)
class Purse:
    """A client and the money that is there.

    Attributes:
        shift_open: No money moves while it is False.
        by_hand: Promotions that a person may credit from.
    """

    club: Club
    row: ClientRow
    money: ClientMoney
    shift_open: bool = True
    by_hand: tuple[Promotion, ...] = ()
    undo: UndoView = NOTHING_TO_UNDO


def first_look(club: Club, row: ClientRow) -> Purse:
    """The purse as far as a list's row tells it: what may go back is not known yet."""
    money = ClientMoney(row.balance_minor, row.balance_minor, row.points, row.points, 0, 0)
    return Purse(club, row, money)


def ask_purse(
    owner: QWidget,
    runner: DeskRunner,
    client_id: int,
    then: Callable[[Purse], None],
    *,
    with_undo: bool = False,
) -> None:
    """Asks the books for a client's purse; nothing happens if the client is gone."""
    till, now = runner.desk.till_id, runner.desk.clock.now()

    def look(books: DeskQueries) -> Purse | None:
        club, row, money = books.club(), books.client(client_id), books.money_of(client_id, now)
        if club is None or row is None or money is None:
            return None
        shift = books.shift_now(till, now).shift
        today = now.astimezone(ZoneInfo(club.time_zone)).date()
        purse = Purse(club, row, money, shift is not None, by_hand(books.promotions(), today))
        return replace(purse, undo=books.undo_view(client_id, till, now)) if with_undo else purse

    def found(purse: Purse | None) -> None:
        if purse is None:
            runner.refused.emit(
                DeskError(
                    "client.unknown",
                    tr("This client does not exist."),
                    tr("Search for the client again."),
                )
            )
        else:
            then(purse)

    runner.ask(look, while_alive(owner, found))


def by_hand(promotions: Sequence[Promotion], today: date) -> tuple[Promotion, ...]:
    """Those that a person may credit from today, in the club's order."""
    chosen = [one for one in promotions if one.given_by_hand_on(today)]
    return tuple(sorted(chosen, key=lambda one: (one.position, one.id)))


def no_shift() -> DeskError:
    """The refusal of every operation while no shift is open."""
    return DeskError(
        "shift.not_open", tr("No shift is open at this till."), tr("Open a shift first (F6).")
    )
