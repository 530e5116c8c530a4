"""Clients' cards: what may be written on them, who may play, which membership card counts."""

from datetime import date

import pytest

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.client_cards import AssignCard, BlockCard, FreeCard
from clubdesk.services.client_file import BlockClient, EditClient, UnblockClient, WriteNote
from clubdesk.services.clients import AddClient, e164

PHONE = "+77015554417"
OTHER = "+77471204417"


def refused(world, command, staff_id=None) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        world.do(command, staff_id)
    return refusal.value


def client_of(world, client_id: int):
    with world.storage.begin() as work:
        return work.clients.get(client_id)


def retired(world, number: str):
    with world.storage.begin() as work:
        return work.cards.retired(number)


def edit(client_id: int, **changes) -> EditClient:
    return EditClient(client_id=client_id, **{"phone": PHONE, "name": "Sanjar", **changes})


def test_a_client_is_added_with_all_that_was_told(world) -> None:
    added = world.do(
        AddClient(
            phone="8 701 555-44-17",
            name="  Санжар  Ёлкин ",
            email="sanjar@example.com",
            card_number="0004417",
            birthday="1998-05-31",
            note="  Likes PC 07\n\nPays by card\x07 ",
        )
    )
    client = client_of(world, added.client_id)
    assert (client.phone, client.name) == (PHONE, "Санжар Ёлкин")
    assert client.birthday == date(1998, 5, 31)
    assert client.note == "Likes PC 07\n\nPays by card"
    assert (client.email, client.card_number) == ("sanjar@example.com", "0004417")
    assert not client.phone_verified


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("8 701 CALL ME", "letters"),
        ("восемь", "letters"),
        ("+7 701 555 44 17 ext. 5", "letters"),
        ("+7 701 555 44 17 #5", "not a phone"),
        ("+7 701 555 44 17; +7 702 555 44 17", "not a phone"),
        ("12", "not a phone"),
        ("-1", "not a phone"),
        ("", "missing"),
        ("  \u200b ", "missing"),
        ("7" * 1_000_000, "too long"),
        ("'; DROP TABLE clients; --", "letters"),
        ("+7 701 555 44 17 😀", "not a phone"),
    ],
)
def test_what_is_no_phone_is_refused_at_its_field(world, typed, words) -> None:
    refusal = refused(world, AddClient(phone=typed, name="Anna"))
    assert (refusal.code, refusal.subject) == ("client.bad_phone", "phone")
    assert words in refusal.text
    assert refusal.what_to_do
    assert len(refusal.text) < 200
    assert world.storage.queries.search_clients("") == []


@pytest.mark.parametrize(
    "typed",
    ["8 701 555 44 17", "+77015554417", "8(701)555-44-17", "7015554417", "+7 701 555–44–17"],
)
def test_one_number_typed_in_many_ways_is_one_number(typed) -> None:
    assert e164(typed, "KZ") == PHONE


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name", "", "client.name_missing"),
        ("name", "x" * 2_000_000, "client.name_too_long"),
        ("email", "anna", "client.bad_email"),
        ("email", "anna@nowhere", "client.bad_email"),
        ("email", "a b@c.kz", "client.bad_email"),
        ("email", "x" * 2_000_000 + "@c.kz", "text.too_long"),
        ("birthday", "31.05.1998", "client.bad_birthday"),
        ("birthday", "2026-11-21", "client.bad_birthday"),
        ("birthday", "1899-12-31", "client.bad_birthday"),
        ("birthday", "2001-02-30", "client.bad_birthday"),
        ("note", "x" * 4_001, "text.too_long"),
        ("note", "x" * 2_000_000, "text.too_long"),
        ("card_number", "9" * 65, "text.too_long"),
    ],
)
def test_a_bad_field_is_refused_where_it_is_and_changes_nothing(world, field, typed, code) -> None:
    facts = {"phone": PHONE, "name": "Anna", field: typed}
    refusal = refused(world, AddClient(**facts))
    assert (refusal.code, refusal.subject) == (code, field)
    assert refusal.text
    assert refusal.what_to_do
    assert world.storage.queries.search_clients("") == []
    assert typed not in world.journal()[0].details or not typed


def test_the_club_s_own_day_decides_what_is_the_future(world) -> None:
    # 13:00 UTC on the 20th is the evening of the 20th in Almaty; seven hours on it is the 21st.
    world.clock.advance(7 * 3600)
    world.do(AddClient(phone=PHONE, name="Newborn", birthday="2026-11-21"))


def test_a_phone_that_is_taken_says_whose_it_is_and_where(world) -> None:
    owner = world.client(name="Мария")
    refusal = refused(world, AddClient(phone="8 701 555 44 17", name="Anna"))
    assert (refusal.code, refusal.subject) == ("client.phone_taken", "phone")
    assert "Мария" in refusal.text
    assert refusal.about_id == owner


def test_a_group_that_is_gone_is_refused(world) -> None:
    refusal = refused(world, AddClient(phone=PHONE, name="Anna", group_id=77))
    assert (refusal.code, refusal.subject) == ("group.unknown", "group")


def test_the_journal_names_the_fields_that_changed_and_never_what_they_say(world) -> None:
    client = world.client()
    world.do(edit(client, name="Alikhan", email="ali@example.com"))
    line = world.journal()[0]
    assert (line.action, line.client_id) == ("EditClient", client)
    assert '"changed":["name","email"]' in line.details
    assert "Alikhan" not in line.details
    assert "example" not in line.details
    assert PHONE not in line.details
    assert ClientChanged(client) in world.heard


def test_a_changed_phone_is_not_verified_any_more(world) -> None:
    client = world.client()
    with world.storage.begin() as work:
        from dataclasses import replace

        work.clients.save(replace(work.clients.get(client), phone_verified=True))
    world.do(edit(client, name="Other name"))
    assert client_of(world, client).phone_verified
    world.do(edit(client, phone=OTHER))
    after = client_of(world, client)
    assert (after.phone, after.phone_verified) == (OTHER, False)


def test_a_client_cannot_be_given_someone_else_s_phone(world) -> None:
    client = world.client()
    other = world.client(name="Мария", phone=OTHER)
    refusal = refused(world, edit(client, phone=OTHER))
    assert (refusal.code, refusal.about_id) == ("client.phone_taken", other)
    assert client_of(world, client).phone == PHONE


def test_a_note_keeps_its_lines_and_has_an_end(world) -> None:
    client = world.client()
    world.do(WriteNote(client_id=client, note="first\r\nsecond"))
    assert client_of(world, client).note == "first\nsecond"
    refusal = refused(world, WriteNote(client_id=client, note="ы" * 2_000_000))
    assert (refusal.code, refusal.subject) == ("text.too_long", "note")
    assert client_of(world, client).note == "first\nsecond"
    assert "first" not in str(world.journal())


def test_a_blocked_client_does_not_play_and_the_reason_is_told(world) -> None:
    world.open_shift()
    client = world.client(money=100_000)
    world.do(BlockClient(client_id=client, reason="Broke a keyboard"))
    with pytest.raises(DeskError) as refusal:
        world.start(client)
    assert refusal.value.code == "client.blocked"
    assert "Broke a keyboard" in refusal.value.text
    assert refused(world, BlockClient(client_id=client, reason="x")).code == (
        "client.blocked_already"
    )
    world.do(UnblockClient(client_id=client, reason="Paid for it"))
    assert world.start(client)
    assert client_of(world, client).blocked_reason == ""
    assert [line.reason for line in world.journal() if line.action == "BlockClient"] == [
        "",
        "Broke a keyboard",
    ]


@pytest.mark.parametrize("reason", ["", "  \n\t", "\u200b"])
@pytest.mark.parametrize("command", [BlockClient, UnblockClient, BlockCard])
def test_no_block_without_a_reason(world, command, reason) -> None:
    refusal = refused(world, command(client_id=world.client(), reason=reason))
    assert (refusal.code, refusal.subject) == ("reason.missing", "reason")


def test_a_session_that_runs_goes_on_when_the_client_is_blocked(world) -> None:
    world.open_shift()
    client = world.client(money=100_000)
    session = world.start(client)
    world.do(BlockClient(client_id=client, reason="Shouts"))
    assert world.session(session).ended_at is None


def test_a_new_card_takes_the_old_one_out_of_use(world) -> None:
    client = world.client()
    world.do(AssignCard(client_id=client, card_number="1001"))
    world.do(AssignCard(client_id=client, card_number="1002"))
    assert client_of(world, client).card_number == "1002"
    assert retired(world, "1001").why == "replaced"
    other = world.client(name="Мария", phone=OTHER)
    refusal = refused(world, AssignCard(client_id=other, card_number="1001"))
    assert (refusal.code, refusal.subject) == ("card.retired", "card_number")
    assert refusal.about_id == client
    assert refused(world, AddClient(phone="+77059998877", name="A", card_number="1001")).code == (
        "card.retired"
    )
    taken = refused(world, AssignCard(client_id=other, card_number="1002"))
    assert (taken.code, taken.about_id) == ("client.card_taken", client)
    assert "1002" not in str([line.details for line in world.journal()])


def test_a_lost_card_is_blocked_until_it_is_freed(world) -> None:
    client = world.client()
    world.do(AssignCard(client_id=client, card_number="1001"))
    world.do(BlockCard(client_id=client, reason="Lost in a taxi"))
    assert client_of(world, client).card_number == ""
    assert retired(world, "1001").why == "blocked"
    refusal = refused(world, AssignCard(client_id=client, card_number="1001"))
    assert "Lost in a taxi" in refusal.text
    world.do(FreeCard(card_number="1001", reason="Found again"))
    world.do(AssignCard(client_id=client, card_number="1001"))
    assert client_of(world, client).card_number == "1001"


def test_cards_that_are_not_there_are_told(world) -> None:
    client = world.client()
    assert refused(world, AssignCard(client_id=client, card_number=" ")).code == "card.missing"
    assert refused(world, BlockCard(client_id=client, reason="Lost")).code == "card.none"
    free = refused(world, FreeCard(card_number="77", reason="Found"))
    assert (free.code, free.subject) == ("card.not_retired", "card_number")
    world.do(AssignCard(client_id=client, card_number="1001"))
    assert refused(world, AssignCard(client_id=client, card_number="1001")).code == "card.same"


def test_who_may_not_edit_clients_changes_nothing(world) -> None:
    client = world.client()
    technician = world.staff(Role.TECHNICIAN)
    for command in (
        edit(client, name="X"),
        WriteNote(client_id=client, note="x"),
        BlockClient(client_id=client, reason="x"),
        AssignCard(client_id=client, card_number="5"),
        FreeCard(card_number="5", reason="x"),
    ):
        assert refused(world, command, technician).code == "staff.not_allowed"
    assert client_of(world, client).name == "Sanjar"
