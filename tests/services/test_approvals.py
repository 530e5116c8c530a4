"""A second person's PIN lends a deed the permission that the person at the desk lacks."""

import pytest

from clubdesk.domain.people import Permission, Role, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.services.client_import import ImportRow, StageClients
from clubdesk.services.commands import Answer, Approval, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Dispatcher, Rule
from clubdesk.services.passwords import hash_secret
from clubdesk.services.rule_book import RULES

PIN = "7391"


class PayOut(Command, frozen=True, kw_only=True):
    """A deed with a further permission for a large amount, as an undo of a closed shift has."""

    amount: int = 1


def pay_out(deed: Deed, command: PayOut) -> Answer:
    if command.amount > 100:
        deed.require(Permission.UNDO_CLOSED)
    deed.notes["done"] = True
    return Done()


@pytest.fixture
def club(world):
    rules = {**RULES, PayOut: Rule(pay_out, Done, needs=Permission.REFUND)}
    world.door = Dispatcher(world.storage.begin, world.clock, 1, world.feed, rules)
    world.cashier = world.staff(Role.CASHIER)
    world.admin = add_person(world, "dana", Role.ADMINISTRATOR, PIN)
    return world


def add_person(world, login: str, role: str, pin: str = "", **more) -> int:
    with world.storage.begin() as work:
        person = Staff(0, login, login.title(), role, "", hash_secret(pin) if pin else "", **more)
        return work.staff.add(person).id


def refused(world, command: Command, staff_id: int | None = None) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        world.do(command, world.cashier if staff_id is None else staff_id)
    return refusal.value


def approved(login: str = "dana", pin: str = PIN, **more) -> PayOut:
    return PayOut(approval=Approval(login=login, pin=pin), **more)


def test_a_refusal_names_the_missing_permission(club) -> None:
    told = refused(club, PayOut())
    assert (told.code, told.subject) == ("staff.not_allowed", "refund")


def test_the_deed_is_done_under_both_names(club) -> None:
    club.do(approved(), club.cashier)
    line = club.journal()[0]
    assert (line.action, line.staff_id, line.approved_by) == ("PayOut", club.cashier, club.admin)
    assert line.refused == ""


def test_who_may_alone_does_it_alone_even_with_an_approval(club) -> None:
    add_person(club, "olga", Role.ADMINISTRATOR, "8520")
    club.do(approved(login="olga", pin="8520"), club.admin)
    assert club.journal()[0].approved_by is None


def test_an_approval_after_a_refusal_is_a_new_try_of_the_same_command(club) -> None:
    first = PayOut()
    refused(club, first)
    again = PayOut(command_id=first.command_id, approval=Approval(login="dana", pin=PIN))
    assert club.do(again, club.cashier) == Done()
    assert club.do(again, club.cashier) == Done()
    assert sum(1 for line in club.journal() if line.action == "PayOut" and not line.refused) == 1


def test_a_wrong_pin_is_counted_and_journaled_and_nothing_is_done(club) -> None:
    told = refused(club, approved(pin="9999"))
    assert (told.code, told.subject) == ("approval.wrong_pin", "pin")
    line = club.journal()[0]
    assert (line.action, line.refused, line.approved_by) == ("PayOut", "approval.wrong_pin", None)
    assert '"approval_by":"dana"' in line.details
    assert '"done"' not in line.details
    with club.storage.begin() as work:
        assert work.staff.get(club.admin).failed_tries == 1


def test_wrong_pins_have_to_wait_longer_and_longer(club) -> None:
    for _ in range(3):
        assert refused(club, approved(pin="9999")).code == "approval.wrong_pin"
    locked = refused(club, approved())
    assert locked.code == "approval.locked_out"
    assert "6 s" in locked.what_to_do
    club.clock.advance(5)
    assert refused(club, approved(pin="9999")).code == "approval.wrong_pin"
    club.clock.advance(6)
    assert refused(club, approved()).code == "approval.locked_out"
    club.clock.advance(5)
    club.do(approved(), club.cashier)
    with club.storage.begin() as work:
        assert work.staff.get(club.admin).failed_tries == 0


@pytest.mark.parametrize(
    ("login", "role", "pin", "active", "code"),
    [
        ("nobody", None, PIN, True, "approval.nobody"),
        ("gone", Role.OWNER, PIN, False, "approval.nobody"),
        ("pinless", Role.OWNER, "", True, "approval.nobody"),
        ("tech", Role.TECHNICIAN, PIN, True, "approval.not_allowed"),
    ],
)
def test_who_cannot_approve(club, login, role, pin, active, code) -> None:
    if role is not None:
        add_person(club, login, role, pin, active=active)
    assert refused(club, approved(login=login)).code == code


def test_nobody_approves_their_own_deed(club) -> None:
    with club.storage.begin() as work:
        own = add_person_to(work, "boss", Role.CASHIER)
    assert refused(club, approved(login="boss"), own).code == "approval.self"


def add_person_to(work, login: str, role: str) -> int:
    return work.staff.add(Staff(0, login, login, role, "", hash_secret(PIN))).id


def test_a_further_permission_comes_from_the_approver_too(club) -> None:
    club.do(approved(amount=500), club.cashier)
    assert club.journal()[0].approved_by == club.admin


def test_an_approver_without_the_further_permission_is_told_which_one(club) -> None:
    from clubdesk.domain.people import StaffRole

    with club.storage.begin() as work:
        work.roles.save(StaffRole("custom-1", "Senior", frozenset({Permission.REFUND})))
    add_person(club, "senior", "custom-1", "8520")
    told = refused(club, approved(login="senior", pin="8520", amount=500))
    assert (told.code, told.subject) == ("staff.not_allowed", "undo_closed")
    club.do(approved(login="senior", pin="8520"), club.cashier)


def test_no_pin_is_anywhere_in_the_books(club) -> None:
    club.do(approved(), club.cashier)
    refused(club, approved(pin="4826"))
    texts = [line.details + line.reason for line in club.journal()]
    assert not any(PIN in text or "4826" in text for text in texts)
    assert "4826" not in repr(approved(pin="4826"))


def test_what_is_kept_of_an_answered_command_does_not_depend_on_the_pin(club) -> None:
    command = approved()
    club.do(command, club.cashier)
    other = PayOut(command_id=command.command_id, approval=Approval(login="dana", pin="1111"))
    assert club.do(other, club.cashier) == Done()


def test_a_card_payment_is_approved_once_from_its_begin_to_its_end(club) -> None:
    club.open_shift()
    client, tech = club.client(), club.staff(Role.TECHNICIAN)
    approval = Approval(login="dana", pin=PIN)

    def begin() -> int:
        command = BeginCardPayment(client_id=client, amount_minor=50_000, approval=approval)
        return club.do(command, tech).payment_id

    first, second, third = begin(), begin(), begin()
    club.do(FailCardPayment(payment_id=first, outcome="declined"), tech)
    club.do(TopUp(client_id=client, card_minor=50_000, card_payment_id=second, slip="S-1"), tech)
    assert club.game(client) == 50_000
    # Not for another amount, not with cash beside it, not once nobody knows, and not for others.
    for command in (
        TopUp(client_id=client, card_minor=60_000, card_payment_id=third, slip="S-2"),
        TopUp(client_id=client, cash_minor=1, card_minor=50_000, card_payment_id=third, slip="S"),
        TopUp(client_id=client, card_minor=50_000, card_payment_id=first, slip="S-2"),
        BeginCardPayment(client_id=client, amount_minor=1),
    ):
        assert refused(club, command, tech).code in ("staff.not_allowed", "payment.other_amount")
    other = add_person(club, "other", Role.TECHNICIAN)
    whole = TopUp(client_id=client, card_minor=50_000, card_payment_id=third, slip="S-2")
    assert refused(club, whole, other).code == "staff.not_allowed"
    club.do(FailCardPayment(payment_id=third, outcome="unknown"), tech)
    assert refused(club, whole, tech).code == "staff.not_allowed"
    assert club.game(client) == 50_000


def test_who_may_not_import_is_journaled_although_a_portion_is_not(club) -> None:
    portion = StageClients(list_key="list", rows=(ImportRow(2, "+77015554418", "Zarina"),))
    assert refused(club, portion).code == "staff.not_allowed"
    guess = StageClients(list_key="list", rows=(), approval=Approval(login="dana", pin="1234"))
    assert refused(club, guess).code == "approval.wrong_pin"
    club.do(StageClients(list_key="list", rows=portion.rows))
    lines = [line for line in club.journal() if line.action == "StageClients"]
    assert [line.refused for line in lines] == ["approval.wrong_pin", "staff.not_allowed"]
    assert {line.staff_id for line in lines} == {club.cashier}
    assert "Zarina" not in "".join(line.details for line in lines)
