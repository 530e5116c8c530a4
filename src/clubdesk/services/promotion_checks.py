"""Checks a promotion as it was typed, and gives it the form in which it is kept. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from clubdesk.domain.promotion import MOST_BIRTHDAY_DAYS, Promotion, PromotionKind, Step
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.typed_money import check_points
from clubdesk.services.typed_text import fitting

LONGEST_NAME = 80
MOST_STEPS = 5
MOST_USES = 1_000_000_000
_CODE = re.compile(r"[\w-]{3,32}")


def folded_code(code: str) -> str:
    """A promo code as it is kept and compared: upper case, no spaces."""
    return "".join(code[:200].split()).upper()


def checked(promotion: Promotion) -> Promotion:
    """The promotion with what its kind needs, and nothing that belongs to another kind.

    Raises:
        DeskError: ``promotion.*``, ``points.*`` or ``text.too_long``, with the field as subject.
    """
    clean = replace(promotion, name=_name(promotion), steps=(), points=0, code="", most_uses=0)
    _check_days(clean)
    if promotion.kind is PromotionKind.TOP_UP:
        return replace(clean, steps=_steps(promotion))
    if promotion.kind is PromotionKind.FIRST_TOP_UP and promotion.steps:
        return replace(clean, steps=_steps(promotion))
    if promotion.kind is not PromotionKind.BY_HAND or promotion.points:
        check_points(promotion.points)
    clean = replace(clean, points=promotion.points)
    if promotion.kind is PromotionKind.BIRTHDAY:
        _check_birthday_days(promotion.birthday_days)
    if promotion.kind is PromotionKind.PROMO_CODE:
        return replace(clean, code=_code(promotion.code), most_uses=_most_uses(promotion))
    return clean


def _name(promotion: Promotion) -> str:
    name = fitting(promotion.name[:20_000], LONGEST_NAME, "name")
    if not name:
        raise DeskError(
            "promotion.name_missing",
            tr("The promotion needs a name."),
            tr("Type a name; it stands on receipts and in histories."),
            subject="name",
        )
    return name


def _check_days(promotion: Promotion) -> None:
    first, last = promotion.starts_on, promotion.ends_on
    if first is not None and last is not None and last < first:
        raise DeskError(
            "promotion.days_turned",
            tr("The last day is before the first."),
            tr("Correct one of the two days."),
            subject="ends_on",
        )
    if not promotion.weekdays <= frozenset(range(7)):
        raise DeskError(
            "promotion.weekdays",
            tr("A day of the week is unknown."),
            tr("Choose the days again."),
            subject="weekdays",
        )


def _steps(promotion: Promotion) -> tuple[Step, ...]:
    steps = tuple(sorted(promotion.steps, key=lambda step: step.from_minor))
    if not steps:
        raise _bad_steps(tr("At least one step is needed."), tr("Add a step."))
    if len(steps) > MOST_STEPS:
        raise _bad_steps(tr("There are too many steps."), tr("Remove some steps."))
    if len({step.from_minor for step in steps}) < len(steps):
        raise _bad_steps(
            tr("Two steps begin at the same amount."), tr("Change one of the amounts.")
        )
    for step in steps:
        _check_step(step)
    return steps


def _check_step(step: Step) -> None:
    if not 0 < step.from_minor <= MAX_MINOR:
        raise _bad_steps(
            tr("A step begins at an amount above zero."), tr("Correct the step's amount.")
        )
    if not 0 <= step.percent <= 100:
        raise _bad_steps(tr("A percentage is from 0 to 100."), tr("Correct the percentage."))
    if not 0 <= step.points <= MAX_MINOR:
        raise _bad_steps(
            tr("The points of a step are not right."), tr("Correct the number of points.")
        )
    if not step.points and not step.percent:
        raise _bad_steps(
            tr("A step gives points, a percentage, or both."), tr("Type what the step gives.")
        )


def _bad_steps(text: str, what_to_do: str) -> DeskError:
    return DeskError("promotion.steps", text, what_to_do, subject="steps")


def _check_birthday_days(days: int) -> None:
    if not 0 <= days <= MOST_BIRTHDAY_DAYS:
        raise DeskError(
            "promotion.birthday_days",
            tr("A birthday credit is taken at most {days} days before or after.").format(
                days=MOST_BIRTHDAY_DAYS
            ),
            tr("Type fewer days."),
            subject="birthday_days",
        )


def _code(typed: str) -> str:
    code = folded_code(typed)
    if not _CODE.fullmatch(code):
        raise DeskError(
            "promotion.bad_code",
            tr("A promo code has 3 to 32 letters, digits or dashes."),
            tr("Correct the code."),
            subject="code",
        )
    return code


def _most_uses(promotion: Promotion) -> int:
    if not 0 <= promotion.most_uses <= MOST_USES:
        raise DeskError(
            "promotion.most_uses",
            tr("The number of uses is not right."),
            tr("Type how often the code may be used in all; 0 for no limit."),
            subject="most_uses",
        )
    return promotion.most_uses
