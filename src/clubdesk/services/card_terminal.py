"""What a terminal says of a payment, written down: the terminal room's own deeds.

Desk worker's thread. Nobody has to be signed in: what a terminal did is true whoever stands at the
desk. A payment goes created -> sent before the first byte leaves, and only a payment that was
never sent, or of which the terminal says so, is called not taken.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_checks import payment_of_till, settled_already
from clubdesk.services.card_evidence import (
    LONGEST_LINE,
    MOST_LINES,
    evidence_json,
    evidence_of,
    one_masked_line,
    slip_of,
)
from clubdesk.services.card_payments import LONGEST_DETAIL, approve_unbooked, close_payment
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.ports_terminal import Evidence, Outcome, OutcomeKind
from clubdesk.services.typed_money import LONGEST_SLIP

LONGEST_MARK, LONGEST_CODE = 200, 20
_STATES = {
    OutcomeKind.APPROVED: CardState.APPROVED,
    OutcomeKind.DECLINED: CardState.DECLINED,
    OutcomeKind.CANCELLED: CardState.CANCELLED,
    OutcomeKind.NO_CONNECTION: CardState.NO_CONNECTION,
    OutcomeKind.NOT_STARTED: CardState.NOT_STARTED,
    OutcomeKind.UNKNOWN: CardState.UNKNOWN,
}
_NEVER_SENT = (OutcomeKind.NOT_STARTED, OutcomeKind.CANCELLED)


class ToldOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An ``Outcome`` on its way to the books; the evidence is masked JSON."""

    kind: OutcomeKind
    code: str = ""
    words: str = ""
    evidence: str = "{}"
    slip: str = ""


class MarkCardPayment(Command, frozen=True, kw_only=True):
    """The terminal is asked from now on; ``mark`` tells its newest payment from the next one."""

    payment_id: int
    mark: str


class NameCardPayment(MarkCardPayment, frozen=True, kw_only=True):
    """The terminal named a payment while it runs: it can be asked by that name from now on."""


class ReportCardPayment(Command, frozen=True, kw_only=True):
    """What became of a payment that the terminal was asked for."""

    PERSONAL = frozenset({"outcome"})

    payment_id: int
    outcome: ToldOutcome


class ResolveCardPayment(Command, frozen=True, kw_only=True):
    """What the terminal said when it was asked what became of a payment."""

    PERSONAL = frozenset({"outcome"})

    payment_id: int
    outcome: ToldOutcome


class PaymentNow(Answer, frozen=True, kw_only=True):
    """The state that the payment has now."""

    payment_id: int
    state: str


class KeepTerminalDay(Command, frozen=True, kw_only=True):
    """Keeps and prints what the terminal said at its end of day."""

    lines: tuple[str, ...]


def told_outcome(outcome: Outcome, payment_id: int) -> ToldOutcome:
    """An outcome as the books keep it: masked, bounded, one line each. Any thread."""
    slip = slip_of(outcome.evidence, payment_id) if outcome.evidence != Evidence() else ""
    return ToldOutcome(
        kind=outcome.kind,
        code=one_masked_line(outcome.code, LONGEST_CODE),
        words=one_masked_line(outcome.words, LONGEST_DETAIL),
        evidence=evidence_json(outcome.evidence),
        slip=one_masked_line(slip, LONGEST_SLIP),
    )


def mark_card_payment(deed: Deed, command: MarkCardPayment) -> PaymentNow:
    """From created to sent: from here on the terminal, or a person, knows what became of it.

    Raises:
        DeskError: ``payment.unknown`` or ``payment.sent_already``.
    """
    payment = _driven(deed, command.payment_id)
    if payment.state is not CardState.CREATED:
        raise DeskError(
            "payment.sent_already",
            tr("The terminal was asked for this card payment already."),
            tr("It is never asked twice for one payment."),
        )
    mark = one_masked_line(command.mark, LONGEST_MARK)
    deed.work.card_payments.save(replace(payment, state=CardState.SENT, mark=mark))
    return PaymentNow(payment_id=payment.id, state=CardState.SENT.value)


def name_card_payment(deed: Deed, command: NameCardPayment) -> PaymentNow:
    """Keeps the name that a terminal gives a payment while it runs.

    Raises:
        DeskError: ``payment.unknown``.
    """
    payment = _driven(deed, command.payment_id)
    if payment.state is CardState.SENT:
        mark = one_masked_line(command.mark, LONGEST_MARK)
        deed.work.card_payments.save(replace(payment, mark=mark))
    return PaymentNow(payment_id=payment.id, state=payment.state.value)


def report_card_payment(deed: Deed, command: ReportCardPayment) -> PaymentNow:
    """Ends a payment as the terminal says.

    Raises:
        DeskError: ``payment.unknown`` or ``payment.settled``.
    """
    payment, outcome = _driven(deed, command.payment_id), command.outcome
    never_sent = payment.state is CardState.CREATED and outcome.kind in _NEVER_SENT
    if payment.state is not CardState.SENT and not never_sent:
        raise settled_already()
    return _end(deed, payment, outcome)


def resolve_card_payment(deed: Deed, command: ResolveCardPayment) -> PaymentNow:
    """Ends a payment of unknown outcome as the terminal says now; if it cannot, it stays so.

    An approval is believed even where a person has settled the payment as not taken meanwhile: no
    approval is lost. A terminal that was asked for another payment since is not believed at all,
    for it may speak of that one.

    Raises:
        DeskError: ``payment.unknown`` or ``payment.settled``.
    """
    payment, outcome = _driven(deed, command.payment_id), command.outcome
    approved = outcome.kind is OutcomeKind.APPROVED
    by_hand = payment.state is CardState.DECLINED and not payment.code and approved
    if payment.state not in (CardState.UNKNOWN, CardState.SENT) and not by_hand:
        raise settled_already()
    if deed.work.card_payments.was_asked_after(payment):
        words = tr("The terminal was asked for another payment since.")
        outcome = ToldOutcome(kind=OutcomeKind.UNKNOWN, words=words)
    if outcome.kind is OutcomeKind.UNKNOWN and payment.state is CardState.UNKNOWN:
        return _stays_unknown(deed, payment, outcome)
    return _end(deed, payment, outcome)


def keep_terminal_day(deed: Deed, command: KeepTerminalDay) -> Done:
    """Queues the terminal's totals as a paper."""
    lines = tuple(one_masked_line(line, LONGEST_LINE) for line in command.lines[:MOST_LINES])
    receipt = Receipt(paper(deed, PaperKind.TERMINAL_DAY), lines=lines)
    deed.notes.update(job_id=queue_paper(deed, receipt, role="report"))
    return Done()


def _driven(deed: Deed, payment_id: int) -> CardPayment:
    payment = payment_of_till(deed, payment_id)
    deed.about_client = payment.client_id
    if not payment.is_driven:
        raise settled_already()
    return payment


def _end(deed: Deed, payment: CardPayment, outcome: ToldOutcome) -> PaymentNow:
    told = replace(
        payment,
        code=outcome.code,
        detail=outcome.words,
        evidence=outcome.evidence,
        slip=outcome.slip,
    )
    deed.notes.update(outcome=outcome.kind.value, code=outcome.code, words=outcome.words)
    state = _STATES[outcome.kind]
    if state is CardState.APPROVED:
        approved = approve_unbooked(deed, told)
        _print_slip(deed, approved)
        state = approved.state
    else:
        close_payment(deed, told, state, outcome.words)
    return PaymentNow(payment_id=payment.id, state=state.value)


def _print_slip(deed: Deed, payment: CardPayment) -> None:
    """The terminal leaves its slip to the desk's printer; the cardholder has a right to it."""
    lines = evidence_of(payment.evidence).lines
    if not lines:
        return
    cashier = deed.work.staff.get(payment.staff_id)
    top = paper(deed, PaperKind.CARD_SLIP, payment.id)
    named = replace(top, staff_name=cashier.name if cashier else "")
    queue_paper(deed, Receipt(named, lines=lines), client_id=payment.client_id)


def _stays_unknown(deed: Deed, payment: CardPayment, outcome: ToldOutcome) -> PaymentNow:
    deed.notes.update(outcome=outcome.kind.value, code=outcome.code, words=outcome.words)
    if outcome.words:
        deed.work.card_payments.save(replace(payment, detail=outcome.words))
    return PaymentNow(payment_id=payment.id, state=payment.state.value)


RULES: dict[type[Command], Rule] = {
    MarkCardPayment: Rule(mark_card_payment, PaymentNow, by_staff=False, journaled=False),
    NameCardPayment: Rule(name_card_payment, PaymentNow, by_staff=False, journaled=False),
    ReportCardPayment: Rule(report_card_payment, PaymentNow, by_staff=False),
    ResolveCardPayment: Rule(resolve_card_payment, PaymentNow, by_staff=False),
    KeepTerminalDay: Rule(keep_terminal_day, Done, by_staff=False),
}
