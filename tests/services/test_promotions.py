"""Promotions at the door: what a top-up sets off, promo codes, birthdays, and what is refused."""

from dataclasses import replace

import pytest

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import Role
from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.foundation.errors import DeskError
from clubdesk.services.promoting import CreditBirthday, SavePromotion, UsePromoCode
from clubdesk.services.undoing import UndoOperation
from tests.support.club_world import World
from tests.support.points_club import (
    born,
    enroll,
    points_of,
    promote,
    steps,
    top_up,
)

DAY = 86_400
K = PromotionKind


def refused(world: World, command, staff: int | None = None) -> DeskError:
    with pytest.raises(DeskError) as caught:
        world.do(command, staff)
    return caught.value


def credits_of(world: World, client_id: int) -> list[tuple[str, int | None]]:
    """Reasons of the client's credits, and the top-ups that set them off."""
    with world.storage.begin() as work:
        uses = [use for one in work.promotions.all() for use in work.promotions.uses(one.id)]
        return [
            (work.ledger.get(use.transaction_id).draft.reason, use.cause_id)
            for use in sorted(uses, key=lambda use: use.transaction_id)
            if use.client_id == client_id
        ]


def test_a_top_up_is_given_the_points_of_every_promotion_that_fits(world) -> None:
    world.open_shift()
    promote(world, "Big top-up", K.TOP_UP, steps=steps((100_000, 500, 0), (300_000, 0, 10)))
    promote(world, "Welcome", K.FIRST_TOP_UP, points=7_000)
    client = world.client()
    first = top_up(world, client, 300_000)
    assert points_of(world, client) == 30_000 + 7_000
    cause = first.transaction_id
    assert credits_of(world, client) == [("Big top-up", cause), ("Welcome", cause)]
    top_up(world, client, 150_000)
    assert points_of(world, client) == 37_500
    top_up(world, client, 99_999)
    assert points_of(world, client) == 37_500
    with world.storage.begin() as work:
        paper = work.print_jobs.get(first.job_id).receipt.money
        assert work.ledger.get(cause).draft.kind is TransactionKind.TOP_UP
    assert (paper.points_credited, paper.promotion) == (37_000, "Big top-up, Welcome")


def test_a_promotion_that_does_not_run_gives_nothing(world) -> None:
    world.open_shift()
    gives = {"steps": steps((1, 10, 0))}
    # The world's clock stands on Friday, 20 November 2026, 18:00 in Almaty.
    promote(world, "Mondays", K.TOP_UP, weekdays=frozenset({0}), **gives)
    promote(world, "Over", K.TOP_UP, ends_on=born("2026-11-19"), **gives)
    promote(world, "Not yet", K.TOP_UP, starts_on=born("2026-11-21"), **gives)
    promote(world, "Off", K.TOP_UP, active=False, **gives)
    client = world.client(100_000)
    assert points_of(world, client) == 0
    # At 00:30 in Almaty it is Saturday there, and still Friday in UTC.
    world.clock.advance(6.5 * 3600)
    top_up(world, client, 1_000)
    assert points_of(world, client) == 10


def test_an_undone_first_top_up_takes_its_points_along_and_may_come_again(world) -> None:
    world.open_shift()
    promote(world, "Welcome", K.FIRST_TOP_UP, points=7_000)
    client = world.client()
    first = top_up(world, client, 50_000)
    assert points_of(world, client) == 7_000
    world.do(UndoOperation(transaction_id=first.transaction_id, reason="Typed a zero too many"))
    assert (world.game(client), points_of(world, client)) == (0, 0)
    top_up(world, client, 5_000)
    assert points_of(world, client) == 7_000


def test_a_promo_code_is_taken_once_a_client_and_so_often_in_all(world) -> None:
    world.open_shift()
    promote(world, "Autumn", K.PROMO_CODE, code="autumn-26", points=900, most_uses=2)
    one, two, three = (world.client(name=f"C{n}", phone=f"+7701555000{n}") for n in range(3))
    cashier = world.staff(Role.CASHIER)
    answer = world.do(UsePromoCode(client_id=one, code=" Autumn-26 "), cashier)
    assert (answer.balance_after, points_of(world, one)) == (900, 900)
    again = refused(world, UsePromoCode(client_id=one, code="AUTUMN-26"))
    assert (again.code, again.subject) == ("promo.used", "code")
    world.do(UsePromoCode(client_id=two, code="AUTUMN-26"))
    assert refused(world, UsePromoCode(client_id=three, code="AUTUMN-26")).code == "promo.over"
    assert points_of(world, three) == 0
    slip = _paper(world, answer.job_id).slip
    assert (slip.amount, slip.promotion, slip.reason) == (900, "Autumn", "Autumn")


@pytest.mark.parametrize("code", ["", "NO-SUCH", "' OR 1=1 --", "😀😀😀", "X" * 2_000_000])
def test_a_code_that_is_none_is_refused(world, code) -> None:
    world.open_shift()
    promote(world, "Welcome", K.FIRST_TOP_UP, points=7_000)
    client = world.client()
    refusal = refused(world, UsePromoCode(client_id=client, code=code))
    assert (refusal.code, refusal.subject) == ("promo.unknown", "code")


def test_a_code_is_valid_on_its_days_alone(world) -> None:
    world.open_shift()
    promote(world, "Later", K.PROMO_CODE, code="LATER", points=1, starts_on=born("2026-11-21"))
    client = world.client()
    assert refused(world, UsePromoCode(client_id=client, code="later")).code == "promo.over"
    world.clock.advance(DAY)
    world.do(UsePromoCode(client_id=client, code="later"))
    assert points_of(world, client) == 1


def test_a_birthday_is_credited_once_a_year_around_the_day(world) -> None:
    world.open_shift()
    treat = promote(world, "Birthday", K.BIRTHDAY, points=5_000, birthday_days=3)
    client = world.client()
    take = {"client_id": client, "promotion_id": treat}
    assert refused(world, CreditBirthday(**take)).code == "birthday.unknown"
    enroll(world, client, birthday=born("1999-11-24"))
    assert refused(world, CreditBirthday(**take)).code == "birthday.not_near"
    world.clock.advance(DAY)
    world.do(CreditBirthday(**take))
    assert points_of(world, client) == 5_000
    assert refused(world, CreditBirthday(**take)).code == "birthday.used"
    # Writing another day onto the card does not bring it a second time.
    enroll(world, client, birthday=born("1999-11-25"))
    world.clock.advance(4 * DAY)
    assert refused(world, CreditBirthday(**take)).code == "birthday.used"
    world.clock.advance(364 * DAY)
    world.do(CreditBirthday(**take))
    assert points_of(world, client) == 10_000


def test_a_birthday_needs_a_birthday_promotion(world) -> None:
    world.open_shift()
    other = promote(world, "Welcome", K.FIRST_TOP_UP, points=7_000)
    client = world.client()
    enroll(world, client, birthday=born("1999-11-20"))
    take = CreditBirthday(client_id=client, promotion_id=other)
    assert refused(world, take).code == "promotion.not_active"
    unknown = CreditBirthday(client_id=client, promotion_id=99)
    assert refused(world, unknown).code == "promotion.unknown"


GOOD = Promotion(0, "Good", K.TOP_UP, steps=(Step(1, 1, 0),))
CODE = Promotion(0, "Good", K.PROMO_CODE, code="GOOD", points=1)


@pytest.mark.parametrize(
    ("bad", "code", "subject"),
    [
        (replace(GOOD, name=" \u200b "), "promotion.name_missing", "name"),
        (replace(GOOD, name="x" * 2_000_000), "text.too_long", "name"),
        (replace(GOOD, steps=()), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(0, 1),)), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(10**18, 1),)), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(1, -1),)), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(1, 0, 101),)), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(1, 0, 0),)), "promotion.steps", "steps"),
        (replace(GOOD, steps=(Step(5, 1), Step(5, 2))), "promotion.steps", "steps"),
        (replace(GOOD, weekdays=frozenset({7})), "promotion.weekdays", "weekdays"),
        (
            replace(GOOD, starts_on=born("2026-11-02"), ends_on=born("2026-11-01")),
            "promotion.days_turned",
            "ends_on",
        ),
        (replace(CODE, code="ab"), "promotion.bad_code", "code"),
        (replace(CODE, code="a b'; --"), "promotion.bad_code", "code"),
        (replace(CODE, points=0), "points.not_positive", "points"),
        (replace(CODE, points=10**18), "points.too_many", "points"),
        (replace(CODE, most_uses=-1), "promotion.most_uses", "most_uses"),
        (replace(CODE, kind=K.BIRTHDAY, birthday_days=16), "promotion.birthday_days", None),
        (replace(CODE, id=77), "promotion.unknown", None),
    ],
)
def test_a_promotion_that_cannot_work_is_refused_at_its_field(world, bad, code, subject) -> None:
    refusal = refused(world, SavePromotion(promotion=bad))
    assert refusal.code == code
    assert subject is None or refusal.subject == subject
    assert list(world.storage.queries.promotions()) == []
    assert world.journal()[0].refused == code


def test_a_code_belongs_to_one_promotion(world) -> None:
    promote(world, "One", K.PROMO_CODE, code="same", points=1)
    other = SavePromotion(promotion=replace(CODE, name="Two", code="SAME"))
    assert refused(world, other).code == "promotion.code_taken"
    assert [one.name for one in world.storage.queries.promotions()] == ["One"]


def test_what_belongs_to_another_kind_is_not_kept(world) -> None:
    mixed = replace(GOOD, code="LEFT-OVER", points=44, most_uses=3)
    saved = world.do(SavePromotion(promotion=mixed)).promotion_id
    (kept,) = world.storage.queries.promotions()
    assert kept == replace(GOOD, id=saved)
    changed = replace(kept, name="Better", active=False, weekdays=frozenset({5, 6}))
    world.do(SavePromotion(promotion=changed))
    assert list(world.storage.queries.promotions()) == [changed]


def test_promotions_are_for_who_may_edit_them(world) -> None:
    cashier = world.staff(Role.CASHIER)
    assert refused(world, SavePromotion(promotion=GOOD), cashier).code == "staff.not_allowed"


def test_points_balance_by_themselves(world) -> None:
    world.open_shift()
    promote(world, "Ten", K.TOP_UP, steps=steps((1, 0, 10)))
    client = world.client(77_777)
    assert points_of(world, client) == 7_777
    assert world.balance(AccountKind.BONUS_EXPENSE) == 7_777
    assert world.till() == 5_077_777


def _paper(world: World, job_id: int):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id).receipt
