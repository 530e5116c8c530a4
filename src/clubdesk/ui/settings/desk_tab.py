"""The tab "This desk" of Settings: language, theme, idle lock, printer. GUI thread only."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import LANGUAGES, language, tr
from clubdesk.services.papers import PrintTestPage
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look import app_look
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.frames import Panel, column, row, scrolled
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.settings_port import SettingsPort

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
        self.host = TextField(
            tr("Printer's address"),
            tr("Empty: papers wait in the queue."),
            placeholder="192.168.1.40",
        )
        self.port = NumberBox(1, 65535, 9100)
        self.columns = Choice([(48, tr("80 mm, 48 characters")), (32, tr("58 mm, 32 characters"))])
        self.receipts = Choice([("", tr("As the desk")), *LANGUAGES.items()])
        self.idle = NumberBox(0, LONGEST_IDLE_MINUTES, 10)
        self.sound = Tick(
            tr("Sound when a console's time is over"),
            tr("No program locks a console."),
        )
        self.test = Button(tr("Print a Test Page"), Kind.SECONDARY, icon_name="printer")
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
        self.host.editor.setText(kept.printer_host)
        self.port.setValue(kept.printer_port)
        self.columns.choose(kept.printer_columns)
        self.receipts.choose(kept.receipt_language)
        self.idle.setValue(kept.idle_lock_minutes)
        self.sound.setChecked(kept.sound)
        self.refusal.say(None)
        may = self._runner.may(Permission.EDIT_SETTINGS)
        why_not = "" if may else tr("You may not change settings. Ask the owner.")
        for button in (self.save, self.test):
            button.allow(why_not)
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
            printer_host=self.host.text(),
            printer_port=self.port.value(),
            printer_columns=int(str(self.columns.key())),
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
        printer = Panel("panel", 20)
        printer.column.addWidget(heading(tr("Receipt printer")))
        printer.column.addWidget(small(tr("An ESC/POS printer in the network.")))
        printer.column.addLayout(_pair(self.host, Field(tr("Port"), self.port)))
        printer.column.addLayout(
            _pair(
                Field(tr("Paper"), self.columns),
                Field(tr("Language of receipts"), self.receipts),
            )
        )
        printer.column.addLayout(row(self.test, None))
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        self.save.setFixedHeight(BIG_HEIGHT)
        lines = column(
            look,
            printer,
            self.refusal,
            row(self.save, self.told, None, gap=GAP_M),
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
        self.host.editor.returnPressed.connect(self.save.click)
        self.test.clicked.connect(self._print_test)

    def _choose_theme(self, choice: str) -> None:
        for chip, key in zip(self.theme.chips, ("dark", "light", "system"), strict=True):
            chip.setChecked(key == choice)

    def _try_theme(self, choice: object) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app_look.apply(app, str(choice))

    def _save(self) -> bool:
        before = self._settings.load()
        changed = self.typed()
        self.refusal.say(None)
        try:
            self._settings.save(changed)
        except DeskError as error:
            self.refusal.say(error)
            return False
        self._tell(tr("Saved."))
        if changed.language != (before.language or language()):
            self.language_changed.emit(changed.language)
        return True

    def _tell(self, text: str, tone: str = "green") -> None:
        self.told.setText(text)
        self.told.set_tone(tone)

    def _print_test(self) -> None:
        # The page goes to the printer that stands in the fields, so they are saved first.
        if self._save():
            self._runner.do(
                PrintTestPage(),
                while_alive(self, lambda _: self._tell(tr("The test page is on its way."))),
                refused=while_alive(self, self.refusal.say),
                button=self.test,
            )


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
