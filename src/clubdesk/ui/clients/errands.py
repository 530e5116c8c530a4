"""What a cashier sets out to do on a client card: each deed with its dialog. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.services.promoting import CreditBirthday
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.clients.edit_dialog import open_edit
from clubdesk.ui.clients.erase_dialog import EraseDialog
from clubdesk.ui.clients.limit_dialog import LimitDialog
from clubdesk.ui.clients.membership_dialog import MembershipDialog
from clubdesk.ui.clients.merge_dialog import MergeDialog
from clubdesk.ui.clients.promo_dialog import PromoDialog
from clubdesk.ui.clients.reason_dialog import open_block, open_unblock
from clubdesk.ui.clients.verify_dialog import open_verify
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.wording import points
from clubdesk.ui.operations.openers import (
    open_credit,
    open_deduct,
    open_refund,
    open_top_up,
    open_undo,
)
from clubdesk.ui.operations.order_dialog import open_order_for_client


class ClientErrands(QObject):
    """Opens dialogs over the card.

    Signals:
        told: A Notice of what was done.
        start_wanted: A client's id.
        client_wanted: The id of another client, whose card is to be shown.
    """

    told = Signal(object)
    start_wanted = Signal(int)
    client_wanted = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        super().__init__(over)
        self._over, self._runner = over, runner

    def perform(self, deed: CardDeed, facts: CardFacts) -> None:
        """Does a deed, asking first what it needs to know."""
        client_id = facts.client.id
        operations = {
            CardDeed.TOP_UP: open_top_up,
            CardDeed.REFUND: open_refund,
            CardDeed.DEDUCT: open_deduct,
            CardDeed.UNDO: open_undo,
            CardDeed.ADD_BONUS: open_credit,
        }
        if deed in operations:
            operations[deed](self._over, self._runner, client_id)
        elif deed is CardDeed.ORDER:
            open_order_for_client(self._over, self._runner, client_id, self.told.emit)
        elif deed is CardDeed.START:
            self.start_wanted.emit(client_id)
        else:
            self._with_card(deed, facts)

    def credit_birthday(self, facts: CardFacts, offer: Promotion) -> None:
        """Credits a birthday's points."""
        worth = points(offer.points, facts.club)
        said = tr("{points} credited to {name} for the birthday.").format(
            points=worth, name=facts.client.name
        )
        self._runner.do(
            CreditBirthday(client_id=facts.client.id, promotion_id=offer.id),
            while_alive(self, lambda _: self.told.emit(Notice(said, icon="cake"))),
        )

    def _with_card(self, deed: CardDeed, facts: CardFacts) -> None:
        over, runner, person = self._over, self._runner, facts.client
        if deed is CardDeed.EDIT:
            open_edit(over, runner, person.id)
        elif deed is CardDeed.VERIFY:
            open_verify(over, runner, person.id)
        elif deed is CardDeed.BLOCK:
            self._tell_after(open_block(over, runner, person), tr("{name} is blocked."), facts)
        elif deed is CardDeed.UNBLOCK:
            said = tr("{name} may play again.")
            self._tell_after(open_unblock(over, runner, person), said, facts)
        else:
            self._open(deed, facts)

    def _open(self, deed: CardDeed, facts: CardFacts) -> None:
        made: dict[CardDeed, tuple[Callable[..., _Begins], str]] = {
            CardDeed.CARD: (MembershipDialog, tr("The card of {name} was changed.")),
            CardDeed.LIMIT: (LimitDialog, tr("The daily limit of {name} was changed.")),
            CardDeed.PROMO_CODE: (PromoDialog, tr("The promo code was credited to {name}.")),
            CardDeed.MERGE: (MergeDialog, tr("The cards were merged.")),
            CardDeed.ERASE: (EraseDialog, tr("The personal data was erased.")),
        }
        if deed in made:
            make, said = made[deed]
            dialog = make(self._over, self._runner, facts)
            dialog.begin()
            if isinstance(dialog, MergeDialog):
                dialog.merged.connect(self.client_wanted)
            self._tell_after(dialog, said, facts)

    def _tell_after(self, dialog: Dialog, said: str, facts: CardFacts) -> None:
        text = said.format(name=facts.client.name)
        dialog.closed.connect(lambda done: self.told.emit(Notice(text)) if done else None)


_Begins = LimitDialog | MembershipDialog | PromoDialog | MergeDialog | EraseDialog
