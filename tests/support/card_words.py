"""Short ways to have a driven terminal say something of a card payment, past the terminal."""

from __future__ import annotations

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.card_terminal import (
    MarkCardPayment,
    ReportCardPayment,
    ResolveCardPayment,
    told_outcome,
)
from clubdesk.services.ports_terminal import Evidence, Outcome, OutcomeKind

CARD = AccountKind.CARD_CLEARING
PAN = "4111111111111111"
SLIP = Evidence(card="************1111", receipt_number="0042", trace="17", lines=("OK", PAN))


def begin(world, minor=10_000, client=None, staff=None, **more):
    command = BeginCardPayment(
        amount_minor=minor, client_id=client, guest=client is None, driver="zvt_tcp", **more
    )
    return world.do(command, staff).payment_id


def mark(world, payment, text="17;0041"):
    return world.door.carry_out(MarkCardPayment(payment_id=payment, mark=text), None)


def report(world, payment, kind, code="", words="", evidence=SLIP):
    told = told_outcome(Outcome(kind, code, words, evidence=evidence), payment)
    return world.door.carry_out(ReportCardPayment(payment_id=payment, outcome=told), None)


def resolve(world, payment, kind, words=""):
    told = told_outcome(Outcome(kind, "", words, evidence=SLIP), payment)
    return world.door.carry_out(ResolveCardPayment(payment_id=payment, outcome=told), None)


def approved(world, minor=10_000, client=None, **more):
    payment = begin(world, minor, client, **more)
    mark(world, payment)
    report(world, payment, OutcomeKind.APPROVED)
    return payment


def unknown(world, minor=10_000, client=None):
    payment = begin(world, minor, client)
    mark(world, payment)
    report(world, payment, OutcomeKind.UNKNOWN)
    return payment


def stored(world, payment):
    with world.storage.begin() as work:
        return work.card_payments.get(payment)


def pending(world):
    return world.storage.queries.shift_now(1, world.clock.now()).pending_payments


def code_of(world, command, staff=None):
    with pytest.raises(DeskError) as caught:
        world.do(command, staff)
    return caught.value.code


def top_up(client, payment, minor=10_000):
    return TopUp(client_id=client, card_minor=minor, card_payment_id=payment)
