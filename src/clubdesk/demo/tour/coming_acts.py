"""The tour's act of who is to come: the evening's reservations, and one that is made.

GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.coming import reserve_evening
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.ui.operations.reserve_dialog import ReserveDialog
from clubdesk.ui.operations.reserve_form import ReserveForm
from clubdesk.ui.timeline.screen import TimelineScreen

SEATS = "14-15"
SINCE, UNTIL = "21:00", "23:00"
NAME, PHONE = "Ruslan Kim", "+77015550166"
DEPOSIT = "1000"


def reservations(scene: Scene) -> None:
    """People have called; the Timeline shows them, and one more calls now."""
    house, staff = scene.windows.house, scene.windows.runner.staff
    now, staff_id = scene.clock.now(), staff.id if staff is not None else 0
    begin = house.storage.begin
    booked = house.writer.submit(
        lambda: reserve_evening(house.dispatcher, begin, now, staff_id, with_deposits=False)
    ).result(20)
    scene.press(Qt.Key.Key_L)
    screen = scene.window.stack.currentWidget()
    if not isinstance(screen, TimelineScreen):
        raise TypeError("the screen Timeline")
    scene.hand.until(lambda: _reserved(screen) == len(booked), "the evening's reservations")
    scene.window.toasts.clear()
    scene.hand.picture("timeline")
    till = scene.balance(AccountKind.TILL_CASH, 1)
    scene.hand.key(Qt.Key.Key_V, into=screen.board)
    dialog = scene.dialog(ReserveDialog)
    _fill(scene, dialog.form)
    scene.hand.picture("reserve")
    scene.accept(dialog)
    scene.hand.until(lambda: _reserved(screen) == len(booked) + 1, "the new reservation")
    taken = scene.balance(AccountKind.TILL_CASH, 1) - till
    scene.check(taken == int(DEPOSIT) * 100, "the deposit lies in the till")
    scene.hand.picture("timeline-reserved")
    scene.hand.key(Qt.Key.Key_Escape, into=screen.board)
    scene.say(
        f"{len(booked)} reservations for the evening, and one more for seats {SEATS} "
        f"with a deposit of {scene.shown(taken)}"
    )


def _fill(scene: Scene, form: ReserveForm) -> None:
    scene.hand.click(form.who.chips[1])
    for field, text in (
        (form.name, NAME),
        (form.phone, PHONE),
        (form.seats, SEATS),
        (form.since, SINCE),
        (form.until, UNTIL),
    ):
        field.editor.clear()
        scene.hand.type(text, field.editor)
    scene.hand.type(DEPOSIT, form.deposit.edit)


def _reserved(screen: TimelineScreen) -> int:
    blocks = (b for found in screen.board.lines.blocks.values() for b in found)
    return len({b.reservation.id for b in blocks if b.reservation is not None})
