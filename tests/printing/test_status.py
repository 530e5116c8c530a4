"""The bits of a printer's own answers; silence never means that all is well."""

import pytest

from clubdesk.printing.status import PaperRoll, PrinterStatus, decode_status

WELL = {1: b"\x12", 2: b"\x12", 3: b"\x12", 4: b"\x12"}


def status(**answers: int) -> PrinterStatus:
    changed = {int(name[1]): bytes([0x12 | bits]) for name, bits in answers.items()}
    return decode_status(WELL | changed)


def test_a_printer_that_is_well_is_ready():
    assert status() == PrinterStatus(True, False, PaperRoll.PRESENT, False, False)
    assert status().ready is True


@pytest.mark.parametrize(
    ("answers", "field", "value"),
    [
        ({"q1": 0x08}, "online", False),
        ({"q1": 0x04}, "drawer_pin_high", True),
        ({"q2": 0x04}, "cover_open", True),
        ({"q2": 0x20}, "paper", PaperRoll.OUT),
        ({"q2": 0x40}, "error", True),
        ({"q3": 0x04}, "error", True),
        ({"q3": 0x08}, "error", True),
        ({"q3": 0x20}, "error", True),
        ({"q3": 0x40}, "error", True),
        ({"q4": 0x0C}, "paper", PaperRoll.NEAR_END),
        ({"q4": 0x60}, "paper", PaperRoll.OUT),
        ({"q4": 0x6C}, "paper", PaperRoll.OUT),
    ],
)
def test_each_bit_means_what_the_manual_says(answers, field, value):
    assert getattr(status(**answers), field) == value


@pytest.mark.parametrize(
    "answers", [{"q1": 0x08}, {"q2": 0x04}, {"q2": 0x20}, {"q3": 0x08}, {"q4": 0x60}]
)
def test_whatever_stops_the_paper_is_not_ready_and_says_what_to_do(answers):
    assert status(**answers).ready is False
    assert ":" in status(**answers).problem


def test_little_paper_is_still_ready_with_an_advice():
    assert status(q4=0x0C).ready is True
    assert "roll" in status(q4=0x0C).advice
    assert status().advice == ""


@pytest.mark.parametrize(
    "answers",
    [
        {},
        dict.fromkeys(WELL, b""),
        dict.fromkeys(WELL, b"\x00"),
        dict.fromkeys(WELL, b"\xff"),
        dict.fromkeys(WELL, b"\x12\x12"),
        {1: b"\x12"},
    ],
)
def test_silence_and_noise_are_never_taken_for_well(answers):
    reading = decode_status(answers)
    assert reading.ready is None
    assert reading.paper is PaperRoll.UNKNOWN


def test_an_open_cover_is_told_before_the_offline_it_causes():
    assert "cover" in status(q1=0x08, q2=0x04).problem
