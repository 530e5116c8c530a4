"""A whole house registers its payments by itself, also those of before it was started."""

from clubdesk.domain.fiscal import FiscalState
from clubdesk.fiscal.simulator import FILE_NAME, FiscalSimulator
from clubdesk.services.balance import TopUp
from clubdesk.services.clients import AddClient
from clubdesk.services.fiscalising import SetFiscalDevice
from tests.support.patience import until


def documents(house):
    def question():
        with house.storage.begin() as work:
            found = (work.fiscal.get(number) for number in range(1, 9))
            return [one.state for one in found if one is not None]

    return house.writer.submit(question).result(10)


def test_a_house_registers_payments_by_itself(club):
    house = club.started()

    def do(command):
        return house.desk.do(command, club.owner).result(10)

    do(SetFiscalDevice(device="simulator"))
    client = do(AddClient(phone="+77015550101", name="Alua")).client_id
    for amount in (10_000, 20_000):
        do(TopUp(client_id=client, cash_minor=amount))
    until(lambda: documents(house) == [FiscalState.REGISTERED] * 2)
    register = FiscalSimulator(house.folder / FILE_NAME).lines()
    assert [line.cash for line in register] == [10_000, 20_000]
