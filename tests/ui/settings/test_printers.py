"""Printers are added, edited, given roles and removed; what cannot be is told at its field."""

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import PrinterSettings
from clubdesk.foundation.settings import DeskSettings
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.settings.printer_dialog import PrinterDialog
from clubdesk.ui.settings.printers_part import PrintersPart
from tests.support.fake_desk import OWNER

TILL = PrinterSettings(name="Till", address="10.0.0.5", roles=("receipt", "report"))
BAR = PrinterSettings(
    name="Bar",
    kind="serial",
    address="COM3",
    baud=19200,
    columns=32,
    roles=("kitchen",),
    drawer_pin=0,
    cut=False,
    code_page="17:cp866",
)


class Kept:
    def __init__(self) -> None:
        self.settings = DeskSettings(printers=(TILL, BAR))
        self.full = False

    def load(self):
        return self.settings

    def save(self, settings):
        if self.full:
            raise DeskError("settings.not_written", "The disk is full.", "Free some room.")
        self.settings = settings


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def part(runner, stage, kept, dressed):
    runner.staff = OWNER
    made = PrintersPart(runner, kept)
    stage(made)
    made.reload()
    return made


def opened(part, printer) -> PrinterDialog:
    dialog = part.open_dialog(printer)
    assert isinstance(dialog, PrinterDialog)
    return dialog


@pytest.mark.parametrize("printer", [TILL, BAR])
def test_a_printer_is_shown_as_it_was_kept_and_kept_as_it_is_shown(part, printer) -> None:
    assert opened(part, printer).typed() == printer


def test_a_printer_is_added_at_the_end(part, kept, settled) -> None:
    dialog = opened(part, None)
    dialog.name.editor.setText("  Office  ")
    dialog.kind.choose("file")
    dialog.address.editor.setText("/var/papers")
    dialog.drawer.choose(5)
    dialog.roles["kitchen"].setChecked(False)
    dialog.primary.click()
    settled()
    added = kept.settings.printers[-1]
    assert kept.settings.printers[:2] == (TILL, BAR)
    assert (added.name, added.kind, added.address) == ("Office", "file", "/var/papers")
    assert (added.drawer_pin, added.roles) == (5, ("receipt", "report"))
    assert len(part.table.rows_model.rows) == 3
    assert open_dialog_of(part) is None


def test_a_printer_is_changed_in_its_place_and_removed(part, kept, settled) -> None:
    dialog = opened(part, TILL)
    dialog.columns.choose(42)
    dialog.primary.click()
    settled()
    changed = kept.settings.printers[0]
    assert (changed.name, changed.columns) == ("Till", 42)
    opened(part, changed).remove.click()
    settled()
    assert kept.settings.printers == (BAR,)


def test_the_printer_of_an_earlier_version_can_be_removed(part, kept, settled) -> None:
    kept.settings = DeskSettings(printer_host="10.0.0.9")
    part.reload()
    opened(part, part.table.current()).remove.click()
    settled()
    assert kept.settings.printers == ()
    assert kept.settings.printer_host == ""
    assert part.none.isVisible()


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [
        ("", "10.0.0.1", "name"),
        ("   ", "10.0.0.1", "name"),
        ("BAR", "10.0.0.1", "name"),
        ("Office", "", "address"),
        ("Office", "   ", "address"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_not_kept(
    part, kept, settled, name, address, field
) -> None:
    dialog = opened(part, None)
    dialog.name.editor.setText(name)
    dialog.address.editor.setText(address)
    dialog.primary.click()
    settled()
    assert getattr(dialog, field).error()
    assert kept.settings.printers == (TILL, BAR)
    assert dialog.isVisible()


def test_a_pasted_book_is_cut_to_what_a_name_can_be(part, kept, settled) -> None:
    dialog = opened(part, None)
    dialog.name.editor.setText("Robert'); DROP TABLE printers;-- 😀" * 60_000)
    dialog.address.editor.setText("x" * 2_000_000)
    dialog.primary.click()
    settled()
    assert len(kept.settings.printers[-1].name) <= 40
    assert len(kept.settings.printers[-1].address) <= 300


def test_a_full_disk_is_told_and_the_dialog_stays(part, kept, settled) -> None:
    kept.full = True
    dialog = opened(part, TILL)
    dialog.primary.click()
    settled()
    assert dialog.isVisible()
    assert dialog.refusal.text.text() == "The disk is full."
    assert kept.settings.printers == (TILL, BAR)


def test_the_fields_follow_the_connection(part) -> None:
    dialog = opened(part, BAR)
    assert dialog.baud.isVisible()
    assert not dialog.port.isVisible()
    dialog.kind.choose("network")
    assert dialog.port.isVisible()
    assert not dialog.baud.isVisible()


def test_who_may_not_change_settings_opens_no_printer(part) -> None:
    part.allow("Ask the owner.")
    assert part.open_dialog(TILL) is None
    assert not part.add.isEnabled()
