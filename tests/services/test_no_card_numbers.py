"""A card's number that is typed into any text that is kept is refused and leaves no trace."""

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import SettleCardPayment
from clubdesk.services.cash_moves import CashIn, Collect
from clubdesk.services.clients import AddClient
from clubdesk.services.erasing import EraseClient
from clubdesk.services.menu import CountStock, TakeDelivery, WriteOffStock
from clubdesk.services.papers import OpenDrawer
from clubdesk.services.refunds import Refund
from clubdesk.services.selling import CancelOrder
from clubdesk.services.shifts import CloseShift
from tests.support.bar_club import Bar
from tests.support.card_words import PAN, unknown

TYPED = f"the card {PAN[:4]} {PAN[4:8]} {PAN[8:12]} {PAN[12:]} again"


@pytest.fixture
def bar(open_world):
    return Bar(open_world)


def _kept(bar):
    world = bar.world
    lines = [(line.details, line.reason) for line in world.journal()]
    papers = [job.receipt for job in world.storage.queries.print_jobs(200)]
    return repr((lines, papers))


def test_no_text_that_is_kept_holds_a_cards_number(bar) -> None:
    world, cola = bar.world, bar.cola
    client = world.client(50_000)
    order = bar.sell((cola, 1), served=True).order_id
    payment = unknown(world, 5_000, client)
    bar_count = CountStock.Item(product_id=cola, counted=1)
    came = TakeDelivery.Item(product_id=cola, quantity=1, cost_minor=1)
    told = {"payment_id": payment, "approved": False}
    commands = [
        Refund(client_id=client, amount_minor=5, reason=TYPED),
        CancelOrder(order_id=order, reason=TYPED),
        CashIn(amount_minor=5, reason=TYPED),
        Collect(amount_minor=5, reason=TYPED),
        OpenDrawer(reason=TYPED),
        SettleCardPayment(reason=TYPED, **told),
        CountStock(items=(bar_count,), reason=TYPED),
        TakeDelivery(items=(came,), note=TYPED),
        WriteOffStock(product_id=cola, quantity=1, reason=TYPED),
        EraseClient(client_id=client, reason=TYPED),
    ]
    for command in commands:
        with pytest.raises(DeskError) as caught:
            world.do(command)
        assert caught.value.code == "text.card_number", command
    with pytest.raises(DeskError) as caught:
        bar.sell((cola, 1), note=TYPED)
    assert (caught.value.code, caught.value.subject) == ("text.card_number", "note")
    world.do(SettleCardPayment(reason="The slip says no", **told))
    with pytest.raises(DeskError) as caught:
        world.do(CloseShift(counted_minor=world.till(), reason=TYPED))
    assert caught.value.code == "text.card_number"
    kept = _kept(bar)
    assert PAN not in kept.replace(" ", "")
    assert "Refund" in [line.action for line in world.journal()]


def test_numbers_that_are_no_cards_are_kept(bar) -> None:
    world = bar.world
    world.do(CashIn(amount_minor=5, reason="By the bank's paper 4111111111111112"))
    assert "4111111111111112" in world.journal()[0].reason
    assert world.do(AddClient(phone="+77015554418", name="Aigerim"))
