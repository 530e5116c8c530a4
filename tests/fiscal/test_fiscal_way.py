"""Settled, registered, printed: in this order, each once, whatever the device or the desk does."""

import pytest

from clubdesk.domain.fiscal import FiscalKind, FiscalState
from clubdesk.domain.people import Role
from clubdesk.fiscal.simulator import Fault
from clubdesk.services.balance import TopUp
from clubdesk.services.fiscalising import MarkFiscal, ReleaseFiscal, RetryFiscal, SetFiscalDevice
from clubdesk.services.papers import ReprintPaper
from clubdesk.services.ports_fiscal import FiscalOutcome
from clubdesk.services.shifts import CloseShift
from tests.support.club_world import World
from tests.support.operations import refused


def test_a_club_without_a_device_has_no_documents(storage):
    world = World(storage)
    world.open_shift()
    world.client(money=5_000)
    with storage.begin() as work:
        assert work.fiscal.waiting(1) == []
        assert len(work.print_jobs.waiting()) == 1


def test_a_receipt_waits_until_its_payment_is_registered(shop):
    shop.world.client(money=500_000)
    assert shop.printable() == []
    (document,) = shop.documents()
    assert (document.kind, document.state) == (FiscalKind.SALE, FiscalState.PENDING)
    assert document.facts.cash == 500_000
    assert shop.round()
    (document,) = shop.documents()
    (line,) = shop.device.lines()
    assert document.state is FiscalState.REGISTERED
    assert (document.uuid, document.sign, line.cash) == (line.uuid, line.sign, 500_000)
    (job_id,) = shop.printable()
    with shop.world.storage.begin() as work:
        receipt = work.print_jobs.get(job_id).receipt
    assert receipt.fiscal.sign == line.sign
    assert receipt.fiscal.link.startswith("t=20261120T1300&s=500000&c=KZT&fn=SIM-0001&i=1&fp=")


@pytest.mark.parametrize("fault", [Fault.OFFLINE, Fault.LOSES_ANSWER, Fault.LOSES_REQUEST])
def test_whatever_goes_wrong_on_the_way_a_payment_is_registered_once(shop, fault):
    shop.device.faults = [fault]
    shop.world.client(money=500_000)
    assert not shop.round()
    (document,) = shop.documents()
    wanted = FiscalState.PENDING if fault is Fault.OFFLINE else FiscalState.UNKNOWN
    assert document.state is wanted
    assert document.problem
    assert shop.printable() == []
    assert shop.round()
    assert len(shop.device.lines()) == 1
    assert shop.documents()[0].state is FiscalState.REGISTERED
    assert len(shop.printable()) == 1


def test_a_desk_that_dies_after_asking_looks_the_document_up_first(shop):
    shop.world.client(money=500_000)
    (document,) = shop.documents()
    shop.world.door.carry_out(MarkFiscal(document_id=document.id), None)
    assert shop.device.register(document, "KZT").outcome is FiscalOutcome.REGISTERED
    assert shop.round()
    assert len(shop.device.lines()) == 1
    assert shop.documents()[0].state is FiscalState.REGISTERED


def test_what_the_device_refuses_waits_for_a_person(shop):
    world = shop.world
    shop.device.faults = [Fault.REFUSES]
    world.client(money=500_000)
    shop.round()
    (document,) = shop.documents()
    assert document.state is FiscalState.FAILED
    with refused("staff.not_allowed"):
        world.do(
            ReleaseFiscal(document_id=document.id, reason="A queue"), world.staff(Role.CASHIER)
        )
    world.do(RetryFiscal(document_id=document.id))
    assert shop.round()
    assert shop.documents()[0].state is FiscalState.REGISTERED


def test_a_receipt_that_was_let_go_is_printed_at_once_and_registered_later(shop):
    shop.device.faults = [Fault.OFFLINE]
    shop.world.client(money=500_000)
    shop.round()
    (document,) = shop.documents()
    with refused("reason.missing", "reason"):
        shop.world.do(ReleaseFiscal(document_id=document.id, reason=" "))
    shop.world.do(ReleaseFiscal(document_id=document.id, reason="The device is away"))
    (job_id,) = shop.printable()
    assert shop.round()
    assert shop.documents()[0].state is FiscalState.REGISTERED
    with shop.world.storage.begin() as work:
        # It is on paper as it is: what came later is not written on it behind its back.
        assert work.print_jobs.get(job_id).receipt.fiscal is None


def test_a_copy_is_not_registered_again(shop):
    shop.world.client(money=500_000)
    shop.round()
    (job_id,) = shop.printable()
    shop.world.do(ReprintPaper(job_id=job_id))
    assert len(shop.documents()) == 1


def test_a_refund_an_undone_top_up_and_the_close_are_registered(shop):
    world = shop.world
    client = world.client(money=500_000)
    world.refund(client, 100_000)
    wrong = world.do(TopUp(client_id=client, cash_minor=30_000)).transaction_id
    world.undo(wrong)
    world.do(CloseShift(counted_minor=5_400_000))
    assert shop.round()
    kinds = [(line.kind, line.cash) for line in shop.device.lines()]
    assert kinds == [
        ("sale", 500_000),
        ("refund", 100_000),
        ("sale", 30_000),
        ("refund", 30_000),
        ("close_shift", 0),
    ]
    sale, back = shop.device.lines()[2:4]
    assert back.original == sale.uuid


def test_a_registered_document_is_never_changed_nor_any_deleted(shop):
    shop.world.client(money=500_000)
    shop.round()
    for sql in (
        "UPDATE fiscal_documents SET sign = '1'",
        "DELETE FROM fiscal_documents",
    ):
        with pytest.raises(Exception, match="clubdesk"), shop.world.storage.begin() as work:
            work._link._writing.exec_driver_sql(sql)


def test_only_known_devices_can_be_chosen(shop):
    with refused("fiscal.no_such_device", "device"):
        shop.world.do(SetFiscalDevice(device="certified"))


def test_a_register_that_cannot_be_read_leaves_the_document_unknown(shop):
    shop.device.path.write_text("not a register\n", encoding="utf-8")
    shop.world.client(money=500_000)
    assert not shop.round()
    assert shop.documents()[0].state is FiscalState.UNKNOWN
    assert shop.device.path.read_text(encoding="utf-8") == "not a register\n"
