"""The review of expired points: client by client, and one button that writes all of it off.

GUI thread only.
"""

from __future__ import annotations

from babel.dates import format_date
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.expiring import WriteOffExpired
from clubdesk.services.ports_people import ExpiredPoints
from clubdesk.services.views_people import ExpiredReview
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Figure
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import small
from clubdesk.ui.look.wording import points, zone_of


def of_clients(review: ExpiredReview, club: Club) -> str:
    """How many points of how many clients have expired."""
    return trn(
        "{points} of {count} client have expired.",
        "{points} of {count} clients have expired.",
        len(review.lines),
    ).format(points=points(review.points, club), count=len(review.lines))


class WriteOffDialog(Dialog):
    """What would be written off, and the button for it."""

    def __init__(self, over: QWidget, runner: DeskRunner, club: Club) -> None:
        super().__init__(over, tr("Write-off of expired bonuses"), width=680)
        self.setObjectName("write_off_dialog")
        self._runner, self._club = runner, club
        self.review: ExpiredReview | None = None
        self.total = Figure(tr("Points to write off"), "–", 24)
        self.table: Table[ExpiredPoints] = Table(
            [
                Column(tr("Client"), lambda line: line.client_name, strong=True),
                Column(
                    tr("Points"),
                    lambda line: points(line.points, club),
                    order=lambda line: line.points,
                    right=True,
                    width=140,
                ),
                Column(
                    tr("Oldest credit"),
                    lambda line: _day(line, club),
                    order=lambda line: line.oldest_at,
                    width=180,
                ),
            ]
        )
        self.table.setMinimumHeight(260)
        self.table.setAccessibleName(tr("Expired points"))
        self.table.row_chosen.connect(lambda _: self.primary.click())
        self.body.addWidget(self.total)
        self.body.addWidget(self.table, 1)
        note = tr(
            "One deduction a client, with this title as its reason. Clients who play now are left "
            "out until their session ends."
        )
        self.body.addWidget(small(note).wrapped())
        self.primary.set_kind(Kind.DANGER)
        self._show(None)

    def begin(self) -> None:
        """Opens it and asks for the list."""
        self.open(self.table)
        self.ask()

    def ask(self) -> None:
        """Asks the books what has expired by now."""
        now = self._runner.desk.clock.now()
        self._runner.ask(lambda books: books.expired_points(now), while_alive(self, self._show))

    def on_primary(self) -> None:
        """Writes off what is shown."""
        if self.review is None or not self.review.lines:
            return
        command = WriteOffExpired(
            clients=len(self.review.lines),
            points=self.review.points,
            as_of=self.review.as_of.isoformat(),
        )
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal; where the list has changed meanwhile, it is read anew."""
        super().refuse(error)
        if error is not None and error.code == "expiry.changed":
            self.ask()

    def _show(self, review: ExpiredReview | None) -> None:
        self.review = review
        lines = review.lines if review is not None else ()
        self.table.show_rows(lines, same=lambda line: line.client_id)
        if review is None or not lines:
            why = tr("No points have expired.") if review is not None else tr("One moment…")
            self.total.say("–")
            self.set_primary(tr("Write off"), why_not=why)
            return
        shown = points(review.points, self._club)
        self.total.say(shown)
        text = trn(
            "Write off {points} of {count} client",
            "Write off {points} of {count} clients",
            len(lines),
        )
        missing = self._runner.missing(Permission.DEDUCT)
        self.set_primary(text.format(points=shown, count=len(lines)), missing=missing)


def _day(line: ExpiredPoints, club: Club) -> str:
    day = line.oldest_at.astimezone(zone_of(club.time_zone)).date()
    return str(format_date(day, "medium", locale=language()))
