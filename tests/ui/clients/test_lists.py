"""Import and export in their dialogs, over real books and a real thread for long work."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clubdesk.foundation import translate
from clubdesk.lists import importing
from clubdesk.lists.columns import What
from clubdesk.services.desk import Desk
from clubdesk.services.workers import Worker
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.clients.export_dialog import open_export
from clubdesk.ui.clients.import_dialog import open_import
from clubdesk.ui.clients.import_pages import ColumnsPage, FaultsPage
from clubdesk.ui.desk_runner import DeskRunner
from tests.support.clipping import clipped
from tests.support.club_world import World

RUSSIAN = (
    "Имя;Телефон;Дата рождения\nСанжар Ёлкин;8 701 555 44 17;31.05.1998\n"
    "Мария;+7 747 120 44 17;\nБез телефона;нет;\n"
)


@pytest.fixture
def world(tmp_path):
    storage = open_storage(sqlite_url(tmp_path / "books" / "club.db"))
    yield World(storage)
    storage.close()


@pytest.fixture
def real_runner(world, qapp):
    writer, reader = Worker("desk-worker"), Worker("reading-worker")
    desk = Desk(
        clock=world.clock, till_id=1, dispatcher=world.door, writer=writer, reader=reader,
        queries=world.storage.queries, hub=None, waker=None, events=world.feed, draw_paper=None,
    )  # fmt: skip
    writer.start()
    reader.start()
    made = DeskRunner(desk)
    made.staff = world.storage.queries.staff(world.owner)
    yield made
    desk.long_work.stop()
    writer.stop()
    reader.stop()


@pytest.fixture
def answered(qtbot, real_runner):
    return lambda: qtbot.waitUntil(lambda: real_runner.pending == 0, timeout=15_000)


@pytest.fixture
def over(stage):
    screen = QWidget()
    stage(screen)
    return screen


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "клиенты.csv"
    path.write_bytes(RUSSIAN.encode("cp1251"))
    return path


def names(world) -> set[str]:
    return {row.client.name for row in world.storage.queries.search_clients("")}


def typed_path(dialog, path) -> None:
    dialog.file.editor.clear()
    dialog.file.editor.insert(str(path))  # the test keyboard has no Cyrillic
    QTest.keyClick(dialog.file.editor, Qt.Key.Key_Return)


def test_a_list_is_imported_from_the_keyboard_alone(
    world, real_runner, over, listed, answered
) -> None:
    dialog = open_import(over, real_runner)
    heard = []
    dialog.imported.connect(heard.append)
    answered()
    assert not dialog.primary.isEnabled()
    assert dialog.file.editor.hasFocus()
    typed_path(dialog, listed)
    answered()
    assert isinstance(dialog.page, ColumnsPage)
    assert dialog.page.columns().places == {What.NAME: 0, What.PHONE: 1, What.BIRTHDAY: 2}
    assert dialog.page.preview.rows_model.rows[0].cells[0] == "Санжар Ёлкин"
    QTest.keyClick(dialog.primary, Qt.Key.Key_Return)
    answered()
    page = dialog.page
    assert isinstance(page, FaultsPage)
    assert page.fit.text() == "2 clients can be imported."
    assert [(error.line, error.subject) for error in page.table.rows_model.rows] == [(4, "phone")]
    page.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[0] == "Line"
    assert copied[1].split("\t")[:3] == ["4", "Phone", "нет"]
    assert names(world) == set()
    assert dialog.primary.text() == "Import 2 clients"
    QTest.keyClick(dialog.primary, Qt.Key.Key_Return)
    answered()
    assert names(world) == {"Санжар Ёлкин", "Мария"}
    assert heard == [2]
    QTest.keyClick(dialog.primary, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_other_columns_are_chosen_and_nothing_stands_twice(
    world, real_runner, over, listed, answered
) -> None:
    dialog = open_import(over, real_runner)
    typed_path(dialog, listed)
    answered()
    page = dialog.page
    page.choices[What.NAME].choose(1)
    assert page.columns().places == {What.NAME: 1, What.BIRTHDAY: 2}
    dialog.primary.click()
    answered()
    assert dialog.refusal.text.text() == "No column is chosen for the phone."
    page.choices[What.PHONE].choose(1)
    page.choices[What.NAME].choose(0)
    dialog.primary.click()
    answered()
    assert dialog.primary.text() == "Import 2 clients"
    dialog.back.click()
    assert isinstance(dialog.page, ColumnsPage)
    assert dialog.page.columns().places[What.PHONE] == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"", "empty"), (b"PK\x03\x04oops", "Excel"), (b"\0\1\2\3" * 9, "neither"), (None, "read")],
)
def test_a_file_that_is_no_list_is_told_at_the_path(
    world, real_runner, over, tmp_path, answered, raw, words
) -> None:
    path = tmp_path / "odd.csv"
    if raw is not None:
        path.write_bytes(raw)
    dialog = open_import(over, real_runner)
    typed_path(dialog, path)
    answered()
    assert words in dialog.file.error()
    assert dialog.page is None
    assert dialog.file.editor.hasFocus()
    dialog.file.editor.setText("x")
    assert dialog.file.error() == ""


def test_nothing_can_be_imported_where_every_row_is_wrong(
    world, real_runner, over, tmp_path, answered
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("phone,name\nabc,Anna\n")
    dialog = open_import(over, real_runner)
    typed_path(dialog, path)
    answered()
    dialog.primary.click()
    answered()
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip()


def test_escape_calls_an_import_off_and_nothing_is_left(
    world, real_runner, over, tmp_path, answered, qtbot, monkeypatch
) -> None:
    path = tmp_path / "long.csv"
    lines = [f"+7701{number:07d},Client {number}" for number in range(1_200)]
    path.write_text("phone,name\n" + "\n".join(lines))
    go_on, half_way = threading.Event(), threading.Event()
    stage_one = importing.StageClients

    def held(**facts):
        # The second portion waits until the person has pressed Escape.
        if facts["rows"][0].line > 400:
            half_way.set()
            assert go_on.wait(10)
        return stage_one(**facts)

    monkeypatch.setattr(importing, "StageClients", held)
    dialog = open_import(over, real_runner)
    typed_path(dialog, path)
    answered()
    dialog.primary.click()
    answered()
    dialog.primary.click()
    qtbot.waitUntil(half_way.is_set)
    qtbot.waitUntil(lambda: "500" in dialog.progress.count.text())
    assert not dialog.primary.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.progress.what.text() == "Stopping…"
    closed: list[bool] = []
    dialog.closed.connect(closed.append)
    go_on.set()
    answered()
    qtbot.waitUntil(lambda: closed == [False])
    with world.storage.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM clients").scalar_one() == 0


def test_clients_are_exported_to_a_path_that_is_typed(
    world, real_runner, over, tmp_path, answered
) -> None:
    world.client(name="Мария Ким")
    dialog = open_export(over, real_runner)
    answered()
    assert dialog.file.text().endswith("Clients 2026-11-20.xlsx")
    typed_path(dialog, tmp_path / "out")
    answered()
    assert (tmp_path / "out.xlsx").exists()
    assert "out.xlsx" in dialog.outcome.text()
    typed_path(dialog, tmp_path / "nowhere" / "out.csv")
    answered()
    assert "cannot be written" in dialog.file.error()
    assert not dialog.outcome.isVisible()
    dialog.cancel.click()
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_word_of_these_dialogs_is_cut_off(
    world, real_runner, over, listed, answered, qapp, language
) -> None:
    translate.set_language(language)
    dialog = open_import(over, real_runner)
    seen = []
    for step in (lambda: None, lambda: typed_path(dialog, listed), dialog.primary.click):
        step()
        answered()
        qapp.processEvents()
        qapp.processEvents()
        seen += clipped(over.window())
    dialog.finish(done=False)
    open_export(over, real_runner)
    answered()
    qapp.processEvents()
    qapp.processEvents()
    assert seen + clipped(over.window()) == []
