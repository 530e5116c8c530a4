"""The guide's answers about shifts, word for word, through real widgets, the printer and the books.

Each word of an answer is looked for on the screen.
"""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clubdesk.domain.ledger import AccountKind
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.services.sessions import EndSession, StartSession
from tests.support.pdf_text import words_of
from tests.support.reader import Reader

CLIENT = 4
TILL = 5_000_000


@pytest.fixture
def reader(real):
    return Reader(real)


def at_work(real) -> None:
    real.come_to_work(counted=TILL)


def to_shifts(real, reader) -> None:
    reader.click("Shifts")
    real.settle()


def chosen_path(monkeypatch, path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_how_do_you_open_a_shift(real, reader) -> None:
    """On first login the system prompts; click Open Shift, enter the opening balance, confirm."""
    real.sign_in()
    reader.reads("Open Shift")
    reader.fill("Counted in the till", "50000")
    assert not reader.sees("50,500")
    reader.confirm("Open Shift with {amount}")
    reader.reads("The shift is open")
    reader.confirm("Go to Work")
    real.nothing_open()
    assert real.till() == TILL
    assert real.done("OpenShift") == 1
    to_shifts(real, reader)
    reader.reads("Shift 1 · Dana Akhmetova")


def test_how_do_you_close_a_shift(real, reader) -> None:
    """End all sessions, count the cash, Shifts -> Close Shift, enter it: a Z-report."""
    at_work(real)
    real.top_up(CLIENT, 80_000)
    to_shifts(real, reader)
    reader.click("Close Shift")
    reader.fill("Counted in the till", "50800")
    reader.confirm("Close Shift with {amount}")
    reader.reads("The shift is closed")
    reader.reads("Z-report 1")
    reader.confirm("Show Z-report")
    real.until(lambda: reader.sees("Print again"))
    for ways in ("Save as PDF", "Save as XLSX"):
        reader.reads(ways)
    real.until(lambda: len(real.papers) == 2)
    assert "Z-REPORT" in " ".join(real.papers[-1].text)
    reader.click("Print again")
    reader.reads("A copy is on its way.")
    real.until(lambda: len(real.papers) == 3)
    assert "COPY" in " ".join(real.papers[-1].text)
    kept = real.house.folder / "reports" / "till-1" / "z-report-000001.pdf"
    real.until(kept.exists)
    assert "Z-report 1" in words_of(kept.read_bytes())
    assert real.done("CloseShift") == 1


@pytest.fixture
def blocked(real, reader):
    """Somebody plays on PC 03, and nobody knows what became of a card payment."""
    at_work(real)
    real.top_up(CLIENT, 80_000)
    real.do(StartSession(station_id=3, client_id=CLIENT, rate_id=1))
    begun = real.do(BeginCardPayment(amount_minor=200_000, client_id=CLIENT))
    real.do(FailCardPayment(payment_id=begun.payment_id, outcome="unknown", detail="time-out"))
    to_shifts(real, reader)
    return reader


def test_a_shift_wont_close_what_do_i_do(real, blocked) -> None:
    """It blocks while sessions are active or payments pending: end them via Hall, settle, again."""
    blocked.reads("1 card payment is pending: settle it before the shift is closed")
    blocked.click("Close Shift")
    blocked.reads("1 session is open")
    blocked.reads("1 card payment is pending")
    assert blocked.cannot("Close Shift") == "End the open sessions first."
    blocked.click("Go to PC 03")
    real.nothing_open()
    real.do(EndSession(session_id=real.playing(3).id))
    to_shifts(real, blocked)
    blocked.click("Close Shift")
    assert blocked.cannot("Close Shift") == "Settle the card payments first."
    assert not blocked.sees("1 session is open")
    blocked.click("Settle", "Not taken", "By the bank's list")
    blocked.confirm("Not taken: book nothing")
    real.until(lambda: not blocked.sees("1 card payment is pending"))
    blocked.fill("Counted in the till", "50800")
    blocked.confirm("Close Shift with {amount}")
    blocked.reads("The shift is closed")
    assert real.done("CloseShift") == 1


@pytest.fixture
def report(real, reader):
    """The report of a closed shift on the screen, as the guide leads there."""
    at_work(real)
    real.top_up(CLIENT, 80_000)
    real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1))
    real.clock.advance(900)
    real.do(EndSession(session_id=real.playing(1).id))
    to_shifts(real, reader)
    reader.click("Close Shift")
    reader.fill("Counted in the till", "50800")
    reader.confirm("Close Shift with {amount}")
    reader.press(Qt.Key.Key_Escape)
    real.nothing_open()
    reader.click("1").click("Report")
    return reader


def test_where_do_you_view_the_shift_report(real, report) -> None:
    """Shifts -> select the closed shift -> Report: revenue, sessions, cash and card, top-ups."""
    report.reads("Report of shift 1")
    for words in ("Total revenue", "Number of sessions", "Cash", "Card", "Top-up total"):
        report.reads(words)
    report.reads("800 ₸")
    report.reads("250 ₸")
    report.reads("15 min on average")
    report.reads("Chain head")
    assert real.balance(AccountKind.PLAY_REVENUE) == 25_000


def test_the_report_goes_into_a_spreadsheet(real, report, tmp_path, monkeypatch) -> None:
    chosen_path(monkeypatch, tmp_path / "report.xlsx")
    report.click("Save as XLSX")
    report.reads("Saved: report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx").active
    found = {row[1].value: row[2] for row in sheet.iter_rows(min_row=2)}
    assert found["Total revenue"].value == 250
    assert found["Total revenue"].number_format == '#,##0.00 "₸"'
    assert found["Number of sessions"].value == 1


def test_the_report_goes_into_a_pdf(real, report, tmp_path, monkeypatch) -> None:
    chosen_path(monkeypatch, tmp_path / "report")
    report.click("Save as PDF")
    report.reads("Saved: report.pdf")
    said = words_of((tmp_path / "report.pdf").read_bytes())
    for words in ("Nomad Arena", "Total revenue", "250 ₸", "Top-up total", "Page 1 of"):
        assert words in said
