"""Registered, then printed: at the real desk with the simulated device, as the cashier meets it."""

import pytest
from PySide6.QtTest import QTest

from clubdesk.bootstrap.fiscal_room import FiscalRoom
from clubdesk.domain.fiscal import FiscalState
from clubdesk.fiscal.simulator import Fault, FiscalSimulator
from clubdesk.services.fiscalising import SetFiscalDevice
from clubdesk.services.ports import PrintState
from clubdesk.ui.operations.fiscal_dialog import FiscalDialog

CLIENT = 4


@pytest.fixture
def device(real):
    """The house's own room over a device that the test holds; asked again at once."""
    made = FiscalSimulator(real.house.folder / "register.jsonl")
    real.house.fiscal.stop()
    real.house.fiscal = FiscalRoom(real.house.storage.begin, lambda name: made, again_s=0.05)
    real.house.events.subscribe(real.house.fiscal.hear)
    real.house.fiscal.start(real.house.desk)
    real.come_to_work()
    real.do(SetFiscalDevice(device="simulator"), "owner")
    return made


def documents(real):
    def look():
        with real.house.storage.begin() as work:
            found = (work.fiscal.get(number) for number in range(1, 9))
            return [one for one in found if one is not None]

    return real.house.writer.submit(look).result(10)


def test_a_receipt_carries_the_devices_sign(real, device):
    real.top_up(CLIENT, 80_000)
    real.until(lambda: [one.state for one in documents(real)] == [FiscalState.REGISTERED])
    (line,) = device.lines()
    real.until(lambda: real.jobs()[0].state is PrintState.CONFIRMED)
    assert real.jobs()[0].receipt.fiscal.sign == line.sign
    assert "fiscal" not in real.window.alerts.bars


def test_while_the_device_is_away_the_desk_says_so_and_prints_when_it_is_back(real, device):
    device.faults = [Fault.OFFLINE] * 3
    real.top_up(CLIENT, 80_000)
    real.until(lambda: device.faults == [])
    real.until(lambda: [one.state for one in documents(real)] == [FiscalState.REGISTERED])
    assert len(device.lines()) == 1
    real.until(lambda: real.jobs()[0].state is PrintState.CONFIRMED)
    real.until(lambda: "fiscal" not in real.window.alerts.bars)


def test_what_the_device_refuses_is_decided_by_a_person(real, device):
    device.faults = [Fault.REFUSES, Fault.REFUSES]
    real.top_up(CLIENT, 80_000)
    real.until(lambda: "fiscal" in real.window.alerts.bars)
    assert real.jobs()[0].state is PrintState.QUEUED
    dialog = FiscalDialog(real.window, real.windows.runner)
    dialog.open()
    (document,) = documents(real)
    real.until(lambda: ("retry", document.id) in dialog.buttons)
    assert not dialog.buttons["release", document.id].isEnabled()
    dialog.buttons["retry", document.id].click()
    real.until(lambda: device.faults == [])
    real.until(lambda: documents(real)[0].state is FiscalState.FAILED)
    dialog.reload()
    real.settle()
    QTest.keyClicks(dialog.reason.edit, "Out of order")
    dialog.buttons["release", document.id].click()
    real.until(lambda: real.jobs()[0].state is PrintState.CONFIRMED)
    assert real.jobs()[0].receipt.fiscal is None
    assert documents(real)[0].released
    dialog.close()
