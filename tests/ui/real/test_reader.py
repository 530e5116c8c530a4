"""The reader of documents is strict: what cannot be found, seen or reached is not clicked."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.reader import Reader


@pytest.fixture
def reader(real) -> Reader:
    real.come_to_work("timur")
    return Reader(real)


def test_words_that_stand_nowhere_are_not_clicked(reader) -> None:
    with pytest.raises(AssertionError, match="0 times “Top up the account”"):
        reader.click("Balance operations", "Top up the account")
    with pytest.raises(AssertionError, match="0 fields “Buyer”"):
        reader.fill("Buyer", "4417")
    assert not reader.sees("Top up the account")


def test_what_is_greyed_out_is_not_clicked(reader) -> None:
    with pytest.raises(AssertionError, match="“Journal” is greyed out"):
        reader.click("Journal")


def test_what_lies_under_a_dialog_is_not_clicked(reader) -> None:
    reader.click("Clients", "Add Client")
    with pytest.raises(AssertionError, match="0 times “Import”"):
        reader.click("Import")


def test_what_is_covered_is_not_clicked(reader) -> None:
    window = reader.real.window
    cover = QLabel("", window)
    cover.setGeometry(window.rect())
    cover.show()
    with pytest.raises(AssertionError, match="“Clients” is covered"):
        reader.click("Clients")
    cover.hide()
    reader.click("Clients")
    assert reader.sees("Add Client")
