"""The rules of sessions and of minors at night, in Settings. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from clubdesk.domain.hall import Club
from clubdesk.domain.play_rules import NightAction, PlayRules
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.club_rules import BOUNDS, PAUSE_MINUTES, SetPlayRules
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import HEIGHT, Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.clock_field import LAST, ClockField
from clubdesk.ui.look.field import Field, TextField
from clubdesk.ui.look.frames import Panel, row, rule
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.settings.rule_lines import RuleNumber, minutes_listed, side_by_side

_ACTIONS = (NightAction.REFUSE, NightAction.ASK)
Shown = tuple[PlayRules, tuple[int, ...], int]


class PlayRulesPart(Panel):
    """Cancelling, pauses, warnings, outages and minors: one command, so one button.

    Signals:
        changed: The rules were saved.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 20)
        self._runner = runner
        self._shown: Shown | None = None
        self._make_session_rules()
        self._make_minor_rules()
        self.refusal = Refusal()
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Enter"))
        self.told = Text("", "green")
        self._fields: dict[str, Field[NumberBox] | Field[QLineEdit]] = {
            "cancel_minutes": self.cancel,
            "pause_limit_minutes": self.pause,
            "warn_minutes": self.warnings,
            "outage_least_s": self.outage,
            "minor_age": self.age,
            "night_from": self.night_from,
            "night_until": self.night_until,
        }
        self._build()
        self._connect()

    def show_club(self, club: Club) -> None:
        """Shows the rules as they are; what is half typed stays while they are as they were."""
        stored = (club.play, club.warn_minutes, club.pause_limit_minutes)
        if stored != self._shown:
            self._shown = stored
            self._fill(*stored)

    def allow(self, missing: str) -> None:
        """Greys the button out for who may not change settings."""
        self.save.allow(missing)

    def typed(self) -> SetPlayRules:
        """The rules as they stand in the fields.

        Raises:
            DeskError: Its subject is the field that holds no rule.
        """
        begins, ends = self._night()
        rules = PlayRules(
            cancel_minutes=self.cancel.number("cancel_minutes"),
            minor_age=self.age.number("minor_age"),
            night_from=begins,
            night_until=ends,
            night_action=NightAction(str(self.action.key())),
            outage_least_s=self.outage.number("outage_least_s"),
            offer_hourly=self.hourly.isChecked(),
        )
        return SetPlayRules(
            rules=rules,
            warn_minutes=minutes_listed(self.warnings.text()),
            pause_limit_minutes=self.pause.number("pause_limit_minutes"),
        )

    def _make_session_rules(self) -> None:
        self.cancel = RuleNumber(
            tr("Free cancel, minutes"),
            tr("So long after its start a session can be cancelled without a charge; 0: never."),
            BOUNDS["cancel_minutes"][1],
        )
        self.pause = RuleNumber(
            tr("Longest pause, minutes"),
            tr("A pause that lasts longer is called out at the desk."),
            PAUSE_MINUTES[1],
        )
        self.warnings = TextField(
            tr("Warnings before the end, minutes"),
            tr("The player and the desk are warned so many minutes before; empty: no warnings."),
            placeholder="10, 5, 1",
        )
        self.warnings.editor.setMaxLength(40)
        self.outage = RuleNumber(
            tr("Shortest outage, seconds"),
            tr("If a PC was gone for at least so long, the desk may give the time back."),
            BOUNDS["outage_least_s"][1],
        )

        self.hourly = Tick(tr("After a package play may go on by the hour, if the client agreed"))

    def _make_minor_rules(self) -> None:
        self.age = RuleNumber(
            tr("Adult from the age of"),
            tr("Who is younger by the birthday on the card is a minor."),
            BOUNDS["minor_age"][1],
        )
        self.action = ChipRow(
            [
                (NightAction.REFUSE, tr("Refused")),
                (NightAction.ASK, tr("Allowed by who may")),
            ]
        )
        self.action.setFixedHeight(HEIGHT)
        self.night_from = ClockField(
            tr("Closed to minors from"),
            tr("On the club's clock; both times empty: minors play at any hour."),
        )
        self.night_until = ClockField(
            tr("Closed to minors until"),
            tr("A time before the first one is on the next morning."),
        )
        self.action_field = Field(
            tr("Minors in these hours"),
            self.action,
            tr("Refused: nobody lets them in, and what they play ends when these hours begin."),
        )

    def _build(self) -> None:
        column = self.column
        column.addWidget(heading(tr("Sessions")))
        column.addLayout(side_by_side(self.cancel, self.pause))
        column.addLayout(side_by_side(self.warnings, self.outage))
        column.addWidget(self.hourly)
        column.addWidget(rule())
        column.addWidget(heading(tr("Minors at night")))
        column.addLayout(side_by_side(self.night_from, self.night_until))
        column.addLayout(side_by_side(self.age, self.action_field))
        column.addWidget(self.refusal)
        column.addLayout(row(self.save, self.told, None, gap=GAP_M))

    def _connect(self) -> None:
        for field in self._fields.values():
            field.editor.returnPressed.connect(self.save.click)
            field.editor.textEdited.connect(lambda _: self.told.setText(""))
        self.action.chosen.connect(lambda _: self.told.setText(""))
        self.hourly.clicked.connect(lambda: self.told.setText(""))
        self.save.clicked.connect(self._save)

    def _fill(self, rules: PlayRules, warnings: tuple[int, ...], pause_minutes: int) -> None:
        has_night = rules.night_from != rules.night_until
        self.cancel.editor.setValue(rules.cancel_minutes)
        self.pause.editor.setValue(pause_minutes)
        self.warnings.editor.setText(", ".join(str(minutes) for minutes in warnings))
        self.outage.editor.setValue(rules.outage_least_s)
        self.hourly.setChecked(rules.offer_hourly)
        self.age.editor.setValue(rules.minor_age)
        self.night_from.set_minute(rules.night_from if has_night else None)
        self.night_until.set_minute(rules.night_until if has_night else None)
        self.action.chips[_ACTIONS.index(rules.night_action)].setChecked(True)
        self._refuse(None)

    def _night(self) -> tuple[int, int]:
        """Minutes of the local day; both zero where there are no such hours."""
        for name, field in (("night_from", self.night_from), ("night_until", self.night_until)):
            if field.is_wrong():
                raise _wrong(field.error(), name)
        begins, ends = self.night_from.minute(), self.night_until.minute()
        if begins is None and ends is None:
            return 0, 0
        if begins is None or ends is None:
            name = "night_from" if begins is None else "night_until"
            raise _wrong(tr("One of the two times is missing."), name)
        if begins % LAST == ends % LAST:
            raise _wrong(tr("These hours end when they begin."), "night_until")
        return begins % LAST, ends % LAST

    def _save(self) -> None:
        self._refuse(None)
        try:
            command = self.typed()
        except DeskError as error:
            self._refuse(error)
            return
        self._runner.do(
            command,
            while_alive(self, lambda _: self._saved()),
            refused=while_alive(self, self._refuse),
            button=self.save,
        )

    def _saved(self) -> None:
        # The books may keep them in another order: they are shown as they are kept.
        self._shown = None
        self.told.setText(tr("Saved."))
        self.changed.emit()

    def _refuse(self, error: DeskError | None) -> None:
        subject = error.subject if error is not None else ""
        for name, field in self._fields.items():
            field.set_error(error.text if error is not None and name == subject else "")
        if error is not None:
            self.told.setText("")
            if subject in self._fields:
                self._fields[subject].editor.setFocus()
        self.refusal.say(error)


def _wrong(text: str, subject: str) -> DeskError:
    return DeskError(
        "rules.hours",
        text,
        tr("Nothing was changed. Type both times, or leave both empty."),
        subject=subject,
    )
