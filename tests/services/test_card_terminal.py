"""A driven terminal's word: stored before it is asked, told once, booked once, never lost."""

import pytest

from clubdesk.domain.card_payment import CardState, PaymentKind
from clubdesk.domain.events import CardPaymentAsked
from clubdesk.domain.people import Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_booking import BookCardPayment, PayBackCardPayment
from clubdesk.services.card_evidence import evidence_of, masked
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment, SettleCardPayment
from clubdesk.services.card_terminal import (
    KeepTerminalDay,
    NameCardPayment,
)
from clubdesk.services.ports_terminal import Evidence, OutcomeKind
from clubdesk.services.sessions import StartGuestSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.typed_money import holds_card_number
from tests.support.card_words import (
    CARD,
    PAN,
    approved,
    begin,
    code_of,
    mark,
    pending,
    report,
    resolve,
    stored,
    top_up,
    unknown,
)


def test_it_is_created_sent_and_told(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = begin(world, client=client)
    assert CardPaymentAsked(payment, 1) in world.heard
    assert stored(world, payment).state is CardState.CREATED
    mark(world, payment)
    found = stored(world, payment)
    assert (found.state, found.mark, found.driver) == (CardState.SENT, "17;0041", "zvt_tcp")
    world.door.carry_out(NameCardPayment(payment_id=payment, mark="P-9"), None)
    assert stored(world, payment).mark == "P-9"
    report(world, payment, OutcomeKind.APPROVED, "00", "APPROVED")
    found = stored(world, payment)
    assert (found.state, found.code, found.slip) == (CardState.APPROVED, "00", "0042")
    assert [one.state for one in pending(world)] == ["approved"]
    answer = world.do(top_up(client, payment))
    assert stored(world, payment).transaction_id == answer.transaction_id
    assert (world.game(client), world.balance(CARD, 1), pending(world)) == (10_000, 10_000, ())


def test_it_is_sent_once_and_told_once(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = begin(world, client=client)
    with pytest.raises(DeskError, match=r"payment\.settled"):
        report(world, payment, OutcomeKind.APPROVED)
    mark(world, payment)
    with pytest.raises(DeskError, match=r"payment\.sent_already"):
        mark(world, payment)
    report(world, payment, OutcomeKind.DECLINED, "51", "DO NOT HONOUR")
    for kind in (OutcomeKind.APPROVED, OutcomeKind.DECLINED):
        with pytest.raises(DeskError, match=r"payment\.settled"):
            report(world, payment, kind)
    assert code_of(world, top_up(client, payment)) == "payment.settled"
    assert (stored(world, payment).detail, world.game(client)) == ("DO NOT HONOUR", 0)


def test_the_terminals_slip_is_printed_by_the_desk(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = begin(world, client=client)
    mark(world, payment)
    lines = ("CARD PAYMENT", f"CARD {PAN}", "APPROVED 123456")
    report(world, payment, OutcomeKind.APPROVED, evidence=Evidence(lines=lines))
    with world.storage.begin() as work:
        receipt = work.print_jobs.waiting()[-1].receipt
    assert (receipt.paper.kind, receipt.paper.number) == (PaperKind.CARD_SLIP, payment)
    assert receipt.paper.staff_name == "Olga Owner"
    assert receipt.lines[0] == "CARD PAYMENT"
    assert PAN not in " ".join(receipt.lines)


def test_what_was_not_taken_prints_no_slip(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = begin(world, client=client)
    mark(world, payment)
    report(world, payment, OutcomeKind.DECLINED, evidence=Evidence(lines=("DECLINED",)))
    with world.storage.begin() as work:
        assert work.print_jobs.waiting() == []


@pytest.mark.parametrize("kind", [OutcomeKind.NOT_STARTED, OutcomeKind.CANCELLED])
def test_what_was_never_sent_is_not_taken(open_world, kind) -> None:
    payment = begin(open_world)
    report(open_world, payment, kind, evidence=Evidence())
    assert stored(open_world, payment).state.value == kind.value
    assert pending(open_world) == ()


def test_it_is_booked_once_for_exactly_its_amount_and_client(open_world) -> None:
    world, client = open_world, open_world.client()
    other = world.client(name="Maria", phone="+77015554418")
    payment = approved(world, client=client)
    assert code_of(world, top_up(client, payment, 9_999)) == "payment.other_amount"
    assert code_of(world, top_up(other, payment)) == "payment.other_client"
    world.do(top_up(client, payment))
    assert code_of(world, top_up(client, payment)) == "payment.settled"
    assert code_of(world, BookCardPayment(payment_id=payment)) == "payment.settled"
    assert world.balance(CARD, 1) == 10_000


def test_nothing_is_booked_while_the_terminal_is_asked(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = begin(world, client=client)
    for step in (lambda: None, lambda: mark(world, payment)):
        step()
        assert code_of(world, top_up(client, payment)) == "payment.in_progress"
        settle = SettleCardPayment(payment_id=payment, approved=True, reason="x", slip="1")
        assert code_of(world, settle) == "payment.in_progress"
        fail = FailCardPayment(payment_id=payment, outcome="declined")
        assert code_of(world, fail) in ("payment.in_progress", "payment.settled")
    assert world.game(client) == 0


@pytest.mark.parametrize("driver", ["zvt_tcp", "manual"])
def test_an_unknown_one_is_booked_by_who_may_settle_alone(open_world, driver) -> None:
    world, client = open_world, open_world.client()
    cashier = world.staff(Role.CASHIER)
    if driver == "manual":
        payment = world.begin_card(client, 10_000)
        world.do(FailCardPayment(payment_id=payment, outcome="unknown"))
    else:
        payment = unknown(world, client=client)
    late = TopUp(client_id=client, card_minor=10_000, card_payment_id=payment, slip="7")
    for staff in (cashier, world.owner):
        assert code_of(world, late, staff) == "payment.needs_settling"
    settle = SettleCardPayment(payment_id=payment, approved=True, reason="By the slip", slip="7")
    assert code_of(world, settle, cashier) == "staff.not_allowed"
    world.do(settle)
    assert world.game(client) == 10_000


def test_a_second_request_waits_for_the_end_of_the_first(open_world) -> None:
    world, client = open_world, open_world.client()
    other = world.client(name="Maria", phone="+77015554418")
    first = begin(world, client=client)
    again = BeginCardPayment(amount_minor=5, client_id=other, driver="zvt_tcp")
    assert code_of(world, again) == "payment.terminal_busy"
    mark(world, first)
    assert code_of(world, again) == "payment.terminal_busy"
    report(world, first, OutcomeKind.UNKNOWN)
    same = BeginCardPayment(amount_minor=5, client_id=client, driver="zvt_tcp")
    assert code_of(world, same) == "payment.unresolved"
    assert world.do(again).payment_id > first


def test_two_guests_of_one_amount_may_be_one(open_world) -> None:
    world = open_world
    unknown(world, 700)
    same = BeginCardPayment(amount_minor=700, guest=True, driver="zvt_tcp")
    assert code_of(world, same) == "payment.unresolved"
    world.do(BeginCardPayment(amount_minor=701, guest=True, driver="zvt_tcp"))


@pytest.mark.parametrize("driver", ["none", "", "zvt", "🎮", "x" * 10_000])
def test_a_terminal_that_is_none_is_not_asked(open_world, driver) -> None:
    command = BeginCardPayment(amount_minor=5, guest=True, driver=driver)
    assert code_of(open_world, command) == "payment.no_terminal"
    assert pending(open_world) == ()


@pytest.mark.parametrize("purpose", ["refund", "gift", "🎮"])
def test_a_purpose_that_is_none_is_refused(open_world, purpose) -> None:
    command = BeginCardPayment(amount_minor=5, guest=True, purpose=purpose)
    assert code_of(open_world, command) == "payment.bad_purpose"


@pytest.mark.parametrize(("purpose", "may"), [("top_up", False), ("order", False)])
def test_each_purpose_needs_its_own_permission(open_world, purpose, may) -> None:
    technician = open_world.staff(Role.TECHNICIAN)
    command = BeginCardPayment(amount_minor=5, guest=True, purpose=purpose)
    assert code_of(open_world, command, technician) == "staff.not_allowed"


def test_the_terminal_tells_later_what_became_of_it(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = unknown(world, client=client)
    resolve(world, payment, OutcomeKind.UNKNOWN, "No answer")
    assert stored(world, payment).state is CardState.UNKNOWN
    assert pending(world)[0].detail == "No answer"
    resolve(world, payment, OutcomeKind.APPROVED)
    world.do(BookCardPayment(payment_id=payment))
    assert (world.game(client), pending(world)) == (10_000, ())


def test_a_terminal_asked_for_another_one_since_is_not_believed(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = unknown(world, client=client)
    approved(world, 500)
    resolve(world, payment, OutcomeKind.APPROVED)
    assert stored(world, payment).state is CardState.UNKNOWN


def test_an_approval_is_not_lost_to_a_person_who_said_not_taken(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = unknown(world, client=client)
    world.do(SettleCardPayment(payment_id=payment, approved=False, reason="No slip came"))
    resolve(world, payment, OutcomeKind.APPROVED)
    assert [one.state for one in pending(world)] == ["approved"]
    world.do(BookCardPayment(payment_id=payment))
    assert world.game(client) == 10_000


def test_what_is_approved_and_not_booked_keeps_the_shift_open(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = approved(world, client=client)
    close = CloseShift(counted_minor=5_000_000)
    assert code_of(world, close) == "shift.payments_pending"
    world.do(BookCardPayment(payment_id=payment))
    world.do(close)


def test_a_guests_approval_is_booked_on_a_chosen_client_or_starts_the_session(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = approved(world, 80_000)
    assert code_of(world, BookCardPayment(payment_id=payment)) == "client.unknown"
    world.do(BookCardPayment(payment_id=payment, client_id=client))
    assert world.game(client) == 80_000
    second = approved(world, 80_000)
    world.do(
        StartGuestSession(
            station_id=world.stations[0],
            rate_id=world.rates[0],
            card_minor=80_000,
            card_payment_id=second,
        )
    )
    assert (world.balance(CARD, 1), pending(world)) == (160_000, ())


def test_a_guests_unknown_one_is_settled_and_then_booked_or_paid_back(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = unknown(world)
    settle = SettleCardPayment(payment_id=payment, approved=True, reason="By the slip", slip="88")
    assert world.do(settle).booked is None
    assert [(one.state, one.client_id) for one in pending(world)] == [("approved", None)]
    world.do(BookCardPayment(payment_id=payment, client_id=client))
    assert (stored(world, payment).slip, world.game(client)) == ("88", 10_000)


def test_it_goes_back_at_the_terminal_and_is_not_booked_meanwhile(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = approved(world, client=client)
    back = PayBackCardPayment(payment_id=payment, reason="Nothing was sold", driver="zvt_tcp")
    reversal = world.do(back).payment_id
    found = stored(world, reversal)
    assert (found.kind, found.of_payment_id) == (PaymentKind.REVERSAL, payment)
    assert code_of(world, BookCardPayment(payment_id=payment)) == "payment.going_back"
    assert code_of(world, top_up(client, payment)) == "payment.going_back"
    assert code_of(world, PayBackCardPayment(payment_id=payment, reason="x", driver="zvt_tcp"))
    mark(world, reversal)
    report(world, reversal, OutcomeKind.APPROVED)
    assert {stored(world, one).state for one in (payment, reversal)} == {CardState.PAID_BACK}
    assert (pending(world), world.balance(CARD, 1), world.game(client)) == ((), 0, 0)


def test_a_reversal_that_failed_leaves_it_to_a_person(open_world) -> None:
    world, client = open_world, open_world.client()
    payment = approved(world, client=client)
    back = PayBackCardPayment(payment_id=payment, reason="Nothing was sold", driver="zvt_tcp")
    reversal = world.do(back).payment_id
    mark(world, reversal)
    report(world, reversal, OutcomeKind.NOT_STARTED, "B5", "NOT POSSIBLE")
    by_hand = PayBackCardPayment(payment_id=payment, reason="Nothing was sold", slip="77")
    assert code_of(world, PayBackCardPayment(payment_id=payment, reason="x")) == "slip.missing"
    world.do(by_hand)
    assert stored(world, payment).state is CardState.PAID_BACK
    assert code_of(world, by_hand.__class__(payment_id=payment, reason="x", slip="7")) == (
        "payment.settled"
    )


def test_what_the_terminal_says_is_kept_without_a_cards_number(open_world) -> None:
    world = open_world
    payment = begin(world)
    mark(world, payment, f"{PAN};1")
    leaky = Evidence(
        card=PAN, brand="🎮\x00\ud800", reference=PAN, lines=("4111 1111 1111 1111", PAN) * 300
    )
    report(world, payment, OutcomeKind.DECLINED, PAN, f"Card {PAN}\n" * 5_000, leaky)
    found = stored(world, payment)
    for text in (found.mark, found.code, found.detail, found.slip, found.evidence):
        assert not holds_card_number(text)
    assert evidence_of(found.evidence).card == "************1111"
    assert all("4111" not in line.details for line in world.journal())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("22.11.2026 14:30:05", "22.11.2026 14:30:05"),
        ("RRN 123456789012", "RRN 123456789012"),
        ("5500-0000-0000-0004 OK", "************0004 OK"),
        ("", ""),
    ],
)
def test_only_what_could_be_a_card_is_masked(text, kept) -> None:
    assert masked(text) == kept


def test_the_terminals_day_is_a_paper(open_world) -> None:
    world = open_world
    world.door.carry_out(KeepTerminalDay(lines=("TOTAL 12", PAN)), None)
    [job] = world.storage.queries.print_jobs(1)
    assert job.receipt.lines == ("TOTAL 12", "************1111")
    assert job.role == "report"
