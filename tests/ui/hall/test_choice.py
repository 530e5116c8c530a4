"""Buttons, keys and permissions of a seat never disagree."""

from dataclasses import replace

import pytest

from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.ui.hall.card_state import CardState, Watch, read
from clubdesk.ui.hall.choice import by_key, offers, opening_deed, why_not
from clubdesk.ui.hall.deeds import (
    APPROVABLE,
    KEYS,
    PERMISSIONS,
    Deed,
    SeatFacts,
    deeds_for,
    deeds_for_many,
)
from tests.support.fake_hall import NOON, play, small_club


def everything(_permission):
    return True


def seat(desk, station_id):
    card = desk.books.card(station_id)
    link = desk.hub.by_station.get(station_id)
    return SeatFacts(card, read(card, link, NOON, Watch()).state)


@pytest.fixture
def desk():
    made = small_club()
    play(made, 1, 1)
    play(made, 2, None, money=900_00)
    return made


def test_a_free_pc_can_be_sold_or_restarted(desk):
    assert deeds_for(seat(desk, 3)) == (Deed.START, Deed.GUEST, Deed.RESERVE, Deed.RESTART)


def test_a_free_console_has_nothing_to_restart(desk):
    assert deeds_for(seat(desk, 7)) == (Deed.START, Deed.GUEST, Deed.RESERVE)


def test_a_client_can_top_up_and_a_guest_cannot(desk):
    assert Deed.TOP_UP in deeds_for(seat(desk, 1))
    assert Deed.TOP_UP not in deeds_for(seat(desk, 2))


def test_a_paused_seat_resumes_with_the_key_that_paused_it(desk):
    paused = replace(seat(desk, 1), state=CardState.PAUSED)
    assert by_key([seat(desk, 1)], "p") is Deed.PAUSE
    assert by_key([paused], "p") is Deed.RESUME


def test_a_grey_pc_can_only_be_woken_and_service_offers_nothing(desk):
    grey = replace(seat(desk, 3), state=CardState.OFFLINE)
    assert deeds_for(grey) == (Deed.WAKE,)
    assert deeds_for(replace(grey, state=CardState.MAINTENANCE)) == ()


def test_waking_needs_a_known_network_address(desk):
    grey = replace(seat(desk, 3), state=CardState.OFFLINE)
    assert "MAC" in offers([grey], everything)[0].why_not
    known = replace(grey.card, station=replace(grey.card.station, mac="aa:bb:cc:dd:ee:ff"))
    assert offers([replace(grey, card=known)], everything)[0].why_not == ""


def test_several_seats_offer_what_all_of_them_allow(desk):
    assert deeds_for_many([seat(desk, 1), seat(desk, 2)]) == (Deed.PAUSE, Deed.RESTART, Deed.END)
    assert deeds_for_many([seat(desk, 1), seat(desk, 3)]) == (Deed.RESTART,)
    assert deeds_for_many([]) == ()


def test_one_primary_button_and_ending_is_marked(desk):
    shown = offers([seat(desk, 1)], everything)
    assert [offer.deed for offer in shown if offer.primary] == [Deed.TOP_UP]
    assert [offer.deed for offer in shown if offer.danger] == [Deed.END]


@pytest.mark.parametrize("role", list(Role))
def test_a_missing_permission_is_named(desk, role):
    granted = ROLE_PERMISSIONS[role]
    for offer in offers([seat(desk, 1)], granted.__contains__):
        lacks = PERMISSIONS[offer.deed] not in granted and offer.deed not in APPROVABLE
        assert bool(offer.why_not) == lacks
    assert "Top up a balance" in why_not(Deed.TOP_UP, lambda p: p is Permission.SELL)


def test_keys_work_on_a_russian_keyboard_too(desk):
    assert by_key([seat(desk, 3)], "ы") is Deed.START
    assert by_key([seat(desk, 1)], "У") is Deed.END
    assert by_key([seat(desk, 1)], "ч") is Deed.SWAP
    assert by_key([seat(desk, 1)], "z") is None
    assert by_key([seat(desk, 3)], "x") is None
    assert by_key([], "s") is None


def test_every_deed_has_a_key_and_a_permission():
    assert set(KEYS) == set(PERMISSIONS) == set(Deed)


def test_enter_never_does_a_deed_unasked(desk):
    assert opening_deed(seat(desk, 3)) is Deed.START
    assert opening_deed(seat(desk, 1)) is Deed.TOP_UP
    assert opening_deed(seat(desk, 2)) is None
    assert opening_deed(replace(seat(desk, 1), state=CardState.PAUSED)) is None
