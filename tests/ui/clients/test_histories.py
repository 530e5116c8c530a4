"""Transaction History and Visit History: filtered, opened, copied, saved."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from clubdesk.domain.ledger import TransactionKind
from clubdesk.services.papers import ReprintPaper
from clubdesk.services.shifts import PaperAnswer
from clubdesk.services.views_people import HistoryFilter, LegRow, TransactionView, VisitRow
from clubdesk.ui.clients.history import days_of, what_happened
from clubdesk.ui.clients.transaction_dialog import TransactionDialog
from clubdesk.ui.clients.visits_tab import totals
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_desk import CASHIER, CLUB, NOW, a_report, a_shift, a_transaction
from tests.support.pictures import white_paper

TODAY = date(2026, 11, 21)
TOP_UP = TransactionView(
    900, 1, 4471, "ab" * 32, TransactionKind.TOP_UP, NOW, NOW, CASHIER.name, "Sanjar Tulegenov",
    214, "A reason",
    (LegRow("till_cash", "Till 1", 100_000, False), LegRow("game", "Sanjar", -100_000, False)),
    reversed_by=905, paper_job_id=3, paper=a_report(a_shift()),
)  # fmt: skip
UNDOING = replace(
    TOP_UP, id=905, kind=TransactionKind.REVERSAL, reversed_by=None, reverses=900, paper=None,
    paper_job_id=None,
)  # fmt: skip


def a_visit(number: int, seconds: int, amount: int, **more) -> VisitRow:
    began = NOW - timedelta(days=number)
    ended = began + timedelta(seconds=seconds)
    own = {"points": 0, "state": "ended", "stations": ("PC 07",), "rates": ("Standard",), **more}
    return VisitRow(number, began, ended, seconds, amount=amount, **own)


def cells(table, row: int, spoken) -> list[str]:
    model = table.rows_model
    return [spoken(model.index(row, column).data()) for column in range(model.columnCount())]


def test_the_history_runs_along_with_the_balance(card, spoken) -> None:
    lines = [cells(card.history.table, row, spoken)[1:5] for row in range(3)]
    assert lines == [
        ["Top-up", "Game", "+1,000 ₸", "1,364 ₸"],
        ["Play", "Game", "−636 ₸", "364 ₸"],
        ["Top-up", "Game", "+1,000 ₸", "1,000 ₸"],
    ]
    assert card.history.count.text() == "3 operations"


def test_points_read_as_points_and_say_where_they_come_from(desk, screen, settled, spoken) -> None:
    gift = a_transaction(0, TransactionKind.BONUS_CREDIT, 500, 750)
    desk.books.history = [replace(gift, in_points=True, promotion="Loyalty", reason="A gift")]
    screen.show_client(1)
    settled()
    line = cells(screen.card.history.table, 0, spoken)
    assert line[1:5] == ["Bonus credited · Loyalty · A gift", "Bonus", "+500 pts", "750 pts"]


def test_an_undone_operation_is_struck_and_says_by_what(desk, screen, settled) -> None:
    desk.books.history[0] = replace(desk.books.history[0], reversed_by=905)
    screen.show_client(1)
    settled()
    model = screen.card.history.table.rows_model
    assert model.index(0, 1).data() == "Top-up · undone by No. 905"
    struck = [model.index(row, 3).data(Qt.ItemDataRole.FontRole).strikeOut() for row in range(3)]
    assert struck == [True, False, False]


def test_what_happened_names_the_station() -> None:
    play = replace(a_transaction(1, TransactionKind.SESSION_CHARGE, -1, 0), station_name="PC 07")
    assert what_happened(play) == "Play · PC 07"


def test_the_boxes_ask_for_account_kind_and_days(desk, card, settled) -> None:
    card.history.account.choose("bonus")
    card.history.kind.choose("refunds")
    card.history.period.choose("week")
    settled()
    asked = desk.books.asked_history[-1]
    refunds = frozenset({TransactionKind.REFUND})
    assert asked == HistoryFilter("bonus", refunds, date(2026, 11, 15), TODAY)


def test_another_client_starts_without_filters(desk, screen, card, settled) -> None:
    card.history.kind.choose("play")
    settled()
    screen.show_client(2)
    settled()
    assert desk.books.asked_history[-1] == HistoryFilter()
    assert card.history.kind.key() == ""


def test_nothing_found_says_so(desk, card, settled) -> None:
    desk.books.history = []
    card.history.kind.choose("refunds")
    settled()
    assert not card.history.table.isVisible()
    assert card.history.nothing.text() == "Nothing like that has happened."


def test_a_long_history_goes_on(desk, card, settled) -> None:
    desk.books.history = [a_transaction(n, TransactionKind.TOP_UP, 1, n) for n in range(300)]
    card.reload()
    settled()
    assert card.history.table.rows_model.rowCount() == 200
    assert card.history.more.isVisible()
    card.history.more.click()
    settled()
    assert card.history.table.rows_model.rowCount() == 300
    assert not card.history.more.isVisible()


def test_a_history_of_exactly_one_page_ends_there(desk, card, settled) -> None:
    desk.books.history = [a_transaction(n, TransactionKind.TOP_UP, 1, n) for n in range(200)]
    card.reload()
    settled()
    card.history.more.click()
    settled()
    assert not card.history.more.isVisible()


def test_news_about_others_leave_the_scrolled_history_alone(desk, card, settled) -> None:
    desk.books.history = [a_transaction(n, TransactionKind.TOP_UP, 1, n) for n in range(90)]
    card.reload()
    settled()
    bar = card.history.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    scrolled = bar.value()
    card.reload()
    settled()
    assert bar.value() == scrolled > 0


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("", None, None),
        ("today", TODAY, TODAY),
        ("week", date(2026, 11, 15), TODAY),
        ("month", date(2026, 10, 23), TODAY),
        ("this_month", date(2026, 11, 1), TODAY),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("year", date(2026, 1, 1), TODAY),
    ],
)
def test_periods_are_days_of_the_calendar(period, since, until) -> None:
    assert days_of(period, TODAY) == (since, until)


def open_first(qtbot, card, settled) -> TransactionDialog:
    card.open_tab("history")
    qtbot.keyClick(card.history.table, Qt.Key.Key_Return)
    settled()
    dialog = open_dialog_of(card)
    assert isinstance(dialog, TransactionDialog)
    return dialog


def test_a_line_opens_the_whole_transaction_with_its_receipt(
    qtbot, desk, card, settled, spoken
) -> None:
    desk.books.whole[900] = TOP_UP
    desk.paper = white_paper()
    dialog = open_first(qtbot, card, settled)
    legs = [(leg.name.text(), spoken(leg.value.whole())) for leg in dialog.legs]
    assert legs == [
        ("Cash in the till · Till 1", "+1,000 ₸"),
        ("Game account · Sanjar", "+1,000 ₸"),
    ]
    assert desk.drawn == [TOP_UP.paper]
    assert dialog.paper.widget().picture.width() == 576
    assert [link.text() for link in dialog.links] == ["Open what undid it: No. 905"]


def test_a_copy_of_the_receipt_is_printed(qtbot, desk, card, settled) -> None:
    desk.books.whole[900] = TOP_UP
    desk.paper = white_paper()
    desk.answers[ReprintPaper] = PaperAnswer(job_id=8)
    dialog = open_first(qtbot, card, settled)
    qtbot.keyClick(dialog, Qt.Key.Key_P)
    settled()
    assert desk.done[0].job_id == 3
    assert dialog.told.text() == "A copy is on its way."


def test_what_was_undone_leads_to_what_undid_it_and_back(qtbot, desk, card, settled) -> None:
    desk.books.whole = {900: TOP_UP, 905: UNDOING}
    desk.paper = white_paper()
    open_first(qtbot, card, settled).links[0].click()
    settled()
    dialog = open_dialog_of(card)
    assert dialog.heading.text() == "Undone operation"
    assert not dialog.copy.isVisible()
    assert [link.text() for link in dialog.links] == ["Open what it undid: No. 900"]


def test_visits_say_how_long_where_and_for_how_much(desk, card, settled, spoken) -> None:
    desk.books.the_visits = [
        a_visit(0, 7_200, 160_000, state="active", stations=("PC 07", "VIP 02"), points=100),
        a_visit(3, 5_400, 120_000),
    ]
    assert card.by_key("2")
    settled()
    lines = [cells(card.visits.table, row, spoken) for row in range(2)]
    assert lines[0][1:] == ["plays now", "2 h", "PC 07, VIP 02", "Standard", "1,600 ₸", "100 pts"]
    assert lines[1] == ["18 Nov, 19:30", "18 Nov, 21:00", "1 h 30 min", "PC 07", "Standard",
                        "1,200 ₸", ""]  # fmt: skip
    said = spoken(card.visits.totals.text())
    assert said == "2 visits  ·  3 h 30 min  ·  2,800 ₸ spent  ·  100 pts"


def test_totals_without_points_do_not_speak_of_them(spoken) -> None:
    assert spoken(totals([a_visit(1, 60, 100)], CLUB)) == "1 visit  ·  1 min  ·  1 ₸ spent"


def test_who_never_played_is_said_so(card, settled) -> None:
    card.by_key("2")
    settled()
    assert card.visits.nothing.isVisible()
    assert not card.visits.save.isEnabled()


def test_ctrl_c_copies_the_line(qtbot, card, spoken) -> None:
    card.open_tab("history")
    qtbot.keyClick(card.history.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = spoken(QGuiApplication.clipboard().text())
    assert copied == "21 Nov, 19:30\tTop-up\tGame\t+1,000 ₸\t1,364 ₸\tDana Abenova"


def test_ctrl_s_saves_figures_that_a_spreadsheet_can_add(
    qtbot, desk, runner, screen, card, settled, monkeypatch, tmp_path
) -> None:
    kept = []

    def write(sheet, path):
        kept.append((sheet, path))
        return desk.ask(lambda _: None)

    runner.sheets = write
    typed = str(tmp_path / "sanjar.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, "CSV (*.csv)"))
    card.open_tab("history")
    with qtbot.waitSignal(screen.told) as told:
        qtbot.keyClick(card.history.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].text == "The table was saved."
    sheet, path = kept[0]
    assert path == tmp_path / "sanjar.csv"
    assert sheet.titles == ("When", "What", "Account", "Amount", "Balance", "Who")
    when, what, account, amount, after, who = sheet.rows[1]
    assert when.isoformat() == "2026-11-21T18:16:00"
    assert (what, account, who) == ("Play", "Game", CASHIER.name)
    assert (amount, after) == (Decimal(-636), Decimal(364))


def test_a_name_without_an_ending_gets_the_chosen_one(
    desk, runner, card, settled, monkeypatch, tmp_path
) -> None:
    kept = []
    runner.sheets = lambda sheet, path: kept.append(path) or desk.ask(lambda _: None)
    typed = str(tmp_path / "visits of Mr. X")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, "CSV (*.csv)"))
    card.history.save.click()
    settled()
    assert kept == [tmp_path / "visits of Mr. X.csv"]


def test_no_file_chosen_writes_nothing(runner, card, monkeypatch) -> None:
    kept = []
    runner.sheets = lambda sheet, path: kept.append(path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    card.history.save.click()
    assert kept == []
