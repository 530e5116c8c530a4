"""Any charge opens into its lines, the same on the screen and on paper; both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import Unused
from clubdesk.printing.layout import receipt_text
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.explaining import PrintExplanation
from clubdesk.services.extending import AddTime
from clubdesk.services.moving import MovePolicy
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartSession,
)
from tests.support.club_world import START
from tests.support.rates_club import end, sell, sell_package, start


def told(world, session_id):
    return world.storage.queries.explain(session_id, world.clock.now())


def kinds(world, session_id) -> list[str]:
    return [step.what for step in told(world, session_id).steps]


def adds_up(world, session_id) -> bool:
    explanation = told(world, session_id)
    return sum(step.amount for step in explanation.steps) == explanation.total


def test_segments_and_pauses_stand_in_their_order(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(900)
    world.do(PauseSession(session_id=session_id))
    world.clock.advance(600)
    world.do(ResumeSession(session_id=session_id))
    world.clock.advance(300)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    world.clock.advance(300)
    assert kinds(world, session_id) == ["hours", "pause", "hours", "hours", "rounding"]
    lines = told(world, session_id).steps
    assert [line.seconds for line in lines[:4]] == [900, 600, 300, 300]
    assert [line.amount for line in lines[:4]] == [20_000, 0, 6_666, 6_667]
    assert adds_up(world, session_id)


def test_bands_of_price_are_lines_of_their_own(world) -> None:
    world.open_shift()
    with world.storage.begin() as work:
        day = START.weekday() * 1440
        bands = (PriceBand(0, 5_000), PriceBand(day + 18 * 60 + 45, 6_000))
        price = HourlyPrice(bands, "Asia/Almaty")
        rate = work.rates.add(Rate(0, "Evening", frozenset({1}), price))
    client = world.client(80_000)
    seat = world.stations[0]
    started = world.do(StartSession(station_id=seat, client_id=client, rate_id=rate.id))
    world.clock.advance(3600)
    world.do(EndSession(session_id=started.session_id))
    lines = told(world, started.session_id).steps
    assert [(line.seconds, line.per_hour_minor, line.amount) for line in lines] == [
        (2700, 5_000, 3_750),
        (900, 6_000, 1_500),
    ]
    assert told(world, started.session_id).total == 5_250


def test_added_time_and_a_difference_are_lines(world) -> None:
    world.open_shift()
    command = StartSession(
        station_id=world.stations[0],
        client_id=world.client(200_000),
        rate_id=world.rates[0],
        limit_s=3600,
    )
    session_id = world.do(command).session_id
    world.do(
        MoveSession(
            session_id=session_id,
            to_station_id=world.stations[4],
            policy=MovePolicy.CHARGE_DIFFERENCE,
        )
    )
    world.do(AddTime(session_id=session_id, minutes=5, reason="A gift"))
    world.clock.advance(600)
    world.do(EndSession(session_id=session_id))
    assert kinds(world, session_id) == ["free", "hours", "package", "added", "rounding"]
    assert adds_up(world, session_id)


def test_minimum_and_step_are_two_lines(world) -> None:
    world.open_shift()
    with world.storage.begin() as work:
        price = HourlyPrice.flat(6_000, "Asia/Almaty")
        rate = work.rates.add(
            Rate(0, "Stepped", frozenset({1}), price, min_charge_minor=2_000, step_minutes=15)
        )
    client = world.client(80_000)
    seat = world.stations[0]
    started = world.do(StartSession(station_id=seat, client_id=client, rate_id=rate.id))
    world.clock.advance(600)
    world.do(EndSession(session_id=started.session_id))
    lines = {line.what: line for line in told(world, started.session_id).steps}
    assert lines["hours"].amount == 1_000
    assert (lines["step"].amount, lines["step"].seconds) == (500, 300)
    assert (lines["minimum"].amount, lines["minimum"].number) == (500, 2_000)
    assert told(world, started.session_id).total == 2_000


def test_points_are_told_apart_from_money(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    world.credit(client, 5_000)
    world.pays_in_points(client, 50)
    session_id = world.start(client)
    world.clock.advance(900)
    running = told(world, session_id)
    assert (running.total, running.points, running.money) == (20_000, 5_000, 15_000)
    world.do(EndSession(session_id=session_id))
    ended = told(world, session_id)
    assert (ended.total, ended.points, ended.money) == (20_000, 5_000, 15_000)


def test_a_cancelled_session_explains_that_nothing_is_charged(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(60)
    world.do(CancelSession(session_id=session_id, reason="The wrong PC"))
    assert kinds(world, session_id) == ["cancelled"]
    assert told(world, session_id).total == 0


def test_an_unknown_session_explains_nothing(world) -> None:
    assert told(world, 99) is None


@pytest.mark.parametrize("columns", [32, 48])
def test_the_paper_says_what_the_screen_says(world, columns) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(timedelta(minutes=45).total_seconds())
    answer = world.do(PrintExplanation(session_id=session_id))
    with world.storage.begin() as work:
        job = work.print_jobs.get(answer.job_id)
    assert job.receipt.explanation == told(world, session_id)
    text = " ".join(receipt_text(job.receipt, "en", columns))
    assert "HOW THE CHARGE" in text
    assert "45 min" in text
    assert "600" in text


def test_minutes_kept_from_an_earlier_visit_are_told_as_such(world) -> None:
    world.open_shift()
    client = world.client(900_000)
    package = sell_package(world, name="Kept", unused=Unused.KEPT)
    end(world, start(world, client, package))
    session_id = start(world, client, sell(world))
    world.clock.advance(1_800)
    assert kinds(world, session_id) == ["kept", "brought"]
    assert told(world, session_id).total == 0
    assert adds_up(world, session_id)
    job_id = world.do(PrintExplanation(session_id=session_id)).job_id
    with world.storage.begin() as work:
        paper = " ".join(receipt_text(work.print_jobs.get(job_id).receipt, "en", 48))
    assert "from a package bought on an earlier" in paper
    assert "Kept from an earlier visit: Kept" in paper
    assert "free of charge" not in paper
