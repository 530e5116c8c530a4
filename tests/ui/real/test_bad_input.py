"""What nobody should type, typed into the real dialogs: a clear text at the field, nothing else.

Clients, money and ledger stay as they were, and no bug comes to light.
"""

import pytest
from PySide6.QtCore import Qt

from tests.support.proof import books
from tests.support.reader import Reader

# A menu grabs the keyboard, which the platform without a screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CLIENT, NAME = 4, "Тимур Сейтқали"
SQL = "Robert'); DROP TABLE clients;--"
MEGABYTES = "ы" * 1_000_000
"""Two of them, in UTF-8."""
HUGE = "1" + 18 * "0"
WAYS = {
    "Add Client": ("Add Client",),
    "Edit": ("More", "Edit"),
    "Block": ("More", "Block"),
    "Top Up Balance": ("Top Up Balance",),
    "Add Bonus": ("Bonuses", "Add Bonus"),
    "Refund": ("Balance", "Refund"),
    "Deduct": ("Deduct",),
}
GOOD = {
    "Add Client": {"Phone": "+77010000001", "Client name": "New One"},
    "Edit": {},
    "Block": {},
    "Top Up Balance": {"Top-up amount": "500"},
    "Add Bonus": {"Number of points": "500", "Reason": "A gift"},
    "Refund": {"Refund amount": "500", "Reason": "Leaves town"},
    "Deduct": {"Deduction amount": "500", "Reason": "Product refund"},
}


PHONES = (
    ("+7 701 CALL ME", "holds letters"),
    (SQL, "holds letters"),
    ("📱📱📱", "is not a phone number"),
    ("+7701", "is not a phone number"),
    ("9" * 2_000_000, "is not a phone number"),
    ("", "The phone number is missing."),
)
FACTS = {
    "Client name": (
        ("", "The name is missing."),
        ("\u200b\u202e\u00ad", "The name is missing."),
        (MEGABYTES, "The name is too long."),
        (SQL, "“;” cannot be part of a name."),
        ("😀👍🏽 Эмодзи", "“😀” cannot be part of a name."),
        ("<b>Anna</b>", "“<” cannot be part of a name."),
    ),
    "Email": (("anna", "is not an email address"), (SQL, "is not an email address")),
    "Birthday": (
        ("31.02.2000", "is not a date"),
        ("2099-01-01", "in the future"),
        ("1066-10-14", "is before 1900"),
        ("yesterday", "is not a date"),
    ),
    "Card number": ((MEGABYTES, "too long"),),
    "Note": ((MEGABYTES, "too long"),),
}
AMOUNTS = (
    ("0", "more than zero"),
    ("-500", "more than zero"),
    (HUGE, "The amount is too large."),
    ("10.005", "At most 2 digits after the decimal sign."),
    ("five hundred", "not an amount"),
    ("💰", "not an amount"),
    ("٥٠٠", "not an amount"),
    (SQL, "not an amount"),
)
POINTS = (
    ("0", "more than zero"),
    ("-500", "more than zero"),
    (HUGE, "too large"),
    ("1.5", "Points are whole numbers."),
    ("many", "not an amount"),
)
REASONS = (("", "Say why"), ("   ", "Say why"), (MEGABYTES, "too long"))

CASES = (
    ("Add Client", "Phone", PHONES),
    *(("Add Client", field, texts) for field, texts in FACTS.items()),
    ("Edit", "Phone", PHONES),
    ("Edit", "Client name", FACTS["Client name"]),
    ("Top Up Balance", "Top-up amount", AMOUNTS),
    ("Add Bonus", "Number of points", POINTS),
    ("Add Bonus", "Reason", REASONS),
    ("Refund", "Refund amount", (*AMOUNTS, ("2500.01", "At most 2,500 ₸ can go back this way."))),
    ("Refund", "Reason", REASONS),
    ("Deduct", "Deduction amount", (*AMOUNTS, ("2500.01", "There is less on this account"))),
    ("Deduct", "Reason", REASONS),
    ("Block", "Reason", REASONS),
)


@pytest.fixture
def reader(real) -> Reader:
    real.come_to_work("dana")
    real.top_up(CLIENT, 250_000)
    real.until(lambda: len(real.papers) == 1)
    found = Reader(real)
    found.click("Clients").fill("Phone end, name or card", NAME)
    return found


def begin(reader: Reader, dialog: str) -> None:
    """Opens a dialog and fills it in well."""
    if dialog != "Add Client":
        reader.click(NAME)
    reader.click(*WAYS[dialog])
    for field, text in GOOD[dialog].items():
        reader.fill(field, text)
    if dialog == "Deduct":
        reader.click("Game account")


@pytest.mark.parametrize(("way", "field", "texts"), CASES, ids=lambda one: str(one)[:24])
def test_bad_input_is_told_at_the_field_and_changes_nothing(reader, way, field, texts) -> None:
    begin(reader, way)
    dialog, before = reader.real.open_dialog, books(reader.real)
    for text, says in texts:
        reader.paste(field, text).press(Qt.Key.Key_Return)
        assert says in reader.error_at(field), text[:40]
        assert books(reader.real) == before, text[:40]
        assert reader.real.open_dialog is dialog, text[:40]


def test_a_note_of_two_megabytes_is_told_at_the_note(reader) -> None:
    reader.click(NAME).click("Notes")
    before = books(reader.real)
    note = "What the next shift should know about this client."
    reader.paste(note, MEGABYTES)
    assert reader.sees("The note is too long. 1000000 of 4000 characters")
    assert reader.cannot("Save") == "Nothing has changed."
    reader.paste(note, "ы" * 4_001)
    assert reader.sees("The note is too long. 4001 of 4000 characters")
    reader.paste(note, "ы" * 4_000).press(Qt.Key.Key_End).type("ы")
    assert reader.sees("The note is too long. 4001 of 4000 characters")
    assert reader.cannot("Save") == "The note is too long."
    assert books(reader.real) == before


@pytest.mark.parametrize(
    "name", ["O'Neill %_", "Robert') OR ('a' LIKE 'a", "Нұрсұлтан-Ёлкин (мл.)"]
)
def test_a_strange_name_is_a_name_and_stands_as_it_was_typed(reader, name) -> None:
    """Names are nobody's to refuse: they are kept letter for letter, and do nothing."""
    before = books(reader.real)
    reader.click("Add Client").fill("Phone", "+77010000001").paste("Client name", name)
    reader.confirm("Add Client")
    known = reader.real.books(lambda work: work.clients.by_phone("+77010000001"))
    assert known.name == name
    after = books(reader.real)
    assert {table for table in before if after[table] != before[table]} == {"clients"}
    reader.press(Qt.Key.Key_Escape)
    reader.fill("Phone end, name or card", name)
    assert name in " ".join(reader.column("Name"))
