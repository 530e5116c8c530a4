"""The tour's act at a client's card: histories gone through, a card given, a note kept.

GUI thread; every deed goes through the widgets.
"""

from __future__ import annotations

from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.card import HISTORY, NOTES, VISITS, ClientCard
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.membership_dialog import MembershipDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.clients.transaction_dialog import TransactionDialog

CLIENT = 1
CARD_NUMBER = "900441"


def client_card(scene: Scene) -> None:
    """A client asks about the balance: each operation is shown, and the visits behind them."""
    screen = scene.window.open_screen("clients")
    if not isinstance(screen, ClientsScreen):
        raise TypeError("the screen Clients")
    screen.show_client(CLIENT)
    scene.hand.settle()
    card = screen.card
    if card is None:
        raise LookupError("the card of the client")
    scene.hand.until(lambda: card.facts is not None, "the client's card")
    _go_through(scene, card)
    _give_card(scene, card)
    _write_note(scene, card)
    screen.close_card()
    scene.hand.settle()


def _go_through(scene: Scene, card: ClientCard) -> None:
    card.open_tab(HISTORY)
    card.history.account.choose(AccountKind.GAME.value)
    scene.hand.settle()
    lines = card.history.table.rows_model.rows
    balance = scene.balance(AccountKind.GAME, CLIENT)
    scene.check(lines[0].balance_after == balance, "the newest line ends at the balance")
    scene.check(sum(line.amount for line in lines) == balance, "the history adds up to it")
    scene.hand.picture("client-card")
    card.history.kind.choose("top_ups")
    scene.hand.settle()
    card.history.table.choose_current()
    dialog = scene.dialog(TransactionDialog)
    scene.hand.until(lambda: dialog.paper.widget() is not None, "the receipt")
    scene.hand.picture("client-transaction")
    dialog.finish(done=False)
    card.open_tab(VISITS)
    scene.hand.settle()
    scene.hand.picture("client-visits")
    visits = card.visits.table.rows_model.rows
    scene.say(f"A client's history: {len(lines)} operations, {len(visits)} visits")


def _give_card(scene: Scene, card: ClientCard) -> None:
    card.bar.ask(CardDeed.CARD)
    dialog = scene.dialog(MembershipDialog)
    scene.hand.type(CARD_NUMBER, dialog.number.editor)
    scene.accept(dialog)
    scene.hand.until(
        lambda: card.facts is not None and card.facts.client.card_number == CARD_NUMBER,
        "the membership card",
    )


def _write_note(scene: Scene, card: ClientCard) -> None:
    card.open_tab(NOTES)
    card.notes.edit.setPlainText(tr("Asks for a quiet corner."))
    scene.hand.click(card.notes.save)
    scene.hand.until(lambda: not card.notes.is_changed, "the note to be kept")
    scene.hand.picture("client-notes")
    scene.say(f"The client got card {CARD_NUMBER} and a note")
