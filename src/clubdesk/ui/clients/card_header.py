"""The head of a client card: who it is, what to know first, both balances loud. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.card_facts import CardFacts, PillWords, about, pills, story
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import column
from clubdesk.ui.look.marks import Avatar, Pill
from clubdesk.ui.look.press_pill import PressPill
from clubdesk.ui.look.text import Elided, Text, plain_tip, small
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, SEMIBOLD, TITLE
from clubdesk.ui.look.wording import money, points

AMOUNT = 26


class BalanceBox(QFrame):
    """One account: its name, the figure, and what of it is free while a session runs."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.setProperty("frame", "raised")
        self.caption = Text(caption, "dim", 12)
        self.value = Text("", "text", AMOUNT, SEMIBOLD)
        self.free = small()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 8, 14, 8)
        lines.setSpacing(0)
        lines.addWidget(self.caption)
        lines.addWidget(self.value)
        lines.addWidget(self.free)
        self.setMinimumWidth(170)

    def say(self, shown: str, free: str) -> None:
        """Shows the account; ``free`` is empty while no session uses it."""
        self.value.setText(shown)
        self.free.setText(free)


class CardHeader(QWidget):
    """Who it is.

    Signals:
        opened: What a pill leads to (``card_facts.VERIFY``, ``card_facts.STATION``).
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.avatar = Avatar("", 56)
        self.name = Elided("", size=TITLE + 3, weight=BOLD)
        self.about = Elided("", "text")
        self.story = Elided("", "dim", 12)
        self.pills = Flow([], 6)
        self.shown: list[PillWords] = []
        self.game = BalanceBox(tr("Game account"))
        self.bonus = BalanceBox(tr("Bonus account"))
        who = QHBoxLayout()
        who.setSpacing(GAP_M)
        who.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        who.addLayout(column(self.name, self.about, self.story, gap=2), 1)
        left = column(who, 4, self.pills, None, gap=4)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_L)
        line.addLayout(left, 1)
        for box in (self.game, self.bonus):
            line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)

    def show_facts(self, facts: CardFacts) -> None:
        """Shows a client."""
        name = facts.client.name or tr("Erased client")
        self.avatar.set_name(name)
        self.name.setText(name)
        self.about.setText(about(facts))
        self.story.setText(story(facts))
        self._show_pills(pills(facts))
        self._show_money(facts)

    def _show_pills(self, wanted: list[PillWords]) -> None:
        if wanted != self.shown:
            # Made anew only for a change: whoever stands on one with the keyboard stays there.
            self.shown = wanted
            self.pills.set_parts([self._pill(words) for words in wanted])

    def _show_money(self, facts: CardFacts) -> None:
        now, club = facts.money, facts.club
        free = ""
        if now.available != now.balance:
            free = tr("{amount} free, the rest is being played").format(
                amount=money(now.available, club)
            )
        self.game.say(money(now.balance, club), free)
        free = ""
        if now.points_available != now.points:
            free = tr("{amount} free").format(amount=points(now.points_available, club))
        self.bonus.say(points(now.points, club), free)

    def _pill(self, words: PillWords) -> QWidget:
        if not words.opens:
            made = Pill(words.word, words.tone, words.icon)
        else:
            made = PressPill(words.word, words.tone, words.icon)
            made.pressed.connect(lambda: self.opened.emit(words.opens))
        made.setToolTip(plain_tip(words.tip))
        return made
