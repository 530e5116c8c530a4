"""Every step goes up and down with data, leaves the schema of the tables, and loses no guard."""

import shutil
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from clubdesk.domain.rates import Unused
from clubdesk.foundation.assets import migrations_folder
from clubdesk.foundation.errors import DeskError
from clubdesk.services.sessions import EndSession
from clubdesk.storage import schema
from clubdesk.storage.address import parse_address
from clubdesk.storage.backup import back_up
from clubdesk.storage.engine import make_engine
from clubdesk.storage.reader import open_reader
from clubdesk.storage.tables_fiscal import metadata
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.databases import open_storage
from tests.support.rates_club import sell_package, start
from tests.support.shapes import shape_of

NEWEST = schema.REVISIONS[-1]
KNOWN = schema.REVISIONS
LATER = '''"""A later step: a column more, and one that a table's copy makes stricter."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "NEWEST"


def upgrade():
    op.add_column("clients", sa.Column("nickname", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE clients SET nickname = name")


def downgrade():
    with op.batch_alter_table("clients") as table:
        table.drop_column("nickname")
'''.replace("NEWEST", NEWEST)


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A desk of the future, which knows one revision more."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_later.py").write_text(LATER, encoding="utf-8")
    monkeypatch.setattr(schema, "migrations_folder", lambda: folder)
    monkeypatch.setattr(schema, "REVISIONS", (*KNOWN, "9001"))
    return folder


def fill(url: str) -> None:
    """A day at the club."""
    storage = open_storage(url)
    world = World(storage)
    world.open_shift()
    session = world.start(world.client(money=80_000, name="Санжар"))
    world.clock.advance(500)
    world.do(EndSession(session_id=session))
    storage.close()


def rows(url: str, sql: str) -> list[tuple]:
    reader = open_reader(parse_address(url))
    try:
        with reader.look() as look:
            return [tuple(row) for row in look.rows(sql)]
    finally:
        reader.close()


def shape(url: str) -> dict[str, str]:
    address = parse_address(url)
    reader = open_reader(address)
    try:
        with reader.look() as look:
            return shape_of(look, sqlite=address.is_sqlite)
    finally:
        reader.close()


def test_the_list_of_revisions_is_that_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    steps = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(step.revision for step in reversed(steps)) == schema.REVISIONS


def test_the_migrations_make_the_schema_of_the_tables(database_url, request, tmp_path):
    address = parse_address(database_url)
    if address.is_sqlite:
        made = str(tmp_path / "made.db")
    else:
        made = request.getfixturevalue("postgres").empty()
    engine = make_engine(parse_address(made))
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    assert shape(database_url) == shape(made)
    assert len(shape(made)) > 17


def test_the_first_step_goes_down_and_up_again(database_url):
    fill(database_url)
    address = parse_address(database_url)
    before = shape(database_url)
    schema.migrate(address, "base")
    assert shape(database_url) == {}
    assert schema.stored_revision(address) == ""
    assert schema.ensure_current(address).before == ""
    assert shape(database_url) == before
    assert verify(database_url).ok


def test_each_step_goes_down_and_up_with_data(database_url):
    fill(database_url)
    address = parse_address(database_url)
    before, journal = shape(database_url), "SELECT count(*) FROM journal"
    lines = rows(database_url, journal)
    for revision in reversed(KNOWN[:-1]):
        schema.migrate(address, revision)
        assert schema.stored_revision(address) == revision
        assert rows(database_url, "SELECT name FROM clients") == [("Санжар",)]
    assert schema.ensure_current(address).after == NEWEST
    assert shape(database_url) == before
    assert rows(database_url, journal) == lines
    assert rows(database_url, "SELECT details FROM journal WHERE action = 'AddClient'") == [("{}",)]
    assert verify(database_url).ok


def test_packages_and_kept_minutes_go_down_and_the_rest_comes_up_again(database_url):
    """Down below packages their facts are lost, but no rate, session or money is."""
    storage = open_storage(database_url)
    world = World(storage)
    world.open_shift()
    client = world.client(money=500_000)
    package = sell_package(world, unused=Unused.KEPT)
    session = start(world, client, package)
    world.clock.advance(3600)
    world.do(EndSession(session_id=session))
    storage.close()
    address = parse_address(database_url)
    before = rows(database_url, "SELECT id, name, price FROM rates ORDER BY id")
    assert rows(database_url, "SELECT left_s FROM kept_minutes") == [(7200,)]
    schema.migrate(address, "0004")
    assert rows(database_url, "SELECT id, name, price FROM rates ORDER BY id") == before
    schema.ensure_current(address)
    assert rows(database_url, "SELECT id, name, price FROM rates ORDER BY id") == before
    versions = rows(database_url, "SELECT rate_id, version FROM rate_versions ORDER BY rate_id")
    assert versions == [(row[0], 1) for row in before]
    money = "SELECT balance FROM accounts WHERE kind = 'game'"
    assert rows(database_url, money) == [(-350_000,)]


def test_papers_from_before_learn_whose_they_are(database_url):
    fill(database_url)
    address = parse_address(database_url)
    schema.migrate(address, "0001")
    schema.ensure_current(address)
    found = rows(
        database_url, "SELECT client_id, transaction_id IS NULL FROM print_jobs ORDER BY id"
    )
    assert [tuple(map(bool, row)) for row in found] == [(True, False), (True, True)]


def test_a_later_step_keeps_the_data_and_the_guards(database_url, later):
    address = parse_address(database_url)
    fill_before_later(database_url)
    done = schema.upgrade(database_url)
    assert (done.before, done.after) == (NEWEST, "9001")
    assert rows(database_url, "SELECT nickname FROM clients") == [("Санжар",)]
    assert verify(database_url).ok
    schema.migrate(address, NEWEST)
    assert "nickname" not in "".join(shape(database_url).values())
    assert rows(database_url, "SELECT name FROM clients") == [("Санжар",)]
    assert schema.upgrade(database_url).before == NEWEST
    assert schema.upgrade(database_url).before == "9001"


def fill_before_later(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "REVISIONS", KNOWN)
        fill(url)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_verified_copy_is_made_before_an_upgrade(database_url, later):
    fill_before_later(database_url)
    done = schema.upgrade(database_url)
    assert done.backup is not None
    assert done.backup.parent == parse_address(database_url).sqlite_file.parent / "backups"
    assert str(done.backup) in str(done)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "REVISIONS", KNOWN)
        assert verify(str(done.backup)).ok
    assert [file.name for file in done.backup.parent.iterdir()] == [done.backup.name]


def test_a_step_that_fails_changes_nothing(database_url, later):
    fill_before_later(database_url)
    before = shape(database_url)
    failing = LATER.replace('SET nickname = name"', 'SET nickname = nobody"')
    (later / "versions" / "9001_later.py").write_text(failing, encoding="utf-8")
    with pytest.raises(Exception, match="nobody"):
        schema.upgrade(database_url)
    assert shape(database_url) == before
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [(NEWEST,)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_step_that_breaks_references_changes_nothing(database_url, later):
    fill_before_later(database_url)
    breaking = LATER.replace(
        "UPDATE clients SET nickname = name", "UPDATE sessions SET client_id = 99"
    )
    (later / "versions" / "9001_later.py").write_text(breaking, encoding="utf-8")
    with pytest.raises(DeskError) as refusal:
        schema.upgrade(database_url)
    assert refusal.value.code == "storage.upgrade_failed"
    assert rows(database_url, "SELECT client_id FROM sessions") == [(1,)]


def stamp(url: str, statement: str) -> None:
    engine = make_engine(parse_address(url))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_database_from_the_future_is_refused_and_left_alone(database_url):
    stamp(database_url, "UPDATE alembic_version SET version_num = '9999'")
    for opening in (open_storage, schema.upgrade, verify):
        with pytest.raises(DeskError) as refusal:
            opening(database_url)
        assert refusal.value.code == "storage.newer_schema"
        assert "9999" in refusal.value.text
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_database_of_another_program_is_refused_and_left_alone(empty_url):
    stamp(empty_url, "CREATE TABLE songs (id INTEGER PRIMARY KEY)")
    for opening in (open_storage, schema.upgrade, verify):
        with pytest.raises(DeskError) as refusal:
            opening(empty_url)
        assert refusal.value.code == "storage.not_clubdesk"
    assert all("songs" in name for name in shape(empty_url))


def test_an_old_database_is_not_verified(database_url, monkeypatch):
    monkeypatch.setattr(schema, "REVISIONS", (*KNOWN, "9001"))
    with pytest.raises(DeskError) as refusal:
        verify(database_url)
    assert refusal.value.code == "storage.old_schema"


def test_an_open_desk_is_not_migrated_under_its_hands(storage, database_url):
    if not storage.address.is_sqlite:
        assert str(schema.upgrade(database_url)).startswith("The database is up to date")
        return
    with pytest.raises(DeskError) as refusal:
        schema.upgrade(database_url)
    assert refusal.value.code == "storage.in_use"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_is_whole_while_the_desk_writes(storage, database_url):
    World(storage)
    file = Path(parse_address(database_url).sqlite_file)
    with storage.begin() as work:
        work.club.save(work.club.find())
        first = back_up(file, "by-hand")
    second = back_up(file, "by-hand")
    assert first != second
    assert verify(str(first)).ok
    assert verify(str(second)).ok


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_that_cannot_be_made_is_told(storage, database_url):
    file = parse_address(database_url).sqlite_file
    (file.parent / "backups").write_text("in the way")
    with pytest.raises(DeskError) as refusal:
        back_up(file, "by-hand")
    assert refusal.value.code == "storage.backup_failed"
