"""Who has reserved for the demo's evening, through the door: clients and people on the phone.

Worker's thread. Whoever comes next has a seat that is free now, so that it is seen held.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clubdesk.foundation.errors import DeskError
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.ports import BeginWork
from clubdesk.services.reserving import ReservationAnswer, Reserve

HALF_HOUR = timedelta(minutes=30)
# Minutes from the next half hour, how long, how many seats, who, with which phone, deposit.
_CALLS = (
    (0, 120, 1, "Aigerim Bekova", "+77015550142", 0),
    (30, 180, 5, "Team Barys", "+77475550187", 1_000_000),
    (90, 120, 2, "Daniyar Ospanov", "+77055550164", 0),
    (150, 90, 1, "Viktor Pak", "+77715550119", 200_000),
    (240, 240, 5, "Night Owls", "+77025550173", 0),
)


def reserve_evening(
    door: Dispatcher,
    begin: BeginWork,
    now: datetime,
    staff_id: int,
    *,
    client_ids: Sequence[int] = (),
    with_deposits: bool = True,
) -> list[int]:
    """Books the evening's reservations after an instant (UTC); returns their ids."""
    with begin() as work:
        seats = [seat.id for seat in work.stations.all() if not seat.maintenance]
        taken = {session.station_id for session in work.sessions.all_open()}
    free = [seat for seat in seats if seat not in taken]
    first = now.replace(minute=0, second=0, microsecond=0)
    while first <= now:
        first += HALF_HOUR
    booked: list[int] = []
    for place, (after, length, count, name, phone, deposit) in enumerate(_CALLS):
        since = first + timedelta(minutes=after)
        client_id = client_ids[place] if place < len(client_ids) else None
        begin_at = (place * 5 + 1) % max(1, len(seats) - count)
        wanted = seats[begin_at : begin_at + count]
        if not after and free:
            wanted = free[:count]
        command = Reserve(
            station_ids=tuple(wanted),
            from_at=since,
            until_at=since + timedelta(minutes=length),
            client_id=client_id,
            name="" if client_id else name,
            phone="" if client_id else phone,
            deposit_minor=deposit if with_deposits else 0,
        )
        try:
            answer = door.carry_out(command, staff_id)
        except DeskError:
            # In a hall of a few seats two of them want the same one: the first has it.
            continue
        if isinstance(answer, ReservationAnswer):
            booked.append(answer.reservation_id)
    return booked
