"""One transaction in full: what moved where, who, when, its place in the chain, its receipt.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.papers import ReprintPaper
from clubdesk.services.views_people import TransactionView
from clubdesk.ui.clients.history import kind_word
from clubdesk.ui.clients.transaction_words import facts_of, leg_words
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact, row, rule, scrolled
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.paper_file import PdfButton
from clubdesk.ui.look.receipt_preview import Sheet
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tokens import GAP_L, GAP_S

WIDE, NARROW = 940, 520
PAPER_WIDTH = 416


class TransactionDialog(Dialog):
    """A transaction over the window.

    Signals:
        other_wanted: The number of the transaction that it undid, or that undid it.
    """

    other_wanted = Signal(int)

    def __init__(
        self, over: QWidget, runner: DeskRunner, view: TransactionView, club: Club
    ) -> None:
        has_paper = view.paper is not None
        super().__init__(
            over,
            kind_word(view.kind),
            tr("· No. {number}").format(number=view.id),
            width=WIDE if has_paper else NARROW,
        )
        self._runner, self._view, self._club = runner, view, club
        self.links: list[Button] = []
        self.legs: list[Fact] = []
        self.paper = QScrollArea()
        self.copy = Button(tr("Print a Copy"), Kind.SECONDARY, "P", icon_name="printer")
        self.told = small("", "green")
        self.pdf = PdfButton(runner, lambda: view.paper, self.told)
        self._build(has_paper)
        self.cancel.hide()
        self.set_primary(tr("Close"))
        self.copy.clicked.connect(self._print)
        self.copy.setVisible(view.paper_job_id is not None)

    def begin(self) -> None:
        """Opens it and has its receipt drawn."""
        self.open()
        if self._view.paper is not None:
            self._runner.draw(self._view.paper, while_alive(self, self._show_paper))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P prints a copy; the arrow keys scroll the receipt."""
        steps = {Qt.Key.Key_Down: 60, Qt.Key.Key_Up: -60}
        if event.key() == Qt.Key.Key_P and self.copy.isVisible():
            event.accept()
            self.copy.click()
        elif event.key() in steps:
            event.accept()
            bar = self.paper.verticalScrollBar()
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _build(self, has_paper: bool) -> None:
        if self._view.reversed_by is not None:
            self.header_right.addWidget(Pill(tr("Undone"), "amber", "undo-2"))
        across = QHBoxLayout()
        across.setSpacing(GAP_L)
        across.addWidget(self._facts(), 1)
        if has_paper:
            self.paper.setFixedWidth(PAPER_WIDTH)
            self.paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.paper.setMinimumHeight(max(200, self._window.height() - 210))
            self.paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.paper.viewport().setAutoFillBackground(False)
            across.addWidget(self.paper)
        self.body.addLayout(across)
        self.footer_left.addWidget(self.copy)
        if has_paper:
            self.footer_left.addWidget(self.pdf)
        self.footer_left.addWidget(self.told)

    def _facts(self) -> QWidget:
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, GAP_S, 0)
        lines.setSpacing(GAP_S)
        lines.addWidget(heading(tr("What moved")))
        for leg in self._view.legs:
            name, amount, tone = leg_words(leg, self._club)
            fact = Fact(name)
            fact.say(amount, tone)
            self.legs.append(fact)
            lines.addWidget(fact)
        lines.addWidget(rule())
        for name, value in facts_of(self._view, self._club):
            lines.addWidget(Fact(name, value))
        if self._view.reason:
            lines.addWidget(small(tr("Reason")))
            lines.addWidget(Text(self._view.reason).wrapped())
        lines.addLayout(self._others())
        lines.addWidget(rule())
        lines.addWidget(small(tr("Hash of this link of the till's chain")))
        lines.addWidget(_hash(self._view.hash))
        lines.addStretch(1)
        return scrolled(content)

    def _others(self) -> QHBoxLayout:
        texts = (
            (self._view.reversed_by, tr("Open what undid it: No. {number}")),
            (self._view.reverses, tr("Open what it undid: No. {number}")),
        )
        for other, text in texts:
            if other is not None:
                link = Button(text.format(number=other), Kind.SECONDARY, icon_name="arrow-right")
                link.clicked.connect(lambda _=False, other=other: self._open_other(other))
                self.links.append(link)
        return row(*self.links, None)

    def _open_other(self, number: int) -> None:
        self.finish(done=False)
        self.other_wanted.emit(number)

    def _show_paper(self, png: bytes) -> None:
        sheet = Sheet(png)
        sheet.setProperty("clear", "true")
        sheet.setAutoFillBackground(False)
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.paper.setWidget(sheet)

    def _print(self) -> None:
        if self._view.paper_job_id is not None:
            self._runner.do(
                ReprintPaper(job_id=self._view.paper_job_id),
                while_alive(self, lambda _: self.told.setText(tr("A copy is on its way."))),
                refused=while_alive(self, self.refuse),
                button=self.copy,
            )


def _hash(text: str) -> Text:
    half = len(text) // 2
    shown = Text(f"{text[:half]}\n{text[half:]}", "dim", 11)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown


def open_transaction(over: QWidget, runner: DeskRunner, number: int) -> None:
    """Shows a transaction by its number; nothing happens if there is none."""

    def found(answer: tuple[Club | None, TransactionView | None]) -> None:
        club, view = answer
        if club is not None and view is not None:
            dialog = TransactionDialog(over, runner, view, club)
            dialog.other_wanted.connect(lambda other: open_transaction(over, runner, other))
            dialog.begin()

    runner.ask(lambda books: (books.club(), books.transaction(number)), while_alive(over, found))
