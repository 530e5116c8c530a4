"""Two cards made one, and a client who is forgotten: what stays, what goes, what is refused."""

import msgspec
import pytest

from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.ids import new_command_id
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.services.client_cards import AssignCard, BlockCard
from clubdesk.services.client_file import BlockClient, EditClient, WriteNote
from clubdesk.services.clients import AddClient
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.erasing import EraseClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.papers import ReprintPaper
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import OpenShift
from clubdesk.storage.verify import verify

PHONE = "+77015554417"
OTHER = "+77471204417"
NAME = "Zoltánka Вундеркинд"
EMAIL = "zoltanka.v@example.com"
CARD = "CARD-90210-XYZ"


def refused(world, command, staff_id=None) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        world.do(command, staff_id)
    return refusal.value


def client_of(world, client_id: int):
    with world.storage.begin() as work:
        return work.clients.get(client_id)


def give_points(world, client_id: int, points: int) -> None:
    with world.storage.begin() as work:
        from clubdesk.domain.ledger import TransactionDraft

        shift = work.shifts.open_of_till(1)
        legs = pair(
            debit=AccountRef(AccountKind.BONUS_EXPENSE),
            credit=AccountRef(AccountKind.BONUS, client_id),
            amount=points,
        )
        now = world.clock.now()
        draft = TransactionDraft(
            TransactionKind.BONUS_CREDIT, legs, 1, shift.id, world.owner, now, now, client_id
        )
        work.ledger.post(draft)


def empty_account(world, client_id: int) -> None:
    """Posts what is left to the corrections, as a refund or a deduction would."""
    with world.storage.begin() as work:
        from clubdesk.domain.ledger import TransactionDraft

        shift = work.shifts.open_of_till(1)
        account = AccountRef(AccountKind.GAME, client_id)
        legs = pair(
            debit=account,
            credit=AccountRef(AccountKind.CORRECTIONS),
            amount=work.ledger.balance(account),
        )
        now = world.clock.now()
        work.ledger.post(
            TransactionDraft(
                TransactionKind.DEDUCTION, legs, 1, shift.id, world.owner, now, now, client_id
            )
        )


def two_cards(world, money=(30_000, 5_000)) -> tuple[int, int]:
    world.open_shift()
    old = world.client(money=money[0], name="Sanjar T.", phone=OTHER)
    into = world.client(money=money[1], name="Sanjar Tulegenov")
    return old, into


def merge(old: int, into: int, reason="Registered twice") -> MergeClients:
    return MergeClients(from_id=old, into_id=into, reason=reason)


def test_money_points_and_facts_go_along_and_the_books_hold(world, database_url) -> None:
    old, into = two_cards(world)
    give_points(world, old, 250)
    world.do(AssignCard(client_id=old, card_number="1001"))
    world.do(
        EditClient(client_id=old, phone=OTHER, name="Sanjar T.", email=EMAIL, birthday="1998-05-31")
    )
    world.do(WriteNote(client_id=old, note="left-handed"))
    world.do(WriteNote(client_id=into, note="window seat"))
    world.do(merge(old, into))
    assert (world.game(old), world.game(into)) == (0, 35_000)
    assert world.balance(AccountKind.BONUS, old) == 0
    assert world.balance(AccountKind.BONUS, into) == 250
    left, gone = client_of(world, into), client_of(world, old)
    assert (left.card_number, left.email, left.note) == ("1001", EMAIL, "window seat\nleft-handed")
    assert left.birthday.isoformat() == "1998-05-31"
    assert left.phone == PHONE
    assert (gone.merged_into, gone.card_number, gone.phone) == (into, "", OTHER)
    assert verify(database_url).problems == ()
    lines = [line for line in world.journal() if line.action == "MergeClients"]
    assert {line.client_id for line in lines} == {old, into}
    assert all(line.reason == "Registered twice" for line in lines)


def test_a_second_card_number_is_out_of_use_and_no_shift_is_needed_for_nothing(world) -> None:
    old = world.client(name="Sanjar T.", phone=OTHER)
    into = world.client()
    world.do(AssignCard(client_id=old, card_number="1001"))
    world.do(AssignCard(client_id=into, card_number="1002"))
    world.do(merge(old, into))
    assert client_of(world, into).card_number == "1002"
    with world.storage.begin() as work:
        assert work.cards.retired("1001").why == "replaced"
        assert work.cards.retired("1001").client_id == into


def test_money_needs_an_open_shift_to_move(world) -> None:
    from clubdesk.services.shifts import CloseShift

    old, into = two_cards(world)
    world.do(CloseShift(counted_minor=world.till(), reason=""))
    assert refused(world, merge(old, into)).code == "shift.none_open"
    assert client_of(world, old).merged_into is None


def test_cards_merged_before_follow_to_the_one_that_is_left(world) -> None:
    first = world.client(name="First", phone="+77051112233")
    old = world.client(name="Second", phone=OTHER)
    into = world.client()
    world.do(merge(first, old))
    world.do(merge(old, into))
    with world.storage.begin() as work:
        assert list(work.clients.merged_from(into)) == [first, old]
    taken = refused(world, AddClient(phone="+77051112233", name="Again"))
    assert (taken.code, taken.about_id) == ("client.phone_taken", into)
    assert "Sanjar" in taken.text


def test_what_cannot_be_merged_is_refused_with_the_reason(world) -> None:
    old, into = two_cards(world)
    assert refused(world, merge(into, into)).code == "client.same"
    assert refused(world, merge(999, into)).code == "client.unknown"
    assert refused(world, merge(old, into, reason="  ")).subject == "reason"
    session = world.start(old)
    playing = refused(world, merge(old, into))
    assert (playing.code, playing.about_id) == ("client.playing", old)
    world.do(EndSession(session_id=session))
    cashier = world.staff(Role.CASHIER)
    assert refused(world, merge(old, into), cashier).code == "staff.not_allowed"
    world.do(merge(old, into))
    for command in (
        merge(old, into),
        TopUp(client_id=old, cash_minor=100),
        WriteNote(client_id=old, note="x"),
    ):
        assert refused(world, command).code == "client.merged"
    with pytest.raises(DeskError, match=r"client\.merged"):
        world.start(old)


def test_a_card_payment_whose_outcome_is_open_is_settled_first(world) -> None:
    old, into = two_cards(world, money=(0, 0))
    payment = world.do(BeginCardPayment(client_id=old, amount_minor=5_000)).payment_id
    for command in (merge(old, into), EraseClient(client_id=old, reason="Asked in writing")):
        refusal = refused(world, command)
        assert (refusal.code, refusal.about_id) == ("client.payment_open", old)
    world.do(FailCardPayment(payment_id=payment, outcome="declined"))
    world.do(merge(old, into))


def test_a_client_who_plays_takes_the_other_card_s_money_and_plays_on(world) -> None:
    old, into = two_cards(world)
    session = world.start(into)
    before = world.session(session).ends_at
    world.do(merge(old, into))
    assert world.session(session).ends_at > before
    assert world.session(session).ended_at is None


def test_notes_that_are_too_long_together_are_refused_before_anything_moves(world) -> None:
    old, into = two_cards(world)
    for client in (old, into):
        world.do(WriteNote(client_id=client, note=str(client) + "x" * 2_500))
    assert refused(world, merge(old, into)).code == "client.note_too_long"
    assert world.game(old) == 30_000


def test_money_and_points_are_settled_before_a_client_is_forgotten(world) -> None:
    world.open_shift()
    client = world.client(money=12_000)
    refusal = refused(world, EraseClient(client_id=client, reason="Asked for it"))
    assert (refusal.code, refusal.about_id) == ("client.not_settled", client)
    assert "120" in refusal.text
    assert refusal.what_to_do
    empty_account(world, client)
    give_points(world, client, 7)
    refusal = refused(world, EraseClient(client_id=client, reason="Asked for it"))
    assert "7 points" in refusal.text
    assert client_of(world, client).phone == PHONE


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason.missing"),
        ("Вундеркинд, asked by letter", "reason.personal"),
        ("asked from 8 701 555 44 17", "reason.personal"),
        (f"wrote from {EMAIL.upper()}", "reason.personal"),
    ],
)
def test_the_reason_for_forgetting_must_not_remember(world, reason, code) -> None:
    client = world.do(AddClient(phone=PHONE, name=NAME, email=EMAIL)).client_id
    refusal = refused(world, EraseClient(client_id=client, reason=reason))
    assert (refusal.code, refusal.subject) == (code, "reason")


def every_text(storage) -> list[str]:
    """Every row of every table, as text."""
    from sqlalchemy import text

    names = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if storage.address.is_sqlite
        else "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    found = []
    with storage.engine.connect() as connection:
        for (table,) in connection.execute(text(names)).all():
            if table == "clients_found":
                continue  # gives no rows out; its own tables are looked through
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            found += [f"{table}: {tuple(row)!r}" for row in rows]
    return found


def a_full_life(world) -> int:
    """A client with papers, sessions, cards, notes, a merged card and refusals behind them."""
    world.open_shift()
    old = world.do(
        AddClient(phone=OTHER, name=f"{NAME} second", email=EMAIL, note=f"{NAME} again")
    ).client_id
    client = world.do(
        AddClient(
            phone=PHONE,
            name=NAME,
            email=EMAIL,
            card_number=CARD,
            note=f"{NAME}\n{PHONE}",
            birthday="1998-05-31",
        )
    ).client_id
    refused(world, AddClient(phone=PHONE, name=NAME, email=EMAIL))
    refused(world, EditClient(client_id=client, phone="no", name=NAME))
    world.do(TopUp(client_id=old, cash_minor=40_000))
    world.do(MergeClients(from_id=old, into_id=client, reason="Registered twice"))
    answer = world.do(TopUp(client_id=client, cash_minor=50_000))
    world.do(ReprintPaper(job_id=answer.job_id))
    session = world.start(client)
    world.clock.advance(600)
    world.do(EndSession(session_id=session))
    world.do(BlockCard(client_id=client, reason="Lost"))
    world.do(BlockClient(client_id=client, reason="Shouts"))
    empty_account(world, client)
    return client


def test_nothing_personal_is_left_in_any_column_of_any_table(world, database_url) -> None:
    client = a_full_life(world)
    before = "\n".join(every_text(world.storage))
    traces = (NAME.split()[0], NAME.split()[1], PHONE, OTHER, EMAIL, CARD, "1998-05-31")
    assert all(trace in before for trace in traces)
    world.do(EraseClient(client_id=client, reason="Asked in writing"))
    after = every_text(world.storage)
    folded = [*traces, *(trace.casefold() for trace in traces), PHONE[:0:-1], OTHER[:0:-1]]
    left = [row for row in after for trace in folded if trace in row]
    assert left == []
    gone = client_of(world, client)
    assert (gone.name, gone.phone, gone.erased_at) == (f"#{client}", "", world.clock.now())
    line = world.journal()[0]
    assert (line.action, line.client_id, line.reason) == (
        "EraseClient",
        client,
        "Asked in writing",
    )
    assert verify(database_url).problems == ()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_not_even_the_bytes_of_the_file_remember(world, tmp_path) -> None:
    client = a_full_life(world)
    traces = [trace.encode() for trace in (*NAME.split(), PHONE, OTHER, EMAIL, CARD)]
    world.do(EraseClient(client_id=client, reason="Asked in writing"))
    world.storage.close()
    files = [file.read_bytes() for file in tmp_path.glob("club.db*")]
    assert files
    assert [trace for trace in traces if any(trace in raw for raw in files)] == []


def test_the_papers_of_someone_forgotten_say_a_number(world) -> None:
    client = a_full_life(world)
    world.do(EraseClient(client_id=client, reason="Asked in writing"))
    with world.storage.begin() as work:
        papers = work.print_jobs.of_client(client)
    payers = {
        body.payer
        for job in papers
        for body in (job.receipt.money, job.receipt.bill, job.receipt.slip)
        if body is not None
    }
    assert payers == {f"#{client}"}
    assert len(papers) >= 3


def test_the_phone_of_someone_forgotten_is_free_and_the_card_is_dead(world) -> None:
    client = world.client()
    world.do(EraseClient(client_id=client, reason="Asked in writing"))
    assert refused(world, EraseClient(client_id=client, reason="Again")).code == "client.erased"
    assert refused(world, WriteNote(client_id=client, note="x")).code == "client.erased"
    assert world.client(name="Someone new") != client
    other = world.client(name="A", phone=OTHER)
    world.do(EraseClient(client_id=other, reason="Asked in writing"))


def test_nobody_is_forgotten_while_playing_or_without_the_permission(world) -> None:
    world.open_shift()
    client = world.client(money=10_000)
    world.start(client)
    command = EraseClient(client_id=client, reason="Asked in writing")
    assert refused(world, command).code == "client.playing"
    assert refused(world, command, world.staff(Role.CASHIER)).code == "staff.not_allowed"


def test_an_answer_of_these_deeds_holds_ids_alone(world) -> None:
    old, into = two_cards(world)
    answer = world.do(merge(old, into))
    assert msgspec.to_builtins(answer) == {"client_id": into}


def test_a_card_payment_at_another_till_is_settled_first(world) -> None:
    old, into = two_cards(world)
    empty = world.client(name="Zarina", phone="+77059844170")
    other = Dispatcher(world.storage.begin, world.clock, 2, world.feed, RULES)
    other.carry_out(OpenShift(counted_minor=0), world.owner)
    payments = [
        other.carry_out(
            BeginCardPayment(client_id=client, amount_minor=1_000), world.owner
        ).payment_id
        for client in (old, empty)
    ]
    deeds = (merge(old, into), EraseClient(client_id=empty, reason="Asked for it"))
    for deed in deeds:
        assert refused(world, deed).code == "client.payment_open"
    for payment_id in payments:
        told = FailCardPayment(payment_id=payment_id, outcome="declined")
        other.carry_out(told, world.owner)
    for deed in deeds:
        world.do(msgspec.structs.replace(deed, command_id=new_command_id()))
    assert client_of(world, old).merged_into == into
    assert client_of(world, empty).erased_at is not None
