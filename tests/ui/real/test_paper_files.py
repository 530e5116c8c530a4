"""A receipt saved as a PDF from where it is looked at: the transaction and the day's papers."""

from pathlib import Path

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.ui.clients.transaction_dialog import TransactionDialog
from clubdesk.ui.look import paper_file
from clubdesk.ui.papers.dialog import PapersDialog

CLIENT = 4


@pytest.fixture
def wish(monkeypatch):
    """What the person answers to the system's own dialog."""
    answers: list[Path] = []
    asked: list[str] = []

    def choose(_over, _title, name, _kinds):
        asked.append(name)
        return (str(answers.pop(0)) if answers else ""), ""

    monkeypatch.setattr(paper_file.QFileDialog, "getSaveFileName", choose)
    return answers, asked


def test_a_transactions_receipt_is_saved_as_pdf(real, tmp_path, wish):
    answers, asked = wish
    real.come_to_work()
    number = real.do(TopUp(client_id=CLIENT, cash_minor=80_000)).transaction_id
    view = real.house.storage.queries.transaction(number)
    club = real.house.storage.queries.club()
    dialog = TransactionDialog(real.window, real.runner, view, club)
    dialog.begin()
    answers.append(tmp_path / "receipt")
    dialog.pdf.click()
    file = tmp_path / "receipt.pdf"
    real.until(file.exists)
    assert file.read_bytes().startswith(b"%PDF-")
    real.until(lambda: dialog.told.text() == "The PDF is saved.")
    assert asked == [f"top_up-{number}.pdf"]
    assert [path.name for path in tmp_path.glob("receipt*")] == ["receipt.pdf"]
    dialog.pdf.click()  # called off
    assert len(asked) == 2
    dialog.close()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(real, tmp_path, wish):
    answers, _ = wish
    real.come_to_work()
    real.top_up(CLIENT, 80_000)
    dialog = PapersDialog(real.window, real.runner, real.windows.bridge, ["Till"])
    dialog.open()
    real.until(lambda: dialog.table.current() is not None)
    refused: list[DeskError] = []
    real.runner.refused.connect(refused.append)
    answers.append(tmp_path / "not" / "there.pdf")
    dialog.pdf.click()
    real.until(lambda: refused)
    assert refused[0].code == "paper.not_saved"
    assert "there.pdf" in refused[0].text
    dialog.close()
