"""A sale that would run into a reservation is told before, and one press limits it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.reservation import Reservation, ReservationState
from clubdesk.ui.hall.face import wording_of
from clubdesk.ui.hall.run_into import only_until_text, run_into, run_into_text
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_hall import CLUB, NOON

COMES = Reservation(
    7, (3,), "Aigerim", NOON + timedelta(hours=2), NOON + timedelta(hours=4), client_id=3
)
"""From 20:12 in Almaty; held from 19:57."""
HOUR = timedelta(hours=1)


@pytest.fixture
def wording():
    return wording_of(CLUB)


def test_only_play_into_the_hold_is_in_the_way(wording) -> None:
    held = COMES.held_from(CLUB.reserving)
    assert run_into(COMES, 1, NOON, held, wording) is None
    found = run_into(COMES, None, NOON, held + timedelta(seconds=1), wording)
    assert found is not None
    assert (found.free_until, found.is_free_now) == (held, True)
    assert run_into(COMES, 1, NOON, None, wording) is None
    assert run_into(None, 1, NOON, held + HOUR, wording) is None


def test_nobody_is_in_their_own_way_nor_is_who_came_or_was_missed(wording) -> None:
    late = NOON + 9 * HOUR
    assert run_into(COMES, 3, NOON, late, wording) is None
    arrived = replace(COMES, state=ReservationState.ARRIVED)
    assert run_into(arrived, 1, NOON, late, wording) is None
    missed_at = COMES.missed_at(CLUB.reserving)
    assert run_into(COMES, 1, missed_at, late, wording) is None
    # A name without a card is nobody's own: a guest may be anybody.
    nameless = replace(COMES, client_id=None)
    assert run_into(nameless, None, NOON, late, wording) is not None


def test_the_words(wording) -> None:
    found = run_into(COMES, 1, NOON, NOON + 3 * HOUR, wording)
    assert run_into_text(found, wording) == (
        "Reserved from 20:12 for Aigerim: play until 21:12 would run into it.\nFree until 19:57."
    )
    assert only_until_text(found, wording) == "Only until 19:57"
    far = run_into(COMES, 1, NOON, NOON + 27 * HOUR, wording)
    assert "play until 21:12, in 1 d would" in run_into_text(far, wording)
    held = run_into(COMES, 1, COMES.held_from(CLUB.reserving), NOON + 3 * HOUR, wording)
    assert run_into_text(held, wording) == "Held for Aigerim, who comes at 20:12."


@pytest.fixture
def start(hall, desk, qtbot, settled):
    desk.books.reserved[3] = COMES

    def opened(*, guest=False, search=""):
        hall.controller.reload()
        settled()
        hall.choose_station(3)
        qtbot.keyClick(hall.view, Qt.Key.Key_G if guest else Qt.Key.Key_S)
        settled()
        dialog = open_dialog_of(hall)
        if search:
            dialog.client.look_for(search)
            settled()
        return dialog

    return opened


def test_one_press_ends_play_before_the_hold(start, desk, settled) -> None:
    desk.books.balances[1] = 5_000_00
    dialog = start(search="Sanjar")
    assert "Free until 19:57." in dialog.warning.text.text()
    assert dialog.primary.isEnabled()
    dialog.warning.only.click()
    assert not dialog.warning.isVisible()
    assert dialog.limit.isVisible()
    assert dialog.ends.value.text() == "19:57"
    dialog.primary.click()
    settled()
    assert [command.limit_s for command in desk.done] == [105 * 60]


def test_the_limit_gets_shorter_while_the_window_is_open(start, desk, settled) -> None:
    desk.books.balances[1] = 5_000_00
    dialog = start(search="Sanjar")
    dialog.warning.only.click()
    desk.clock.advance(601)
    dialog.primary.click()
    settled()
    (sent,) = desk.done
    assert sent.limit_s == 94 * 60
    ends_at = desk.clock.now() + timedelta(seconds=sent.limit_s)
    assert ends_at <= COMES.held_from(CLUB.reserving)


def test_a_limit_typed_by_hand_stays_what_it_is(start, desk) -> None:
    desk.books.balances[1] = 5_000_00
    dialog = start(search="Sanjar")
    dialog.warning.only.click()
    dialog.limit.time.editor.setText("1:50")
    desk.clock.advance(60)
    dialog.refresh()
    assert dialog.limit.limit_s() == 110 * 60
    assert dialog.warning.isVisible()
    dialog.limit_button.click()
    assert dialog.limit.limit_s() is None
    dialog.finish(done=False)


def test_short_play_and_the_client_who_reserved_are_not_warned(start) -> None:
    dialog = start(search="Ruslan")
    assert dialog.primary.isEnabled()
    assert not dialog.warning.isVisible()
    dialog.client.look_for("Sanjar")
    # One hour and 42 minutes, until 19:54.
    assert not dialog.warning.isVisible()
    dialog.finish(done=False)


def test_a_guest_is_warned_by_what_is_typed(start, desk, settled) -> None:
    dialog = start(guest=True)
    assert not dialog.warning.isVisible()
    dialog.guest.amount.set_minor(2_000_00)
    assert "play until 20:42" in dialog.warning.text.text()
    dialog.guest.amount.set_minor(800_00)
    assert not dialog.warning.isVisible()
    dialog.finish(done=False)
