"""Every Z-report becomes a PDF by itself; one that could not be written is written later."""

import pytest

from clubdesk.bootstrap.report_keeper import FOLDER, ReportKeeper
from clubdesk.bootstrap.troubles import Troubles
from clubdesk.domain.events import ShiftClosed
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from tests.support.fake_desk import FakeDesk, closed_shift
from tests.support.pdf_text import words_of


class WorkingDesk(FakeDesk):
    """Does long work at once."""

    def work(self, task, job):
        from concurrent.futures import Future

        future = Future()
        try:
            future.set_result(task(job))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def desk():
    made = WorkingDesk()
    made.books.past = [closed_shift(214, -50_000)]
    return made


@pytest.fixture
def troubles():
    return Troubles()


@pytest.fixture
def close(qtbot, desk, tmp_path, troubles):
    runner, bridge = DeskRunner(desk), EventBridge(desk.events)
    keeper = ReportKeeper(runner, bridge, tmp_path, troubles)

    def shift(number: int, till: int = 1) -> None:
        desk.events.publish(ShiftClosed(number, till))
        seen = []
        bridge.happened.connect(seen.append)
        qtbot.waitUntil(lambda: bool(seen))
        qtbot.waitUntil(lambda: runner.pending == 0)

    yield shift
    assert keeper is not None
    bridge.close()


def kept(tmp_path) -> list[str]:
    return sorted(path.name for path in (tmp_path / FOLDER).rglob("*.pdf"))


def test_a_closed_shift_is_kept_as_pdf(close, tmp_path) -> None:
    close(214)
    assert kept(tmp_path) == ["z-report-000214.pdf"]
    pdf = (tmp_path / FOLDER / "till-1" / "z-report-000214.pdf").read_bytes()
    assert "Z-report 214" in words_of(pdf)


def test_another_tills_shift_is_its_own_desks_matter(close, tmp_path) -> None:
    close(214, till=2)
    assert not (tmp_path / FOLDER).exists()


def test_one_that_is_there_is_not_written_again(close, tmp_path) -> None:
    close(214)
    path = tmp_path / FOLDER / "till-1" / "z-report-000214.pdf"
    path.write_bytes(b"as it was")
    close(214)
    assert path.read_bytes() == b"as it was"


def test_a_folder_in_the_way_is_a_trouble_until_the_next_close(
    close, desk, tmp_path, troubles
) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    close(214)
    assert troubles.now()["reports"].code == "report.cannot_write"
    (tmp_path / FOLDER).unlink()
    desk.books.past = [closed_shift(215), *desk.books.past]
    close(215)
    assert kept(tmp_path) == ["z-report-000214.pdf", "z-report-000215.pdf"]
    assert troubles.now() == {}
