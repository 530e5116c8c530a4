"""The FAQ's part on clients and balances, each answer done word for word by someone who reads it.

The words of the answer are found on the screen and clicked; ledger, journal and the printed
paper are looked at afterwards.
"""

from urllib.parse import parse_qs

import pytest
from PySide6.QtCore import Qt

from clubdesk.demo.cast import STAFF
from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.services.client_cards import AssignCard
from clubdesk.services.sessions import EndSession, StartSession
from clubdesk.services.staff_roles import SaveRole
from clubdesk.services.staffing import EditStaff
from clubdesk.services.views_people import JournalFilter
from tests.support.proof import books, proof_of
from tests.support.reader import Reader
from tests.support.sms_desk import sent_code, set_up

# A menu grabs the keyboard, which the platform without a screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CLIENT, NAME = 4, "Тимур Сейтқали"
DANA, TIMUR = "Dana Akhmetova", "Timur Nurlanov"
SEARCH = "Phone end, name or card"
PINS = {worker.login: worker.pin for worker in STAFF}


@pytest.fixture
def at_work(real):
    """Signs someone in and gives the eyes and hands of a reader."""

    def begin(login: str) -> Reader:
        real.come_to_work(login)
        return Reader(real)

    return begin


def phone(reader: Reader) -> str:
    return reader.real.books(lambda work: work.clients.get(CLIENT)).phone


def open_card(reader: Reader) -> Reader:
    """Clients section, the end of the phone, the name."""
    return reader.click("Clients").fill(SEARCH, phone(reader)[-4:]).click(NAME)


def play(reader: Reader, station: int, minutes: int) -> None:
    real = reader.real
    answer = real.do(StartSession(station_id=station, client_id=CLIENT, rate_id=1))
    real.clock.advance(minutes * 60)
    real.do(EndSession(session_id=answer.session_id))


def refund(reader: Reader, amount: str, reason: str) -> Reader:
    """Client card → Balance → Refund → amount and reason → confirm."""
    open_card(reader).click("Balance", "Refund")
    return reader.fill("Refund amount", amount).fill("Reason", reason).confirm("Refund")


@pytest.mark.parametrize("by", ["phone number", "whole phone", "name", "part of name", "card"])
def test_how_do_you_find_a_client_in_the_database(at_work, by) -> None:
    reader = at_work("timur")
    reader.real.do(AssignCard(client_id=CLIENT, card_number="77-4417"))
    typed = {
        "phone number": phone(reader)[-6:],
        "whole phone": phone(reader),
        "name": NAME,
        "part of name": "сейтқ",
        "card": "77-4417",
    }[by]
    reader.click("Clients").fill(SEARCH, typed)
    assert reader.column("Name") == [NAME]
    reader.click(NAME)
    for words in ("Top Up Balance", "Game account", "Transaction History", "Visit History"):
        assert reader.sees(words), words


def test_how_do_you_top_up_a_clients_balance_with_cash(at_work) -> None:
    reader = at_work("timur")
    till = reader.real.till()
    open_card(reader).click("Top Up Balance").click("Cash")
    reader.fill("Top-up amount", "2500").confirm("Top up")
    found = proof_of(reader.real, CLIENT, "TopUp", TransactionKind.TOP_UP, 1)
    assert found.legs == {"till_cash": 250_000, "game": -250_000}
    assert (found.money.staff_name, found.line.staff_name) == (TIMUR, TIMUR)
    found.says("TOP-UP", NAME, TIMUR, "PAID 2,500 ₸", "Cash 2,500", "Balance after 2,500")
    assert (reader.real.game(CLIENT), reader.real.till()) == (250_000, till + 250_000)


def test_how_do_you_issue_a_balance_refund(at_work) -> None:
    reader = at_work("dana")
    reader.real.top_up(CLIENT, 250_000)
    till = reader.real.till()
    refund(reader, "1200", "Leaves town")
    found = proof_of(reader.real, CLIENT, "Refund", TransactionKind.REFUND, 2)
    assert found.legs == {"game": 120_000, "till_cash": -120_000}
    assert (found.money.staff_name, found.money.reason) == (DANA, "Leaves town")
    assert (found.line.staff_name, found.line.client_name) == (DANA, NAME)
    assert (found.line.entry.reason, found.line.approved_by) == ("Leaves town", "")
    found.says("REFUND", NAME, DANA, "REFUNDED 1,200 ₸", "Reason: Leaves town", "Signature")
    found.says("Balance before 2,500", "Balance after 1,300", "Paid out in cash 1,200")
    assert (reader.real.game(CLIENT), reader.real.till()) == (130_000, till - 120_000)


def test_a_refund_requires_administrator_level_access(at_work) -> None:
    reader = at_work("timur")
    reader.real.top_up(CLIENT, 250_000)
    untouched = books(reader.real)
    refund(reader, "1200", "Leaves town")
    assert reader.sees("Missing permission: Refund money.")
    assert books(reader.real) == untouched
    # A letter in the field of the PIN goes to the colleague whose name begins with it.
    reader.fill("PIN", f"D{PINS['dana']}").confirm("Approve")
    found = proof_of(reader.real, CLIENT, "Refund", TransactionKind.REFUND, 2)
    assert found.legs == {"game": 120_000, "till_cash": -120_000}
    assert (found.line.staff_name, found.line.approved_by) == (TIMUR, DANA)
    found.says("REFUND", "REFUNDED 1,200 ₸", f"Approved by {DANA}")
    assert reader.real.refused("Refund") == ["staff.not_allowed"]


def test_a_custom_role_with_the_refund_permission_enabled_refunds_too(at_work, real) -> None:
    more = (*ROLE_PERMISSIONS[Role.CASHIER], Permission.REFUND)
    role = real.do(SaveRole(name="Senior cashier", permissions=more), "owner").key
    timur = real.books(lambda work: work.staff.by_login("timur")).id
    real.do(EditStaff(staff_id=timur, name=TIMUR, login="timur", role=role), "owner")
    reader = at_work("timur")
    real.top_up(CLIENT, 250_000)
    refund(reader, "1200", "Leaves town")
    found = proof_of(real, CLIENT, "Refund", TransactionKind.REFUND, 2)
    assert (found.line.staff_name, found.line.approved_by) == (TIMUR, "")
    assert real.game(CLIENT) == 130_000


def test_how_do_you_add_a_bonus_to_a_client_manually(at_work) -> None:
    reader = at_work("dana")
    before = reader.real.balance(AccountKind.BONUS, CLIENT)
    open_card(reader).click("Bonuses", "Add Bonus")
    reader.fill("Number of points", "500").fill("Reason", "Helped a beginner").confirm("Credit")
    found = proof_of(reader.real, CLIENT, "CreditBonus", TransactionKind.BONUS_CREDIT, 1)
    assert found.legs == {"bonus_expense": 500, "bonus": -500}
    assert (found.money.staff_name, found.money.reason) == (DANA, "Helped a beginner")
    found.says("BONUS CREDIT", NAME, "CREDITED 500 pts", "Reason: Helped a beginner")
    assert reader.real.balance(AccountKind.BONUS, CLIENT) == before + 500


def test_all_manual_bonus_additions_are_logged_in_the_journal(at_work) -> None:
    reader = at_work("dana")
    open_card(reader).click("Bonuses", "Add Bonus")
    reader.fill("Number of points", "500").fill("Reason", "Helped a beginner").confirm("Credit")
    reader.click("Journal")
    reader.reads("Helped a beginner")
    at = reader.column("Reason").index("Helped a beginner")
    titles = ("Who", "What", "Client, station", "Amount")
    line = [reader.column(title)[at] for title in titles]
    assert line == [DANA, "Credited bonuses", NAME, "500 pts"]


def test_a_client_says_their_balance_is_wrong(at_work) -> None:
    reader = at_work("timur")
    for minor in range(1_000, 26_000, 1_000):
        reader.real.top_up(CLIENT, minor)
    reader.real.top_up(CLIENT, 100_000)
    play(reader, 1, 30)
    open_card(reader).click("Transaction History")
    assert len(reader.column("What")) == 27
    assert reader.column("What")[0].startswith("Play · PC 01")
    assert set(reader.column("What")[1:]) == {"Top-up"}
    shown = reader.real.game(CLIENT) // 100
    assert reader.column("Balance")[0].replace(",", "").startswith(f"{shown}")
    # The log is scrolled through to its end, where the first top-up stands.
    reader.click("+1,000 ₸").press(Qt.Key.Key_End)
    assert reader.in_view("+10 ₸")
    reader.press(Qt.Key.Key_Return)
    for words in ("Top-up", NAME, "10 ₸"):
        assert reader.sees(words), words


def test_how_do_you_view_a_clients_visit_history(at_work) -> None:
    reader = at_work("timur")
    reader.real.top_up(CLIENT, 250_000)
    play(reader, 1, 30)
    reader.real.clock.advance(3_600)
    play(reader, 2, 60)
    spent = 250_000 - reader.real.game(CLIENT)
    open_card(reader).click("Visit History")
    assert reader.column("Began") == ["20 Nov, 19:30", "20 Nov, 18:00"]
    assert reader.column("Duration") == ["1 h", "30 min"]
    assert reader.column("Stations") == ["PC 02", "PC 01"]
    assert all(reader.column("Rates"))
    charged = [int("".join(filter(str.isdigit, one))) for one in reader.column("Amount")]
    assert sum(charged) * 100 == spent
    assert min(charged) > 0


def test_how_do_you_add_a_new_client_to_the_database(at_work, provider) -> None:
    reader = at_work("owner")
    set_up(reader.real, provider)
    reader.click("Clients", "Add Client")
    reader.fill("Phone", "+77010000001").fill("Client name", "Алия Новая")
    reader.fill("Email", "aliya@example.com").confirm("Add Client")
    reader.real.until(lambda: provider.asked)
    assert parse_qs(provider.asked[-1].body)["to"] == ["+77010000001"]
    reader.reads("took the message")
    reader.fill("Code from the message", sent_code(provider)).confirm("Verify")
    reader.real.nothing_open()
    known = reader.real.books(lambda work: work.clients.by_phone("+77010000001"))
    assert (known.name, known.email) == ("Алия Новая", "aliya@example.com")
    assert known.phone_verified
    only = JournalFilter(actions=frozenset({"AddClient"}))
    line = reader.real.house.storage.queries.journal_rows(only, 1)[0]
    assert (line.staff_name, line.client_name) == ("Aigerim Sadykova", "Алия Новая")
    assert reader.real.game(known.id) == 0
    assert reader.real.papers == []
    assert reader.sees("Алия Новая")
