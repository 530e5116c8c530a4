"""Every payment has its document, with the taxes of its lines; no paper slips past the device."""

import pytest

from clubdesk.bootstrap.fiscal_room import device_in
from clubdesk.domain.fiscal import FiscalKind, FiscalState
from clubdesk.fiscal.simulator import Fault
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.erasing import EraseClient
from clubdesk.services.fiscalising import ReleaseFiscal, SetFiscalDevice
from clubdesk.services.papers import HoldOldPapers, ReprintPaper, SkipPaper
from clubdesk.services.ports import PrintState
from clubdesk.services.rule_book import RULES
from clubdesk.services.selling import CancelOrder
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import OpenShift
from tests.support.bar_club import Bar
from tests.support.operations import refused
from tests.support.rates_club import allow_postpaid, start_guest


def job(shop, job_id):
    with shop.world.storage.begin() as work:
        return work.print_jobs.get(job_id)


def test_each_line_of_an_order_goes_with_its_own_tax(shop) -> None:
    bar = Bar(shop.world)
    order = bar.sell((bar.cola, 2), (bar.chips, 1)).order_id
    (sale,) = shop.documents()
    assert [(one.name, one.amount, one.tax_rate) for one in sale.facts.lines] == [
        ("Cola", 100_000, 1_200),
        ("Chips", 30_000, 0),
    ]
    bar.cancel(order, (0, 1))
    back = shop.documents()[1]
    assert [(one.amount, one.tax_rate) for one in back.facts.lines] == [(50_000, 1_200)]
    assert back.original_uuid == sale.uuid


def test_a_guest_who_pays_at_the_end_is_registered(shop) -> None:
    world = shop.world
    allow_postpaid(world, 1_000_000)
    session = start_guest(world, world.rates[0], postpaid=True).session_id
    world.clock.advance(1_800)
    world.do(EndSession(session_id=session, cash_minor=40_000))
    (document,) = shop.documents()
    assert (document.kind, document.facts.cash) == (FiscalKind.SALE, 40_000)


def test_money_that_comes_back_with_an_undone_refund_is_registered(shop) -> None:
    world = shop.world
    client = world.client(money=50_000)
    world.undo(world.refund(client, 20_000))
    kinds = [(one.kind, one.facts.cash) for one in shop.documents()]
    assert kinds == [
        (FiscalKind.SALE, 50_000),
        (FiscalKind.REFUND, 20_000),
        (FiscalKind.SALE, 20_000),
    ]
    assert shop.round()


def test_another_tills_sale_is_taken_back_without_naming_it(shop) -> None:
    bar, world = Bar(shop.world), shop.world
    order = bar.sell((bar.cola, 1)).order_id
    other = Dispatcher(world.storage.begin, world.clock, 2, world.feed, RULES)
    other.carry_out(OpenShift(counted_minor=100_000), world.owner)
    other.carry_out(CancelOrder(order_id=order, reason="Cold"), world.owner)
    sale, back = shop.documents()
    assert (sale.till_id, back.till_id, back.original_uuid) == (1, 2, "")


def test_a_copy_is_no_way_round_the_device(shop) -> None:
    shop.world.client(money=50_000)
    (document,) = shop.documents()
    with refused("fiscal.not_registered"):
        shop.world.do(ReprintPaper(job_id=document.job_id))
    shop.world.do(SkipPaper(job_id=document.job_id))
    with refused("fiscal.not_registered"):
        shop.world.do(ReprintPaper(job_id=document.job_id))
    assert shop.round()
    copy = shop.world.do(ReprintPaper(job_id=document.job_id)).job_id
    assert job(shop, copy).receipt.fiscal is not None
    assert job(shop, document.job_id).state is PrintState.SKIPPED


def test_yesterdays_receipts_stay_unprinted_when_the_device_comes_back(shop) -> None:
    shop.world.client(money=50_000)
    (document,) = shop.documents()
    shop.world.clock.advance(10 * 3_600)
    shop.world.door.carry_out(HoldOldPapers(), None)
    assert shop.round()
    assert shop.documents()[0].state is FiscalState.REGISTERED
    assert shop.printable() == []
    assert job(shop, document.job_id).state is PrintState.SKIPPED


def test_letting_go_what_was_registered_meanwhile_changes_nothing(shop) -> None:
    shop.world.client(money=50_000)
    assert shop.round()
    (document,) = shop.documents()
    shop.world.do(ReleaseFiscal(document_id=document.id, reason="A queue"))
    assert shop.documents() == [document]


def test_an_erased_clients_receipt_gets_its_sign_and_no_name(shop) -> None:
    world = shop.world
    shop.device.faults = [Fault.OFFLINE]
    client = world.client(money=50_000, name="Zarina Uniqueova")
    world.refund(client, 50_000)
    shop.round()
    world.do(EraseClient(client_id=client, reason="Asked for it"))
    assert shop.round()
    for document in shop.documents():
        receipt = job(shop, document.job_id).receipt
        assert receipt.fiscal.sign == document.sign
        assert "Zarina" not in repr(receipt)


@pytest.mark.parametrize("name", ["", "simulator"])
def test_what_was_asked_for_is_registered_after_the_choice_of_none(shop, tmp_path, name) -> None:
    shop.world.client(money=50_000)
    shop.world.do(SetFiscalDevice(device=name))
    device = device_in(tmp_path)(name)
    assert device is not None
    shop.device = device
    assert shop.round()
    assert shop.documents()[0].state is FiscalState.REGISTERED
