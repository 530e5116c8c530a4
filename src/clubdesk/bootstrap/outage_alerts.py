"""Offers to give back the time of an outage: a bar with one button. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from clubdesk.domain import events as e
from clubdesk.domain.people import Staff
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.extending import TimeAdded
from clubdesk.services.outages import CreditOutage, LeaveOutage
from clubdesk.services.views_play import OutageRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive

_NEWS = (e.OutageMeasured, e.SessionEnded, e.SessionExtended)


class OutageAlerts(QObject):
    """Shows a bar in a window for each outage that nobody has decided yet."""

    def __init__(self, window: MainWindow, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._shown: set[int] = set()
        bridge.happened.connect(self._hear)
        runner.signed_in.connect(self._someone_came)
        self._look()

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, e.OutageMeasured) or (self._shown and isinstance(news, _NEWS)):
            self._look()

    @Slot(object)
    def _someone_came(self, _staff: Staff | None) -> None:
        self._look()

    def _look(self) -> None:
        self._runner.ask(lambda books: books.open_outages(), while_alive(self, self._show))

    def _show(self, rows: Sequence[OutageRow]) -> None:
        open_ids = {row.outage.id for row in rows}
        for gone in self._shown - open_ids:
            self._window.set_alert(_key(gone), None)
        for row in rows:
            if row.outage.id not in self._shown:
                self._window.set_alert(_key(row.outage.id), self._alert(row))
        self._shown = open_ids

    def _alert(self, row: OutageRow) -> Alert:
        minutes = row.outage.minutes
        offer = trn("give back {count} minute?", "give back {count} minutes?", minutes)
        text = tr("{station} was gone for {time}: {offer}").format(
            station=row.station_name,
            time=lost_words(row.outage.lost_s),
            offer=offer.format(count=minutes),
        )
        who = row.payer_name or tr("Guest")
        action = trn("Give back {count} minute", "Give back {count} minutes", minutes)
        return Alert(
            text,
            tr("{client} plays on. The journal keeps when the PC was gone.").format(client=who),
            action.format(count=minutes),
            lambda: self._credit(row, text),
            tr("Give nothing back"),
            lambda: self._leave(row, text),
        )

    def _credit(self, row: OutageRow, what: str) -> None:
        outage = row.outage
        command = CreditOutage(session_id=outage.session_id, outage_id=outage.id)

        def given(answer: TimeAdded) -> None:
            text = trn(
                "Gave back {count} minute: {station}",
                "Gave back {count} minutes: {station}",
                answer.minutes,
            )
            self._window.toast(text.format(count=answer.minutes, station=row.station_name))
            self._look()

        self._runner.do_or_approve(self._window, command, what, while_alive(self, given))

    def _leave(self, row: OutageRow, what: str) -> None:
        """Decided for every desk; the cross on the bar only takes it away here."""
        self._runner.do_or_approve(
            self._window,
            LeaveOutage(outage_id=row.outage.id),
            what,
            while_alive(self, lambda _done: self._look()),
        )


def lost_words(seconds: int) -> str:
    """Such as ``7 min 40 s``."""
    minutes, rest = divmod(seconds, 60)
    return tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def _key(outage_id: int) -> str:
    return f"outage_{outage_id}"
