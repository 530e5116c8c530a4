"""Points, the reason, and the promotions that fill both. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.ledger import Unit
from clubdesk.domain.people import Permission
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.services.bonuses import CreditBonus, SlipAnswer
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import column
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.look.wording import points
from clubdesk.ui.operations.amount_box import AmountBox
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack, OperationForm, Send
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.words import credit_points, credited_points


class CreditForm(OperationForm):
    """Gives points.

    Attributes:
        promotion: The one that was picked; None once another reason was typed.
    """

    permission = Permission.CREDIT_BONUS

    def __init__(self, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(runner, purse)
        self.promotion: Promotion | None = None
        self.amount = AmountBox(tr("Number of points"), purse.club, Unit.POINTS)
        self.promotions = Flow([])
        self.chips: list[Chip] = []
        self._label = small(tr("Promotion"))
        self.reason = ReasonField(placeholder=tr("Bring a Friend promo"))
        self.figures = BeforeAfter(tr("Points before"), tr("Points after"))
        self.lines.addLayout(column(self._label, self.promotions, gap=GAP_S - 2))
        for part in (self.amount, self.reason, self.figures):
            self.lines.addWidget(part)
        self.amount.changed.connect(lambda _: self._show())
        self.reason.changed.connect(self._reason_typed)
        self._offer()
        self._show()

    def first(self) -> QWidget:
        """The points."""
        return self.amount.edit

    def button_words(self) -> str:
        """How many points."""
        count = self.amount.amount() or 0
        if count <= 0:
            return tr("Credit")
        return credit_points(count, self.purse.club)

    def lacking(self) -> Lack | None:
        """What is still missing."""
        if (self.amount.amount() or 0) <= 0:
            return self.amount.complaint() or tr("Type the number of points."), self.amount
        if not self.reason.text():
            return tr("Say why: the promotion, loyalty, a gift."), self.reason
        return None

    def fields(self) -> dict[str, Complaining]:
        """By the subjects of the credit's refusals."""
        return {"points": self.amount, "amount": self.amount, "reason": self.reason}

    def know(self, purse: Purse) -> None:
        """Shows the newer points and promotions."""
        known = self.purse.by_hand
        super().know(purse)
        if purse.by_hand != known:
            self._offer()
        self._show()

    def carry_out(self, send: Send) -> None:
        """Credits the points."""
        command = CreditBonus(
            client_id=self.purse.row.client.id,
            points=self.amount.amount() or 0,
            reason=self.reason.text(),
            promotion_id=self.promotion.id if self.promotion is not None else None,
        )
        send(command, self._booked)

    def pick(self, promotion: Promotion) -> None:
        """Fills points and reason from a promotion."""
        self.promotion = promotion
        if promotion.points:
            self.amount.put(promotion.points)
        self.reason.put(promotion.name)
        if not promotion.points:
            self.amount.setFocus()
        self._mark()

    def _offer(self) -> None:
        self.chips = [self._chip(one) for one in self.purse.by_hand]
        self.promotions.set_parts(list(self.chips))
        for part in (self._label, self.promotions):
            part.setVisible(bool(self.chips))
        self._mark()

    def _chip(self, promotion: Promotion) -> Chip:
        chip = Chip(promotion.name)
        chip.clicked.connect(lambda: self.pick(promotion))
        return chip

    def _reason_typed(self, text: str) -> None:
        if self.promotion is not None and text.strip() != self.promotion.name:
            self.promotion = None
            self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        for chip, promotion in zip(self.chips, self.purse.by_hand, strict=False):
            chip.setChecked(promotion is self.promotion)

    def _show(self) -> None:
        before, count = self.purse.money.points, self.amount.amount()
        after = points(before + count, self.purse.club) if count else ""
        self.figures.say(points(before, self.purse.club), after, "green")
        self.changed.emit()

    def _booked(self, answer: SlipAnswer) -> None:
        count, purse = self.amount.amount() or 0, self.purse
        self.report(
            Outcome(
                operation=Operation.CREDIT,
                client_id=purse.row.client.id,
                client_name=purse.row.client.name,
                text=credited_points(count, purse.club),
                before=purse.money.balance,
                after=purse.money.balance,
                points_before=answer.balance_after - count,
                points_after=answer.balance_after,
                in_points=True,
                transaction_id=answer.transaction_id,
                job_id=answer.job_id,
            )
        )
