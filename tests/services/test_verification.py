"""Codes for phones: issued once a minute, tried five times, gone after five minutes or a hit."""

import logging

import pytest
from sqlalchemy import text

from clubdesk.domain.events import ClientChanged, CodeIssued
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.messages import MessageState
from clubdesk.services.verification import (
    LIVES_S,
    MOST_TRIES,
    RESEND_S,
    CheckCode,
    NoteMessage,
    SendCode,
    SkipVerification,
)


@pytest.fixture
def client(world) -> int:
    return world.client()


def issued(world) -> CodeIssued:
    return [news for news in world.heard if isinstance(news, CodeIssued)][-1]


def send(world, client: int) -> CodeIssued:
    world.do(SendCode(client_id=client))
    return issued(world)


def kept(world, client: int):
    with world.storage.begin() as work:
        return work.codes.of_client(client)


def is_verified(world, client: int) -> bool:
    with world.storage.begin() as work:
        return work.clients.get(client).phone_verified


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def refused(world, command, staff=None) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        world.do(command, staff)
    return refusal.value


def test_the_right_code_verifies_and_is_forgotten(world, client) -> None:
    told = send(world, client)
    assert told.phone == "+77015554417"
    assert told.club == "Test Club"
    assert len(told.code) == 6
    assert told.code.isdigit()
    world.heard.clear()
    world.do(CheckCode(client_id=client, code=f" {told.code[:3]} {told.code[3:]} "))
    assert is_verified(world, client)
    assert kept(world, client) is None
    assert ClientChanged(client) in world.heard


def test_a_code_is_kept_as_a_slow_hash_with_its_end(world, client) -> None:
    told = send(world, client)
    code = kept(world, client)
    assert code.code_hash.startswith("$argon2id$")
    assert told.code not in code.code_hash
    assert (code.expires_at - code.sent_at).total_seconds() == LIVES_S
    assert code.state == MessageState.QUEUED


def test_a_wrong_code_costs_a_try_that_stays_counted(world, client) -> None:
    told = send(world, client)
    for left in range(MOST_TRIES - 1, 0, -1):
        error = refused(world, CheckCode(client_id=client, code=other_than(told.code)))
        assert error.code == "code.wrong"
        assert str(left) in error.what_to_do
        assert kept(world, client).tries == MOST_TRIES - left
    last = refused(world, CheckCode(client_id=client, code=other_than(told.code)))
    assert "last try" in last.what_to_do
    spent = refused(world, CheckCode(client_id=client, code=told.code))
    assert spent.code == "code.too_many"
    assert not is_verified(world, client)
    lines = [line for line in world.journal() if line.action == "CheckCode"]
    assert sorted(line.refused for line in lines) == ["code.too_many"] + ["code.wrong"] * 5


def test_a_code_expires_at_the_exact_second(world, client) -> None:
    told = send(world, client)
    world.clock.advance(LIVES_S - 1)
    assert refused(world, CheckCode(client_id=client, code=other_than(told.code))).code == (
        "code.wrong"
    )
    world.clock.advance(1)
    assert refused(world, CheckCode(client_id=client, code=told.code)).code == "code.expired"
    assert not is_verified(world, client)


def test_another_code_may_follow_after_a_minute_and_replaces_the_first(world, client) -> None:
    first = send(world, client)
    world.clock.advance(RESEND_S - 0.5)
    error = refused(world, SendCode(client_id=client))
    assert error.code == "code.too_soon"
    assert "1 second" in error.text
    world.clock.advance(0.5)
    while (second := send(world, client)).code == first.code:
        world.clock.advance(RESEND_S)
    assert refused(world, CheckCode(client_id=client, code=first.code)).code == "code.wrong"
    world.do(CheckCode(client_id=client, code=second.code))
    assert is_verified(world, client)


def test_a_double_click_sends_one_code(world, client) -> None:
    command = SendCode(client_id=client)
    first, second = world.do(command), world.do(command)
    assert first == second
    assert sum(isinstance(news, CodeIssued) for news in world.heard) == 1


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "12345６", "-12345", "🎮" * 6, "1" * 10_000]
)
def test_what_is_no_code_costs_no_try(world, client, typed) -> None:
    send(world, client)
    assert refused(world, CheckCode(client_id=client, code=typed)).code == "code.not_digits"
    assert kept(world, client).tries == 0


def test_nothing_was_sent_nothing_can_be_checked(world, client) -> None:
    assert refused(world, CheckCode(client_id=client, code="123456")).code == "code.none"
    assert refused(world, SendCode(client_id=999)).code == "client.gone"


def test_a_verified_phone_needs_no_code(world, client) -> None:
    told = send(world, client)
    again = CheckCode(client_id=client, code=told.code)
    world.do(again)
    world.do(again)
    assert refused(world, SendCode(client_id=client)).code == "client.verified"
    assert refused(world, SkipVerification(client_id=client, reason="x")).code == (
        "client.verified"
    )


def test_skipping_needs_its_permission_and_a_reason(world, client) -> None:
    cashier = world.staff(Role.CASHIER)
    skip = SkipVerification(client_id=client, reason="Showed an ID card")
    assert refused(world, skip, cashier).code == "staff.not_allowed"
    assert refused(world, SkipVerification(client_id=client, reason=" \u200b ")).code == (
        "reason.missing"
    )
    assert refused(world, SkipVerification(client_id=client, reason="x" * 301)).code == (
        "text.too_long"
    )
    assert not is_verified(world, client)
    world.do(skip)
    assert is_verified(world, client)
    line = next(x for x in world.journal() if x.action == "SkipVerification" and not x.refused)
    assert line.reason == "Showed an ID card"
    assert line.client_id == client


def test_who_may_not_edit_clients_sends_and_checks_nothing(world, client) -> None:
    technician = world.staff(Role.TECHNICIAN)
    assert refused(world, SendCode(client_id=client), technician).code == "staff.not_allowed"
    told = send(world, client)
    check = CheckCode(client_id=client, code=told.code)
    assert refused(world, check, technician).code == "staff.not_allowed"
    assert kept(world, client).tries == 0


def note(client: int, told: CodeIssued, state: MessageState, **more: str) -> NoteMessage:
    return NoteMessage(client_id=client, sent_at=told.sent_at.isoformat(), state=state, **more)


def test_news_of_a_message_is_noted_for_its_own_code_only(world, client) -> None:
    first = send(world, client)
    world.clock.advance(RESEND_S)
    second = send(world, client)
    world.door.carry_out(note(client, first, MessageState.DELIVERED), None)
    assert kept(world, client).state == MessageState.QUEUED
    accepted = note(client, second, MessageState.ACCEPTED, gateway_id="A-1")
    world.door.carry_out(accepted, None)
    world.door.carry_out(note(client, second, MessageState.DELIVERED), None)
    world.door.carry_out(note(client, second, MessageState.UNKNOWN), None)
    code = kept(world, client)
    assert (code.state, code.gateway_id) == (MessageState.DELIVERED, "A-1")


def test_news_keeps_the_tries_and_is_not_journaled(world, client) -> None:
    told = send(world, client)
    refused(world, CheckCode(client_id=client, code=other_than(told.code)))
    failed = note(client, told, MessageState.FAILED, detail="It failed.\nno\x00money\n\n" * 90)
    with pytest.raises(DeskError):
        world.door.carry_out(failed, None)
    failed = note(client, told, MessageState.FAILED, detail="It failed.\nno money\n" * 90)
    world.door.carry_out(failed, None)
    code = kept(world, client)
    assert code.tries == 1
    assert code.detail.startswith("It failed.\nno money")
    assert len(code.detail) < 500
    assert not [line for line in world.journal() if line.action == "NoteMessage"]


def test_no_table_and_no_log_holds_a_code(world, client, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    told = send(world, client)
    refused(world, CheckCode(client_id=client, code=other_than(told.code)))
    world.do(CheckCode(client_id=client, code=told.code))
    assert told.code not in repr(told)
    found = [word for word in everything(world) if holds(word, told.code, other_than(told.code))]
    assert not found
    assert told.code not in caplog.text


def holds(stored: str, *codes: str) -> bool:
    # A hash or an instant may hold any six digits by chance; a code stands between other signs.
    return any(
        f"{before}{code}{after}" in f" {stored} "
        for code in codes
        for before in ' "'
        for after in ' "'
    )


def everything(world) -> list[str]:
    with world.storage.begin() as work:
        connection = work._link._writing
        from clubdesk.storage.tables import metadata

        return [
            str(value)
            for table in metadata.sorted_tables
            for line in connection.execute(text(f'SELECT * FROM "{table.name}"'))
            for value in line
        ]
