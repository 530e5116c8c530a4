"""Start with packages, limits, cards and guests who pay at the end: what is shown, what is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.hall import Rate
from clubdesk.domain.play_rules import PlayRules
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import PackageOffer
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun, FailCardPayment
from clubdesk.services.commands import Done
from clubdesk.services.ports import KeptMinutes
from clubdesk.services.sessions import GuestStarted, SessionAnswer, StartGuestSession, StartSession
from clubdesk.ui.hall.limit_strip import seconds_of
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support import fake_hall
from tests.support.fake_hall import NOON, ZONE

DAY_NIGHT = HourlyPrice(
    tuple(PriceBand(d * 1440 + m, p) for d in range(7) for m, p in ((480, 800_00), (1320, 600_00))),
    ZONE,
)
NIGHT = PackageOffer(600, 3_500_00, 22 * 60, 2 * 60, frozenset(), 8 * 60)
RATES = (
    Rate(1, "Standard hourly", frozenset({1}), DAY_NIGHT),
    Rate(2, "Night", frozenset({1}), DAY_NIGHT, package=NIGHT),
    Rate(3, "3 hours", frozenset({1}), DAY_NIGHT, package=PackageOffer(180, 2_000_00)),
    Rate(4, "Consoles", frozenset({2}), HourlyPrice.flat(1_000_00, ZONE)),
    Rate(5, "Masters", frozenset({1}), DAY_NIGHT, roles=frozenset({"technician"})),
    Rate(6, "Members", frozenset({1}), DAY_NIGHT, guests=False),
    Rate(7, "Soon", frozenset({1}), DAY_NIGHT, valid_from=(NOON + timedelta(days=9)).date()),
    Rate(8, "Past", frozenset({1}), DAY_NIGHT, valid_until=(NOON - timedelta(days=9)).date()),
    Rate(9, "Retired", frozenset({1}), DAY_NIGHT, active=False),
)


@pytest.fixture
def desk(monkeypatch):
    made = fake_hall.small_club()
    made.books.on_sale = list(RATES)
    answers = {
        StartSession: SessionAnswer(session_id=1),
        StartGuestSession: GuestStarted(session_id=1, change_minor=0, job_id=1),
        BeginCardPayment: CardPaymentBegun(payment_id=5),
        FailCardPayment: Done(),
    }
    for kind, answer in answers.items():
        monkeypatch.setitem(fake_hall._DEEDS, kind, lambda _desk, _command, a=answer: a)
    return made


@pytest.fixture
def start(hall, qtbot, settled):
    def opened(*, guest=False, search=""):
        hall.choose_station(3)
        qtbot.keyClick(hall.view, Qt.Key.Key_G if guest else Qt.Key.Key_S)
        settled()
        dialog = open_dialog_of(hall)
        if search:
            dialog.client.look_for(search)
            settled()
        return dialog

    return opened


def lines(dialog):
    return [(r.line.title, r.line.under, r.line.off) for r in dialog.rates.rows]


def test_others_are_dim_and_say_why(start) -> None:
    dialog = start(search="Sanjar")
    assert lines(dialog) == [
        ("Standard hourly", "22:00 on: 600\u00a0₸/h", False),
        ("3 hours", "3\u00a0h, until 21:12", False),
        ("Members", "22:00 on: 600\u00a0₸/h", False),
        ("Night", "from 22:00", True),
        ("Consoles", "only for Consoles", True),
        ("Masters", "not sold by the role “Owner”", True),
        ("Soon", "from 30 Nov", True),
    ]
    dialog.rates.rows[3].pressed.emit()
    assert dialog.choice.rate().name == "Standard hourly"
    dialog.rates.choose(6)
    assert dialog.choice.rate().name == "Members"
    dialog.finish(done=False)


def test_what_is_for_clients_only_is_dim_for_a_guest(start) -> None:
    dialog = start(guest=True)
    assert ("Members", "for clients only", True) in lines(dialog)
    dialog.finish(done=False)


def test_where_the_club_does_not_offer_it_nothing_goes_on_after_a_package(start) -> None:
    dialog = start(search="Ruslan")
    dialog.rates.choose(1)
    assert dialog.choice.go_on.isVisible()
    dialog.choice.go_on.click()
    wording = dialog.choice._wording
    club = replace(wording.club, play=PlayRules(offer_hourly=False))
    dialog.choice._wording = replace(wording, club=club)
    dialog.rates.choose(0)
    dialog.rates.choose(1)
    assert not dialog.choice.go_on.isVisible()
    assert not dialog.choice.goes_on()
    dialog.finish(done=False)


def test_a_package_is_started_with_what_it_costs_and_until_when(start, desk, settled) -> None:
    dialog = start(search="Ruslan")
    dialog.rates.choose(1)
    shown = [f.value.text() for f in (dialog.money, dialog.time, dialog.ends)]
    assert shown == ["2,000\u00a0₸", "3\u00a0h", "21:12"]
    dialog.choice.go_on.click()
    assert dialog.money.value.text() == "5,200\u00a0₸"
    assert dialog.figures.bands.text() == (
        "package until 21:12, then until 22:00 at 800\u00a0₸/h, then until 02:16 at 600\u00a0₸/h"
    )
    dialog.primary.click()
    settled()
    assert [(c.rate_id, c.go_on_hourly) for c in desk.done] == [(3, True)]


def test_a_package_that_is_too_dear_is_topped_up_in_place(start) -> None:
    dialog = start(search="Sanjar")
    assert dialog.rates.rows[1].line.under_value == "636\u00a0₸ short"
    dialog.rates.choose(1)
    assert not dialog.primary.isEnabled()
    assert dialog.client.short.isVisible()
    assert dialog.client.amount.minor() == 636_00
    dialog.rates.choose(0)
    assert dialog.primary.isEnabled()
    assert not dialog.client.short.isVisible()
    dialog.finish(done=False)


def test_the_prices_on_the_way_are_told(start, desk) -> None:
    dialog = start(search="Ruslan")
    assert dialog.figures.bands.text() == (
        "until 22:00 at 800\u00a0₸/h, then until 01:36 at 600\u00a0₸/h"
    )
    dialog.finish(done=False)


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("90", 5400), ("1:30", 5400), ("0:45", 2700), ("1.30", 5400), ("0", None), ("1:75", None),
        ("x", None), ("-5", None), ("99999", None), ("٣", None), ("", None),
    ],
)  # fmt: skip
def test_a_typed_time(typed, seconds) -> None:
    assert seconds_of(typed) == seconds


def test_a_limit_in_time_or_money_is_quoted_and_sent(start, desk, settled, qtbot) -> None:
    dialog = start(search="Ruslan")
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_F9)
    assert dialog.limit.isVisible()
    dialog.limit.chips.choose(3600)
    assert (dialog.money.value.text(), dialog.ends.value.text()) == ("800\u00a0₸", "19:12")
    dialog.limit.money.edit.setText("400")
    assert dialog.ends.value.text() == "18:42"
    dialog.limit.time.editor.setText("abc")
    assert not dialog.primary.isEnabled()
    dialog.limit.time.editor.setText("1:30")
    dialog.primary.click()
    settled()
    (sent,) = desk.done
    assert (sent.limit_s, sent.limit_minor) == (5400, 400_00)


def test_taking_the_limit_away_takes_it_away(start, desk, settled) -> None:
    dialog = start(search="Ruslan")
    dialog.limit_button.click()
    dialog.limit.chips.choose(1800)
    dialog.limit_button.click()
    dialog.primary.click()
    settled()
    assert (desk.done[0].limit_s, desk.done[0].limit_minor) == (None, None)


def test_kept_minutes_are_told_and_played_first(start, desk) -> None:
    cover = RATES[2].cover(NOON - timedelta(days=2))
    desk.books.kept = [KeptMinutes(1, 3, 9, 0, cover, 1200, NOON + timedelta(days=20))]
    dialog = start(search="Ruslan")
    assert dialog.client.note.text() == "20\u00a0min of “3 hours” are kept and played first."
    dialog.limit_button.click()
    dialog.limit.chips.choose(3600)
    assert dialog.money.value.text() == "533.33\u00a0₸"
    dialog.finish(done=False)


def test_a_guest_pays_a_package_at_its_price(start, desk, settled) -> None:
    dialog = start(guest=True)
    dialog.rates.choose(1)
    assert dialog.guest.amount.minor() == 2_000_00
    assert dialog.guest.amount.edit.isReadOnly()
    dialog.rates.choose(0)
    assert dialog.guest.amount.minor() is None
    dialog.rates.choose(1)
    dialog.guest.received.set_minor(5_000_00)
    assert dialog.change.value.text() == "3,000\u00a0₸"
    dialog.primary.click()
    settled()
    (sent,) = desk.done
    assert (sent.rate_id, sent.cash_minor, sent.received_minor) == (3, 2_000_00, 5_000_00)


def test_a_card_is_asked_at_the_terminal_before_a_guest_starts(start, desk, settled) -> None:
    dialog = start(guest=True)
    dialog.guest.amount.set_minor(1_000_00)
    dialog.guest.method.step(1)
    assert dialog.primary.text() == "Start and take 1,000\u00a0₸ by card"
    dialog.primary.click()
    settled()
    assert [(type(c), c.amount_minor, c.guest) for c in desk.done] == [
        (BeginCardPayment, 1_000_00, True)
    ]
    assert dialog.guest.terminal.isVisible()
    assert not dialog.choice.isVisible()
    assert not dialog.primary.isEnabled()
    dialog.guest.terminal.slip.editor.setText("0042")
    dialog.primary.click()
    settled()
    sent = desk.done[-1]
    assert (sent.card_minor, sent.cash_minor, sent.card_payment_id, sent.slip) == (
        1_000_00, 0, 5, "0042"
    )  # fmt: skip


def test_a_declined_card_leaves_the_amount_for_cash(start, desk, settled, qtbot) -> None:
    dialog = start(guest=True)
    dialog.guest.amount.set_minor(1_000_00)
    dialog.guest.method.step(2)
    dialog.guest.cash.set_minor(400_00)
    dialog.primary.click()
    settled()
    assert desk.done[0].amount_minor == 600_00
    qtbot.keyClick(dialog.guest.terminal.slip.editor, Qt.Key.Key_F10)
    settled()
    assert (type(desk.done[1]), desk.done[1].outcome) == (FailCardPayment, CardState.DECLINED.value)
    assert "Bank declined" in dialog.guest.notice_text.text()
    assert dialog.guest.amount.minor() == 1_000_00
    assert dialog.choice.isVisible()
    dialog.finish(done=False)


def test_leaving_while_the_terminal_is_asked_is_told(start, runner, settled) -> None:
    refused = []
    runner.refused.connect(lambda error: refused.append(error.code))
    dialog = start(guest=True)
    dialog.guest.amount.set_minor(1_000_00)
    dialog.guest.method.step(1)
    dialog.primary.click()
    settled()
    dialog.finish(done=False)
    assert refused == ["payment.left_pending"]


def test_a_guest_may_pay_at_the_end_where_the_club_allows_it(start, desk, hall, settled) -> None:
    dialog = start(guest=True)
    assert not dialog.guest.postpaid.isVisible()
    dialog.finish(done=False)
    desk.books.owner = replace(
        desk.books.owner, postpaid_guests=True, postpaid_limit_minor=1_600_00
    )
    hall.controller.reload()
    settled()
    dialog = start(guest=True)
    dialog.guest.postpaid.click()
    shown = [f.value.text() for f in (dialog.money, dialog.time, dialog.ends)]
    assert shown == ["1,600\u00a0₸", "2\u00a0h", "20:12"]
    dialog.primary.click()
    settled()
    (sent,) = desk.done
    assert (sent.postpaid, sent.cash_minor, sent.received_minor) == (True, 0, None)
