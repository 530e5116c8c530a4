"""A list comes in as a whole or not at all, between the cashier's deeds, and goes out the same."""

import threading
from datetime import date

import pytest

from clubdesk.domain.events import ClientsImported
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.lists.checking import CheckedList, Rules, check_list
from clubdesk.lists.columns import guess
from clubdesk.lists.exporting import export_list
from clubdesk.lists.importing import clear_left_behind, import_list
from clubdesk.lists.reading import read_table
from clubdesk.services.balance import TopUp
from clubdesk.services.client_cards import AssignCard
from clubdesk.services.client_import import (
    PORTION,
    DropStaged,
    ImportClients,
    ImportRow,
    StageClients,
)
from clubdesk.services.clients import AddClient
from clubdesk.services.erasing import EraseClient
from clubdesk.services.long_work import CancelledError, Job, LongWork
from clubdesk.services.merging import MergeClients
from clubdesk.services.workers import Worker
from clubdesk.storage.verify import verify

MANY = 3 * PORTION + 7


class Desk:
    """The desk's two workers over a world's books, and what a test does between two deeds."""

    def __init__(self, world) -> None:
        self.world = world
        self.writer, self.reader = Worker("desk-worker"), Worker("reading-worker")
        self.writer.start()
        self.reader.start()
        self.before = lambda command: None

    def do(self, command, staff_id):
        self.before(command)
        return self.writer.submit(lambda: self.world.door.carry_out(command, staff_id))

    def ask(self, question):
        return self.reader.submit(lambda: question(self.world.storage.queries))

    def stop(self) -> None:
        self.writer.stop()
        self.reader.stop()


@pytest.fixture
def desk(world):
    made = Desk(world)
    yield made
    made.stop()


def phone(number: int) -> str:
    return f"+7701{number:07d}"


def rows(count: int = MANY) -> tuple[ImportRow, ...]:
    return tuple(ImportRow(n + 2, phone(n), f"Клиент {n}") for n in range(count))


def a_list(count: int = MANY) -> CheckedList:
    return CheckedList("clients.csv", rows(count), ())


def found(world, text: str = "Клиент") -> int:
    return len(world.storage.queries.search_clients(text, 10_000))


def in_the_books(world) -> int:
    with world.storage.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM clients").scalar_one()


def left_marks(world) -> int:
    with world.storage.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM staged_clients").scalar_one()


def test_a_list_becomes_clients_all_at_once(world, desk, database_url) -> None:
    heard, seen = [], []
    desk.before = lambda command: seen.append(
        (type(command).__name__, found(world), found(world, "1234"))
    )
    job = Job(lambda done, total: heard.append((done, total)))
    answer = import_list(desk, world.owner, a_list(), job)
    assert answer.added == MANY
    assert found(world) == MANY
    assert found(world, "0000003") == 1
    assert {count for _, count, _ in seen} == {0}
    assert [name for name, _, _ in seen] == ["StageClients"] * 4 + ["ImportClients"]
    assert heard[0] == (0, MANY)
    assert heard[-1] == (MANY, MANY)
    assert ClientsImported(MANY) in world.heard
    line = world.journal()[0]
    assert (line.action, line.staff_id) == ("ImportClients", world.owner)
    assert '"count":1507' in line.details
    assert "Клиент" not in str(world.journal())
    assert left_marks(world) == 0
    assert verify(database_url).problems == ()


def test_imported_clients_are_clients_as_all_others(world, desk) -> None:
    world.open_shift()
    import_list(desk, world.owner, a_list(3), Job())
    row = world.storage.queries.search_clients(phone(1)[-6:])[0]
    world.do(TopUp(client_id=row.client.id, cash_minor=50_000))
    assert world.start(row.client.id)
    assert not row.client.phone_verified
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=phone(2), name="Twice"))
    assert refusal.value.about_id is not None


@pytest.mark.parametrize("after", range(1, 5))
def test_called_off_at_any_moment_it_leaves_nothing(world, desk, after) -> None:
    job = Job()
    seen = []

    def call_off(command) -> None:
        seen.append(command)
        if len(seen) == after:
            job.cancel()

    desk.before = call_off
    with pytest.raises(CancelledError):
        import_list(desk, world.owner, a_list(), job)
    assert in_the_books(world) == 0
    assert left_marks(world) == 0
    assert "ImportClients" not in {line.action for line in world.journal()}
    desk.before = lambda command: None
    assert import_list(desk, world.owner, a_list(), Job()).added == MANY


def test_a_client_who_came_meanwhile_stops_all_of_it(world, desk) -> None:
    seen = []

    def someone_comes(command) -> None:
        seen.append(command)
        if len(seen) == 3:
            world.client(name="Came by", phone=phone(MANY - 1))

    desk.before = someone_comes
    with pytest.raises(DeskError) as refusal:
        import_list(desk, world.owner, a_list(), Job())
    assert refusal.value.code == "import.clash"
    assert f"Line {MANY + 1}" in refusal.value.text
    assert in_the_books(world) == 1
    assert found(world, "Came") == 1


def test_a_list_on_its_way_is_seen_by_nobody_but_holds_its_phones(world, desk) -> None:
    desk.do(StageClients(list_key="k", rows=rows(5)), world.owner).result()
    queries = world.storage.queries
    assert in_the_books(world) == 5
    assert found(world) == found(world, "") == found(world, phone(3)) == 0
    assert queries.count_clients() == 0
    assert list(queries.export_clients(0, 100)) == []
    with pytest.raises(DeskError) as refusal:
        world.do(AddClient(phone=phone(3), name="Anna"))
    assert refusal.value.code == "client.phone_taken"
    assert "imported" in refusal.value.text
    world.do(AddClient(phone="+77471204417", name="Anna"))
    assert found(world, "") == 1


def test_what_a_killed_desk_left_behind_goes_at_the_next_start(world, desk) -> None:
    for start in (0, PORTION):
        portion = rows()[start : start + PORTION]
        desk.do(StageClients(list_key="killed", rows=portion), world.owner).result()
    world.client(name="Between", phone="+77471204417")
    desk.do(StageClients(list_key="killed", rows=rows()[2 * PORTION :]), world.owner).result()
    assert in_the_books(world) == MANY + 1
    clear_left_behind(desk, Job())
    assert in_the_books(world) == 1
    assert left_marks(world) == 0
    assert found(world, "Between") == 1


def test_a_part_of_a_list_is_no_list(world) -> None:
    world.do(StageClients(list_key="k", rows=rows(5)))
    for count, key in ((6, "k"), (4, "k"), (0, "other"), (5, "other")):
        with pytest.raises(DeskError) as refusal:
            world.do(ImportClients(list_key=key, count=count))
        assert refusal.value.code == "import.lost"
    assert found(world) == 0
    world.do(ImportClients(list_key="k", count=5))
    assert found(world) == 5
    assert not world.do(DropStaged()).more
    assert found(world) == 5


@pytest.mark.parametrize(
    "row",
    [
        ImportRow(2, "87015554417", "Anna"),
        ImportRow(2, "none 5", "Anna"),
        ImportRow(2, phone(1), " "),
        ImportRow(2, phone(1), "Anna", email="nope"),
        ImportRow(2, phone(1), "Anna", birthday="2027-01-01"),
        ImportRow(2, phone(1), "Anna", note="x" * 5_000),
        ImportRow(2, phone(1), "Anna\0"),
    ],
)
def test_the_door_takes_no_row_that_was_not_checked(world, row) -> None:
    with pytest.raises(DeskError):
        world.do(StageClients(list_key="k", rows=(row,)))
    assert in_the_books(world) == 0


def test_a_card_that_is_retired_or_in_use_is_not_imported(world) -> None:
    client = world.client()
    for number in ("1", "2"):
        world.do(AssignCard(client_id=client, card_number=number))
    for number in ("1", "2"):
        row = ImportRow(2, phone(1), "Anna", card_number=number)
        with pytest.raises(DeskError) as refusal:
            world.do(StageClients(list_key="k", rows=(row,)))
        assert refusal.value.code == "import.clash"
    known = world.storage.queries.known_numbers(["+77015554417", phone(1)], ["1", "2", "3"])
    assert known.phones == {"+77015554417": client}
    assert known.cards == {"1": client, "2": client}


def test_only_who_may_handles_clients_data(world, desk) -> None:
    cashier = world.staff(Role.CASHIER)
    with pytest.raises(DeskError) as refusal:
        import_list(desk, cashier, a_list(3), Job())
    assert refusal.value.code == "staff.not_allowed"
    assert in_the_books(world) == 0


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_is_exported_can_be_imported(world, desk, tmp_path, name) -> None:
    world.open_shift()
    told = AddClient(
        phone="+77015554417",
        name="=Санжар, «Ёлкин»",
        email="s@example.com",
        birthday="1998-05-31",
        card_number="0012",
        note="+first\nsecond",
    )
    client = world.do(told).client_id
    world.do(TopUp(client_id=client, cash_minor=123_450))
    gone = world.client(name="Gone", phone="+77471204417")
    old = world.client(name="Old", phone="+77471204418")
    world.do(EraseClient(client_id=gone, reason="Asked in writing"))
    world.do(MergeClients(from_id=old, into_id=client, reason="Twice"))
    path = tmp_path / name
    club = world.storage.queries.club()
    assert export_list(desk, club, path, Job()) == 1
    table = read_table(path, Job())
    assert {"1234.50", "1234.5"} & set(table.lines[1].cells)
    rules = Rules("KZ", date(2026, 11, 20), lambda phones, cards: world_known())
    checked = check_list(table, guess(table), rules, Job())
    assert checked.errors == ()
    row = checked.rows[0]
    assert (row.phone, row.name, row.email) == (told.phone, told.name, told.email)
    assert (row.birthday, row.card_number, row.note) == ("1998-05-31", "0012", told.note)


def world_known():
    from clubdesk.services.views_people import KnownNumbers

    return KnownNumbers()


def test_an_export_goes_page_by_page_and_can_be_called_off(world, desk, tmp_path) -> None:
    import_list(desk, world.owner, a_list(2_500), Job())
    club = world.storage.queries.club()
    heard = []
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "all.csv"
    job = Job(lambda done, total: heard.append((done, total)))
    assert export_list(desk, club, path, job) == 2_500
    assert heard[-1][1] == 2_500
    assert len(read_table(path, Job()).lines) == 2_501
    off = Job()
    off.cancel()
    with pytest.raises(CancelledError):
        export_list(desk, club, folder / "none.csv", off)
    assert [file.name for file in folder.iterdir()] == ["all.csv"]


def test_long_work_is_called_off_when_the_desk_closes() -> None:
    work, began = LongWork(), threading.Event()

    def endless(job: Job) -> None:
        began.set()
        while True:
            job.stop_if_cancelled()

    future = work.submit(endless, Job())
    assert began.wait(5)
    work.stop()
    with pytest.raises(CancelledError):
        future.result(5)
