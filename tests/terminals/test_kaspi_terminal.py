"""The Kaspi driver against a terminal on a loopback HTTPS port with a certificate of its own."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_evidence import evidence_json, evidence_of, one_masked_line
from clubdesk.services.ports_terminal import Attempt, Evidence, OutcomeKind, TerminalState
from clubdesk.terminals import hints
from clubdesk.terminals.kaspi_answers import mark_of, process_in, read_report
from clubdesk.terminals.kaspi_http import KaspiAnswer, fingerprint_at
from clubdesk.terminals.kaspi_link import KaspiLink
from clubdesk.terminals.kaspi_terminal import KaspiTerminal, KaspiWaits
from clubdesk.terminals.long_names import pointed, shown, without_points
from clubdesk.terminals.wire import UnreachableError
from clubdesk.terminals.zvt_apdu import GarbledError
from tests.support.card_numbers import card_number, card_numbers_in
from tests.support.kaspi_server import KaspiPos, KaspiServer
from tests.support.own_certificate import write_certificate

QUICK = KaspiWaits(poll_s=0.01, longest_s=3, actualize_s=0.05)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("kaspi"))


@pytest.fixture
def pos() -> KaspiPos:
    return KaspiPos()


@pytest.fixture
def server(pos, certificate):
    with KaspiServer(pos, certificate[0]) as server:
        yield server


@pytest.fixture
def kept() -> list[str]:
    return []


@pytest.fixture
def link(server, certificate, kept) -> KaspiLink:
    return KaspiLink(
        "127.0.0.1", server.port, certificate[1], keep_secret=kept.append, timeout_s=2, confirm_s=2
    )


@pytest.fixture
def terminal(link) -> KaspiTerminal:
    return KaspiTerminal(link, waits=QUICK)


def attempt(terminal, tenge=1_500, payment_id=1) -> Attempt:
    return Attempt(payment_id, tenge * 100, "KZT", 2, terminal.mark())


def nothing(_: str) -> None:
    return


def test_a_payment_by_card(terminal, pos, kept) -> None:
    steps: list[str] = []
    marks: list[str] = []
    outcome = terminal.pay(attempt(terminal), steps.append, marks.append)
    assert outcome.kind == OutcomeKind.APPROVED
    assert outcome.evidence.card == "************1234"
    assert outcome.evidence.auth_code == "123456"
    assert outcome.evidence.terminal_id == "31452963"
    assert "1500 ₸" in outcome.evidence.lines
    assert steps == ["Insert card"]
    assert [process_in(mark) for mark in marks] == list(pos.processes)
    assert pos.paid == [1_500]
    assert json.loads(kept[0])["accessToken"] == "access-1"


def test_a_payment_by_phone_and_its_refund(terminal, pos) -> None:
    pos.method = "qr"
    paid = terminal.pay(attempt(terminal), nothing).evidence
    assert (paid.card, paid.brand, paid.receipt_number) == ("", "Kaspi QR", "555")
    assert terminal.refund(attempt(terminal, 500), paid).kind == OutcomeKind.APPROVED
    assert terminal.reverse(attempt(terminal), paid).kind == OutcomeKind.APPROVED
    assert pos.refunded == [500, 1_500]


def test_its_long_names_survive_the_books(terminal, pos) -> None:
    marks: list[str] = []
    paid = terminal.pay(attempt(terminal), nothing, marks.append)
    stored = one_masked_line(marks[0], 200)
    assert [process_in(stored)] == list(pos.processes)
    assert terminal.resolve(Attempt(9, 150_000, "KZT", 2, stored)).kind == OutcomeKind.APPROVED
    kept = evidence_of(evidence_json(paid.evidence))
    assert kept.trace == "1700.0000.0000.0"
    assert terminal.refund(attempt(terminal), kept).kind == OutcomeKind.APPROVED
    assert pos.refunded == [1_500]


def test_a_name_that_could_be_a_card_is_masked() -> None:
    number = card_number("440043123456123")
    assert shown(number) == "************" + number[-4:]
    assert shown("1700000000000") == "1700.0000.0000.0"
    assert without_points(pointed("17000000000001")) == "17000000000001"
    assert without_points("a.b") == "a.b"
    assert shown("ORDER-5") == "ORDER-5"


def test_a_refund_needs_its_payment(terminal, pos) -> None:
    outcome = terminal.refund(attempt(terminal), Evidence())
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hints.NO_RECEIPT_NUMBER)
    assert not pos.processes


@pytest.mark.parametrize(
    ("ending", "kind", "paid"),
    [
        ("fail", OutcomeKind.DECLINED, []),
        ("cancelled", OutcomeKind.CANCELLED, []),
        ("took", OutcomeKind.APPROVED, [1_500]),
        ("lost", OutcomeKind.DECLINED, []),
    ],
)
def test_the_endings(terminal, pos, ending, kind, paid) -> None:
    pos.ending = ending
    assert terminal.pay(attempt(terminal), nothing).kind == kind
    assert pos.paid == paid


def test_busy_is_not_started(terminal, pos) -> None:
    pos.is_busy = True
    outcome = terminal.pay(attempt(terminal), nothing)
    assert (outcome.kind, outcome.code) == (OutcomeKind.NOT_STARTED, "107")
    assert outcome.hint == hints.IS_BUSY


def test_the_network_may_go_away_while_the_customer_pays(terminal, pos) -> None:
    asked = attempt(terminal)
    pos.broken.extend(["", "drop", "not json", "drop-after"])
    assert terminal.pay(asked, nothing).kind == OutcomeKind.APPROVED
    assert pos.paid == [1_500]


@pytest.mark.parametrize("broken", ["drop", "drop-after", "{}", "[]", '{"statusCode": true}', "9"])
def test_a_payment_whose_name_was_lost_stays_unknown(terminal, pos, broken) -> None:
    asked = attempt(terminal)
    pos.broken.append(broken)
    assert terminal.pay(asked, nothing).kind == OutcomeKind.UNKNOWN
    assert terminal.resolve(asked).kind == OutcomeKind.UNKNOWN


def test_a_desk_that_died_asks_by_the_stored_name(link, terminal, pos) -> None:
    pos.looks = 10**6
    marks: list[str] = []
    died = KaspiTerminal(link, waits=KaspiWaits(poll_s=0.01, longest_s=0.1))
    asked = attempt(died)
    assert died.pay(asked, nothing, marks.append).kind == OutcomeKind.UNKNOWN
    later = Attempt(1, 150_000, "KZT", 2, marks[-1])
    waiting = terminal.resolve(later)
    assert (waiting.kind, waiting.hint) == (OutcomeKind.UNKNOWN, hints.IS_BUSY)
    pos.looks = 0
    assert terminal.resolve(later).kind == OutcomeKind.APPROVED


def test_the_bank_is_asked_at_most_once_in_a_while(link, pos) -> None:
    terminal = KaspiTerminal(link, waits=KaspiWaits(poll_s=0.01, longest_s=0.3))
    pos.ending = "lost-for-good"
    pos.looks = 0
    asked = attempt(terminal)
    marks: list[str] = []
    terminal.pay(asked, nothing, marks.append)
    process = pos.processes[process_in(marks[0])]
    process.status, process.ending = "unknown", "x"
    pos.paths.clear()
    later = Attempt(2, 150_000, "KZT", 2, marks[0])
    for _ in range(4):
        terminal.resolve(later)
        process.status = "unknown"
    assert pos.paths.count("/v2/actualize") == 1


def test_another_amount_is_no_approval(terminal, pos, monkeypatch) -> None:
    monkeypatch.setattr(
        pos, "_cheque", lambda process: {"amount": "1 ₸", "method": "card"}, raising=False
    )
    outcome = terminal.pay(attempt(terminal), nothing)
    assert (outcome.kind, outcome.hint) == (OutcomeKind.UNKNOWN, hints.OTHER_AMOUNT)


def test_a_card_number_that_is_not_masked_is_masked_here(terminal, pos) -> None:
    pos.card_mask = card_number("440043123456123")
    outcome = terminal.pay(attempt(terminal), nothing)
    assert outcome.evidence.card.startswith("*" * 12)
    assert not card_numbers_in(repr(outcome))


@pytest.mark.parametrize(
    ("amount_minor", "code", "hint"),
    [
        (150_050, "KZT", hints.NO_SUCH_AMOUNT),
        (0, "KZT", hints.NO_SUCH_AMOUNT),
        (150_000, "EUR", hints.NO_SUCH_CURRENCY),
    ],
)
def test_only_whole_tenge(terminal, pos, amount_minor, code, hint) -> None:
    outcome = terminal.pay(Attempt(1, amount_minor, code, 2, ""), nothing)
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hint)
    assert not pos.processes


def test_a_token_that_is_too_old_is_renewed(terminal, pos, kept) -> None:
    asked = attempt(terminal)
    pos.token = "another"
    assert terminal.pay(asked, nothing).kind == OutcomeKind.APPROVED
    assert len(kept) == 2
    assert pos.paid == [1_500]


def test_a_desk_that_nobody_confirms(terminal, pos) -> None:
    pos.confirms = False
    assert terminal.probe().text == hints.REGISTER_DESK
    with pytest.raises(DeskError) as refused:
        terminal.mark()
    assert refused.value.code == "terminal.offline"
    assert terminal.pay(Attempt(1, 100, "KZT", 2), nothing).kind == OutcomeKind.NOT_STARTED


def test_a_forgotten_desk_pays_nothing(terminal, pos) -> None:
    asked = attempt(terminal)
    pos.token = pos.refresh = "another"
    outcome = terminal.pay(asked, nothing)
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hints.REGISTER_DESK)
    assert not pos.processes


def test_the_certificate_is_pinned(server, pos, tmp_path, certificate) -> None:
    seen = fingerprint_at("127.0.0.1", server.port)
    assert seen == certificate[1]
    _, other = write_certificate(tmp_path)
    for fingerprint in (other, "", "nonsense", "ы"):
        link = KaspiLink("127.0.0.1", server.port, fingerprint, secret='{"accessToken": "a"}')
        terminal = KaspiTerminal(link)
        lamp = terminal.probe()
        assert (lamp.state, lamp.text) == (TerminalState.ATTENTION, hints.UNTRUSTED)
        with pytest.raises(DeskError, match=r"terminal\.offline"):
            terminal.mark()
        outcome = terminal.pay(Attempt(1, 100, "KZT", 2), nothing)
        assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hints.UNTRUSTED)
    assert not pos.paths
    colons = ":".join(seen[at : at + 2] for at in range(0, 64, 2)).upper()
    assert KaspiTerminal(KaspiLink("127.0.0.1", server.port, colons)).mark() == mark_of("")


def test_nobody_there() -> None:
    terminal = KaspiTerminal(KaspiLink("127.0.0.1", 1, "00", secret='{"accessToken": "a"}'))
    assert terminal.probe().state == TerminalState.OFFLINE
    outcome = terminal.pay(Attempt(1, 100, "KZT", 2), nothing)
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hints.NOT_THERE)
    with pytest.raises(UnreachableError):
        fingerprint_at("127.0.0.1", 1)


def test_it_says_what_it_cannot_do(terminal) -> None:
    assert not terminal.cancel(1)
    assert terminal.end_of_day().hint == hints.CLOSES_ITSELF


def test_closing_ends_a_waiting_payment(terminal, pos) -> None:
    pos.looks = 10**6
    outcome = terminal.pay(attempt(terminal), lambda _: terminal.close())
    assert outcome.kind == OutcomeKind.UNKNOWN


def test_tokens_show_in_no_trace(link) -> None:
    link.register()
    assert "access-" not in repr(link)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=8,
)
known = st.sampled_from(["processId", "status", "subStatus", "chequeInfo", "message", "cardMask"])


@given(st.dictionaries(known, json_values), st.integers(0, 200))
def test_whatever_it_says_is_read_or_refused(data, code) -> None:
    try:
        report = read_report(KaspiAnswer(code, data), "1700")
    except GarbledError:
        return
    assert data["processId"] in ("1700", 1700)
    assert not card_numbers_in(repr(report))
