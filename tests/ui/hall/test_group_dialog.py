"""A group is started through the hall's own widgets over real books."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.services.group_start import StartGroup
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.group_seat import CLIENT, GUEST
from clubdesk.ui.journal.facts import fact_lines
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.client_first import ClientFirst
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.rates_club import sell_package

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
    assert "1,200" in dialog.total.value.text()
    assert "800" in dialog.change.value.text()
    assert (dialog.guests.value.text(), dialog.clients.value.text()) == ("2", "1")
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
    assert [seat.cash_minor() for seat in dialog.seats] == [50_000, 30_000]


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
    assert [seat.cash_minor() for seat in dialog.seats] == [150_000, 150_000]
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
    assert "600" in dialog.change.value.text()


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
