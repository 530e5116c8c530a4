"""Tables as files: figures stay figures, names stay text, nothing half-written."""

import csv
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from clubdesk.bootstrap.sheet_files import sheet_writer
from clubdesk.foundation.errors import DeskError
from clubdesk.services.long_work import LongWork
from clubdesk.ui.sheet import Sheet

SHEET = Sheet(
    ("When", "What", "Amount"),
    (
        (datetime(2026, 11, 21, 18, 16), "Play · PC 07", Decimal("-636.5")),
        (datetime(2026, 11, 21, 18, 20), "=SUM(A1)", Decimal(364)),
    ),
)


class AtWork:
    """As much of a desk as a file needs."""

    def __init__(self) -> None:
        self.long_work = LongWork()

    def work(self, task, job):
        return self.long_work.submit(task, job)


@pytest.fixture
def write():
    desk = AtWork()
    yield sheet_writer(desk)
    desk.long_work.stop()


def test_csv(write, tmp_path) -> None:
    path = tmp_path / "история.csv"
    write(SHEET, path).result(20)
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.splitlines(), csv.Sniffer().sniff(text)))
    assert rows == [
        ["When", "What", "Amount"],
        ["2026-11-21 18:16:00", "Play · PC 07", "-636.5"],
        ["2026-11-21 18:20:00", "'=SUM(A1)", "364"],
    ]


def test_xlsx_keeps_figures_that_can_be_added(write, tmp_path) -> None:
    path = tmp_path / "history.xlsx"
    write(SHEET, path).result(20)
    rows = list(openpyxl.load_workbook(path).active.values)
    assert rows[1][2] + rows[2][2] == -272.5
    assert rows[2][1] == "=SUM(A1)" or rows[2][1] == "'=SUM(A1)"


def test_a_folder_that_is_gone_is_refused_in_words(write, tmp_path) -> None:
    with pytest.raises(DeskError) as refused:
        write(SHEET, tmp_path / "gone" / "history.csv").result(20)
    assert refused.value.code == "list.cannot_write"
    assert "Nothing was written" in refused.value.text
