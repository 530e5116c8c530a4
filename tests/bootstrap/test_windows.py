"""The desk on the screen: what is wrong at the start is read there, and the desk goes on."""

import socket
import sqlite3

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from clubdesk.bootstrap import windows as bootstrap
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.storage.verify import verify
from clubdesk.ui.frame.sorry import SorryWindow
from clubdesk.ui.look.text import Text


def words(widget):
    return [label.text() for label in widget.findChildren(Text) if label.text()]


@pytest.fixture
def sorry(qapp, monkeypatch):
    """The words of the window that says why the desk cannot open; it is closed at once."""
    seen = []

    def instead_of_waiting():
        windows = QApplication.topLevelWidgets()
        (window,) = [w for w in windows if isinstance(w, SorryWindow) and w.isVisible()]
        seen.extend(words(window))
        window.close()
        window.deleteLater()

    # A real exec leaves the application in a state in which no later test could wait.
    monkeypatch.setattr(qapp, "exec", instead_of_waiting)
    return seen


def test_a_second_desk_says_why_in_a_window(club, qapp, sorry, capsys):
    club.started()
    assert bootstrap.run_house(qapp, club.house) == 2
    assert "Another desk is working with this database already." in sorry
    assert any(text.startswith("Go to the window that is open") for text in sorry)
    assert "Another desk is working" in capsys.readouterr().err


def test_a_newer_database_says_why_in_a_window_and_stays_as_it_is(club, qapp, sorry):
    file = club.folder / "club.db"
    with sqlite3.connect(file) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    link.close()
    before = file.read_bytes()
    assert bootstrap.run_house(qapp, club.house) == 2
    assert any("newer version of the desk (schema 9999)" in text for text in sorry)
    assert file.read_bytes() == before


def test_an_unwritable_folder_says_why_in_a_window(sorry, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLUBDESK_DATA_DIR", str(tmp_path / "file" / "below"))
    assert bootstrap.run_desk() == 2
    assert any("cannot be made" in text for text in sorry)


def test_the_window_stands_before_the_writer_and_signing_in_only_waits(club, windows, qtbot):
    house = club.house()
    house.start_reading()
    made = windows(house)
    sign_in = made.window._sign_in
    qtbot.waitUntil(lambda: len(sign_in.tiles) == 1)
    sign_in.password.editor.setText("right-password")
    sign_in.button.click()
    assert made.runner.staff is None
    house.start_working()
    qtbot.waitUntil(lambda: made.runner.staff is not None, timeout=20_000)
    assert made.runner.staff.login == "owner"


def test_a_taken_port_is_a_bar_with_a_way_to_try_again(club, signed_in, qtbot):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        made = signed_in(club.started(hub_port=other.getsockname()[1]))
        qtbot.waitUntil(lambda: "hub" in made.window.alerts.bars)
        bar = made.window.alerts.bars["hub"]
        assert any(text.startswith("PCs cannot connect.") for text in words(bar))
        other.close()
        again = next(b for b in bar.findChildren(QPushButton) if b.text() == "Try Again")
        again.click()
        qtbot.waitUntil(lambda: "hub" not in made.window.alerts.bars)
    assert made.house.hub.is_open


def test_a_broken_settings_file_is_told_in_a_bar(club, signed_in):
    warning = DeskError("settings.broken", "The settings file could not be read.", "Go on.")
    made = signed_in(club.started(), warning=warning)
    assert "The settings file could not be read." in words(made.window.alerts.bars["start"])


def test_a_till_that_cannot_be_is_told_in_a_bar_that_survives_a_new_language(
    club, signed_in, qtbot
):
    made = signed_in(club.started(till=-3))
    qtbot.waitUntil(lambda: "settings" in made.window.alerts.bars)
    assert any("till = -3" in text for text in words(made.window.alerts.bars["settings"]))
    fresh = made.show_desk()
    qtbot.addWidget(fresh)
    assert "settings" in fresh.alerts.bars


def test_a_new_language_offers_the_shift_once(club, signed_in, qtbot, monkeypatch):
    made = signed_in(club.started())
    qtbot.addWidget(made.show_desk())
    asked = []
    monkeypatch.setattr(made._places, "offer_shift", lambda: asked.append(1))
    made.runner.sign_in(made.runner.staff)
    assert asked == [1]


def test_who_signed_in_is_remembered_off_the_screens_thread(club, signed_in, qtbot):
    made = signed_in(club.started())
    qtbot.waitUntil(lambda: (club.folder / "desk.toml").exists())
    qtbot.waitUntil(lambda: made.house.settings.last_login == "owner")


@pytest.mark.parametrize(
    ("pragma", "code"),
    [("max_page_count", "storage.full"), ("query_only", "storage.read_only")],
)
def test_a_database_that_cannot_take_the_write_refuses_on_the_screen_and_keeps_the_books_whole(
    club, signed_in, qtbot, pragma, code
):
    house = club.started()
    made = signed_in(house)
    before = house.storage.queries.client(club.client).balance_minor
    stuff(house, pragma)
    with qtbot.waitSignal(made.runner.refused, timeout=20_000) as refused:
        for _ in range(200):  # a page that is begun has room for some more
            made.runner.do(TopUp(client_id=club.client, cash_minor=100))
        qtbot.waitUntil(lambda: made.runner.pending == 0, timeout=20_000)
    assert refused.args[0].code == code
    assert any(refused.args[0].text in text for text in words(made.window.toasts.parent()))
    after = house.storage.queries.client(club.client).balance_minor
    taken = after - before
    assert taken % 100 == 0
    house.stop()
    assert verify(club.url).ok
    books = sqlite3.connect(club.folder / "club.db")
    (booked,) = books.execute("SELECT count(*) FROM transactions WHERE kind='top_up'").fetchone()
    (papers,) = books.execute("SELECT count(*) FROM print_jobs").fetchone()
    (told,) = books.execute("SELECT count(*) FROM journal WHERE action='TopUp'").fetchone()
    books.close()
    assert booked - 1 == taken // 100
    assert papers == booked
    assert told == booked


def stuff(house, pragma):
    """Makes the writing connection of this house unable to grow, or to write at all."""

    def narrow():
        with house.storage.engine.connect() as link:
            raw = link.connection.driver_connection
            value = "ON"
            if pragma == "max_page_count":
                value = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA {pragma} = {value}")

    house.writer.submit(narrow).result(10)
