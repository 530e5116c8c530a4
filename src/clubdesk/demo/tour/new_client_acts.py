"""The tour's acts with a client who comes first: found by nobody, added, paid in two ways, merged.

GUI thread; every deed goes through the widgets.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.tour.balance_acts import find_at_counter
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.services.deductions import AccountType
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.merge_dialog import MergeDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.operations.deduct_form import DeductForm
from clubdesk.ui.operations.top_up_form import TopUpForm
from clubdesk.ui.operations.top_up_sum import Method

PART_OF_NAME, FOUND = "karim", 6
PHONE, SECOND_PHONE, NAME = "+77015550177", "+77015550178", "Damir Aliev"
PAYS, IN_CASH = "6000", "2000"
TAKEN = "200"


def add_client(scene: Scene) -> None:
    """A client is found by a part of the name; the next one is not, and is added."""
    screen = _clients(scene)
    _clear(scene, screen)
    scene.hand.type(PART_OF_NAME, screen.search)
    table = screen.table
    if table is None:
        raise LookupError("the list of clients")
    scene.hand.until(lambda: [row.client.id for row in table.rows_model.rows] == [FOUND], "a name")
    scene.hand.picture("client-found-by-name")
    _clear(scene, screen)
    scene.money["new client"] = _add(scene, screen, PHONE, "add-client")
    scene.say(f"Found by a part of the name: {PART_OF_NAME}; added: {NAME}")


def pay_in_two_ways(scene: Scene) -> None:
    """The new client tops up, partly in cash and partly by card; promotions add points."""
    screen, who = _counter(scene), scene.money["new client"]
    find_at_counter(scene, screen, Mode.TOP_UP, who)
    form = screen.counter.form
    if not isinstance(form, TopUpForm):
        raise TypeError("the form of a top-up")
    scene.hand.type(PAYS, form.amount.edit)
    form.method.choose(Method.SPLIT)
    scene.hand.type(IN_CASH, form.cash.edit)
    scene.hand.picture("split")
    scene.hand.key(Qt.Key.Key_Return, into=form.cash.edit)
    scene.hand.until(lambda: scene.balance(AccountKind.GAME, who) > 0, "the split top-up")
    scene.check(scene.balance(AccountKind.GAME, who) == int(PAYS) * 100, "all of it is there")
    points = scene.balance(AccountKind.BONUS, who)
    scene.check(points > 0, "the promotions added points")
    scene.hand.settle()
    scene.hand.picture("promotion-points")
    scene.say(f"Topped up in two ways: {scene.shown(int(PAYS) * 100)}, and {points} points")


def deduct_points(scene: Scene) -> None:
    """Points are taken back: the account type is chosen, it is never guessed."""
    screen, who = _counter(scene), scene.money["new client"]
    game, points = scene.balance(AccountKind.GAME, who), scene.balance(AccountKind.BONUS, who)
    find_at_counter(scene, screen, Mode.DEDUCT, who)
    form = screen.counter.form
    if not isinstance(form, DeductForm):
        raise TypeError("the form of a deduction")
    scene.hand.type(TAKEN, form.amount.edit)
    scene.hand.click(form.reason.chips[1])
    form.account.choose(AccountType.BONUS)
    scene.hand.picture("deduct")
    scene.hand.key(Qt.Key.Key_Return, into=form.amount.edit)
    scene.hand.until(lambda: scene.balance(AccountKind.BONUS, who) < points, "the deduction")
    left = scene.balance(AccountKind.BONUS, who)
    scene.check(left == points - int(TAKEN), "the points were taken once")
    scene.check(scene.balance(AccountKind.GAME, who) == game, "no money was taken")
    scene.say(f"Deducted {TAKEN} points from the bonus account; the game account is untouched")


def merge(scene: Scene) -> None:
    """The same person came once more under another number: two cards become one."""
    screen, kept = _clients(scene), scene.money["new client"]
    gone = _add(scene, screen, SECOND_PHONE)
    screen.show_client(kept)
    card = screen.card
    if card is None:
        raise LookupError("the card of the client")
    scene.hand.until(lambda: card.facts and card.facts.client.id == kept, "the card that stays")
    before = scene.balance(AccountKind.GAME, kept)
    card.bar.ask(CardDeed.MERGE)
    dialog = scene.dialog(MergeDialog)
    scene.hand.type(SECOND_PHONE[-6:], dialog.search)
    scene.hand.until(lambda: dialog.table.rows_model.rows, "the other card")
    dialog.table.choose_current()
    scene.hand.click(dialog.reason.chips[0])
    scene.hand.picture("merge")
    scene.accept(dialog)
    row = scene.windows.house.storage.queries.client(gone)
    scene.check(row is not None and row.client.merged_into == kept, "the other card went out")
    scene.check(scene.balance(AccountKind.GAME, kept) == before, "the money stayed")
    screen.close_card()
    scene.hand.settle()
    scene.say(f"Two cards of {NAME} became one")


def _add(scene: Scene, screen: ClientsScreen, phone: str, picture: str = "") -> int:
    screen.add_client()
    dialog = scene.dialog(AddClientDialog)
    scene.hand.type(phone, dialog.phone.editor)
    scene.hand.type(NAME, dialog.name.editor)
    if picture:
        scene.hand.picture(picture)
    scene.hand.click(dialog.primary)
    scene.hand.until(dialog.step.isVisible, "the client to be added")
    if picture:
        scene.hand.picture(f"{picture}-done")
    dialog.finish(done=True)
    scene.hand.settle()
    found = scene.windows.house.storage.queries.search_clients(phone[-6:], 10)
    scene.check(len(found) == 1, "the client is in the books, once")
    return found[0].client.id


def _clear(scene: Scene, screen: ClientsScreen) -> None:
    screen.search.clear()
    screen.search.search_now()
    scene.hand.settle()


def _clients(scene: Scene) -> ClientsScreen:
    screen = scene.window.open_screen("clients")
    if not isinstance(screen, ClientsScreen):
        raise TypeError("the screen Clients")
    scene.hand.settle()
    return screen


def _counter(scene: Scene) -> BalanceScreen:
    screen = scene.window.open_screen("balance")
    if not isinstance(screen, BalanceScreen):
        raise TypeError("the screen Balance operations")
    return screen
