"""PCs that come and go and printers that fail, as the desk's window and books see them."""

from contextlib import closing
from datetime import timedelta
from time import monotonic

from PySide6.QtCore import QTimer
from pysqlite3 import dbapi2

from clubdesk.domain.session import SessionState
from clubdesk.services.balance import TopUp
from clubdesk.services.ports import PrintState
from clubdesk.services.ports_hub import LinkState
from clubdesk.services.sessions import (
    EndSession,
    PauseSession,
    StartGuestSession,
    StartSession,
)
from clubdesk.storage.verify import verify
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.look.button import Button
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.operations.openers import open_top_up
from clubdesk.ui.papers.question import PaperDialog

CLIENT = 4


def play(real, number: int = 1) -> int:
    real.top_up(CLIENT, 80_000)
    answer = real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1))
    real.until_pc(number, is_open=True)
    return answer.session_id


def link(real, number: int):
    return next(k for k in real.house.hub.links() if k.station_id == number)


def unplug(real, number: int) -> None:
    """Pulls the cable of a PC's agent and waits until it is out."""
    real.stage.fleet.unplug(number - 1)
    agent = real.stage.fleet.agents[number - 1]
    real.until(lambda: agent.link is None or agent.link.descriptor < 0)


def test_a_session_that_began_without_the_agent_opens_the_pc_when_it_comes(real) -> None:
    real.come_to_work()
    real.until(lambda: link(real, 1).state is LinkState.UP)
    unplug(real, 1)
    real.top_up(CLIENT, 80_000)
    real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1))
    real.clock.advance(120)
    assert not real.is_pc_open(1)
    real.stage.fleet.plug(0)
    real.until_pc(1, is_open=True)


def test_a_pc_that_played_on_behind_the_desks_back_is_locked_when_it_comes(real) -> None:
    real.come_to_work()
    session = play(real)
    unplug(real, 1)
    real.do(EndSession(session_id=session))
    assert real.is_pc_open(1), "nobody could tell the PC"
    real.stage.fleet.plug(0)
    real.until_pc(1, is_open=False)


def test_a_pause_that_the_agent_missed_is_made_up_for(real) -> None:
    real.come_to_work()
    session = play(real)
    unplug(real, 1)
    real.do(PauseSession(session_id=session))
    real.stage.fleet.plug(0)
    real.until_pc(1, is_open=False)


def test_a_top_up_while_playing_lengthens_the_agents_lease(real) -> None:
    real.come_to_work()
    play(real)
    before = real.playing(1).ends_at
    seq = link(real, 1).applied_seq
    real.clock.advance(600)
    real.top_up(CLIENT, 80_000)
    # 800 at the evening price of 1 000 an hour.
    assert real.playing(1).ends_at - before == timedelta(minutes=48)
    real.until(lambda: link(real, 1).applied_seq > seq)
    real.clock.advance(3600)
    real.settle()
    assert real.playing(1).state is SessionState.ACTIVE
    assert real.is_pc_open(1)


def test_when_time_is_over_the_pc_locks_and_the_session_ends_at_that_instant(real) -> None:
    real.come_to_work()
    session = play(real)
    ends_at = real.playing(1).ends_at
    real.clock.advance(3600 + 47.5)
    real.until(lambda: real.session_on(1) is None)
    ended = real.books(lambda work: work.sessions.get(session))
    assert ended.ended_at == ends_at
    assert real.game(CLIENT) == 0
    real.until_pc(1, is_open=False)
    real.until(lambda: real.hall.controller.model.seat_of(1).reading.state is CardState.FREE)


def test_the_desk_does_not_wait_for_a_printer_that_is_off(real, qtbot) -> None:
    real.come_to_work()
    real.stage.printer.refuse()
    gaps: list[float] = []
    ticks = QTimer()
    last = [monotonic()]

    def tick() -> None:
        now = monotonic()
        gaps.append(now - last[0])
        last[0] = now

    ticks.timeout.connect(tick)
    ticks.start(5)
    open_top_up(real.window, real.runner, CLIENT)
    qtbot.waitUntil(lambda: isinstance(real.open_dialog, TopUpDialog), timeout=5_000)
    dialog = real.open_dialog
    dialog.amount.edit.setText("500")
    dialog.primary.click()
    qtbot.waitUntil(lambda: real.open_dialog is None, timeout=5_000)
    qtbot.waitUntil(lambda: len(gaps) > 100, timeout=10_000)
    ticks.stop()
    assert max(gaps) < 0.5
    assert real.game(CLIENT) == 50_000
    real.until(lambda: real.jobs()[0].problem)
    real.until(lambda: real.window.bar.lamps.states["printer"].tone == "red")
    real.stage.printer.take_connections()
    real.house.desk.do(TopUp(client_id=5, cash_minor=100), real.runner.staff.id)
    real.until(lambda: len(real.papers) == 2)
    real.until(lambda: {job.state for job in real.jobs()} == {PrintState.CONFIRMED})
    assert len(real.papers) == 2


def break_a_paper(real) -> int:
    """A receipt whose printing broke off in the middle; the print job's id."""
    real.until(lambda: real.window.bar.lamps.states["printer"].tone in ("green", "grey"))
    real.stage.printer.faults.drop_after = 200
    real.top_up(CLIENT, 50_000)
    real.until(lambda: real.jobs()[0].state is PrintState.UNKNOWN)
    real.stage.printer.mend()
    real.until(lambda: "paper" in real.window.alerts.bars)
    real.settle()
    return real.jobs()[0].id


def decide(real) -> PaperDialog:
    button = next(
        b for b in real.window.alerts.bars["paper"].findChildren(Button) if b.text() == "Decide"
    )
    real.click(button)
    return real.dialog(PaperDialog)


def test_a_paper_that_broke_off_is_asked_about_and_printed_again_as_a_copy(real) -> None:
    real.come_to_work()
    broken = break_a_paper(real)
    assert real.papers == []
    real.double_click(decide(real).primary)
    real.nothing_open()
    real.until(lambda: len(real.papers) == 1)
    assert "COPY" in " ".join(real.papers[0].text)
    assert real.done("RetryPaper") == 1
    states = {job.id: job.state for job in real.jobs()}
    assert states[broken] is PrintState.SKIPPED
    real.until(lambda: "paper" not in real.window.alerts.bars)
    real.settle()
    assert len(real.papers) == 1
    assert len(real.jobs()) == 2


def test_a_paper_that_came_out_after_all_is_not_printed_again(real) -> None:
    real.come_to_work()
    broken = break_a_paper(real)
    dialog = decide(real)
    assert dialog.cancel.text() == "It came out"
    real.double_click(dialog.cancel)
    real.nothing_open()
    real.until(lambda: "paper" not in real.window.alerts.bars)
    assert {job.id: job.state for job in real.jobs()} == {broken: PrintState.SKIPPED}
    assert real.papers == []
    assert (real.done("SkipPaper"), real.refused("SkipPaper")) == (1, [])


def test_the_question_leaves_even_if_the_printer_is_off_now(real) -> None:
    real.come_to_work()
    break_a_paper(real)
    real.stage.printer.refuse()
    real.click(decide(real).primary)
    real.nothing_open()
    real.until(lambda: "paper" not in real.window.alerts.bars)


def test_esc_leaves_the_question_open(real) -> None:
    real.come_to_work()
    broken = break_a_paper(real)
    decide(real).finish(done=False)
    real.nothing_open()
    assert "paper" in real.window.alerts.bars
    assert next(job for job in real.jobs() if job.id == broken).state is PrintState.UNKNOWN


def test_the_question_is_in_the_window_of_another_language_too(real) -> None:
    real.come_to_work()
    break_a_paper(real)
    real.windows._places.language_changed.emit("ru")
    real.settle()
    real.until(lambda: "paper" in real.window.alerts.bars)


def test_closing_the_window_while_deeds_wait_loses_none(real) -> None:
    real.come_to_work()
    staff = real.runner.staff.id
    for _ in range(20):
        real.runner.do(TopUp(client_id=CLIENT, cash_minor=100))
    guest = StartGuestSession(station_id=2, rate_id=1, cash_minor=80_000)
    waiting = real.house.desk.do(guest, staff)
    real.window.close()
    real.windows.bridge.close()
    real.stage.stop()
    real.runner.ask(lambda books: books.club(), lambda _club: None)
    real.runner.do(TopUp(client_id=CLIENT, cash_minor=100))
    assert waiting.done()
    assert waiting.exception() is None
    assert verify(real.house.url).ok
    with closing(dbapi2.connect(str(real.house.folder / "club.db"))) as books:
        [(count,)] = books.execute("SELECT count(*) FROM transactions WHERE kind = 'top_up'")
    assert count == 20
