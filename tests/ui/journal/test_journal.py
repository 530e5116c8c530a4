"""The journal on the screen: lines in words, filters, by person, details, older lines, a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clubdesk.domain.people import Role, StaffRole
from clubdesk.services.ports import JournalEntry
from clubdesk.services.views_people import JournalRow, StaffDeeds, StaffRow
from clubdesk.ui.journal import screen as journal
from clubdesk.ui.journal.line_dialog import LineDialog
from clubdesk.ui.journal.screen import JournalScreen
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_desk import CASHIER, NOW, OWNER

ROLE = StaffRole("cashier", "", frozenset(), built_in=True)
PEOPLE = [StaffRow(one.id, one.login, one.name, ROLE, False, True) for one in (OWNER, CASHIER)]
DEEDS = [
    StaffDeeds(OWNER.id, OWNER.name, bonuses=1, bonus_points=500),
    StaffDeeds(CASHIER.id, CASHIER.name, refunds=2, refunded=150_000, refusals=3),
]


def a_row(number: int, action: str = "TopUp", details: str = "{}", **more) -> JournalRow:
    entry = {"at": NOW - timedelta(minutes=number), "staff_id": CASHIER.id, "action": action}
    own = {key: more.pop(key) for key in ("reason", "refused", "client_id") if key in more}
    line = JournalEntry(**entry, details=details, **own)
    return JournalRow(1_000 - number, line, staff_name=CASHIER.name, **more)


ROWS = [
    a_row(1, details=json.dumps({"cash_minor": 100_000, "card_minor": 50_000})),
    a_row(
        2, "Refund", json.dumps({"amount_minor": 30_000, "tender": "cash"}), client_id=7,
        reason="Left early", client_name="Sanjar", approved_by="Aliya Serikova",
    ),
    a_row(3, "Deduct", json.dumps({"amount": 250, "account": "bonus", "reason": "slip"}),
          refused="staff.not_allowed"),
    a_row(4, "FlyToMars"),
]  # fmt: skip


@pytest.fixture
def books(desk):
    asked = []

    def rows(only, limit=200):
        asked.append(only)
        return list(desk.books.rows)[:limit]

    desk.books.rows = ROWS
    desk.books.people = lambda: PEOPLE
    desk.books.journal_rows = rows
    desk.books.staff_deeds = lambda since, until: DEEDS
    return asked


@pytest.fixture
def screen(runner, bridge, stage, books, settled, qtbot):
    runner.staff = OWNER
    made = JournalScreen(runner, bridge)
    stage(made)
    settled()
    qtbot.waitUntil(lambda: made.table is not None)
    return made


def texts(table, row: int) -> list[str]:
    model = table.rows_model
    return [column.text(model.rows[row]).replace("\xa0", " ") for column in model.columns]


def test_a_line_says_when_who_what_how_much_and_why(screen) -> None:
    assert texts(screen.table, 0)[1:5] == ["Dana Abenova", "Topped up a balance", "", "1,500 ₸"]
    assert texts(screen.table, 1)[2:] == [
        "Refunded money", "Sanjar", "300 ₸", "Left early", "Aliya Serikova", "",
    ]  # fmt: skip
    assert texts(screen.table, 2)[2:] == [
        "Deducted from a balance", "", "250 pts", "slip", "", "no permission",
    ]  # fmt: skip
    assert texts(screen.table, 3)[2] == "FlyToMars"
    assert screen.count.text() == "4 lines"


def test_by_person_the_eye_sees_who_did_what(screen) -> None:
    assert texts(screen.strip, 0)[:2] == ["Aliya Serikova", "1 · 500 pts"]
    assert texts(screen.strip, 1)[3] == "2 · 1,500 ₸"
    assert texts(screen.strip, 1)[6] == "3"


def test_the_filters_ask_the_books(screen, books, settled, qtbot) -> None:
    screen.filters.person.choose(CASHIER.id)
    screen.filters.kind.choose("refunds")
    screen.filters.refused.click()
    screen.filters.approved.click()
    qtbot.keyClicks(screen.filters.search, "coffee")
    qtbot.waitUntil(lambda: books[-1].text == "coffee")
    only = books[-1]
    assert (only.staff_id, only.actions) == (CASHIER.id, frozenset({"Refund"}))
    assert only.only_refused
    assert only.only_approved


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("today", datetime(2026, 11, 20, 19, tzinfo=UTC), datetime(2026, 11, 21, 19, tzinfo=UTC)),
        (
            "yesterday",
            datetime(2026, 11, 19, 19, tzinfo=UTC),
            datetime(2026, 11, 20, 19, tzinfo=UTC),
        ),
        ("week", datetime(2026, 11, 14, 19, tzinfo=UTC), datetime(2026, 11, 21, 19, tzinfo=UTC)),
        ("all", None, None),
    ],
)
def test_a_period_is_days_on_the_clubs_wall(screen, books, settled, period, first, after) -> None:
    screen.filters.period.choose(period)
    settled()
    assert (books[-1].since, books[-1].until) == (first, after)


def test_days_may_be_typed_and_a_wrong_one_is_told(screen, books, settled, qtbot) -> None:
    screen.filters.period.choose("dates")
    assert screen.filters.dates.isVisible()
    qtbot.keyClicks(screen.filters.first.editor, "01.11.2026")
    qtbot.keyClick(screen.filters.first.editor, Qt.Key.Key_Return)
    settled()
    assert books[-1].since == datetime(2026, 10, 31, 19, tzinfo=UTC)
    assert books[-1].until is None
    count = len(books)
    qtbot.keyClicks(screen.filters.last.editor, "rubbish")
    qtbot.keyClick(screen.filters.last.editor, Qt.Key.Key_Return)
    settled()
    assert screen.filters.last.error()
    assert len(books) == count


def test_a_click_on_a_figure_filters_by_person_and_kind(screen, books, settled, qtbot) -> None:
    index = screen.strip.rows_model.index(1, 3)
    at = screen.strip.visualRect(index).center()
    qtbot.mouseClick(screen.strip.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settled()
    assert (books[-1].staff_id, books[-1].actions) == (CASHIER.id, frozenset({"Refund"}))
    assert screen.filters.person.currentText() == CASHIER.name


def test_a_line_opens_in_words_and_leads_to_the_client(screen, qtbot) -> None:
    screen.open_line(ROWS[1])
    dialog = open_dialog_of(screen)
    assert isinstance(dialog, LineDialog)
    words = dialog.words()
    assert "Approved by: Aliya Serikova" in words
    assert "Paid out in: Cash" in words
    buttons = [dialog.footer_left.itemAt(i).widget() for i in range(dialog.footer_left.count())]
    with qtbot.waitSignal(screen.client_asked) as asked:
        buttons[0].click()
    assert asked.args == [7]
    assert open_dialog_of(screen) is None


def test_older_lines_are_added_below(screen, desk, books, settled) -> None:
    desk.books.rows = [a_row(number) for number in range(journal.PAGE)]
    screen.reload()
    settled()
    assert screen.more.isVisible()
    assert screen.count.text() == "200 lines, and older ones"
    oldest = screen.table.rows_model.rows[-1].id
    desk.books.rows = [a_row(journal.PAGE + number) for number in range(3)]
    screen.more.click()
    settled()
    assert books[-1].before_id == oldest
    assert screen.table.rows_model.rowCount() == journal.PAGE + 3
    assert not screen.more.isVisible()


def test_all_that_is_found_is_saved_with_numbers_as_numbers(
    screen, runner, settled, monkeypatch, tmp_path, books
) -> None:
    kept = []
    monkeypatch.setattr(journal, "choose_file", lambda over, name: tmp_path / "journal.xlsx")
    monkeypatch.setattr(runner, "keep", lambda sheet, path, then: (kept.append(sheet), then()))
    told = []
    screen.told.connect(told.append)
    screen.filters.save.click()
    settled()
    [sheet] = kept
    assert sheet.titles[:3] == ("When", "Who", "What")
    assert [float(row[4]) for row in sheet.rows[:2]] == [1500.0, 300.0]
    assert sheet.rows[0][0].tzinfo is None
    assert told == ["Saved as journal.xlsx."]


def test_nothing_found_is_said(screen, desk, settled) -> None:
    desk.books.rows = []
    screen.reload()
    settled()
    assert screen.nothing.isVisible()
    assert not screen.filters.save.isEnabled()


def test_without_the_permission_nothing_is_asked(runner, bridge, stage, books, settled) -> None:
    runner.staff = CASHIER
    stage(JournalScreen(runner, bridge))
    settled()
    assert books == []


def test_damaged_details_do_no_harm(screen, desk, settled, qtbot) -> None:
    desk.books.rows = [
        a_row(1, details="not json"),
        a_row(2, details='["a list"]'),
        a_row(3, "SaveRole", json.dumps({"key": Role.CASHIER, "permissions": ["refund", "fly"]})),
    ]
    screen.reload()
    settled()
    for row in desk.books.rows:
        screen.open_line(row)
        dialog = open_dialog_of(screen)
        words = dialog.words()
        dialog.finish(done=False)
        QApplication.processEvents()
    assert "Permissions: Refund money" in words
    assert "Role: Cashier" in words
