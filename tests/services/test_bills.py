"""The bill of a session adds up to what was charged, whatever made up the price."""

from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import Unused
from clubdesk.printing.layout import receipt_text
from clubdesk.services.packages import BuyPackage
from tests.support.points_club import enroll, group
from tests.support.rates_club import (
    allow_postpaid,
    end,
    pass_minutes,
    sell,
    sell_package,
    start,
    start_guest,
)


def bill_of(world, job_id: int):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id).receipt.bill


def adds_up(bill) -> bool:
    shown = sum(line.amount for line in (*bill.lines, *bill.packages))
    return shown + bill.step_amount + bill.minimum_added - bill.discount == bill.total


def test_a_bill_with_a_package_play_after_it_and_a_step_adds_up(world) -> None:
    world.open_shift()
    client = world.client(500_000)
    rate = sell(world, price=HourlyPrice.flat(60_000), step_minutes=15)
    session = start(world, client, rate)
    pass_minutes(world, 20)
    world.do(BuyPackage(session_id=session, rate_id=sell_package(world, 60, 40_000, "Hour")))
    pass_minutes(world, 69)
    bill = bill_of(world, end(world, session).job_id)
    assert [(line.covered, line.amount) for line in bill.lines] == [
        (False, 20_000),
        (True, 0),
        (False, 9_000),
    ]
    (package,) = bill.packages
    assert (package.amount, package.used_seconds, package.given_back) == (40_000, 3600, 0)
    assert (bill.step_amount, bill.step_minutes, bill.total) == (1_000, 15, 70_000)
    assert adds_up(bill)


def test_a_bill_tells_what_of_a_package_was_given_back_or_kept(world) -> None:
    world.open_shift()
    client = world.client(900_000)
    session = start(world, client, sell_package(world))
    pass_minutes(world, 60)
    bill = bill_of(world, end(world, session).job_id)
    assert (bill.packages[0].amount, bill.packages[0].given_back) == (50_000, 100_000)
    assert adds_up(bill)
    session = start(world, client, sell_package(world, name="Kept", unused=Unused.KEPT))
    pass_minutes(world, 60)
    bill = bill_of(world, end(world, session).job_id)
    assert (bill.packages[0].amount, bill.packages[0].kept_seconds) == (150_000, 7200)
    assert adds_up(bill)


def test_a_bill_tells_the_minimum_charge_and_the_discount(world) -> None:
    world.open_shift()
    client = world.client(900_000)
    enroll(world, client, group_id=group(world, discount=10, points=0))
    session = start(world, client, sell(world, min_charge_minor=30_000))
    pass_minutes(world, 10)
    bill = bill_of(world, end(world, session).job_id)
    assert (bill.minimum_added, bill.discount, bill.total) == (20_000, 3_000, 27_000)
    assert adds_up(bill)
    paper = "\n".join(receipt_text(of_job(world), "en", 48))
    assert "Up to the minimum charge" in paper


def of_job(world):
    return world.storage.queries.print_jobs()[0].receipt


def test_the_bill_of_a_guest_who_pays_at_the_end_shows_the_cash_and_the_change(world) -> None:
    world.open_shift()
    allow_postpaid(world, 100_000)
    session = start_guest(world, sell(world), postpaid=True).session_id
    pass_minutes(world, 45)
    ended = end(world, session, cash_minor=45_000, received_minor=50_000)
    bill = bill_of(world, ended.job_id)
    assert (bill.total, bill.cash, bill.received, bill.change) == (45_000, 45_000, 50_000, 5_000)
    with world.storage.begin() as work:
        paper = receipt_text(work.print_jobs.get(ended.job_id).receipt, "en", 48)
    said = [line.split() for line in paper if line.startswith(("Cash ", "Received", "Change"))]
    assert said == [["Cash", "450"], ["Received", "500"], ["Change", "50"]]
