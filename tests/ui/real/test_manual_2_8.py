"""The manual's article 2.8, Balance operations, done word for word by someone who reads it.

Each step and each typical situation, in both languages: its words are found on the screen,
clicked and filled in; then ledger, journal and the paper that was printed are looked at.
"""

import pytest
from PySide6.QtCore import QPoint, Qt

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.foundation.translate import tr
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.promoting import SavePromotion
from tests.support.proof import Proof, books, proof_of
from tests.support.reader import Reader

CLIENT, NAME = 4, "Тимур Сейтқали"
DANA = "Dana Akhmetova"
PHONE_SEARCH = "Last 4–6 digits of the phone, name or card"


@pytest.fixture(params=["en", "ru"])
def reader(real, request) -> Reader:
    """The article's prerequisites: an administrator, an open shift, a registered client."""
    real.come_to_work("dana")
    real.speak(request.param)
    return Reader(real)


def digits(reader: Reader, count: int = 4) -> str:
    return reader.real.books(lambda work: work.clients.get(CLIENT)).phone[-count:]


def points(reader: Reader) -> int:
    return reader.real.balance(AccountKind.BONUS, CLIENT)


def proof(reader: Reader, action: str, kind: TransactionKind, papers: int = 1) -> Proof:
    """What a deed of Dana's with the client left: under both names, with one reason everywhere."""
    found = proof_of(reader.real, CLIENT, action, kind, papers)
    assert found.money.client_name == found.line.client_name == NAME
    assert found.money.staff_name == found.line.staff_name == DANA
    assert found.money.reason == found.line.entry.reason
    found.says(NAME, DANA, found.money.reason)
    return found


def deduct(reader: Reader, amount: str, reason: str, account: str) -> None:
    """Step 4, to its end."""
    reader.click("Deduct balance").fill("User", digits(reader)).pick(NAME)
    reader.fill("Deduction amount", amount).fill("Reason", reason)
    reader.click(account).confirm("Deduct")


@pytest.mark.parametrize("count", [4, 5, 6])
def test_step_1_find_the_client_and_check_the_balance(reader, count) -> None:
    reader.real.top_up(CLIENT, 123_400)
    reader.click("Balance operations", "Top up account")
    reader.fill(PHONE_SEARCH, digits(reader, count)).pick(NAME)
    assert reader.sees("Top-up amount")
    assert reader.sees("1,234 ₸") or reader.sees("1 234 ₸")


def test_step_2_top_up_the_game_account_in_cash(reader) -> None:
    till = reader.real.till()
    reader.click("Balance operations", "Top up account")
    reader.fill(PHONE_SEARCH, digits(reader)).pick(NAME)
    reader.fill("Top-up amount", "5000").click("Cash").confirm("Top up")
    found = proof_of(reader.real, CLIENT, "TopUp", TransactionKind.TOP_UP, 1)
    assert found.legs == {"till_cash": 500_000, "game": -500_000}
    assert (found.money.staff_name, found.line.staff_name) == (DANA, DANA)
    found.says("TOP-UP", NAME, DANA, "PAID 5,000 ₸", "Cash 5,000", "Balance after 5,000")
    assert (reader.real.game(CLIENT), reader.real.till()) == (500_000, till + 500_000)
    reader.reads("The receipt was printed.")


def test_step_2_top_up_the_game_account_by_card(reader) -> None:
    till = reader.real.till()
    reader.click("Balance operations", "Top up account")
    reader.fill(PHONE_SEARCH, digits(reader)).pick(NAME)
    reader.fill("Top-up amount", "5000").click("Card").confirm("Top up")
    assert reader.real.game(CLIENT) == 0
    reader.fill("Slip number", "0042").confirm("Approved: top up {amount}")
    found = proof_of(reader.real, CLIENT, "TopUp", TransactionKind.TOP_UP, 1)
    assert found.legs == {"card_clearing": 500_000, "game": -500_000}
    found.says("TOP-UP", NAME, "PAID 5,000 ₸", "Card 5,000", "0042")
    assert (reader.real.game(CLIENT), reader.real.till()) == (500_000, till)


def test_step_3_credit_bonus_points(reader) -> None:
    before = points(reader)
    reader.click("Balance operations", "Credit bonuses")
    reader.fill("User", digits(reader)).pick(NAME)
    reader.fill("Number of points", "500")
    assert reader.cannot("Credit") == tr("Say why: the promotion, loyalty, a gift.")
    reader.fill("Reason", "Bring a Friend promo").confirm("Credit")
    found = proof(reader, "CreditBonus", TransactionKind.BONUS_CREDIT)
    assert found.legs == {"bonus_expense": 500, "bonus": -500}
    assert found.money.reason == "Bring a Friend promo"
    found.says("BONUS CREDIT", "CREDITED 500 pts", f"Points after {before + 500:,}")
    assert points(reader) == before + 500


def test_step_4_the_way_to_it_stands_at_the_top_of_the_screen(reader) -> None:
    reader.click("Balance operations")
    screen = reader.real.window.stack
    for words in ("Balance operations", "Deduct balance"):
        tops = [one.mapTo(screen, QPoint()).y() for one in reader.where(words, within=screen)]
        assert len(tops) == 1, words
        assert tops[0] < 60, words


@pytest.mark.parametrize("reason", ["Correction of cashier’s error", "Product refund"])
def test_step_4_deducting_balance(reader, reason) -> None:
    reader.real.top_up(CLIENT, 900_000)
    before = points(reader)
    reader.click("Balance operations")
    deduct(reader, "4000", reason, "Game account")
    found = proof(reader, "Deduct", TransactionKind.DEDUCTION, papers=2)
    assert found.legs == {"game": 400_000, "corrections": -400_000}
    assert found.money.reason == reason
    found.says("DEDUCTION", "Game account", "DEDUCTED 4,000 ₸", "Balance after 5,000")
    assert (reader.real.game(CLIENT), points(reader)) == (500_000, before)


def test_the_client_wants_to_pay_for_the_session_by_card(reader) -> None:
    """The reports tell the money apart that came without cash."""
    real = reader.real
    real.top_up(CLIENT, 100_000)
    reader.click("Balance operations", "Top up account")
    reader.fill(PHONE_SEARCH, digits(reader)).pick(NAME)
    reader.fill("Top-up amount", "2000").click("Card").confirm("Top up")
    reader.fill("Slip number", "77").confirm("Approved: top up {amount}")
    reader.click("Shifts", "Print X-report")
    real.until(lambda: len(real.papers) == 3)
    report = " ".join(" ".join(real.papers[-1].text).split())
    for words in ("Top-ups in cash 1,000", "Top-ups by card 2,000", "Card received 2,000"):
        assert words in report
    assert real.balance(AccountKind.CARD_CLEARING, 1) == 200_000


def test_the_client_is_entitled_to_bonuses_under_a_promotion(reader) -> None:
    """The promotion's name, picked from the list, is the reason."""
    promotion = Promotion(0, "Bring a Friend", PromotionKind.BY_HAND, points=700)
    reader.real.do(SavePromotion(promotion=promotion), "owner")
    before = points(reader)
    reader.click("Balance operations", "Credit bonuses")
    reader.fill("User", digits(reader)).pick(NAME)
    reader.click("Bring a Friend").confirm("Credit")
    found = proof(reader, "CreditBonus", TransactionKind.BONUS_CREDIT)
    assert (found.money.reason, found.money.promotion) == ("Bring a Friend", "Bring a Friend")
    assert found.legs == {"bonus_expense": 700, "bonus": -700}
    found.says("BONUS CREDIT", "Promotion Bring a Friend", "CREDITED 700 pts")
    assert points(reader) == before + 700


def test_you_made_a_mistake_when_topping_up(reader) -> None:
    """A higher amount was entered: 9,000 for 5,000."""
    reader.real.top_up(CLIENT, 900_000)
    reader.click("Balance operations")
    deduct(reader, "4000", "Correction of erroneous top-up", "Game account")
    found = proof(reader, "Deduct", TransactionKind.DEDUCTION, papers=2)
    assert found.legs == {"game": 400_000, "corrections": -400_000}
    assert found.money.reason == "Correction of erroneous top-up"
    assert reader.real.game(CLIENT) == 500_000


def test_you_need_to_write_off_expired_bonuses(reader) -> None:
    reader.real.do(CreditBonus(client_id=CLIENT, points=800, reason="A gift"))
    reader.real.top_up(CLIENT, 100_000)
    before = points(reader)
    reader.click("Balance operations")
    deduct(reader, "300", "Write-off of expired bonuses", "Bonus account")
    found = proof(reader, "Deduct", TransactionKind.DEDUCTION, papers=3)
    assert found.legs == {"bonus": 300, "bonus_expense": -300}
    assert found.money.reason == "Write-off of expired bonuses"
    found.says("DEDUCTION", "Bonus account", "DEDUCTED 300 pts")
    assert (reader.real.game(CLIENT), points(reader)) == (100_000, before - 300)


def test_the_system_asks_for_the_account_type_during_deduction(reader) -> None:
    """Neither account is chosen beforehand, and each says what it is."""
    reader.real.top_up(CLIENT, 500_000)
    untouched = books(reader.real)
    reader.click("Balance operations", "Deduct balance")
    reader.fill("User", digits(reader)).pick(NAME)
    reader.fill("Deduction amount", "100").fill("Reason", "Product refund").press(Qt.Key.Key_Return)
    asked = "Choose the account type: Game account or Bonus account."
    assert reader.sees(asked)
    assert reader.cannot("Deduct") == tr(asked)
    for words in ("Account type", "the client's real money", "promotional bonus points"):
        assert reader.sees(words), words
    assert books(reader.real) == untouched
    reader.click("Bonus account").confirm("Deduct")
    found = proof(reader, "Deduct", TransactionKind.DEDUCTION, papers=2)
    assert found.legs == {"bonus": 100, "bonus_expense": -100}
    assert reader.real.game(CLIENT) == 500_000
