"""The tab "Receipts" of Settings, over real books: fields, logo, preview, fiscal device."""

import base64
import shutil

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from clubdesk.domain.people import Role
from clubdesk.foundation import translate
from clubdesk.services.receipt_looks import LARGEST_LOGO_BYTES
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.settings.receipts_tab import ReceiptsTab
from tests.support.clipping import clipped
from tests.support.club_world import World
from tests.support.databases import sqlite_template
from tests.support.world_desk import WorldDesk

__all__ = ["sqlite_template"]


@pytest.fixture
def world(sqlite_template, tmp_path):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    yield World(storage)
    storage.close()


@pytest.fixture
def desk(world):
    return WorldDesk(world)


@pytest.fixture
def tab(world, runner, bridge, stage, settled, qtbot):
    sit_down(world, runner, world.owner)
    made = ReceiptsTab(runner, bridge)
    stage(made)
    qtbot.waitUntil(lambda: made.sheet is not None)
    settled()
    return made


def sit_down(world, runner, staff_id):
    with world.storage.begin() as work:
        runner.staff = work.staff.get(staff_id)


def club(world):
    return world.storage.queries.club()


def picture(folder):
    """A picture with black and white in it, as a camera or a designer gives it."""
    image = QImage(1_200, 700, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(100, 100, 500, 300, QColor("black"))
    painter.end()
    path = folder / "logo.png"
    image.save(str(path))
    return path


def test_what_is_typed_stands_on_the_next_receipts(world, tab, settled, qtbot):
    tab.look.header.editor.setPlainText("Abay 10\nAlmaty")
    QTest.keyClicks(tab.look.tax_number.editor, "123456789012")
    QTest.keyClicks(tab.look.qr.editor, "https://example.org")
    tab.look.footer.editor.setPlainText("See you")
    tab.look.save.click()
    qtbot.waitUntil(lambda: tab.look.told.text() == "Saved.")
    now = club(world)
    assert (now.receipt_header, now.receipt_footer) == ("Abay 10\nAlmaty", "See you")
    assert (now.look.tax_number, now.look.qr) == ("123456789012", "https://example.org")


def test_the_preview_follows_what_is_typed(tab, qtbot):
    before = tab.sheet
    height = before.height()
    tab.look.header.editor.setPlainText("One\nTwo\nThree")
    qtbot.waitUntil(lambda: tab.sheet is not before)
    assert tab.sheet.height() > height


def test_a_large_picture_becomes_a_small_logo(world, tab, tmp_path, qtbot, settled):
    tab.look.take_picture(picture(tmp_path))
    settled()
    assert tab.look.logo_told.text() == "A logo is chosen."
    tab.look.save.click()
    qtbot.waitUntil(lambda: tab.look.told.text() == "Saved.")
    kept = base64.b64decode(club(world).look.logo)
    image = QImage.fromData(kept)
    assert len(kept) <= LARGEST_LOGO_BYTES
    assert (image.width(), image.height()) == (411, 240)
    assert {image.pixelColor(5, 5).name(), image.pixelColor(100, 80).name()} == {
        "#ffffff",
        "#000000",
    }
    tab.look.no_logo.click()
    tab.look.save.click()
    qtbot.waitUntil(lambda: club(world).look.logo == "")


def test_a_file_that_is_no_picture_is_told_and_changes_nothing(world, tab, tmp_path, settled):
    path = tmp_path / "logo.png"
    path.write_text("'; DROP TABLE clubs; --", encoding="utf-8")
    tab.look.take_picture(path)
    settled()
    assert "not a picture" in tab.look.refusal.text.text()
    assert tab.look.logo_told.text() == "No logo."


def test_what_is_too_long_is_told_at_its_field(world, tab, qtbot):
    before = club(world)
    tab.look.footer.editor.setPlainText("x" * 401)
    tab.look.save.click()
    qtbot.waitUntil(lambda: tab.look.footer.error() != "")
    assert "too long" in tab.look.footer.error()
    assert club(world) == before


def test_a_book_that_is_pasted_is_not_laid_out(tab):
    book = QMimeData()
    book.setText("x" * 2_000_000)
    tab.look.header.editor.insertFromMimeData(book)
    assert tab.look.header.editor.toPlainText() == ""
    assert "at most 400" in tab.look.header.error()


def test_the_fiscal_device_is_chosen(world, tab, qtbot):
    tab.fiscal.device.chips[1].click()
    tab.fiscal.save.click()
    qtbot.waitUntil(lambda: tab.fiscal.told.text() == "Saved.")
    assert club(world).look.fiscal == "simulator"


def test_a_cashier_may_look_and_not_save(world, runner, bridge, stage, qtbot):
    sit_down(world, runner, world.staff(Role.CASHIER))
    made = ReceiptsTab(runner, bridge)
    stage(made)
    qtbot.waitUntil(lambda: made.sheet is not None)
    assert not made.look.save.isEnabled()
    assert not made.fiscal.save.isEnabled()


@pytest.mark.parametrize("tongue", ["en", "ru"])
def test_nothing_is_clipped(world, runner, bridge, stage, settled, qtbot, tongue):
    translate.set_language(tongue)
    sit_down(world, runner, world.owner)
    made = ReceiptsTab(runner, bridge)
    stage(made)
    qtbot.waitUntil(lambda: made.sheet is not None)
    assert clipped(made) == []
