"""What people paste cannot break the books, the journal or the search."""

import pytest

from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.clients import AddClient
from clubdesk.services.set_up import NewZone, SetUpClub
from clubdesk.services.shifts import CloseShift
from clubdesk.services.sign_in import SignIn
from clubdesk.services.staffing import AddStaff
from clubdesk.services.typed_text import can_be_stored, fitting, one_line

PHONE = "+77015554417"
UNFIT = ["a\x00b", "half \ud83d"]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("  Anna\n\tPetrova ", "Anna Petrova"),
        ("Anna\x1b@\x07", "Anna@"),
        ("Anna\u202egnp.exe", "Annagnp.exe"),
        ("Anna\u200b\ufeff", "Anna"),
        ("👨\u200d👩\u200d👧 Ән", "👨\u200d👩\u200d👧 Ән"),
    ],
)
def test_a_pasted_text_becomes_one_plain_line(pasted, kept) -> None:
    assert one_line(pasted) == kept


def test_a_text_that_is_too_long_is_refused_at_its_field() -> None:
    assert fitting("x" * 64, 64, "card_number") == "x" * 64
    with pytest.raises(DeskError) as refusal:
        fitting("x" * 65, 64, "card_number")
    assert (refusal.value.code, refusal.value.subject) == ("text.too_long", "card_number")


def test_unfit_signs_are_found_however_deep_they_are() -> None:
    assert can_be_stored({"zones": [{"name": "VIP 😀"}], "count": 5, "none": None})
    assert not can_be_stored({"zones": [{"name": "VIP \ud83d"}]})


@pytest.mark.parametrize("field", ["name", "email", "card_number", "phone"])
@pytest.mark.parametrize("text", UNFIT)
def test_what_no_database_takes_is_refused_and_journaled(world, field, text) -> None:
    facts = {"phone": PHONE, "name": "Anna", field: text}
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(**facts))
    assert refusal.value.code == "command.bad_text"
    assert refusal.value.what_to_do
    assert world.storage.queries.search_clients("") == []
    assert world.journal()[0].refused == "command.bad_text"


def test_the_first_start_refuses_it_inside_a_zone_too(world) -> None:
    zone = NewZone(name="V\x00P", stations=1, per_hour_minor=100)
    with pytest.raises(DeskError) as refusal:
        world.do(
            SetUpClub(
                name="Club",
                currency="KZT",
                time_zone="UTC",
                country="KZ",
                zones=(zone,),
                owner_name="O",
                owner_login="o",
                owner_password="long-password",
            )
        )
    assert refusal.value.code == "command.bad_text"


@pytest.mark.parametrize("text", UNFIT)
def test_a_reason_a_login_and_a_password_are_looked_at_as_well(world, text) -> None:
    world.open_shift()
    deeds = (
        CloseShift(counted_minor=5_000_000, reason=text),
        SignIn(login=text, password="x"),
        SignIn(login="owner", password=text),
        AddStaff(login=text, name="Anna", role=Role.CASHIER, password="long-password"),
    )
    for deed in deeds:
        with pytest.raises(DeskError) as refusal:
            world.do(deed)
        assert refusal.value.code == "command.bad_text"
    assert "\x00" not in world.journal()[0].details


@pytest.mark.parametrize("field", ["email", "card_number"])
def test_a_page_pasted_into_a_field_is_refused(world, field) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=PHONE, name="Anna", **{field: "x" * 100_000}))
    assert (refusal.value.code, refusal.value.subject) == ("text.too_long", field)


def test_a_name_of_nothing_visible_is_no_name(world) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=PHONE, name="\u200b \ufeff"))
    assert refusal.value.code == "client.name_missing"


@pytest.mark.parametrize(
    "name", ["Robert') OR ('a' LIKE 'a", "100% _Anna_", "Ó'Neill-Ёлкин (мл.)", "x" * 120]
)
def test_odd_names_are_kept_and_found_by_what_they_are(world, name) -> None:
    client = world.client(name=name)
    world.client(name="Someone Else", phone="+77015550000")
    assert [row.client.id for row in world.storage.queries.search_clients(name)] == [client]


@pytest.mark.parametrize(
    "name",
    ["Robert'); DROP TABLE clients;--", "😀👍🏽 Эмодзи", "<b>Anna</b>", "Anna ❤️", "...", "{0}"],
)
def test_signs_that_no_name_has_are_told_at_the_field(world, name) -> None:
    before = len(world.storage.queries.search_clients(""))
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=PHONE, name=name))
    assert (refusal.value.code, refusal.value.subject) == ("client.name_signs", "name")
    assert len(world.storage.queries.search_clients("")) == before


@pytest.mark.parametrize("text", ["\x00", "\ud83d", "%", "_", "' OR 1=1 --", "\\", "9" * 5_000])
def test_no_search_text_breaks_the_search(world, text) -> None:
    world.client(name="Anna")
    found = world.storage.queries.search_clients(text)
    assert len(found) == (1 if not one_line(text) else 0)
