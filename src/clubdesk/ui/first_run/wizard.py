"""The first start in four steps; Skip gives a working hall at once. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import LANGUAGES, language, mark, set_language, tr
from clubdesk.services.set_up import SetUpAnswer
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.first_run.draft import HOME, Draft, currency_in, sensible_zones, time_zones
from clubdesk.ui.first_run.pages import LanguagePage, OwnerPage, Page
from clubdesk.ui.first_run.zones_page import ClubPage, PricesPage
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import Panel, row, rule
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, title
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, SEMIBOLD, SMALL
from clubdesk.ui.settings_port import SettingsPort, keep_settings

CARD_WIDTH = 720
_STEPS = (mark("Language and money"), mark("Club and hall"), mark("Prices"), mark("Owner"))
_ADVICE = (
    mark("Welcome. Four short steps, then the desk is ready for its first client."),
    mark("What is the club called, and what stands in the hall?"),
    mark("What does an hour cost in each zone?"),
    mark("The owner may do everything. This is your own account."),
)
_STEP_OF = {"time_zone": 0, "currency": 0, "zones": 1, "name": 3, "login": 3, "password": 3}


class FirstRun(QWidget):
    """Asks what a new club needs and sets it up.

    Signals:
        finished: The SetUpAnswer; the desk may ask for the sign-in now.
    """

    finished = Signal(object)

    def __init__(
        self, runner: DeskRunner, bridge: EventBridge, settings: SettingsPort | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._settings = settings
        self.draft = _first_draft()
        self.step = 0
        self.page: QWidget | None = None
        self._lines = QVBoxLayout(self)
        self._card: QWidget | None = None
        self._build()

    def next(self) -> None:
        """Goes on; at the last step sets the club up."""
        page = self._page()
        if not page.read(self.draft):
            return
        if self.step < len(_STEPS) - 1:
            self._go_to(self.step + 1)
        else:
            self._set_up()

    def back(self) -> None:
        """Goes back; what was typed is kept."""
        self._page().read(self.draft)
        self._go_to(max(0, self.step - 1))

    def skip(self) -> None:
        """Takes a sensible hall and asks for the owner only."""
        self._page().read(self.draft)
        if not self.draft.zones:
            self.draft.zones = sensible_zones(self.draft.money())
        self._go_to(len(_STEPS) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.forward.click()
        elif event.key() == Qt.Key.Key_Escape and self.step:
            self.back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard starts in the first field."""
        super().showEvent(event)
        self._page().first().setFocus()

    def _build(self) -> None:
        # Made anew when the language changes, so that every word is in it.
        self._track = StepTrack([tr(step) for step in _STEPS])
        self.heading = title("")
        self.advice = Text("", "dim").wrapped()
        self.refusal = Refusal()
        self.skip_button = Button(tr("Skip: take a sensible hall"), Kind.QUIET)
        self.back_button = Button(tr("Back"), Kind.SECONDARY, tr("Esc"))
        self.back_button.setFixedHeight(BIG_HEIGHT)
        self.forward = Button(tr("Next"), Kind.PRIMARY, tr("Enter"))
        self.skip_button.clicked.connect(self.skip)
        self.back_button.clicked.connect(self.back)
        self.forward.clicked.connect(self.next)
        card = Panel("panel", 24)
        card.setFixedWidth(CARD_WIDTH)
        card.column.setSpacing(GAP_L)
        self._body = QVBoxLayout()
        card.column.addWidget(self.heading)
        card.column.addWidget(self.advice)
        card.column.addLayout(self._body)
        card.column.addWidget(rule())
        card.column.addWidget(self.refusal)
        card.column.addLayout(row(self.skip_button, None, self.back_button, self.forward))
        self._put(card)
        self._go_to(self.step)

    def _put(self, card: QWidget) -> None:
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setSpacing(GAP_L)
        inside.addStretch(2)
        inside.addWidget(Text("ClubDesk", "text", 26, BOLD), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._track, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(3)
        if self._card is not None:
            self._lines.removeWidget(self._card)
            self._card.deleteLater()
        self._card = whole
        self._lines.addWidget(whole)

    def _go_to(self, step: int) -> None:
        self.step = step
        if self.page is not None:
            self._body.removeWidget(self.page)
            self.page.deleteLater()
        self.page = self._make_page(step)
        self._body.addWidget(self.page)
        self._track.show_step(step)
        last = step == len(_STEPS) - 1
        self.heading.setText(tr(_STEPS[step]))
        self.advice.setText(tr(_ADVICE[step]))
        self.refusal.say(None)
        self.back_button.setVisible(step > 0)
        self.skip_button.setVisible(not last)
        self.forward.setText(tr("Open the Club") if last else tr("Next"))
        self.forward.updateGeometry()
        # Only what is shown takes the keyboard, and the layout would show the page later.
        self.page.show()
        self._page().first().setFocus()

    def _make_page(self, step: int) -> QWidget:
        if step == 0:
            page = LanguagePage(self.draft)
            page.language_chosen.connect(self._speak)
            return page
        makers: tuple[Callable[[Draft], QWidget], ...] = (ClubPage, PricesPage, OwnerPage)
        return makers[step - 1](self.draft)

    def _page(self) -> Page:
        page = self.page
        if not isinstance(page, LanguagePage | ClubPage | PricesPage | OwnerPage):
            raise TypeError("the wizard shows one of its pages")
        return page

    def _speak(self, code: str) -> None:
        self._page().read(self.draft)
        set_language(code)
        self.page = None
        # The box that was changed is among what is made anew: let it finish first.
        QTimer.singleShot(0, self._build)

    def _set_up(self) -> None:
        self.refusal.say(None)
        self._runner.do(
            self.draft.command(),
            while_alive(self, self._done),
            refused=while_alive(self, self._refused),
            button=self.forward,
        )

    def _done(self, answer: SetUpAnswer) -> None:
        if self._settings is not None:
            changed = msgspec.structs.replace(
                self._settings.load(),
                language=self.draft.language,
                last_login=self.draft.owner_login.strip().casefold(),
            )

            def kept(error: DeskError | None) -> None:
                if error is not None:
                    self._runner.refused.emit(error)
                self.finished.emit(answer)

            keep_settings(self._runner, self._settings, changed, while_alive(self, kept))
        else:
            self.finished.emit(answer)

    def _refused(self, error: DeskError) -> None:
        step = _STEP_OF.get(error.subject, self.step)
        if step != self.step:
            self._go_to(step)
        self.refusal.say(error)


class StepTrack(QWidget):
    """Where in the wizard one is."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        self._words = []
        for number, step in enumerate(steps, start=1):
            word = Text(f"{number}  {step}", "dim", SMALL, SEMIBOLD)
            self._words.append(word)
            line.addWidget(word)
            if number < len(steps):
                line.addWidget(Icon("chevron-right", "grey", 14))

    def show_step(self, step: int) -> None:
        """Marks the step one is at."""
        for number, word in enumerate(self._words):
            word.set_tone("accent" if number == step else "text" if number < step else "dim")


def _first_draft() -> Draft:
    code = QLocale.territoryToCode(QLocale.system().territory())
    country = code if len(code) == 2 and code.isalpha() else HOME
    known = language() if language() in LANGUAGES else "en"
    return Draft(
        language=known,
        country=country,
        currency=currency_in(country),
        time_zone=time_zones(country)[0],
    )
