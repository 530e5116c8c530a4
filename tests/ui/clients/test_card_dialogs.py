"""What is asked before a client is blocked, given a card, merged or erased."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import MoneyAnswer
from clubdesk.services.client_cards import AssignCard, BlockCard, FreeCard
from clubdesk.services.client_file import BlockClient, UnblockClient
from clubdesk.services.commands import Done
from clubdesk.services.erasing import EraseClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.promoting import UsePromoCode
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_desk import RUSLAN

CREDITED = MoneyAnswer(transaction_id=1, balance_minor=0, job_id=1)


@pytest.fixture
def free(desk, rich):
    """Sanjar, who plays nowhere."""
    desk.books.clients[0] = replace(rich, playing_on="")


@pytest.fixture
def ask(owner, free, card, settled):
    """Opens a deed's dialog."""

    def opened(deed):
        card.bar.ask(deed)
        settled()
        return open_dialog_of(card)

    return opened


@pytest.fixture(autouse=True)
def answers(desk):
    for kind in (BlockClient, UnblockClient, AssignCard, BlockCard, FreeCard, MergeClients,
                 EraseClient, UsePromoCode):  # fmt: skip
        desk.answers[kind] = Done()


def test_a_block_needs_a_reason_and_says_what_it_does(qtbot, desk, screen, ask, settled) -> None:
    dialog = ask(CardDeed.BLOCK)
    assert dialog.primary.text() == "Block Sanjar Tulegenov"
    assert dialog.primary.toolTip() == "Say why."
    with qtbot.waitSignal(screen.told) as told:
        qtbot.keyClicks(QApplication.focusWidget(), "Broke a mouse\r")
    assert (desk.done[0].client_id, desk.done[0].reason) == (1, "Broke a mouse")
    assert told.args[0].text == "Sanjar Tulegenov is blocked."
    assert open_dialog_of(screen) is None


def test_a_blocked_client_is_unblocked_with_a_reason(desk, card, ask, settled) -> None:
    first = desk.books.clients[0]
    bad = replace(first.client, blocked=True, blocked_reason="Broke a mouse")
    desk.books.clients[0] = replace(first, client=bad)
    card.reload()
    settled()
    dialog = ask(CardDeed.UNBLOCK)
    dialog.reason.chips[0].click()
    dialog.primary.click()
    settled()
    assert desk.done[0].reason == "Settled with the client"


def test_a_scan_into_the_field_gives_the_card(qtbot, desk, ask, settled) -> None:
    dialog = ask(CardDeed.CARD)
    qtbot.keyClicks(QApplication.focusWidget(), "0009999")
    assert dialog.primary.text() == "Give card 0009999"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled()
    assert (desk.done[0].client_id, desk.done[0].card_number) == (1, "0009999")


def test_a_card_that_is_taken_is_said_at_the_field(qtbot, desk, ask, settled) -> None:
    desk.answers[AssignCard] = DeskError(
        "card.taken", "This card is Мария Ким's.", "Take another.", subject="card_number"
    )
    dialog = ask(CardDeed.CARD)
    qtbot.keyClicks(QApplication.focusWidget(), "0009999\r")
    settled()
    assert dialog.number.error() == "This card is Мария Ким's."
    assert dialog.refusal.text.text() == "Take another."


def test_a_lost_card_is_blocked(desk, ask, settled) -> None:
    dialog = ask(CardDeed.CARD)
    dialog.way.choose("block")
    assert dialog.primary.text() == "Block card 0004417"
    assert not dialog.primary.isEnabled()
    dialog.reason.put("Lost")
    dialog.primary.click()
    settled()
    assert (desk.done[0].client_id, desk.done[0].reason) == (1, "Lost")


def test_a_found_card_is_freed(desk, ask, settled) -> None:
    dialog = ask(CardDeed.CARD)
    dialog.way.choose("free")
    assert dialog.old.currentText() == "0001111 · blocked · Lost"
    dialog.reason.put("Found")
    assert dialog.primary.text() == "Free card 0001111"
    dialog.primary.click()
    settled()
    assert (desk.done[0].card_number, desk.done[0].reason) == ("0001111", "Found")


def test_a_promo_code_is_used(qtbot, desk, ask, settled) -> None:
    dialog = ask(CardDeed.PROMO_CODE)
    qtbot.keyClicks(QApplication.focusWidget(), "summer")
    assert dialog.primary.text() == "Use the code SUMMER"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled()
    assert (desk.done[0].client_id, desk.done[0].code) == (1, "summer")


def test_a_wrong_code_is_said_at_the_field(qtbot, desk, ask, settled) -> None:
    desk.answers[UsePromoCode] = DeskError("promo.unknown", "No such code.", subject="code")
    dialog = ask(CardDeed.PROMO_CODE)
    qtbot.keyClicks(QApplication.focusWidget(), "winter\r")
    settled()
    assert dialog.code.error() == "No such code."
    assert dialog.isVisible()


def test_money_is_settled_before_a_client_is_forgotten(ask, spoken) -> None:
    dialog = ask(CardDeed.ERASE)
    said = spoken(dialog.settled.text())
    assert said == "There is 1,364 ₸ and 250 pts on the card: refund or deduct it first."
    dialog.reason.put("Asked")
    dialog.word.editor.setText("1")
    assert not dialog.primary.isEnabled()


def settle_all(desk, card, settled) -> None:
    desk.books.moneys[1] = replace(
        desk.books.moneys[1], balance=0, available=0, points=0, points_available=0
    )
    card.reload()
    settled()


@pytest.mark.parametrize(("word", "fits"), [("1", True), ("sanjar TULEGENOV", True), ("2", False),
                                            ("Sanjar", False)])  # fmt: skip
def test_erasing_asks_for_the_number_or_the_name(desk, card, ask, settled, word, fits) -> None:
    settle_all(desk, card, settled)
    dialog = ask(CardDeed.ERASE)
    assert not dialog.settled.isVisible()
    dialog.reason.put("The client asked for it")
    assert not dialog.primary.isEnabled()
    dialog.word.editor.setText(word)
    assert dialog.primary.isEnabled() is fits
    dialog.primary.click()
    settled()
    assert [(c.client_id, c.reason) for c in desk.done] == (
        [(1, "The client asked for it")] if fits else []
    )


def test_two_cards_are_shown_side_by_side_and_merged(
    qtbot, desk, screen, ask, settled, spoken
) -> None:
    dialog = ask(CardDeed.MERGE)
    assert dialog.primary.toolTip() == "Find the other card first."
    dialog.search.setText("ruslan")
    dialog.search.search_now()
    settled()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.stays.name.whole() == "Sanjar Tulegenov"
    assert dialog.goes.name.whole() == "Ruslan Abenov"
    assert spoken(dialog.goes.facts[3].value.whole()) == "5,200 ₸"
    said = spoken(dialog.after.text())
    assert said == "After it Sanjar Tulegenov has 6,564 ₸ and 250 pts, with both histories."
    dialog.reason.put("Two cards of one person")
    text = "Merge Ruslan Abenov (No. 3) into Sanjar Tulegenov (No. 1)"
    assert dialog.primary.text() == text
    dialog.primary.click()
    settled()
    command = desk.done[0]
    assert (command.from_id, command.into_id) == (3, 1)
    assert screen.card.client_id == 1


def test_the_other_card_may_be_the_one_that_stays(desk, screen, ask, settled) -> None:
    dialog = ask(CardDeed.MERGE)
    dialog.search.setText("ruslan")
    dialog.search.search_now()
    settled()
    dialog.table.choose_current()
    dialog.swap.click()
    assert dialog.stays.name.whole() == "Ruslan Abenov"
    dialog.reason.put("Registered twice")
    dialog.primary.click()
    settled()
    assert (desk.done[0].from_id, desk.done[0].into_id) == (1, 3)
    assert screen.card.client_id == RUSLAN.client.id


def test_a_card_is_not_merged_with_itself(ask, settled) -> None:
    dialog = ask(CardDeed.MERGE)
    dialog.search.setText("sanjar")
    dialog.search.search_now()
    settled()
    assert dialog.table.rows_model.rowCount() == 0
    dialog.search.chosen.emit()
    assert not dialog.sides.isVisible()


def test_enter_before_the_answer_never_merges_with_who_was_found_before(
    qtbot, desk, ask, settled
) -> None:
    dialog = ask(CardDeed.MERGE)
    qtbot.keyClicks(dialog.search, "417")
    settled()
    dialog.search.selectAll()
    qtbot.keyClicks(dialog.search, "ruslan\r")
    assert not dialog.sides.isVisible()
    settled()
    assert dialog.goes.name.whole() == "Ruslan Abenov"


def test_enter_before_an_answer_with_several_chooses_nobody(qtbot, desk, ask, settled) -> None:
    dialog = ask(CardDeed.MERGE)
    qtbot.keyClicks(dialog.search, "417\r")
    settled()
    assert dialog.table.rows_model.rowCount() > 1
    assert not dialog.sides.isVisible()
