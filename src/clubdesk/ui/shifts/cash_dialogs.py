"""Cash beside sales: put in, paid out, collected. GUI thread only. Amounts are minor units."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.cash_moves import CashIn, CashMoved, CashOut, Collect
from clubdesk.services.commands import Command
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.shifts.category_field import CategoryField

WIDTH = 600
_FIELDS = {"amount": "amount", "amount_minor": "amount", "reason": "reason", "category": "category"}


class CashDialog(Dialog):
    """An amount and why; before and after of the till for who may see what it holds.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        club: Whose currency it is.
        heading: The deed's name.
        in_till: What the till holds by the books; None for who may not see it.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)
    permission = Permission.CASH_IN_OUT
    sign = 1

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, heading: str, in_till: int | None
    ) -> None:
        super().__init__(over, heading, width=WIDTH)
        self._runner, self._club, self._in_till = runner, club, in_till
        self.amount = MoneyField(tr("Amount"), club.currency)
        self.reason: ReasonField | TextField = self.why()
        self.category: CategoryField | None = None
        self.figures = BeforeAfter(tr("In the till before"), tr("In the till after"), 24)
        self.figures.say_third("", "")
        self.amount.changed.connect(lambda _: self._say())

    def _put(self, *parts: QWidget) -> None:
        for part in (*parts, self.figures):
            self.body.addWidget(part)
        self.figures.setVisible(self._in_till is not None)

    def begin(self) -> None:
        """Opens with the keyboard in the first field."""
        self._say()
        self.open(self._first())

    def on_primary(self) -> None:
        """Does what the button says."""
        if self.lacking() is None:
            self.submit(self._runner, self.command(), self._done)

    # What each of them says of itself.

    def why(self) -> ReasonField | TextField:
        """The field for the reason."""
        raise NotImplementedError

    def command(self) -> Command:
        """The deed as it stands in the fields."""
        raise NotImplementedError

    def words(self) -> str:
        """What the button says; ``{amount}`` stands for the amount."""
        raise NotImplementedError

    def done_words(self) -> str:
        """What is told once it is done; ``{amount}`` stands for the amount."""
        raise NotImplementedError

    def moved(self) -> int | None:
        """The amount that moves; None while there is none."""
        minor = self.amount.minor()
        return minor if minor else None

    def lacking(self) -> Lack | None:
        """What is still missing, in the order of the fields."""
        if self.amount.minor() is None or self.amount.complaint():
            return self.amount.complaint() or tr("Type the amount."), self.amount
        if self.category is not None and not self.category.name():
            return tr("Choose what it is for."), self.category
        return None if self.reason.text() else (tr("Say why."), self.reason)

    # What they share.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is still missing, and then presses the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        lack = self.lacking() if enter and not event.isAutoRepeat() else None
        if lack is not None and lack[1] is not None:
            lack[1].set_error(lack[0])
            lack[1].setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        field = self._field_of(error)
        if field is not None and error is not None:
            field.set_error(error.text)
            field.setFocus()
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def _first(self) -> QWidget:
        return self.amount.edit

    def _field_of(self, error: DeskError | None) -> Complaining | None:
        fields: dict[str, Complaining | None] = {
            "amount": self.amount,
            "reason": self.reason,
            "category": self.category,
        }
        return fields.get(_FIELDS.get(error.subject, "")) if error is not None else None

    def _say(self) -> None:
        self.refusal.say(None)
        minor, lack = self.moved(), self.lacking()
        shown = money(minor, self._club) if minor else ""
        words = self.words().format(amount=shown) if minor else self.heading.text()
        missing = self._runner.missing(self.permission)
        self.set_primary(words, why_not=lack[0] if lack else "", missing=missing)
        if self._in_till is not None:
            after = None if minor is None else self._in_till + self.sign * minor
            before = money(self._in_till, self._club)
            tone = "red" if after is not None and after < 0 else "text"
            self.figures.say(before, "" if after is None else money(after, self._club), tone)

    def _done(self, answer: CashMoved) -> None:
        text = self.done_words().format(amount=money(answer.amount_minor, self._club))
        self.finish(done=True)
        self.told.emit(Notice(text, tr("The slip is on its way.")))


class CashInDialog(CashDialog):
    """Money that comes into the till beside sales."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, in_till: int | None = None
    ) -> None:
        super().__init__(over, runner, club, tr("Cash in"), in_till)
        self.source = ChipRow([(True, tr("From the safe")), (False, tr("From outside"))])
        self._put(self.amount, small(tr("Where it comes from")), self.source, self.reason)

    def why(self) -> ReasonField:
        """A line, with the usual reasons to pick."""
        field = ReasonField([tr("Change for the till"), tr("Small coins")])
        field.changed.connect(lambda _: self._say())
        return field

    def command(self) -> Command:
        """The money and where it comes from."""
        return CashIn(
            amount_minor=self.amount.minor() or 0,
            reason=self.reason.text(),
            from_safe=self.source.key() is True,
        )

    def words(self) -> str:
        """Exactly what will happen."""
        return tr("Put {amount} into the till")

    def done_words(self) -> str:
        """What happened."""
        return tr("Cash in: {amount}")


class CashOutDialog(CashDialog):
    """An expense that is paid from the till."""

    sign = -1

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, in_till: int | None = None
    ) -> None:
        super().__init__(over, runner, club, tr("Cash out"), in_till)
        self.category = CategoryField(club.till.expense_categories)
        self.category.changed.connect(lambda _: self._say())
        self._put(self.amount, self.category, self.reason)

    def why(self) -> ReasonField:
        """A line of one's own: no two expenses are the same."""
        field = ReasonField(placeholder=tr("What was bought, and from whom"))
        field.changed.connect(lambda _: self._say())
        return field

    def command(self) -> Command:
        """The expense."""
        return CashOut(
            amount_minor=self.amount.minor() or 0,
            category=self.category.name() if self.category is not None else "",
            reason=self.reason.text(),
        )

    def words(self) -> str:
        """Exactly what will happen."""
        return tr("Pay {amount} from the till")

    def done_words(self) -> str:
        """What happened."""
        return tr("Cash out: {amount}")


class CollectDialog(CashDialog):
    """Cash that goes to the safe: all of it, or a part."""

    permission = Permission.COLLECT
    sign = -1

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, in_till: int | None = None
    ) -> None:
        super().__init__(over, runner, club, tr("Collect"), in_till)
        self.how_much = ChipRow([(True, tr("All of it")), (False, tr("A part"))])
        self.advice = Text(
            tr("All that the books say is in the till goes to the safe. Count it on the way."),
            "dim",
        ).wrapped()
        self._put(self.how_much, self.advice, self.amount, self.reason)
        self.how_much.chosen.connect(lambda _: self._choose())
        self.amount.hide()

    def why(self) -> TextField:
        """A note; it need not be there."""
        return TextField(tr("Note"), tr("Who takes it, for example."))

    @property
    def takes_all(self) -> bool:
        """Whether everything goes to the safe."""
        return self.how_much.key() is True

    def command(self) -> Command:
        """What goes to the safe."""
        minor = None if self.takes_all else self.amount.minor()
        return Collect(amount_minor=minor, reason=self.reason.text())

    def words(self) -> str:
        """Exactly what will happen."""
        return tr("Take {amount} to the safe")

    def done_words(self) -> str:
        """What happened."""
        return tr("Collected: {amount}")

    def moved(self) -> int | None:
        """All that the books say, where it may be seen; else what was typed."""
        return (self._in_till or None) if self.takes_all else super().moved()

    def lacking(self) -> Lack | None:
        """Only a part needs an amount; a note is for who wants to leave one."""
        if self.takes_all:
            return None
        if self.amount.minor() is None or self.amount.complaint():
            return self.amount.complaint() or tr("Type the amount."), self.amount
        return None

    def _first(self) -> QWidget:
        return self.how_much.chips[0]

    def _say(self) -> None:
        super()._say()
        if self.takes_all and self.moved() is None:
            self.primary.setText(tr("Take all of it to the safe"))
            self.primary.updateGeometry()

    def _choose(self) -> None:
        self.amount.setVisible(not self.takes_all)
        self.advice.setVisible(self.takes_all)
        if not self.takes_all:
            self.amount.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self._say()
