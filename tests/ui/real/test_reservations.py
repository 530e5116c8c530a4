"""Reserved by phone, shown in the hall before, held, arrived and started: at the real desk."""

from datetime import timedelta

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.reservation import ReservationState
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.operations.reserve_dialog import ReserveDialog
from clubdesk.ui.timeline.screen import TimelineScreen


def state_of(real, number: int) -> CardState:
    real.hall.tick()
    return real.hall.controller.model.seat_of(number).reading.state


def stored(real, reservation_id: int = 1):
    return real.books(lambda work: work.reservations.get(reservation_id))


def reserve_in_hall(real, number: int) -> None:
    real.hall.choose_station(number)
    real.hall.errands.perform(Deed.RESERVE)
    real.until(lambda: isinstance(real.open_dialog, ReserveDialog))
    form = real.open_dialog.form
    form.who.choose(False)
    form.name.editor.setText("Aigerim")
    form.phone.editor.setText("8 701 555 44 17")
    form.deposit.set_minor(100_000)
    real.open_dialog.primary.click()
    real.until(lambda: stored(real) is not None and real.open_dialog is None)


def test_from_the_call_to_the_start(real):
    real.come_to_work()
    real.until(lambda: state_of(real, 2) is CardState.FREE)
    reserve_in_hall(real, 2)
    kept = stored(real)
    assert kept.station_ids == (2,)
    assert real.balance(AccountKind.DEPOSIT, kept.id) == 100_000
    real.until(lambda: real.hall.controller.model.seat_of(2).card.reserved is not None)
    assert state_of(real, 2) is CardState.FREE

    real.clock.move_to(kept.from_at - timedelta(minutes=14))
    real.until(lambda: state_of(real, 2) is CardState.RESERVED)
    real.clock.move_to(kept.from_at)
    real.until(lambda: "reservation-1" in real.window.alerts.bars)

    real.hall.choose_station(2)
    real.hall.errands.perform(Deed.ARRIVED)
    real.until(lambda: isinstance(real.open_dialog, StartDialog))
    assert stored(real).state is ReservationState.ARRIVED
    assert real.balance(AccountKind.DEPOSIT, kept.id) == 0
    real.until(lambda: "reservation-1" not in real.window.alerts.bars)


def test_who_does_not_come_is_told_and_the_seat_is_free(real):
    real.come_to_work()
    real.until(lambda: state_of(real, 2) is CardState.FREE)
    reserve_in_hall(real, 2)
    real.clock.move_to(stored(real).from_at + timedelta(minutes=21))
    real.until(lambda: stored(real).state is ReservationState.NO_SHOW)
    real.until(lambda: "Aigerim" in real.toasts())
    real.until(lambda: state_of(real, 2) is CardState.FREE)
    assert real.balance(AccountKind.PLAY_REVENUE) == 100_000


def test_the_timeline_opens_from_the_hall_and_leads_back(real):
    real.come_to_work()
    real.hall.timeline_wanted.emit()
    shown = real.window.stack.currentWidget()
    assert isinstance(shown, TimelineScreen)
    real.until(lambda: shown.board.lines.height > 0)
    shown.back_wanted.emit()
    assert real.window.stack.currentWidget() is real.hall
