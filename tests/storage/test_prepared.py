"""What Postgres has planned once is not planned anew with every letter that is typed."""

import pytest
from sqlalchemy import text

from clubdesk.foundation.errors import DeskError
from clubdesk.storage.reader import open_reader
from clubdesk.storage.views_clients import client_rows
from tests.support.drafts import a_client, a_club

POSTGRES = [pytest.param("postgres", marks=pytest.mark.postgres)]
_PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM clients c%'"


@pytest.fixture
def reader(storage):
    with storage.begin() as work:
        work.club.save(a_club())
        for number in range(9):
            work.clients.add(a_client(f"+7701000000{number}"))
    reader = open_reader(storage.address)
    yield reader
    reader.close()


def ask(reader, number: int):
    with reader.look() as look:
        return client_rows(look, list(range(1, number + 1)))


@pytest.mark.parametrize("database_url", POSTGRES, indirect=True)
def test_one_statement_serves_lists_of_every_length_from_look_to_look(reader):
    for number in (9, 1, 5, 2, 8, 3, 7, 4):
        assert len(ask(reader, number)) == number
    with reader.look() as look:
        assert look.value(_PREPARED) == 1


@pytest.mark.parametrize("database_url", POSTGRES, indirect=True)
def test_a_table_that_another_desk_has_changed_is_read_at_the_second_try(reader, storage):
    for _ in range(8):
        ask(reader, 3)
    with storage.engine.begin() as connection:
        connection.execute(text("ALTER TABLE clients ADD COLUMN nickname text"))
    with pytest.raises(DeskError) as told:
        ask(reader, 3)
    assert told.value.code == "storage.busy"
    assert len(ask(reader, 3)) == 3
