"""The pictures of reservations: a held seat, the day's timeline, the dialog with a conflict.

GUI thread, on the evening's clock.
"""

from __future__ import annotations

from datetime import timedelta

from clubdesk.demo.coming import reserve_evening
from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures.camera import Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.services.reservation_ends import CancelReservation
from clubdesk.ui.operations.reserve_dialog import ReserveDialog
from clubdesk.ui.timeline.screen import TimelineScreen


def timeline(scene: Scene, camera: Camera) -> None:
    """Books the evening's calls and shows the day with them."""
    house, hand, window = scene.windows.house, scene.hand, scene.window
    staff = scene.windows.runner.staff
    now, number = house.clock.now(), staff.id if staff else 0
    booked = house.writer.submit(
        lambda: reserve_evening(
            house.dispatcher, house.storage.begin, now, number, with_deposits=False
        )
    ).result(20)
    screen = window.open_screen("timeline")
    if not isinstance(screen, TimelineScreen):
        raise TypeError("the screen Timeline")
    hand.until(lambda: bool(screen.board.lines.blocks), "the day to be read")
    hand.settle()
    camera.take("timeline", window)
    since = now.replace(minute=0, second=0, microsecond=0)
    station_id = scene.station_id(max(club.KEPT_FREE))
    screen.deeds.reserve((station_id,), since, since + timedelta(hours=2))
    dialog = scene.dialog(ReserveDialog)
    camera.take("reserve", window)
    dialog.finish(done=False)
    hand.settle()
    for reservation_id in booked:
        called_off = CancelReservation(
            reservation_id=reservation_id, reason="The pictures are taken"
        )
        house.desk.do(called_off, number).result(20)
    screen.back_wanted.emit()
    hand.settle()
