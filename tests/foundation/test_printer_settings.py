"""Printers are kept, read again as they were, and refused where they cannot be."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import (
    BAUDS,
    KINDS,
    ROLES,
    PrinterSettings,
    printer_for,
)
from clubdesk.foundation.settings import (
    FILE_NAME,
    DeskSettings,
    load_settings,
    printers_of,
    save_settings,
)

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)
PRINTERS = st.builds(
    PrinterSettings,
    name=TEXT.filter(len),
    kind=st.sampled_from(KINDS),
    address=TEXT,
    port=st.integers(1, 65_535),
    baud=st.sampled_from(BAUDS),
    columns=st.sampled_from((48, 42, 32)),
    code_page=st.sampled_from(("", "17:cp866", "46:cp1251")),
    roles=st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    drawer_pin=st.sampled_from((0, 2, 5)),
    cut=st.booleans(),
)


@given(printers=st.lists(PRINTERS, max_size=4, unique_by=lambda p: p.name.casefold()))
def test_any_printers_survive_the_file(tmp_path_factory, printers) -> None:
    folder = tmp_path_factory.mktemp("settings")
    settings = DeskSettings(theme="light", printers=tuple(printers))
    save_settings(folder, settings)
    loaded = load_settings(folder)
    assert loaded.warning is None
    assert loaded.settings == settings


def test_the_one_printer_of_an_earlier_version_becomes_the_first(tmp_path) -> None:
    (tmp_path / FILE_NAME).write_text(
        'printer_host = "192.168.1.40"\nprinter_port = 9101\nprinter_columns = 32\n'
        'printer_profile = "TM-T88V"\n'
    )
    (printer,) = printers_of(load_settings(tmp_path).settings)
    assert (printer.kind, printer.address, printer.port) == ("network", "192.168.1.40", 9101)
    assert (printer.columns, printer.profile) == (32, "TM-T88V")
    assert set(printer.roles) == set(ROLES)


def test_a_desk_without_a_printer_has_none() -> None:
    assert printers_of(DeskSettings(printer_host="  ")) == ()


@pytest.mark.parametrize(
    "line",
    [
        'name = ""',
        'name = "a"\nkind = "pigeon"',
        'name = "a"\nport = 0',
        'name = "a"\nport = 65536',
        'name = "a"\nport = 10000000000000000000',
        'name = "a"\nbaud = 9601',
        'name = "a"\ncolumns = 8',
        'name = "a"\nroles = ["bar"]',
        'name = "a"\ndrawer_pin = 3',
        'name = "a"\ncut = "yes"',
        'name = "a"\ncode_page = "17:cp866; DROP"',
        'name = "a"\ncolour = "red"',
        'name = "a"\n[[printers]]\nname = "A"',
        f'name = "{"x" * 41}"',
    ],
)
def test_a_printer_that_cannot_be_is_set_aside_with_the_file(tmp_path, line) -> None:
    content = f'theme = "light"\n[[printers]]\n{line}\n'
    (tmp_path / FILE_NAME).write_text(content)
    loaded = load_settings(tmp_path)
    assert loaded.settings == DeskSettings()
    assert loaded.warning is not None
    assert loaded.warning.code == "settings.broken"
    assert (tmp_path / "desk.broken.toml").read_text() == content


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"name": "x" * 41}, {"port": 0}, {"drawer_pin": 4}, {"name": "\ud800"}],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path, changes) -> None:
    before = DeskSettings(till=7)
    save_settings(tmp_path, before)
    broken = msgspec.structs.replace(PrinterSettings(name="Bar"), **changes)
    with pytest.raises(DeskError) as refused:
        save_settings(tmp_path, DeskSettings(printers=(broken,)))
    assert refused.value.code == "settings.not_sound"
    assert load_settings(tmp_path).settings == before


def test_two_printers_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="same name"):
        DeskSettings(printers=(PrinterSettings(name="Bar"), PrinterSettings(name="BAR")))


RECEIPTS = PrinterSettings(name="Till", roles=("receipt",))
KITCHEN = PrinterSettings(name="Kitchen", roles=("kitchen",))


@pytest.mark.parametrize(
    ("printers", "role", "wanted", "found"),
    [
        ((), "receipt", "", None),
        ((KITCHEN, RECEIPTS), "receipt", "", RECEIPTS),
        ((RECEIPTS, KITCHEN), "kitchen", "", KITCHEN),
        ((KITCHEN, RECEIPTS), "report", "", RECEIPTS),
        ((KITCHEN,), "report", "", KITCHEN),
        ((RECEIPTS, KITCHEN), "receipt", "Kitchen", KITCHEN),
        ((RECEIPTS, KITCHEN), "kitchen", "thrown away", KITCHEN),
    ],
)
def test_a_paper_finds_its_printer(printers, role, wanted, found) -> None:
    assert printer_for(printers, role, wanted) is found
