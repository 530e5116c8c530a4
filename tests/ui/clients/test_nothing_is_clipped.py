"""No word of a client card is cut off at 1366x768, in either language."""

import pytest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation import translate
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.clients.transaction_dialog import open_transaction
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.clipping import clipped
from tests.support.fake_desk import a_transaction
from tests.support.pictures import white_paper
from tests.ui.clients.test_histories import TOP_UP, a_visit

RAIL_AND_TOP = (88, 56)
"""What the frame takes of the window."""


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)


@pytest.fixture
def fits(screen):
    """Every word fits once the layouts have settled."""

    def check() -> None:
        for _ in range(3):
            QApplication.processEvents()
        assert clipped(screen.window()) == []

    return check


@pytest.fixture
def screen(owner, rich, desk, runner, bridge, stage, settled):
    desk.books.history = [
        a_transaction(n, TransactionKind.TOP_UP, 100_000_000, 136_400_000) for n in range(200)
    ]
    desk.books.the_visits = [a_visit(n, 360_000, 100_000_000, points=9_999_999) for n in range(9)]
    desk.books.whole[900] = TOP_UP
    desk.paper = white_paper()
    made = ClientsScreen(runner, bridge)
    window = stage(made)
    window.resize(1366 - RAIL_AND_TOP[0], 768 - RAIL_AND_TOP[1])
    settled()
    return made


def test_the_list(screen, fits) -> None:
    fits()


@pytest.mark.parametrize("tab", ["1", "2", "3", "4"])
def test_the_card_and_its_tabs(screen, settled, fits, tab) -> None:
    screen.table.choose_current()
    settled()
    screen.card.by_key(tab)
    settled()
    fits()


@pytest.mark.parametrize(
    "deed",
    [CardDeed.CARD, CardDeed.PROMO_CODE, CardDeed.BLOCK, CardDeed.MERGE, CardDeed.ERASE,
     CardDeed.EDIT, CardDeed.TOP_UP, CardDeed.REFUND, CardDeed.DEDUCT, CardDeed.ADD_BONUS,
     CardDeed.LIMIT],
)  # fmt: skip
def test_the_dialogs(screen, settled, fits, deed) -> None:
    screen.table.choose_current()
    settled()
    screen.card.errands.perform(deed, screen.card.facts)
    settled()
    assert open_dialog_of(screen) is not None
    fits()


@pytest.mark.parametrize("way", ["give", "block", "free"])
def test_every_way_of_the_membership_card(screen, settled, fits, way) -> None:
    screen.table.choose_current()
    settled()
    screen.card.errands.perform(CardDeed.CARD, screen.card.facts)
    open_dialog_of(screen).way.choose(way)
    fits()


def test_two_cards_side_by_side(screen, settled, fits) -> None:
    screen.table.choose_current()
    settled()
    screen.card.errands.perform(CardDeed.MERGE, screen.card.facts)
    dialog = open_dialog_of(screen)
    dialog.search.setText("ruslan")
    dialog.search.search_now()
    settled()
    dialog.table.choose_current()
    dialog.reason.put("Registered twice")
    fits()


def test_a_whole_transaction(screen, runner, settled, fits) -> None:
    open_transaction(screen, runner, 900)
    settled()
    assert open_dialog_of(screen) is not None
    fits()
