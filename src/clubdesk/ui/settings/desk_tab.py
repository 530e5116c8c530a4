"""The tab "This desk" of Settings: language, theme, idle lock, printers. GUI thread only."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import LANGUAGES, language, tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look import app_look
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Panel, column, row, scrolled
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.settings.printers_part import PrintersPart
from clubdesk.ui.settings_port import SettingsPort, keep_settings

WIDTH = 720
LONGEST_IDLE_MINUTES = 240


class DeskTab(QWidget):
    """What this reception PC remembers.

    Signals:
        language_changed: The new language's code.
    """

    language_changed = Signal(str)

    def __init__(self, runner: DeskRunner, settings: SettingsPort) -> None:
        super().__init__()
        self._runner = runner
        self._settings = settings
        self.language = Choice(list(LANGUAGES.items()))
        self.theme = ChipRow(
            [("dark", tr("Dark")), ("light", tr("Light")), ("system", tr("As the system"))]
        )
        self.printers = PrintersPart(runner, settings)
        self.receipts = Choice([("", tr("As the desk")), *LANGUAGES.items()])
        self.idle = NumberBox(0, LONGEST_IDLE_MINUTES, 10)
        self.sound = Tick(
            tr("Sound when a console's time is over"),
            tr("No program locks a console."),
        )
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Enter"))
        self.told = Text("", "green")
        self.refusal = Refusal()
        self._build()
        self._connect()

    def reload(self) -> None:
        """Shows what was saved last."""
        kept = self._settings.load()
        self.language.choose(kept.language or language())
        self._choose_theme(kept.theme)
        self.printers.reload()
        self.receipts.choose(kept.receipt_language)
        self.idle.setValue(kept.idle_lock_minutes)
        self.sound.setChecked(kept.sound)
        self.refusal.say(None)
        may = self._runner.may(Permission.EDIT_SETTINGS)
        why_not = "" if may else tr("You may not change settings. Ask the owner.")
        self.save.allow(why_not)
        self.printers.allow(why_not)
        self._tell(why_not, "dim")

    def showEvent(self, event: QShowEvent) -> None:
        """Reads the settings anew."""
        super().showEvent(event)
        self.reload()

    def typed(self) -> DeskSettings:
        """The settings as they stand in the fields."""
        return msgspec.structs.replace(
            self._settings.load(),
            language=str(self.language.key()),
            theme=str(self.theme.key()),
            receipt_language=str(self.receipts.key()),
            idle_lock_minutes=self.idle.value(),
            sound=self.sound.isChecked(),
        )

    def _build(self) -> None:
        look = Panel("panel", 20)
        look.column.addWidget(heading(tr("This desk")))
        look.column.addLayout(
            _pair(Field(tr("Language"), self.language), Field(tr("Theme"), _in_line(self.theme)))
        )
        idle = Field(
            tr("Lock the desk when idle, minutes"),
            self.idle,
            tr("0: never. What is half done stays as it is. Ctrl+L locks at once."),
        )
        look.column.addLayout(_pair(idle, _beside_a_box(self.sound)))
        look.column.addLayout(_pair(Field(tr("Language of receipts"), self.receipts), QWidget()))
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        self.save.setFixedHeight(BIG_HEIGHT)
        lines = column(
            look,
            self.refusal,
            row(self.save, self.told, None, gap=GAP_M),
            self.printers,
            None,
            gap=GAP_L,
        )
        lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        inside.setLayout(lines)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(inside, 1)
        across.addStretch(0)
        whole = QWidget()
        whole.setLayout(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def _connect(self) -> None:
        self.theme.chosen.connect(self._try_theme)
        self.save.clicked.connect(self._save)

    def _choose_theme(self, choice: str) -> None:
        for chip, key in zip(self.theme.chips, ("dark", "light", "system"), strict=True):
            chip.setChecked(key == choice)

    def _try_theme(self, choice: object) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app_look.apply(app, str(choice))

    def _save(self) -> None:
        before = self._settings.load()
        changed = self.typed()
        self.refusal.say(None)
        self.save.setEnabled(False)

        def kept(error: DeskError | None) -> None:
            self.save.setEnabled(True)
            self.refusal.say(error)
            if error is not None:
                self._tell("")
                return
            self._tell(tr("Saved."))
            self._try_theme(changed.theme)
            if changed.language != (before.language or language()):
                self.language_changed.emit(changed.language)

        keep_settings(self._runner, self._settings, changed, while_alive(self, kept))

    def _tell(self, text: str, tone: str = "green") -> None:
        self.told.setText(text)
        self.told.set_tone(tone)


def _in_line(chips: ChipRow) -> QWidget:
    """Chips as tall as the boxes beside them."""
    whole = QWidget()
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 4, 0, 4)
    line.addWidget(chips)
    return whole


def _beside_a_box(tick: Tick) -> QWidget:
    """A tick as low as the box of the field beside it, whose label is above."""
    whole = QWidget()
    lines = column(tick)
    lines.setContentsMargins(0, 24, 0, 0)
    whole.setLayout(lines)
    return whole


def _pair(left: QWidget, right: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP_L)
    grid.addWidget(left, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(right, 0, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
