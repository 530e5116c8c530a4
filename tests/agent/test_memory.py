"""What an agent knows after a restart, a reboot, a broken disk or a wrong wall clock."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk_agent.memory import DiskMemory, Saved, left_after_restart

SAVED = Saved(
    desk_key="d" * 40,
    boot_id="boot",
    saved_s=1000.0,
    saved_utc=5_000_000.0,
    station_id=7,
    seq=12,
    session_id=3,
    left_s=600.0,
    executed=(("order", "done", ""),),
)


def test_what_is_saved_is_there_after_a_restart(tmp_path):
    DiskMemory(tmp_path).save(SAVED)
    assert DiskMemory(tmp_path).load() == SAVED
    assert [entry.name for entry in tmp_path.iterdir()] == ["lease.json"]


def test_nothing_saved_is_nothing_known(tmp_path):
    assert DiskMemory(tmp_path / "new").load() is None


def test_a_broken_file_is_set_aside(tmp_path, caplog):
    memory = DiskMemory(tmp_path)
    memory.save(SAVED)
    path = tmp_path / "lease.json"
    path.write_bytes(path.read_bytes().replace(b"600.0", b"900.0"))
    assert memory.load() is None
    assert "stays locked" in caplog.text
    assert [entry.name for entry in tmp_path.iterdir()] == ["lease.broken.json"]


@given(st.binary(max_size=300))
def test_any_bytes_are_nothing_known(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("memory")
    (folder / "lease.json").write_bytes(content)
    assert DiskMemory(folder).load() is None


def test_on_the_same_start_the_monotonic_clock_tells():
    left = left_after_restart(SAVED, "boot", now_s=1100.0, now_utc=0.0)
    assert left == 500.0


def test_after_a_reboot_the_wall_clock_tells():
    assert left_after_restart(SAVED, "other", now_s=10.0, now_utc=5_000_060.0) == 540.0


def test_a_wall_clock_set_back_gives_nothing_extra():
    assert left_after_restart(SAVED, "other", now_s=10.0, now_utc=0.0) == 600.0


def test_a_system_without_a_boot_name_counts_as_rebooted():
    saved = msgspec.structs.replace(SAVED, boot_id="")
    assert left_after_restart(saved, "", now_s=1_001.0, now_utc=5_000_100.0) == 500.0


def test_locked_stays_locked():
    saved = msgspec.structs.replace(SAVED, left_s=None)
    assert left_after_restart(saved, "boot", 1000.0, 5_000_000.0) is None


@pytest.mark.parametrize("boot_id", ["boot", "other", ""])
@given(now_s=st.floats(0, 1e9), now_utc=st.floats(0, 1e10))
def test_never_more_is_left_than_was_saved(boot_id, now_s, now_utc):
    left = left_after_restart(SAVED, boot_id, now_s, now_utc)
    assert left is not None
    assert 0 <= left <= 600.0
