"""The card: who it is, both balances, what can be done by button, menu and key, and who may."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clubdesk.services.commands import Done
from clubdesk.services.promoting import CreditBirthday
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.press_pill import PressPill
from clubdesk.ui.operations.dialogs import (
    CreditDialog,
    DeductDialog,
    RefundDialog,
    TopUpDialog,
    UndoDialog,
)
from tests.support.fake_desk import NOW, TECHNICIAN

# A menu grabs the keyboard, which the platform without a screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def lines_of(menu) -> list[str]:
    return [a.text().split("\t")[0] for a in menu.actions() if not a.isSeparator()]


def chosen_in(button, text: str) -> None:
    """Opens a button's menu and chooses a line, as a mouse does."""
    menu = button.open_menu()
    action = menu.action_of(text)
    assert action.isEnabled(), action.toolTip()
    menu.close()
    action.trigger()


@pytest.fixture
def blocked(desk):
    first = desk.books.clients[0]
    bad = replace(first.client, blocked=True, blocked_reason="Broke a mouse")
    desk.books.clients[0] = replace(first, client=bad, playing_on="")


def test_the_header_says_who_it_is_and_what_is_there(rich, card, spoken) -> None:
    header = card.header
    assert header.name.whole() == "Sanjar Tulegenov"
    assert header.about.whole() == "+7 701 555 4417  ·  Card 0004417  ·  sanjar@mail.kz"
    assert "42 visits" in header.story.whole()
    assert spoken(header.game.value.text()) == "1,364 ₸"
    assert spoken(header.game.free.text()) == "1,120 ₸ free, the rest is being played"
    assert spoken(header.bonus.value.text()) == "250 pts"
    assert spoken(header.bonus.free.text()) == "200 pts free"
    assert [spoken(pill.word) for pill in header.shown] == [
        "Verified", "Plays on PC 07", "Regulars · −10 %", "Birthday today",
    ]  # fmt: skip


def test_what_is_free_grows_less_while_the_client_plays(desk, rich, card, settled, spoken) -> None:
    desk.books.moneys[1] = replace(desk.books.moneys[1], available=100_000)
    card.count_on()
    settled()
    assert spoken(card.header.game.free.text()) == "1,000 ₸ free, the rest is being played"


def test_without_a_session_nothing_is_said_of_what_is_free(card) -> None:
    assert card.header.game.free.text() == ""
    assert card.header.bonus.free.text() == ""


def test_a_blocked_client_says_why_and_cannot_start(blocked, card) -> None:
    assert card.header.shown[0].word == "Blocked: Broke a mouse"
    assert not card.bar.start.isEnabled()
    assert card.bar.start.toolTip() == "The client is blocked: Broke a mouse"
    assert "Unblock" in lines_of(card.bar.more.open_menu())


def test_a_pill_leads_to_the_hall(qtbot, screen, card) -> None:
    pill = next(p for p in card.header.findChildren(PressPill) if "PC 07" in p.word)
    with qtbot.waitSignal(screen.station_wanted) as told:
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert told.args == [1]


@pytest.mark.parametrize(
    ("button", "line", "kind"),
    [
        ("balance", "Top Up Balance", TopUpDialog),
        ("balance", "Refund", RefundDialog),
        ("balance", "Deduct", DeductDialog),
        ("balance", "Undo the newest operation", UndoDialog),
        ("bonuses", "Add Bonus", CreditDialog),
    ],
)
def test_the_words_of_the_guide_lead_to_each_operation(
    owner, card, settled, button, line, kind
) -> None:
    chosen_in(getattr(card.bar, button), line)
    settled()
    dialog = open_dialog_of(card)
    assert isinstance(dialog, kind)
    assert dialog.form.purse.row.client.id == 1


def test_the_buttons_are_called_as_in_the_guide(card) -> None:
    bar = card.bar
    texts = [b.text() for b in (bar.top_up, bar.balance, bar.bonuses, bar.deduct, bar.start)]
    assert texts == ["Top Up Balance", "Balance", "Bonuses", "Deduct", "Start session"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [("t", TopUpDialog), ("r", RefundDialog), ("d", DeductDialog), ("u", UndoDialog),
     ("a", CreditDialog), ("е", TopUpDialog), ("ф", CreditDialog)],
)  # fmt: skip
def test_keys_do_it_on_an_english_and_on_a_russian_keyboard(
    owner, card, settled, key, kind
) -> None:
    assert card.by_key(key)
    settled()
    assert isinstance(open_dialog_of(card), kind)


def test_a_menu_opens_by_its_key_and_does_a_line_by_its_own(qtbot, owner, card, settled) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), "b")
    menu = card.bar.balance.menu_open
    assert menu.isVisible()
    qtbot.keyClicks(menu, "r")
    settled()
    assert isinstance(open_dialog_of(card), RefundDialog)


def test_a_cashier_sees_what_needs_an_approval(card) -> None:
    menu = card.bar.balance.open_menu()
    refund = menu.action_of("Refund")
    assert refund.isEnabled()
    said = "This needs the permission “{}”. A colleague's PIN can approve it."
    assert refund.toolTip() == said.format("Refund money")
    assert card.bar.deduct.isEnabled()
    assert card.bar.deduct.toolTip() == said.format("Deduct from a balance")


def test_what_cannot_be_approved_is_greyed_out_and_says_which_is_missing(
    runner, card, settled
) -> None:
    runner.staff = TECHNICIAN
    card.reload()
    settled()
    more = card.bar.more.open_menu()
    assert not any(action.isEnabled() for action in more.actions() if not action.isSeparator())
    assert "“Merge and erase clients”" in more.action_of("Merge with another card").toolTip()
    assert not card.bar.start.isEnabled()
    assert "“Start, pause, move and end sessions”" in card.bar.start.toolTip()


def test_who_plays_already_cannot_start(card) -> None:
    assert card.bar.start.toolTip() == "The client plays on PC 07 already."


def test_start_session_asks_for_the_hall(qtbot, screen, settled) -> None:
    screen.show_client(2)
    settled()
    with qtbot.waitSignal(screen.start_wanted) as told:
        screen.card.bar.start.click()
    assert told.args == [2]


def test_a_birthday_is_offered_and_credited(qtbot, desk, rich, screen, card, settled) -> None:
    desk.answers[CreditBirthday] = Done()
    assert card.offer.isVisible()
    assert "Birthday bonus: Happy birthday, 500 pts" in lines_of(card.bar.bonuses.open_menu())
    with qtbot.waitSignal(screen.told) as told:
        card.offer.credit.click()
    assert "for the birthday" in told.args[0].text
    command = desk.done[0]
    assert (command.client_id, command.promotion_id) == (1, 9)


def test_no_offer_on_other_days(card) -> None:
    assert not card.offer.isVisible()


def test_an_erased_card_is_there_to_be_read(desk, screen, settled) -> None:
    first = desk.books.clients[0]
    gone = replace(first.client, name="", phone="", card_number="", erased_at=NOW)
    desk.books.clients[0] = replace(first, client=gone, playing_on="", balance_minor=0)
    screen.show_client(1)
    settled()
    card = screen.card
    assert card.header.name.whole() == "Erased client"
    assert [pill.word for pill in card.header.shown] == ["Personal data erased"]
    assert not card.bar.top_up.isEnabled()
    assert card.bar.top_up.toolTip() == "This card is out of use."
    assert not any(
        line.can for line in (*card.bar.balance_lines(), *card.bar.bonus_lines(),
                              *card.bar.more_lines())
    )  # fmt: skip
    card.bar.ask(CardDeed.REFUND)
    settled()
    assert open_dialog_of(card) is None
