"""The screen Clients over the desk in memory, with and without an open card."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.people import ClientGroup
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.services.ports_people import RetiredCard
from clubdesk.services.views_people import ClientFile, ClientMoney
from clubdesk.ui.clients.screen import ClientsScreen
from tests.support.fake_desk import NOW, OWNER

BIRTHDAY_GIFT = Promotion(9, "Happy birthday", PromotionKind.BIRTHDAY, points=500)
OLD_CARD = RetiredCard("0001111", 1, "blocked", "Lost", NOW)


@pytest.fixture
def rich(desk):
    """Sanjar with everything that a card can show."""
    first = desk.books.clients[0]
    more = replace(
        first.client, birthday=date(2000, 11, 21), email="sanjar@mail.kz", note="Prefers PC 07."
    )
    desk.books.clients[0] = replace(first, client=more)
    desk.books.moneys[1] = ClientMoney(136_400, 112_000, 250, 200, 1_000, 0)
    desk.books.files[1] = ClientFile(
        group=ClientGroup(1, "Regulars", 10, 50),
        visits=42,
        birthday_offers=(BIRTHDAY_GIFT,),
        retired_cards=(OLD_CARD,),
    )
    return desk.books.clients[0]


@pytest.fixture
def owner(runner):
    runner.staff = OWNER
    return OWNER


@pytest.fixture
def screen(runner, bridge, stage, settled):
    made = ClientsScreen(runner, bridge)
    stage(made)
    made.setFocus()
    settled()
    return made


@pytest.fixture
def card(qtbot, screen, settled):
    """The first client's card, opened by Enter."""
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    settled()
    assert screen.is_card_open
    return screen.card


@pytest.fixture
def spoken():
    """A text with ordinary spaces."""
    return lambda text: text.replace("\u00a0", " ")
