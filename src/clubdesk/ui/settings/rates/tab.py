"""The tab "Rates" of Settings: the list at the left, the editor of the chosen rate at the right.

GUI thread only. Everyone may look; changing needs its permission.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.hall import Rate
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.rating import RateAnswer, ReorderRates, RetireRate, SaveRate
from clubdesk.services.views import DeskQueries, RateVersion
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.editor import RateEditor
from clubdesk.ui.settings.rates.hourly_editor import HourlyEditor
from clubdesk.ui.settings.rates.leave_dialog import LeaveDialog
from clubdesk.ui.settings.rates.list_part import ListPart
from clubdesk.ui.settings.rates.package_editor import PackageEditor
from clubdesk.ui.settings.rates.versions_dialog import VersionsDialog


class RatesTab(QWidget):
    """All rates of the club."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self._runner = runner
        self.around: Around | None = None
        self.editor: RateEditor | None = None
        self._next: Callable[[], None] | None = None
        self.left = ListPart()
        self.list, self.copy, self.retire = self.left.list, self.left.copy, self.left.retire
        self.add_hourly, self.add_package = self.left.add_hourly, self.left.add_package
        self.versions = Button(tr("Versions"), Kind.SECONDARY, icon_name="history")
        self.discard = Button(tr("Discard Changes"), Kind.SECONDARY)
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Ctrl+S"))
        self.state = Text("", "dim")
        self.refusal = Refusal()
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._hear)
        for news in (runner.signed_in, runner.rights_changed):
            news.connect(self._refresh.wanted)

    def reload(self) -> None:
        """Asks the books anew; what is being edited stays as it is."""
        now = self._runner.desk.clock.now()

        def look(books: DeskQueries) -> Around | None:
            club = books.club()
            if club is None:
                return None
            zones, rates = books.hall(now).zones, tuple(books.rates())
            return Around(club, zones, tuple(books.roles()), rates, now)

        self._runner.ask(look, while_alive(self, self._know))

    def showEvent(self, event: QShowEvent) -> None:
        """What may be done depends on who is at the desk."""
        super().showEvent(event)
        self._refresh.wanted()

    def rate(self) -> Rate | None:
        """The rate in the editor, as it was loaded."""
        return self.editor.rate if self.editor is not None else None

    def kept(self) -> tuple[Rate, ...]:
        """All rates as the books say."""
        return self.around.rates if self.around is not None else ()

    def is_touched(self) -> bool:
        """Whether there is something to save."""
        return self.editor is not None and self.editor.is_touched()

    def show_rate(self, rate: Rate) -> None:
        """Puts a rate into its editor; what stood there is gone."""
        around = self.around
        if around is None:
            return
        kind = HourlyEditor if rate.package is None else PackageEditor
        if not isinstance(self.editor, kind):
            if self.editor is not None:
                self.stack.removeWidget(self.editor)
                self.editor.deleteLater()
            self.editor = kind(around.club)
            self.editor.changed.connect(self._allow)
            self.stack.addWidget(self.editor)
        self.stack.setCurrentWidget(self.editor)
        self.editor.load(rate, around)
        self.refusal.say(None)
        self.list.choose(rate.id)
        self._allow()

    def leave_for(self, go_on: Callable[[], None]) -> None:
        """Goes on at once, or asks first where something is not saved."""
        rate = self.rate()
        if rate is None or not self.is_touched():
            go_on()
            return
        self._next = go_on
        self.list.choose(rate.id)
        dialog = LeaveDialog(self, rate.name)
        dialog.save_wanted.connect(self._save)
        dialog.discard_wanted.connect(self._go_on)
        dialog.begin()

    # Deeds.

    def _wanted(self, rate_id: int) -> None:
        shown = self.rate()
        if shown is None or shown.id != rate_id:
            self.leave_for(lambda: self._show_kept(rate_id))

    def _show_kept(self, rate_id: int) -> None:
        rate = self._kept(rate_id)
        if rate is not None:
            self.show_rate(rate)

    def _add(self, *, package: bool) -> None:
        def begin() -> None:
            if self.around is not None:
                self.show_rate(self.around.new_rate(package=package))
                if self.editor is not None:
                    self.editor.head.name.editor.setFocus()

        self.leave_for(begin)

    def _copy(self) -> None:
        def begin() -> None:
            around, rate = self.around, self.rate()
            if around is not None and rate is not None:
                self.show_rate(around.copy_of(rate))

        self.leave_for(begin)

    def _save(self) -> None:
        editor = self.editor
        if editor is None:
            return
        self.refusal.say(None)
        if editor.complain():
            self.refusal.say(_incomplete(editor))
            return
        typed = editor.typed()
        # The order may have been changed since the rate was opened; it is no part of the rate.
        kept = self._kept(typed.id)
        sent = typed if kept is None else replace(typed, position=kept.position)
        self._runner.do(
            SaveRate(rate=sent),
            while_alive(self, lambda answer: self._saved(sent, answer)),
            refused=while_alive(self, self._refused),
            button=self.save,
        )

    def _saved(self, sent: Rate, answer: RateAnswer) -> None:
        kept = replace(sent, id=answer.rate_id, version=answer.version)
        go_on, self._next = self._next, None
        if self.editor is not None and self.around is not None:
            self.editor.load(kept, self.around)
        self._allow()
        if go_on is not None:
            go_on()
        self.reload()

    def _refused(self, error: DeskError) -> None:
        self._next = None
        marked = self.editor is not None and self.editor.refuse(error)
        shown = DeskError(error.code, error.what_to_do or error.text) if marked else error
        self.refusal.say(shown)

    def _go_on(self) -> None:
        go_on, self._next = self._next, None
        if go_on is not None:
            go_on()

    def _discard(self) -> None:
        rate = self.rate()
        if rate is None:
            return
        kept = self._kept(rate.id)
        if kept is not None:
            self.show_rate(kept)
        elif self.around is not None and self.around.rates:
            self.show_rate(self.around.rates[0])
        else:
            self.show_rate(rate)

    def _retire(self) -> None:
        rate = self.rate()
        if rate is None or not rate.id:
            return
        again = SaveRate(rate=replace(rate, active=True))
        command = RetireRate(rate_id=rate.id) if rate.active else again

        def done(_answer: object) -> None:
            self.reload()

        self._runner.do(
            command,
            while_alive(self, done),
            refused=while_alive(self, self._refused),
            button=self.retire,
        )

    def _reorder(self, ids: tuple[int, ...]) -> None:
        self._runner.do(
            ReorderRates(rate_ids=ids),
            while_alive(self, lambda _: self.reload()),
            refused=while_alive(self, self._not_ordered),
        )

    def _not_ordered(self, error: DeskError) -> None:
        self._refused(error)
        self.reload()

    def _open_versions(self) -> None:
        rate = self.rate()
        if rate is not None and rate.id:
            rate_id = rate.id
            self._runner.ask(
                lambda books: books.rate_versions(rate_id),
                while_alive(self, lambda found: self._show_versions(rate, found)),
            )

    def _show_versions(self, rate: Rate, found: Sequence[RateVersion]) -> None:
        if self.around is None:
            return
        missing = self._runner.missing(Permission.EDIT_RATES)
        touched = tr("Save or discard the changes first.") if self.is_touched() else ""
        why = missing or touched
        dialog = VersionsDialog(self, self._runner, rate, self.around, found, why)
        dialog.closed.connect(lambda done: self.reload() if done else None)
        dialog.begin()

    # What is shown.

    def _know(self, around: Around | None) -> None:
        if around is None:
            return
        self.around = around
        rate = self.rate()
        shown = rate.id if rate is not None else 0
        self.left.show_rates(around, shown)
        kept = self._kept(shown)
        if rate is None and around.rates:
            self.show_rate(around.rates[0])
        elif kept is not None and kept != rate and not self.is_touched():
            self.show_rate(kept)
        self._allow()

    def _kept(self, rate_id: int) -> Rate | None:
        rates = self.around.rates if self.around is not None else ()
        return next((rate for rate in rates if rate.id == rate_id), None)

    def _allow(self) -> None:
        missing = self._runner.missing(Permission.EDIT_RATES)
        rate, touched = self.rate(), self.is_touched()
        nothing = "" if rate is not None else tr("Choose a rate.")
        fresh = tr("Save it first.") if rate is not None and not rate.id else ""
        unchanged = "" if touched else tr("Nothing was changed.")
        self.left.allow(rate, missing, touched=touched)
        self.versions.allow(nothing or fresh)
        self.save.allow(missing or nothing or unchanged)
        self.discard.allow(nothing or unchanged)
        self._say_state(rate, touched)
        if self.editor is not None:
            self.editor.content.setEnabled(not missing)

    def _say_state(self, rate: Rate | None, touched: bool) -> None:
        if rate is None:
            self.state.setText("")
        elif touched:
            self.state.setText(
                tr("Not saved yet. Running sessions keep the price they began with.")
            )
        elif rate.id:
            text = tr("Version {number}, as it is sold now.") if rate.active else tr("Retired.")
            self.state.setText(text.format(number=rate.version))
        else:
            self.state.setText(tr("A new rate."))
        self.state.set_tone("amber" if touched else "dim")

    def _build(self) -> None:
        right = QWidget()
        foot = row(self.state, None, self.versions, self.discard, self.save)
        right.setLayout(column(self.stack, self.refusal, foot, gap=GAP_M))
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        across.setSpacing(GAP_L)
        across.addWidget(self.left)
        across.addWidget(right, 1)

    def _connect(self) -> None:
        self.list.wanted.connect(self._wanted)
        self.list.ordered.connect(self._reorder)
        self.add_hourly.clicked.connect(lambda: self._add(package=False))
        self.add_package.clicked.connect(lambda: self._add(package=True))
        self.copy.clicked.connect(self._copy)
        self.retire.clicked.connect(self._retire)
        self.versions.clicked.connect(self._open_versions)
        self.discard.clicked.connect(self._discard)
        self.save.clicked.connect(self._save)
        self.save.setShortcut("Ctrl+S")

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, StationsChanged):
            self._refresh.wanted()


def _incomplete(editor: RateEditor) -> DeskError:
    lacking = editor.lacking()
    return DeskError(
        "rate.incomplete",
        lacking or tr("Something is missing or wrong; it is marked."),
        tr("Nothing was saved. Correct what is marked in red, then save again."),
    )
