"""A terminal that lies, stutters or never stops: the desk ends in time and believes nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubdesk.foundation.clock import ManualClock
from clubdesk.services.ports_terminal import Attempt, Evidence, OutcomeKind
from clubdesk.terminals.wire import LinkLostError, SilentError
from clubdesk.terminals.zvt_apdu import Apdu
from clubdesk.terminals.zvt_dialog import Waits
from clubdesk.terminals.zvt_fields import field
from clubdesk.terminals.zvt_frame import framed
from clubdesk.terminals.zvt_line import SerialLine, TcpLine
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from tests.support.card_numbers import card_number, card_numbers_in

START = datetime(2026, 11, 22, tzinfo=UTC)
ACK, DONE = Apdu(0x8000), Apdu(0x060F)
PAN = card_number("510510510510510")


def status(result: int, amount: int = 1_250, trace: int = 471, text: str = "") -> Apdu:
    parts = [
        (0x27, bytes([result])),
        (0x04, bytes.fromhex(f"{amount:012d}")),
        (0x0B, bytes.fromhex(f"{trace:06d}")),
        (0x22, bytes.fromhex(PAN)),
        (0x3C, text.encode("cp437", "replace")),
    ]
    return Apdu(0x040F, b"".join(field(*part) for part in parts))


class Script:
    """A wire that says its lines whatever it is asked; ``forever`` is said again without end."""

    def __init__(self, clock: ManualClock, said: list[bytes], forever: bytes = b"") -> None:
        self.clock, self.said, self.forever = clock, said, forever
        self.written = b""

    def write(self, data: bytes) -> None:
        self.written += data

    def read(self, timeout_s: float) -> bytes:
        if not self.said and not self.forever:
            self.clock.advance(timeout_s)
            raise SilentError
        self.clock.advance(min(timeout_s, 0.01))
        data = self.said.pop(0) if self.said else self.forever
        if not data:
            raise LinkLostError
        return data

    def close(self) -> None:
        return

    drop = close


def terminal_saying(
    said: list[bytes], forever: bytes = b"", in_frames: bool = False, longest_s: float = 900
) -> ZvtTerminal:
    clock = ManualClock(START)
    waits = Waits(longest_s=longest_s, look_s=60)

    def connect(_):
        wire = Script(clock, list(said), forever)
        return SerialLine(wire, clock) if in_frames else TcpLine(wire, clock)

    return ZvtTerminal(connect, ZvtSettings("EUR", waits=waits), clock)


ASKED = Attempt(1, 1_250, "EUR", 2, "zvt trace=000470 receipt=0470")
REGISTERED = [ACK.encoded() + DONE.encoded()]


def pay(*said: Apdu, forever: bytes = b"", **more):
    heard: list[str] = []
    outcome = terminal_saying(REGISTERED + [one.encoded() for one in said], forever, **more).pay(
        ASKED, heard.append
    )
    assert not card_numbers_in(repr(outcome) + repr(heard))
    return outcome


def test_the_script_can_say_an_honest_approval() -> None:
    outcome = pay(ACK, status(0), DONE)
    assert outcome.kind == OutcomeKind.APPROVED
    assert outcome.evidence.card.endswith(PAN[-4:])


@pytest.mark.parametrize(
    "said",
    [
        (),
        (ACK,),
        (ACK, DONE),
        (ACK, status(0)),
        (ACK, status(0), Apdu(0x061E, b"\x6c")),
        (ACK, status(0), Apdu(0x061E)),
        (ACK, Apdu(0x061E, b"\x00")),
        (ACK, status(0), status(0x33), DONE),
        (ACK, status(0, amount=1), DONE),
        (ACK, status(0, trace=470), Apdu(0x8000), DONE),
        (ACK, Apdu(0x040F, b"\x27\x00\x99"), DONE),
        (ACK, Apdu(0x040F, b"\x27"), Apdu(0x040F, b"\x27"), Apdu(0x040F, b"\x27"), DONE),
        (status(0), DONE),
        (DONE,),
        (ACK, ACK, status(0), DONE),
        (ACK, Apdu(0x849C), status(0), DONE),
        (Apdu(0x1234, b"abc"), status(0), DONE),
    ],
)
def test_less_than_a_whole_approval_is_unknown(said) -> None:
    assert pay(*said).kind == OutcomeKind.UNKNOWN


@pytest.mark.parametrize(
    "forever",
    [
        Apdu(0x04FF, b"\x0a\x02").encoded(),
        Apdu(0x06D1, b"\x00" + b"x" * 200).encoded(),
        Apdu(0x0401, b"").encoded(),
        status(0).encoded(),
        b"\x04",
        b"\x06\xd3\xff\xff\xff",
    ],
)
def test_a_terminal_that_never_stops_is_left_in_time(forever: bytes) -> None:
    outcome = pay(ACK, forever=forever, longest_s=30)
    assert outcome.kind == OutcomeKind.UNKNOWN
    assert len(outcome.evidence.lines) <= 400


def test_a_command_of_the_terminals_own_is_refused_and_the_payment_goes_on() -> None:
    assert pay(ACK, Apdu(0x040D, b"?"), status(0), DONE).kind == OutcomeKind.APPROVED


def test_a_damaged_step_or_line_costs_no_payment() -> None:
    damaged = (Apdu(0x04FF), Apdu(0x06D3, b"\x06\x7f"), Apdu(0x06D1))
    assert pay(ACK, *damaged, status(0), DONE).kind == OutcomeKind.APPROVED


@settings(max_examples=300)
@given(st.lists(st.binary(max_size=120), max_size=8), st.booleans())
def test_random_bytes_are_no_approval(said: list[bytes], in_frames: bool) -> None:
    noisy = [one for one in said if one]
    start = [ACK.encoded() + DONE.encoded()]
    if in_frames:
        start = [b"\x06" + framed(ACK.encoded()) + framed(DONE.encoded()) + b"\x06"]
    terminal = terminal_saying([*start, *noisy], in_frames=in_frames)
    for outcome in (
        terminal.pay(ASKED, lambda _: None),
        terminal.resolve(ASKED),
        terminal.reverse(ASKED, Evidence(receipt_number="0470")),
        terminal.refund(ASKED, Evidence()),
    ):
        assert outcome.kind != OutcomeKind.APPROVED
        assert not card_numbers_in(repr(outcome))
    terminal.probe()


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([ACK, DONE, Apdu(0x061E, b"\x6c"), Apdu(0x849C), status(0x33)]),
            st.builds(Apdu, st.sampled_from([0x040F, 0x04FF, 0x06D1, 0x06D3]), st.binary()),
        ),
        max_size=12,
    )
)
def test_messages_without_a_good_status_are_no_approval(said: list[Apdu]) -> None:
    assert pay(*said).kind != OutcomeKind.APPROVED


@given(st.text(alphabet="0123456789- ", min_size=13, max_size=40))
def test_no_card_in_the_terminals_own_words(text: str) -> None:
    pay(ACK, status(0x33, text=text), Apdu(0x06D1, b"\0" + text.encode()), Apdu(0x061E, b"\x33"))
