"""A group is started through the hall's own widgets over real books."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.domain.ledger import AccountKind
from clubdesk.services.group_start import StartGroup
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.group_payment import CARD, CASH, LATER
from clubdesk.ui.hall.group_seat import CLIENT, GUEST
from clubdesk.ui.journal.facts import fact_lines
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.client_first import ClientFirst
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.rates_club import allow_postpaid, sell_package
from tests.support.reservations import reserve

__all__ = ["database_url", "desk", "hall", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture
def group(hall, world, settled, qtbot):
    """Chooses seats with the mouse and presses S."""

    def choose(*places: int) -> GroupDialog:
        hall.controller.reload()
        settled()
        hall.view.choose_all([world.stations[place] for place in places])
        QTest.keyClick(hall.view, Qt.Key.Key_S)
        qtbot.waitUntil(lambda: isinstance(open_dialog_of(hall), GroupDialog))
        settled()
        return open_dialog_of(hall)

    return choose


def put_client(hall, dialog, place, client, settled) -> None:
    dialog.seats[place].who.choose(CLIENT)
    search = open_dialog_of(hall)
    assert isinstance(search, ClientFirst)
    search.picker.pick_client(client)
    settled()
    assert open_dialog_of(hall) is dialog


def press(dialog, settled) -> None:
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    settled()


def sessions(world):
    with world.storage.begin() as work:
        return {one.station_id: one for one in work.sessions.all_open()}


def test_a_client_and_two_guests_start_with_one_press(group, hall, world, settled, desk) -> None:
    client, till = world.client(80_000), world.till()
    dialog = group(0, 1, 2)
    assert not dialog.primary.isEnabled()
    put_client(hall, dialog, 1, client, settled)
    QTest.keyClicks(dialog.amount.edit, "800")
    QTest.keyClick(dialog.seats[2].amount.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.seats[2].amount.edit, "400")
    QTest.keyClicks(dialog.received.edit, "2000")
    assert "1,200" in dialog.figures.total.value.text()
    assert "800" in dialog.figures.change.value.text()
    assert (dialog.figures.guests.value.text(), dialog.figures.clients.value.text()) == ("2", "1")
    press(dialog, settled)
    assert [type(one) for one in desk.done] == [StartGroup]
    playing = sessions(world)
    assert [playing[world.stations[i]].client_id for i in range(3)] == [None, client, None]
    assert world.till() == till + 120_000
    assert open_dialog_of(hall) is None
    assert "PC 03" in hall.heard[-1].words()
    assert "800" in hall.heard[-1].more


def test_an_amount_of_its_own_stays_when_the_common_one_changes(group) -> None:
    dialog = group(0, 1)
    QTest.keyClicks(dialog.seats[1].amount.edit, "300")
    dialog.amount.set_minor(50_000)
    assert [seat.guest_minor() for seat in dialog.seats] == [50_000, 30_000]


def test_a_refusal_stands_at_its_seat_and_nobody_started(group, world, settled) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    world.start_guest(40_000, seat=1)
    till = world.till()
    press(dialog, settled)
    assert dialog.isVisible()
    assert "PC 02" in dialog.seats[1].note.text()
    assert dialog.seats[1].note.isVisible()
    assert list(sessions(world)) == [world.stations[1]]
    assert world.till() == till


def test_a_client_without_money_is_said_before(group, hall, world, settled) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    put_client(hall, dialog, 0, world.client(), settled)
    assert not dialog.primary.isEnabled()
    assert "PC 01" in dialog.primary.toolTip()
    assert dialog.seats[0].note.isVisible()
    dialog.seats[0].who.choose(GUEST)
    assert dialog.primary.isEnabled()
    assert not dialog.seats[0].note.isVisible()


def test_the_same_client_twice_is_said_before(group, hall, world, settled) -> None:
    client = world.client(80_000)
    dialog = group(0, 1)
    for place in (0, 1):
        put_client(hall, dialog, place, client, settled)
    assert not dialog.primary.isEnabled()
    assert "twice" in dialog.seats[1].note.text()


def test_who_is_not_found_leaves_a_guest(group, hall) -> None:
    dialog = group(0, 1)
    dialog.seats[0].who.choose(CLIENT)
    QTest.keyClick(open_dialog_of(hall), Qt.Key.Key_Escape)
    assert open_dialog_of(hall) is dialog
    assert dialog.seats[0].who.key() == GUEST


def test_a_package_has_its_price_on_every_seat(group, world, settled) -> None:
    package = sell_package(world)
    dialog = group(0, 1)
    places = [rate.id for rate in dialog.choice.allowed()]
    dialog.choice.list.choose(places.index(package))
    assert [seat.guest_minor() for seat in dialog.seats] == [150_000, 150_000]
    assert dialog.seats[0].amount.edit.isReadOnly()
    press(dialog, settled)
    assert len(sessions(world)) == 2


def test_seats_without_a_common_rate_say_so(group) -> None:
    dialog = group(0, 4)
    dialog.amount.set_minor(80_000)
    assert not dialog.primary.isEnabled()
    assert "all of these seats" in dialog.primary.toolTip()


@pytest.mark.parametrize("typed", ["letters", "-5", "0", "999999999999999999999"])
def test_what_is_no_amount_is_never_sent(group, settled, desk, typed) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    dialog.seats[0].amount.edit.selectAll()
    QTest.keyClicks(dialog.seats[0].amount.edit, typed)
    assert not dialog.primary.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settled()
    assert desk.done == []


def test_too_little_received_cannot_be_sent(group) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    assert dialog.primary.isEnabled()
    dialog.received.set_minor(100_000)
    assert not dialog.primary.isEnabled()
    assert "600" in dialog.figures.change.value.text()


def test_several_free_seats_offer_the_group_first(group, hall) -> None:
    group(0, 1).finish(done=False)
    assert next(iter(hall.panel.buttons.buttons)) is Deed.GROUP


def test_the_journal_says_the_seats_and_the_money(group, world, settled) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    dialog.received.set_minor(200_000)
    press(dialog, settled)
    club = world.storage.queries.club()
    line = next(one for one in world.journal() if one.action == "StartGroup")
    said = dict(fact_lines(line, club))
    assert said["Seats"] == "PC 01, PC 02"
    assert "1,600" in said["Cash"]
    assert "400" in said["Change to give"]
    assert not any("{" in value for value in said.values())


def type_into(edit, text: str) -> None:
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, text)


def test_who_is_short_is_topped_up_in_the_window(group, hall, world, settled) -> None:
    client, till = world.client(), world.till()
    dialog = group(0, 1)
    dialog.amount.set_minor(40_000)
    put_client(hall, dialog, 0, client, settled)
    seat = dialog.seats[0]
    assert "Type a top-up" in seat.note.text()
    assert seat.top_up.isVisible()
    type_into(seat.top_up.edit, "800")
    assert not seat.note.isVisible()
    assert "1,200" in dialog.figures.total.value.text()
    assert dialog.primary.text().replace("\u00a0", " ") == "Start 2 PCs and take 1,200 ₸"
    press(dialog, settled)
    assert open_dialog_of(hall) is None
    assert (world.game(client), world.till()) == (80_000, till + 120_000)
    assert sessions(world)[world.stations[0]].client_id == client


def test_a_top_up_that_is_no_amount_is_never_sent(group, hall, world, settled, desk) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(40_000)
    put_client(hall, dialog, 0, world.client(), settled)
    for typed in ("letters", "-5", "0", "9" * 21):
        type_into(dialog.seats[0].top_up.edit, typed)
        assert not dialog.primary.isEnabled(), typed
    assert desk.done == []


def test_one_card_pays_for_all_guests(group, hall, world, settled, desk) -> None:
    till = world.till()
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    dialog.payment.ways.choose(CARD)
    assert not dialog.received.isEnabled()
    words = dialog.primary.text().replace("\u00a0", " ")
    assert words == "Start 2 PCs and take 1,600 ₸ by card"
    press(dialog, settled)
    assert dialog.payment.terminal.isVisible()
    assert not dialog.primary.isEnabled()
    assert not dialog.seats[0].amount.isEnabled()
    QTest.keyClicks(dialog.payment.terminal.slip.editor, "S-77")
    assert dialog.primary.text() == "Approved: start"
    press(dialog, settled)
    assert open_dialog_of(hall) is None
    assert len(sessions(world)) == 2
    assert world.balance(AccountKind.CARD_CLEARING, 1) == 160_000
    assert world.till() == till
    assert [type(one).__name__ for one in desk.done] == ["BeginCardPayment", "StartGroup"]


def test_a_declined_card_leaves_the_group_for_cash(group, hall, world, settled) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    dialog.payment.ways.choose(CARD)
    press(dialog, settled)
    QTest.keyClick(dialog, Qt.Key.Key_F10)
    settled()
    assert not dialog.payment.terminal.isVisible()
    assert dialog.payment.notice.isVisible()
    dialog.payment.ways.choose(CASH)
    press(dialog, settled)
    assert open_dialog_of(hall) is None
    assert world.balance(AccountKind.CARD_CLEARING, 1) == 0
    assert len(sessions(world)) == 2


def test_leaving_while_the_terminal_is_asked_is_told(group, hall, runner, settled) -> None:
    told = []
    runner.refused.connect(told.append)
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    dialog.payment.ways.choose(CARD)
    press(dialog, settled)
    dialog.finish(done=False)
    settled()
    assert len(told) == 1


def test_guests_pay_at_the_end_where_the_club_allows_it(group, world, settled) -> None:
    allow_postpaid(world, 60_000)
    till = world.till()
    dialog = group(0, 1)
    assert dialog.payment.ways.isVisible()
    dialog.payment.ways.choose(LATER)
    assert not dialog.amount.isEnabled()
    assert dialog.primary.text() == "Start 2 PCs"
    press(dialog, settled)
    assert [one.postpaid for one in sessions(world).values()] == [True, True]
    assert world.till() == till


def test_a_limit_is_set_for_all_of_them(group, world, settled) -> None:
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    QTest.keyClick(dialog, Qt.Key.Key_F9)
    assert dialog.limit.isVisible()
    dialog.limit.time.editor.setText("0:20")
    press(dialog, settled)
    for one in sessions(world).values():
        assert (one.ends_at - one.started_at).total_seconds() == 1_200


def test_play_into_a_reservation_is_told_and_one_press_ends_it_before(
    group, world, settled
) -> None:
    reserve(world, seats=(1,), after_minutes=45)
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    assert "Aigerim" in dialog.seats[1].note.text()
    assert not dialog.seats[0].note.isVisible()
    assert dialog.primary.isEnabled()
    QTest.mouseClick(dialog.only, Qt.MouseButton.LeftButton)
    assert not dialog.seats[1].note.isVisible()
    assert not dialog.only.isVisible()
    press(dialog, settled)
    for one in sessions(world).values():
        assert (one.ends_at - one.started_at).total_seconds() == 1_800


def test_who_reserved_brings_guests_to_the_own_seats(group, hall, world, settled) -> None:
    client = world.client(80_000)
    reserve(world, seats=(0, 1), after_minutes=45, client_id=client)
    dialog = group(0, 1)
    dialog.amount.set_minor(80_000)
    assert dialog.seats[1].note.isVisible()
    put_client(hall, dialog, 0, client, settled)
    assert not dialog.seats[1].note.isVisible()
    assert not dialog.only.isVisible()
