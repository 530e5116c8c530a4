"""The tour's acts at the card terminal: approved, declined, and one whose end nobody knew.

The terminal is the simulated one, asked over a real port; it fails when it is told to. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.tour.balance_acts import find_at_counter
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.operations.top_up_form import TopUpForm
from clubdesk.ui.operations.top_up_sum import Method

CLIENT = 4
AMOUNT = "2000"
CUSTOMER_S = 1
"""How long the customer takes at the terminal."""


def cards(scene: Scene) -> None:
    """A decline, the same card again, and a payment that the terminal is asked about later."""
    screen = scene.window.open_screen("balance")
    if not isinstance(screen, BalanceScreen):
        raise TypeError("the screen Balance operations")
    _declined_then_approved(scene, screen)
    _unknown_then_found(scene, screen)


def _declined_then_approved(scene: Scene, screen: BalanceScreen) -> None:
    before, terminal = scene.balance(AccountKind.GAME, CLIENT), _terminal(scene)
    terminal.order(Fault(Trouble.DECLINED))
    form = _ask(scene, screen)
    scene.hand.until(form.notice.isVisible, "the terminal to decline")
    scene.check(form.notice_text.text().startswith("Bank declined"), "the cashier's own words")
    scene.check(scene.balance(AccountKind.GAME, CLIENT) == before, "nothing was booked")
    scene.hand.picture("terminal-declined")
    scene.say(f"Declined by the bank: {form.notice_text.text()}")
    terminal.order(Fault(Trouble.SLOW, CUSTOMER_S))
    form.method.choose(Method.CARD)
    scene.hand.key(Qt.Key.Key_Return, into=form.amount.edit)
    scene.hand.picture("terminal")
    _booked(scene, screen, before)
    scene.hand.picture("balance-operations")
    scene.say(f"Topped up by card over the terminal: {AMOUNT}, the next card was approved")


def _unknown_then_found(scene: Scene, screen: BalanceScreen) -> None:
    before, terminal = scene.balance(AccountKind.GAME, CLIENT), _terminal(scene)
    terminal.order(Fault(Trouble.EMPTY_RECEIPT))
    form = _ask(scene, screen)
    talk = form.terminal.talk
    if talk is None:
        raise LookupError("a terminal that the desk drives")
    scene.hand.until(talk.ask.isVisible, "the end that nobody heard")
    scene.hand.picture("terminal-unknown")
    scene.check(scene.balance(AccountKind.GAME, CLIENT) == before, "nothing is booked on a guess")
    terminal.has_empty_receipt = False
    scene.hand.click(talk.ask)
    _booked(scene, screen, before)
    taken = [one.amount for one in terminal.taken][-2:]
    scene.check(taken == [int(AMOUNT) * 100] * 2, "each card was charged once")
    scene.hand.picture("terminal-resolved")
    scene.say(f"A payment of {AMOUNT} that nobody knew the end of: asked again, found, booked once")


def _ask(scene: Scene, screen: BalanceScreen) -> TopUpForm:
    find_at_counter(scene, screen, Mode.TOP_UP, CLIENT)
    form = screen.counter.form
    if not isinstance(form, TopUpForm):
        raise TypeError("the form of a top-up")
    scene.hand.type(AMOUNT, form.amount.edit)
    form.method.choose(Method.CARD)
    scene.hand.key(Qt.Key.Key_Return, into=form.amount.edit)
    # A terminal that answers at once has ended the payment by now.
    asked = form.payment_id is not None or form.notice.isVisible()
    scene.check(asked, "the card payment is stored before the terminal is asked")
    return form


def _booked(scene: Scene, screen: BalanceScreen, before: int) -> None:
    wanted = before + int(AMOUNT) * 100
    scene.hand.until(
        lambda: scene.balance(AccountKind.GAME, CLIENT) == wanted and screen.done.outcome,
        "the top-up by card",
    )
    scene.hand.settle()


def _terminal(scene: Scene) -> SimulatedTerminal:
    server = scene.stage.terminal
    if server is None:
        raise LookupError("the stage has a terminal")
    return server.terminal
