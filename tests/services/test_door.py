"""The one door: permission, once only, journal, refusals."""

import threading

import pytest

from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.clients import AddClient
from clubdesk.services.shifts import OpenShift
from clubdesk.services.sign_in import SignIn
from clubdesk.services.staffing import AddStaff
from tests.support.club_world import PASSWORD


def test_the_same_id_twice_changes_nothing_and_returns_the_first_answer(world) -> None:
    world.open_shift()
    client = world.client()
    command = TopUp(client_id=client, cash_minor=5_000, received_minor=10_000)
    first = world.do(command)
    events = len(world.heard)
    assert world.do(command) == first
    assert world.game(client) == 5_000
    assert len(world.heard) == events


def test_the_same_id_for_another_deed_is_refused(world) -> None:
    world.open_shift()
    client = world.client()
    world.do(TopUp(command_id="a" * 32, client_id=client, cash_minor=5_000))
    with pytest.raises(DeskError) as refusal:
        world.do(TopUp(command_id="a" * 32, client_id=client, cash_minor=6_000))
    assert refusal.value.code == "command.id_reused"
    assert world.game(client) == 5_000


def test_the_same_id_from_two_threads_does_the_deed_once(world) -> None:
    world.open_shift()
    client = world.client()
    command = TopUp(client_id=client, cash_minor=5_000)
    gate = threading.Barrier(2)
    answers = []

    def send() -> None:
        gate.wait()
        answers.append(world.do(command))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert world.game(client) == 5_000


def test_without_the_permission_nothing_happens_but_a_line_in_the_journal(world) -> None:
    technician = world.staff(Role.TECHNICIAN)
    with pytest.raises(DeskError) as refusal:
        world.do(OpenShift(counted_minor=0), technician)
    assert refusal.value.code == "staff.not_allowed"
    line = world.journal()[0]
    assert (line.action, line.refused, line.staff_id) == (
        "OpenShift",
        "staff.not_allowed",
        technician,
    )


def test_nobody_signed_in_can_do_nothing(world) -> None:
    with pytest.raises(DeskError) as refusal:
        world.door.carry_out(AddClient(phone="+77015554417", name="A"), None)
    assert refusal.value.code == "staff.nobody"


def test_no_secret_is_in_journal_or_answers(world) -> None:
    world.do(AddStaff(login="x", name="X", role=Role.CASHIER, password="top-secret-1"))
    with pytest.raises(DeskError):
        world.do(SignIn(login="x", password="top-secret-2"))
    text = repr(world.journal())
    assert "top-secret" not in text
    assert PASSWORD not in text


def test_wrong_passwords_lock_with_growing_delays(world) -> None:
    for _ in range(3):
        with pytest.raises(DeskError) as wrong:
            world.do(SignIn(login="owner", password="nonsense"))
        assert wrong.value.code == "staff.wrong_password"
    with pytest.raises(DeskError) as locked:
        world.do(SignIn(login="owner", password=PASSWORD))
    assert locked.value.code == "staff.locked_out"
    world.clock.advance(6)
    assert world.do(SignIn(login=" OWNER ", password=PASSWORD)).staff_id == world.owner


def test_an_unknown_login_reads_like_a_wrong_password(world) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(SignIn(login="ghost", password=PASSWORD))
    assert refusal.value.code == "staff.wrong_password"


def test_nobody_gives_more_than_they_have(world) -> None:
    admin = world.staff(Role.ADMINISTRATOR)
    with pytest.raises(DeskError) as refusal:
        world.do(AddStaff(login="y", name="Y", role=Role.CASHIER, password=PASSWORD), admin)
    assert refusal.value.code == "staff.not_allowed"


@pytest.mark.parametrize(
    ("phone", "name", "code"),
    [
        ("letters", "A", "client.bad_phone"),
        ("12", "A", "client.bad_phone"),
        ("+77015554417", "   ", "client.name_missing"),
        ("+77015554417", "x" * 200, "client.name_too_long"),
        ("+77010000000000", "A", "client.bad_phone"),
    ],
)
def test_bad_input_gets_a_clear_text_and_changes_nothing(world, phone, name, code) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=phone, name=name))
    assert refusal.value.code == code
    assert not list(world.storage.queries.search_clients(""))


def test_the_same_phone_twice_says_whose_it_is(world) -> None:
    world.client(name="Sanjar")
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone="8 701 555 44 17", name="Again"))
    assert refusal.value.code == "client.phone_taken"
    assert "Sanjar" in refusal.value.text


@pytest.mark.parametrize(("amount", "received"), [(0, None), (-5, None), (10**18, None), (100, 50)])
def test_amounts_that_cannot_be_are_refused(world, amount, received) -> None:
    world.open_shift()
    client = world.client()
    with pytest.raises(DeskError):
        world.do(TopUp(client_id=client, cash_minor=amount, received_minor=received))
    assert world.game(client) == 0
