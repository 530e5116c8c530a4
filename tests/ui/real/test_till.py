"""The till through the real widgets: cash beside sales, a count that does not agree, a hand-over.

What is done is looked for on the screen, in the ledger, in the journal and on paper.
"""

import pytest
from PySide6.QtCore import Qt

from clubdesk.demo.cast import OWNER, PASSWORD, STAFF
from clubdesk.domain.ledger import AccountKind
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.services.sessions import StartSession
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.hand_over_dialog import HandOverDialog
from tests.support.reader import Reader

CLIENT = 4
TILL = 5_000_000
PINS = {worker.login: worker.pin for worker in STAFF}
NAMES = {worker.login: worker.name for worker in STAFF}
CASHIER, ADMIN = "timur", "dana"


@pytest.fixture
def reader(real):
    return Reader(real)


def at_the_till(real, reader, login: str = ADMIN) -> None:
    real.come_to_work(login, counted=TILL)
    reader.click("Shifts")
    real.settle()


def approve(real, dialog: ApprovalDialog) -> None:
    dialog.pick.choice.choose(ADMIN)
    real.type(PINS[ADMIN], dialog.pick.secret.editor)
    real.click(dialog.primary)


def paper(real, number: int) -> str:
    real.until(lambda: len(real.papers) >= number)
    return " ".join(real.papers[number - 1].text)


def test_cash_out_is_paid_from_the_till_with_a_slip(real, reader) -> None:
    at_the_till(real, reader)
    reader.click("Cash out")
    reader.fill("Amount", "4500")
    reader.click("Bar supplies")
    reader.fill("Reason", "Coffee beans")
    reader.confirm("Pay {amount} from the till")
    real.nothing_open()
    assert real.till() == TILL - 450_000
    assert real.balance(AccountKind.EXPENSES) == 450_000
    assert real.journal("CashOut")[0].reason == "Coffee beans"
    said = paper(real, 1)
    assert "Bar supplies" in said
    assert "Coffee beans" in said
    assert "4,500" in said
    assert any("Cash out: 4,500" in told.replace("\u00a0", " ") for told in [real.toasts()])


def test_cash_in_and_all_of_it_to_the_safe(real, reader) -> None:
    at_the_till(real, reader)
    reader.click("Cash in")
    reader.fill("Amount", "20000")
    reader.click("Change for the till")
    reader.confirm("Put {amount} into the till")
    real.nothing_open()
    assert real.till() == TILL + 2_000_000
    reader.click("Collect")
    reader.reads("70,000 ₸")
    reader.confirm("Take {amount} to the safe")
    real.nothing_open()
    assert real.till() == 0
    assert real.done("CashIn") == real.done("Collect") == 1
    assert "70,000" in paper(real, 2)


def test_a_part_goes_to_the_safe_with_a_colleagues_pin(real, reader) -> None:
    at_the_till(real, reader, CASHIER)
    assert not reader.sees("50,000 ₸")  # a cashier may not see what the till should hold
    reader.click("Collect", "A part")
    reader.fill("Amount", "30000")
    reader.confirm("Take {amount} to the safe")
    approve(real, real.dialog(ApprovalDialog))
    real.nothing_open()
    assert real.till() == TILL - 3_000_000
    assert NAMES[ADMIN] in paper(real, 1)


BAD = ["0", "-5", "abc", "1000000000000000000", "1e9", "😀", "'; DROP TABLE shifts; --", "9" * 5000]


@pytest.mark.parametrize("typed", BAD)
@pytest.mark.parametrize("deed", ["Cash in", "Cash out", "Collect"])
def test_a_bad_amount_moves_nothing(real, reader, deed, typed) -> None:
    at_the_till(real, reader)
    reader.click(deed)
    if deed == "Collect":
        reader.click("A part")
    reader.paste("Amount", typed)
    reader.press(Qt.Key.Key_Return)
    assert reader.error_at("Amount")
    assert not real.open_dialog.primary.isEnabled()
    assert real.till() == TILL
    assert real.papers == []


def test_more_than_the_till_holds_and_an_endless_reason_are_refused(real, reader) -> None:
    at_the_till(real, reader)
    reader.click("Cash out")
    reader.fill("Amount", "50001")
    reader.click("Other")
    reader.paste("Reason", "y" * 2_000_000)
    reader.confirm("Pay {amount} from the till")
    real.settle()
    assert reader.error_at("Reason") or reader.error_at("Amount")
    reader.paste("Reason", "Too much")
    reader.confirm("Pay {amount} from the till")
    real.settle()
    assert reader.error_at("Amount")
    assert real.till() == TILL


def test_the_drawer_opens_without_a_sale_and_the_journal_knows(real, reader) -> None:
    at_the_till(real, reader)
    reader.click("Open drawer")
    real.until(lambda: real.done("OpenDrawer") == 1)
    assert real.till() == TILL


def test_a_difference_is_told_with_its_causes_and_closed_with_a_pin(real, reader) -> None:
    real.come_to_work(CASHIER, counted=TILL)
    real.top_up(CLIENT, 500_000)
    reader.click("Shifts")
    real.settle()
    reader.click("Close Shift")
    reader.fill("Counted in the till", "10000")
    assert not reader.sees("55,000 ₸")
    reader.confirm("Close Shift with {amount}")
    reader.reads("The till holds 45,000 ₸ less than the books say.")
    reader.click("Count again")
    assert not reader.sees("55,000 ₸")
    reader.fill("Counted in the till", "50500")
    reader.confirm("Close Shift with {amount}")
    reader.reads("The till holds 4,500 ₸ less than the books say.")
    reader.reads("Top-up of 5,000 ₸ at 18:00 may have been typed ten times too high")
    dialog = real.dialog(CloseShiftDialog)
    real.click(dialog.blind.causes.buttons[0])
    reader.reads("What moved")
    reader.press(Qt.Key.Key_Escape)
    reader.fill("Reason for the difference", "One nought too many")
    reader.confirm("Close Shift with {amount}")
    approval = real.dialog(ApprovalDialog)
    assert "4,500" in approval.what.text()
    approve(real, approval)
    reader.reads("The shift is closed")
    assert real.balance(AccountKind.OVER_SHORT) == 450_000
    closed = real.journal("CloseShift")[0]
    assert (closed.reason, closed.refused) == ("One nought too many", "")


@pytest.fixture
def handing(real, reader):
    """Somebody plays for a quarter of an hour while the till is handed over."""
    real.come_to_work(ADMIN, counted=TILL)
    real.top_up(CLIENT, 80_000)
    real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1))
    begun = real.do(BeginCardPayment(amount_minor=200_000, client_id=CLIENT))
    real.do(FailCardPayment(payment_id=begun.payment_id, outcome="unknown", detail="time-out"))
    real.clock.advance(900)
    reader.click("Shifts")
    real.settle()
    reader.click("Hand over")
    reader.reads("1 session goes on")
    reader.reads("250 ₸")
    reader.reads("1 card payment is pending and passes on to the next shift.")
    real.dialog(HandOverDialog).pick.choice.choose(CASHIER)
    return real.dialog(HandOverDialog)


def test_a_hand_over_ends_with_the_new_person_at_the_till(real, reader, handing) -> None:
    reader.fill("Password or PIN", PASSWORD)
    reader.fill("Counted in the till", "50800")
    reader.confirm("Hand over with {amount}")
    reader.reads(f"The till is with {NAMES[CASHIER]} now")
    real.until(lambda: real.runner.staff.login == CASHIER)
    reader.confirm("Show Z-report")
    real.until(lambda: reader.sees("Print again"))
    assert real.playing(1).client_id == CLIENT
    assert real.balance(AccountKind.PLAY_REVENUE) == 25_000
    before, now = real.house.storage.queries.shifts(1)[1], real.house.storage.queries.shifts(1)[0]
    assert before.report.report.figures.play_revenue == 25_000
    assert now.shift.closed_at is None
    assert now.shift.opened_at == before.shift.closed_at
    assert now.opened_by == NAMES[CASHIER]
    real.until((real.house.folder / "reports" / "till-1" / "z-report-000001.pdf").exists)


def test_a_wrong_password_hands_nothing_over(real, reader, handing) -> None:
    reader.fill("Password or PIN", "0000")
    reader.fill("Counted in the till", "50800")
    reader.confirm("Hand over with {amount}")
    real.settle()
    assert reader.error_at("Password or PIN")
    assert real.runner.staff.login == ADMIN
    assert real.done("HandOver") == 0
    assert len(real.house.storage.queries.shifts(1)) == 1


def test_a_hand_over_with_a_difference_asks_for_its_reason(real, reader, handing) -> None:
    reader.fill("Password or PIN", PASSWORD)
    reader.fill("Counted in the till", "50000")
    reader.confirm("Hand over with {amount}")
    reader.reads("The till holds 800 ₸ less than the books say.")
    reader.fill("Reason for the difference", "Not found")
    reader.confirm("Hand over with {amount}")
    reader.reads(f"The till is with {NAMES[CASHIER]} now")
    assert real.balance(AccountKind.OVER_SHORT) == 80_000


@pytest.mark.parametrize("typed", BAD[1:])
def test_a_bad_count_closes_nothing(real, reader, typed) -> None:
    at_the_till(real, reader)
    reader.click("Close Shift")
    reader.paste("Counted in the till", typed)
    reader.press(Qt.Key.Key_Return)
    real.settle()
    assert real.done("CloseShift") == 0
    assert reader.error_at("Counted in the till")


def test_the_rules_of_the_till_are_set_in_settings(real, reader) -> None:
    at_the_till(real, reader, OWNER.login)
    reader.click("Settings", "Club rules")
    reader.fill("Difference that needs no approval", "500")
    reader.fill("A shift is too long after (hours)", "12")
    editor = reader.editor("What expenses are for")
    editor.setPlainText("Pizza\nTaxi")
    tab = editor.window().findChild(type(real.window.stack.currentWidget()))
    part = tab.tabs.pages["rules"].till
    real.click(part.save)
    club = real.house.storage.queries.club()
    assert club.till.categories == ("Pizza", "Taxi")
    assert (club.till.long_shift_hours, club.float_tolerance_minor) == (12, 50_000)
    editor.setPlainText("Pizza\npizza")
    real.click(part.save)
    assert reader.error_at("What expenses are for")
    reader.click("Shifts", "Cash out")
    reader.reads("Taxi")
    reader.press(Qt.Key.Key_Escape)
    real.clock.advance(13 * 3600)
    real.window.stack.currentWidget().reload()
    reader.reads("This shift is open for 13 h.")
    reader.reads("Count the till and close it, or hand it over.")
