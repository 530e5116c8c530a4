"""What deeds and screens ask of the books: newest operations, what was paid in, open payments."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    Posting,
    TransactionKind,
    pair,
)
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.services.ports_people import PromotionUse
from clubdesk.services.undo_effect import UNDOABLE
from clubdesk.storage import ledger_reads, views_money
from clubdesk.storage.verify import verify
from tests.support.drafts import (
    NOON,
    TILL,
    a_client,
    a_club,
    a_draft,
    a_shift,
    a_staff,
    after,
    charged,
    game,
    topped_up,
)

CARD = AccountRef(AccountKind.CARD_CLEARING, 1)


@pytest.fixture
def books(storage):
    """An open shift and two clients."""
    with storage.begin() as work:
        work.club.save(a_club())
        staff = work.staff.add(a_staff())
        work.shifts.add(replace(a_shift(staff.id), counted_open_minor=0, expected_open_minor=0))
        for number in range(2):
            work.clients.add(a_client(f"+7701000000{number}"))
    return storage


def reversed_(work, posted, seconds=0):
    legs = tuple(Posting(p.account, -p.amount) for p in posted.draft.postings)
    draft = a_draft(
        1,
        *legs,
        kind=TransactionKind.REVERSAL,
        client_id=posted.draft.client_id,
        reverses_id=posted.id,
        at=after(seconds),
    )
    return work.ledger.post(draft)


def split(client, cash, card):
    legs = (Posting(TILL, cash), Posting(CARD, card), Posting(game(client), -cash - card))
    return a_draft(1, *legs, client_id=client)


def points(client, amount):
    legs = pair(
        debit=AccountRef(AccountKind.BONUS_EXPENSE),
        credit=AccountRef(AccountKind.BONUS, client),
        amount=amount,
    )
    return a_draft(1, *legs, kind=TransactionKind.BONUS_CREDIT, client_id=client)


def test_a_transaction_reads_as_it_was_written(books):
    with books.begin() as work:
        posted = work.ledger.post(replace(split(1, 300, 200), reason="Ёлка", staff_id=1))
    with books.begin() as work:
        assert work.ledger.get(posted.id) == posted
        assert work.ledger.get(99) is None
        assert work.ledger.reversal_of(posted.id) is None


def test_a_transaction_is_reversed_once_and_verify_agrees(books, database_url):
    with books.begin() as work:
        posted = work.ledger.post(split(1, 300, 200))
        undone = reversed_(work, posted)
        assert work.ledger.reversal_of(posted.id) == undone.id
        assert work.ledger.get(undone.id).draft.reverses_id == posted.id
        work.ledger.post(split(1, 300, 200))
    with pytest.raises(IntegrityError), books.begin() as work:
        reversed_(work, posted)
    books.close()
    assert verify(database_url).ok


def test_the_newest_operation_is_one_that_stands_and_was_done_by_itself(books):
    with books.begin() as work:
        ledger = work.ledger
        assert ledger.newest_of_client(1, UNDOABLE) is None
        first = ledger.post(topped_up(1, 1, 500))
        ledger.post(charged(1, 1, 100))
        ledger.post(topped_up(1, 2, 500))
        assert ledger.newest_of_client(1, UNDOABLE) == first
        second = ledger.post(points(1, 40))
        assert ledger.newest_of_client(1, UNDOABLE) == second
        assert ledger.newest_of_client(1, (TransactionKind.TOP_UP,)) == first
        reversed_(work, second)
        assert ledger.newest_of_client(1, UNDOABLE) == first
        third = ledger.post(topped_up(1, 1, 700))
        credit = ledger.post(points(1, 70))
        promotion = work.promotions.add(Promotion(0, "Autumn", PromotionKind.TOP_UP))
        work.promotions.note_use(PromotionUse(credit.id, promotion.id, 1, third.id, NOON))
        assert ledger.newest_of_client(1, UNDOABLE) == third


def test_credits_that_a_top_up_set_off_are_found_while_they_stand(books):
    with books.begin() as work:
        cause = work.ledger.post(topped_up(1, 1, 700))
        credit = work.ledger.post(points(1, 70))
        promotion = work.promotions.add(Promotion(0, "Autumn", PromotionKind.TOP_UP))
        work.promotions.note_use(PromotionUse(credit.id, promotion.id, 1, cause.id, NOON))
        assert ledger_reads.set_off_by(work._link, cause.id) == [credit]
        reversed_(work, credit)
        assert ledger_reads.set_off_by(work._link, cause.id) == []


def test_what_was_paid_in_counts_each_way_for_itself(books):
    cash, card = AccountKind.TILL_CASH, AccountKind.CARD_CLEARING
    refund = a_draft(
        1,
        *pair(debit=game(1), credit=TILL, amount=120),
        kind=TransactionKind.REFUND,
        client_id=1,
    )
    with books.begin() as work:
        ledger = work.ledger
        assert ledger.paid_in([1], cash) == 0
        ledger.post(split(1, 300, 200))
        undone = ledger.post(split(1, 7, 9))
        ledger.post(charged(1, 1, 50))
        ledger.post(points(1, 1_000))
        ledger.post(topped_up(1, 2, 11))
        assert (ledger.paid_in([1], cash), ledger.paid_in([1], card)) == (307, 209)
        reversed_(work, undone)
        posted = ledger.post(refund)
        assert (ledger.paid_in([1], cash), ledger.paid_in([1], card)) == (180, 200)
        assert ledger.paid_in([1, 2], cash) == 191
        reversed_(work, posted)
        assert ledger.paid_in([1], cash) == 300
        assert ledger.paid_in([], cash) == 0


def a_payment(**changes):
    facts = {"till_id": 1, "shift_id": 1, "staff_id": 1, "client_id": 1, "amount_minor": 500}
    return CardPayment(0, **{**facts, "state": CardState.SENT, "started_at": NOON, **changes})


def test_card_payments_are_kept_with_every_fact(books):
    with books.begin() as work:
        posted = work.ledger.post(split(1, 1, 500))
        payment = work.card_payments.add(a_payment())
        told = replace(
            payment,
            state=CardState.APPROVED,
            ended_at=after(5),
            slip="№ 7",
            detail="ok",
            transaction_id=posted.id,
        )
        assert work.card_payments.get(payment.id) == payment
        work.card_payments.save(told)
    with books.begin() as work:
        assert work.card_payments.get(payment.id) == told
        assert work.card_payments.get(99) is None


def test_the_open_payments_of_a_till_are_those_nobody_knows_of(books):
    with books.begin() as work:
        add = work.card_payments.add
        sent = add(a_payment())
        add(a_payment(state=CardState.DECLINED))
        add(a_payment(state=CardState.NO_CONNECTION))
        unknown = add(a_payment(state=CardState.UNKNOWN, detail="Time-out", client_id=None))
        add(a_payment(till_id=2))
        assert work.card_payments.open_of_till(1) == [sent, unknown]
        seen = views_money.pending_payments(work._link, 1)
    assert [(one.payment_id, one.state, one.client_name) for one in seen] == [
        (sent.id, "sent", "Санжар Ёлкин"),
        (unknown.id, "unknown", ""),
    ]
    assert seen[1].detail == "Time-out"


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"transaction_id": 1},
    ],
)
def test_the_database_refuses_a_payment_that_cannot_be(books, changes):
    with books.begin() as work:
        work.ledger.post(split(1, 1, 500))
    with pytest.raises(IntegrityError), books.begin() as work:
        work.card_payments.add(a_payment(**changes))


def test_money_of_nobody_is_none(books):
    assert books.queries.money_of(99, NOON) is None
    money = books.queries.money_of(1, NOON)
    assert (money.balance, money.refundable_cash, money.points) == (0, 0, 0)
