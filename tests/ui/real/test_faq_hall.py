"""The guide on the hall and its sessions, each answer done word for word by someone who reads it.

The words of the answer are found on the screen and clicked, the PCs are real agents on loopback;
books, till and the PCs themselves are looked at afterwards.
"""

import pytest
from PySide6.QtTest import QTest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState
from clubdesk.services.rating import SetGuestPayment
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.tints import tint_of
from clubdesk.ui.look.app_look import theme
from tests.support.reader import Reader
from tests.support.real_desk import LEFT

CLIENT, NAME = 4, "Тимур Сейтқали"
HOURLY = "Standard hourly"
CLIENT_BOX = "Client: end of the phone, name or card"


class Hall:
    """A reader in the hall of a club at work."""

    def __init__(self, real, minor: int = 250_000) -> None:
        real.come_to_work("timur")
        real.top_up(CLIENT, minor)
        self.real, self.reader = real, Reader(real)
        self.reader.click("Hall")

    def click_pc(self, number: int) -> Reader:
        """Clicks in the middle of the card that says the PC's name."""
        view = self.real.hall.view
        rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
        [card] = [one for one in rows if one.data() == f"PC {number:02}"]
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(card).center())
        self.real.settle()
        return self.reader

    def state(self, number: int) -> CardState:
        return self.real.hall.controller.model.seat_of(number).reading.state

    def is_in(self, number: int, state: CardState) -> None:
        self.real.until(lambda: self.state(number) is state)

    def left_s(self, number: int) -> float:
        session = self.real.playing(number)
        return (session.ends_at - self.real.clock.now()).total_seconds()


@pytest.fixture
def hall(real):
    return Hall(real)


def start_a_client(hall, number: int = 1) -> None:
    """Hall section → click a free PC → select a client → select a rate → click Start."""
    hall.click_pc(number).click("Start")
    phone = hall.real.books(lambda work: work.clients.get(CLIENT)).phone
    hall.reader.click("Client").fill(CLIENT_BOX, phone[-4:]).pick(NAME).pick(HOURLY)
    hall.reader.click("Start")
    hall.real.nothing_open()
    hall.real.until_pc(number, is_open=True)


def test_how_do_you_start_a_session_on_a_pc(hall, real) -> None:
    hall.is_in(1, CardState.FREE)
    start_a_client(hall)
    session = real.playing(1)
    assert (session.client_id, session.terms.rate_name) == (CLIENT, HOURLY)
    assert session.started_at == real.clock.now()
    # The timer starts automatically: the seat is taken, and it counts.
    hall.is_in(1, CardState.ACTIVE)
    before = hall.left_s(1)
    real.clock.advance(90)
    assert hall.left_s(1) == before - 90
    assert real.done("StartSession") == 1


def test_or_create_a_guest_session(hall, real) -> None:
    till = real.till()
    hall.click_pc(2).click("Start").click("Guest Session")
    hall.reader.pick(HOURLY).fill("Amount to pay", "800").confirm("Start")
    real.nothing_open()
    session = real.playing(2)
    assert session.is_guest
    assert real.till() == till + 80_000
    real.until_pc(2, is_open=True)


def test_a_client_without_money_tops_up_by_card_without_leaving_the_start(hall, real) -> None:
    broke = 5
    known = real.books(lambda work: work.clients.get(broke))
    before = real.game(broke)
    cards = real.balance(AccountKind.CARD_CLEARING, 1)
    hall.click_pc(1).click("Start").fill(CLIENT_BOX, known.phone[-6:]).pick(known.name)
    assert "no money" in hall.reader.cannot("Start")
    hall.reader.click("By card or split...", "Card").fill("Top-up amount", "800")
    hall.reader.confirm("Top up").fill("Slip number", "S-1").confirm("Approved: top up {amount}")
    # Back in the window of the start, with the money there.
    real.until(lambda: hall.reader.sees("Start on PC 01"))
    hall.reader.click("Start")
    real.nothing_open()
    assert real.playing(1).client_id == broke
    assert real.game(broke) == before + 80_000
    assert real.balance(AccountKind.CARD_CLEARING, 1) == cards + 80_000


def test_how_do_you_pause_an_active_session(hall, real) -> None:
    start_a_client(hall)
    real.clock.advance(600)
    left = hall.left_s(1)
    hall.click_pc(1).click("Pause Session")
    assert real.playing(1).state is SessionState.PAUSED
    hall.is_in(1, CardState.PAUSED)
    real.until_pc(1, is_open=False)
    # The timer stops; the client's time is preserved. Resume the same way.
    real.clock.advance(1_800)
    hall.click_pc(1).click("Resume")
    assert real.playing(1).state is SessionState.ACTIVE
    assert hall.left_s(1) == left
    real.until_pc(1, is_open=True)


def test_how_do_you_transfer_a_client_to_a_different_pc(hall, real) -> None:
    start_a_client(hall)
    real.clock.advance(600)
    session, left = real.playing(1), hall.left_s(1)
    # Active PC → Move to Another PC → select the target PC.
    hall.click_pc(1).click("Move to Another PC").click("PC 07").confirm("Move to PC 07")
    real.nothing_open()
    assert real.session_on(1) is None
    assert (real.playing(7).id, hall.left_s(7)) == (session.id, left)
    real.until_pc(7, is_open=True)
    real.until_pc(1, is_open=False)


def test_how_do_you_end_a_session_early(hall, real) -> None:
    start_a_client(hall)
    real.clock.advance(1_800)
    hall.click_pc(1).click("End Session")
    assert hall.reader.sees("Stays on the account")
    hall.reader.click("End Session")
    real.nothing_open()
    assert real.session_on(1) is None
    real.until_pc(1, is_open=False)
    rest = real.game(CLIENT)
    assert rest == 250_000 - 50_000
    # They can use it on their next visit.
    real.clock.advance(86_400)
    start_a_client(hall, 3)
    assert real.playing(3).client_id == CLIENT
    assert real.game(CLIENT) == rest


def test_how_do_you_start_a_session_for_a_walk_in_without_an_account(hall, real) -> None:
    till = real.till()
    # Free PC → Guest Session → select rate → Start; the money comes before play.
    hall.click_pc(2).click("Guest Session").pick(HOURLY).fill("Amount to pay", "800")
    hall.reader.fill("Received in cash", "1000").confirm("Start")
    real.nothing_open()
    session = real.playing(2)
    # Guest sessions are not tied to a client profile.
    assert (session.is_guest, session.client_id) == (True, None)
    assert real.balance(AccountKind.GUEST, session.id) == 80_000
    assert real.till() == till + 80_000
    assert "Change to give: 200" in real.toasts()
    real.until_pc(2, is_open=True)


def test_a_walk_in_who_pays_at_the_end_is_started_by_start_alone(hall, real) -> None:
    real.do(SetGuestPayment(postpaid=True, postpaid_limit_minor=200_000), "owner")
    hall.click_pc(2).click("Guest Session").click("Pays at the end").pick(HOURLY).click("Start")
    real.nothing_open()
    assert real.playing(2).postpaid
    real.until_pc(2, is_open=True)


def test_where_do_you_see_current_hall_utilisation(hall, real) -> None:
    seats = real.hall.controller.model.seats
    hall.is_in(1, CardState.FREE)
    assert hall.reader.sees(f"0 / {len(seats)}")
    assert hall.reader.sees("occupied")
    start_a_client(hall)
    hall.is_in(1, CardState.ACTIVE)
    real.until(lambda: hall.reader.sees(f"1 / {len(seats)}"))
    # Green cards = active sessions, white = free PCs: what is painted, beside the words.
    image = real.hall.view.viewport().grab().toImage()
    ground = {number: tint_of(hall.state(number), False, theme()).ground for number in (1, 2)}
    for number in (1, 2):
        card = real.hall.view.visualRect(real.hall.controller.model.index(number - 1))
        shown = image.pixelColor(card.right() - 8, card.center().y()).name()
        assert shown == ground[number]
    assert ground[1] == theme().green_bg != ground[2]
