"""Guests who pay at the end by card: the price stands still, and nobody pays twice."""

import pytest

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import SessionState
from clubdesk.domain.session_ends import owed_at_end
from clubdesk.printing.layout import receipt_text
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.card_booking import BookCardPayment, PayBackCardPayment
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment, SettleCardPayment
from clubdesk.services.packages import BuyPackage
from clubdesk.services.pausing_all import ResumeAll
from clubdesk.services.ports_terminal import OutcomeKind
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession, StartGuestSession
from clubdesk.services.shifts import CloseShift
from tests.support.card_words import approved, begin, code_of, mark, pending, report, stored
from tests.support.rates_club import (
    allow_postpaid,
    end,
    over,
    pass_minutes,
    sell,
    sell_package,
    start_guest,
)

CARD = AccountKind.CARD_CLEARING
GUEST = AccountKind.GUEST


@pytest.fixture
def club(world):
    """A club with an open shift whose guests may owe 1,000.00."""
    world.open_shift()
    allow_postpaid(world, 100_000)
    return world


def owing(world, minutes=45, rate=None):
    """A guest's session that was stopped to be paid; 600.00 an hour unless told."""
    session = start_guest(world, rate or sell(world), postpaid=True).session_id
    pass_minutes(world, minutes)
    world.do(PauseSession(session_id=session))
    return session


def asked(session):
    return {"session_id": session, "purpose": "session"}


def bill_of(world, job_id):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id).receipt


def test_a_card_pays_what_was_owed_when_the_timer_stopped(club) -> None:
    session = owing(club)
    payment = approved(club, 45_000, **asked(session))
    pass_minutes(club, 10)
    answer = end(club, session, card_minor=45_000, card_payment_id=payment)
    assert (answer.charged_minor, answer.returned_minor) == (45_000, 0)
    assert club.balance(CARD, 1) == 45_000
    assert club.balance(GUEST, session) == 0
    assert club.balance(AccountKind.PLAY_REVENUE) == 45_000
    assert stored(club, payment).transaction_id is not None
    assert pending(club) == ()


def test_a_bill_in_parts_says_cash_card_received_and_change(club) -> None:
    session = owing(club)
    payment = approved(club, 25_000, **asked(session))
    answer = end(
        club,
        session,
        cash_minor=20_000,
        received_minor=50_000,
        card_minor=25_000,
        card_payment_id=payment,
    )
    assert answer.change_minor == 30_000
    paper = receipt_text(bill_of(club, answer.job_id), "en", 48)
    said = [
        line.split()[:2] for line in paper if line.startswith(("Cash ", "Card ", "Rec", "Chan"))
    ]
    assert said == [["Cash", "200"], ["Card", "250"], ["Received", "500"], ["Change", "300"]]


def test_a_running_session_is_stopped_before_a_card_is_asked(club) -> None:
    session = start_guest(club, sell(club), postpaid=True).session_id
    pass_minutes(club, 45)
    with pytest.raises(Exception, match=r"session\.still_running"):
        begin(club, 45_000, **asked(session))


@pytest.mark.parametrize(
    ("amount", "facts", "code"),
    [
        (45_001, {}, "money.more_than_owed"),
        (0, {}, "money.not_positive"),
        (-5, {}, "money.not_positive"),
        (10**18, {}, "money.too_large"),
        (45_000, {"session_id": 999}, "session.unknown"),
        (45_000, {"session_id": None}, "payment.bad_purpose"),
        (45_000, {"purpose": "guest"}, "payment.bad_purpose"),
    ],
)
def test_a_card_is_asked_for_nothing_else(club, amount, facts, code) -> None:
    session = owing(club)
    with pytest.raises(Exception, match=code.replace(".", r"\.")):
        begin(club, amount, **{**asked(session), **facts})
    assert pending(club) == ()


def test_a_card_pays_for_no_session_that_was_paid_before(club) -> None:
    session = start_guest(club, sell(club), cash_minor=60_000).session_id
    club.do(PauseSession(session_id=session))
    with pytest.raises(Exception, match=r"session\.paid_already"):
        begin(club, 100, **asked(session))


def test_a_guest_never_pays_twice(club) -> None:
    session = owing(club)
    payment = approved(club, 45_000, **asked(session))
    with pytest.raises(Exception, match=r"payment\.unresolved"):
        begin(club, 45_000, **asked(session))
    deeds = (
        EndSession(session_id=session, cash_minor=45_000),
        EndSession(session_id=session, unpaid_reason="Ran away"),
        ResumeSession(session_id=session),
        BuyPackage(session_id=session, rate_id=sell_package(club, 60, 10_000)),
        CancelSession(session_id=session, reason="Wrong seat"),
    )
    for deed in deeds:
        assert code_of(club, deed) == "payment.unresolved"
    assert club.do(ResumeAll()).left_alone == 1
    assert code_of(club, CloseShift(counted_minor=club.till())) == "shift.sessions_open"
    club.do(BookCardPayment(payment_id=payment))
    assert club.session(session).state is SessionState.ENDED
    assert code_of(club, BookCardPayment(payment_id=payment)) == "payment.settled"
    assert club.balance(CARD, 1) == 45_000


def test_while_nobody_knows_the_money_is_not_taken_in_cash(club) -> None:
    session = owing(club)
    payment = begin(club, 45_000, **asked(session))
    mark(club, payment)
    report(club, payment, OutcomeKind.UNKNOWN)
    cash = EndSession(session_id=session, cash_minor=45_000)
    assert code_of(club, cash) == "payment.unresolved"
    club.do(SettleCardPayment(payment_id=payment, approved=False, reason="No slip"))
    assert club.do(cash).charged_minor == 45_000


def test_a_card_that_was_declined_leaves_the_cash(club) -> None:
    session = owing(club)
    payment = begin(club, 45_000, **asked(session))
    mark(club, payment)
    report(club, payment, OutcomeKind.DECLINED)
    till = club.till()
    end(club, session, cash_minor=45_000)
    assert club.till() - till == 45_000


def test_a_terminal_told_by_hand_pays_with_its_slip(club) -> None:
    session = owing(club)
    wish = {"amount_minor": 45_000, "guest": True, "purpose": "session", "session_id": session}
    first = club.do(BeginCardPayment(**wish)).payment_id
    cash = EndSession(session_id=session, cash_minor=45_000)
    assert code_of(club, cash) == "payment.unresolved"
    club.do(FailCardPayment(payment_id=first, outcome="declined"))
    second = club.do(BeginCardPayment(**wish)).payment_id
    end(club, session, card_minor=45_000, card_payment_id=second, slip="0077")
    assert stored(club, second).slip == "0077"
    assert club.balance(CARD, 1) == 45_000


def test_book_it_ends_the_session_after_a_crash(club) -> None:
    session = owing(club)
    payment = approved(club, 45_000, **asked(session))
    (seen,) = pending(club)
    assert (seen.session_id, seen.seat_name, seen.purpose) == (session, "PC 01", "session")
    pass_minutes(club, 30)
    answer = club.do(BookCardPayment(payment_id=payment))
    assert (answer.session_id, answer.client_id) == (session, 0)
    assert answer.transaction_id == stored(club, payment).transaction_id
    assert bill_of(club, answer.job_id).bill.card == 45_000
    assert stored(club, payment).state is CardState.APPROVED


def test_a_part_is_not_booked_alone(club) -> None:
    session = owing(club)
    payment = approved(club, 25_000, **asked(session))
    assert code_of(club, BookCardPayment(payment_id=payment)) == "money.not_the_price"
    assert stored(club, payment).transaction_id is None
    end(club, session, cash_minor=20_000, card_minor=25_000, card_payment_id=payment)
    assert club.balance(CARD, 1) == 25_000


def test_what_was_paid_back_leaves_the_session_to_be_paid(club) -> None:
    session = owing(club)
    payment = approved(club, 45_000, **asked(session))
    club.do(PayBackCardPayment(payment_id=payment, reason="Wants cash", slip="0051"))
    end(club, session, cash_minor=45_000)
    assert club.balance(CARD, 1) == 0


def test_the_card_of_one_session_pays_for_no_other(club) -> None:
    rate = sell(club)
    session = owing(club, rate=rate)
    other = start_guest(club, rate, 1, postpaid=True).session_id
    pass_minutes(club, 45)
    payment = approved(club, 45_000, **asked(session))
    wrong = EndSession(session_id=other, card_minor=45_000, card_payment_id=payment)
    assert code_of(club, wrong) == "payment.other_session"
    before = StartGuestSession(
        station_id=club.stations[2], rate_id=rate, card_minor=45_000, card_payment_id=payment
    )
    assert code_of(club, before) == "payment.other_session"


def test_two_guests_who_owe_the_same_pay_one_after_the_other(club) -> None:
    rate = sell(club)
    first = owing(club, rate=rate)
    second = start_guest(club, rate, 1, postpaid=True).session_id
    pass_minutes(club, 45)
    club.do(PauseSession(session_id=second))
    approved(club, 45_000, **asked(first))
    assert stored(club, approved(club, 45_000, **asked(second))).state is CardState.APPROVED


def test_a_session_that_stopped_at_its_limit_is_paid_the_same_way(club) -> None:
    session = start_guest(club, sell(club), postpaid=True).session_id
    pass_minutes(club, 200)
    assert over(club) == 1
    assert code_of(club, CloseShift(counted_minor=club.till())) == "shift.sessions_open"
    payment = approved(club, 100_000, **asked(session))
    club.do(BookCardPayment(payment_id=payment))
    assert club.session(session).charged_minor == 100_000


def test_a_package_costs_no_more_for_the_time_the_terminal_took(club) -> None:
    """What is left of it is given back, as it was when the timer stopped."""
    night = sell_package(club, 600, 60_000, "Night", hard_end=8 * 60, unused=Unused.GIVEN_BACK)
    session = owing(club, 60, night)
    price = owed_at_end(club.session(session), club.clock.now())
    payment = approved(club, price, **asked(session))
    pass_minutes(club, 8 * 60)
    assert end(club, session, card_minor=price, card_payment_id=payment).charged_minor == price
