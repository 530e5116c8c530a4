"""What the settings write about promotions, groups and the expiry of points. Pure."""

from __future__ import annotations

from babel.dates import get_day_names, get_month_names

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import (
    ExpiryKind,
    PointsExpiry,
    Promotion,
    PromotionKind,
    Step,
)
from clubdesk.foundation.translate import language, mark, tr, trn
from clubdesk.ui.look.date_field import day_text
from clubdesk.ui.look.wording import money, points

_KINDS: dict[PromotionKind, str] = {
    PromotionKind.TOP_UP: mark("Top-up"),
    PromotionKind.FIRST_TOP_UP: mark("First top-up"),
    PromotionKind.BIRTHDAY: mark("Birthday"),
    PromotionKind.PROMO_CODE: mark("Promo code"),
    PromotionKind.BY_HAND: mark("By hand"),
}
_EXPLAINED: dict[PromotionKind, str] = {
    PromotionKind.TOP_UP: mark("Credited by itself with every top-up; its highest step counts."),
    PromotionKind.FIRST_TOP_UP: mark("Credited by itself with a client's first top-up."),
    PromotionKind.BIRTHDAY: mark("Offered on the client card around the birthday, once a year."),
    PromotionKind.PROMO_CODE: mark("The client tells the code; once a client."),
    PromotionKind.BY_HAND: mark("Stands in the list when bonuses are credited by hand."),
}


def kinds() -> list[tuple[object, str]]:
    """All kinds with their words."""
    return [(kind, tr(word)) for kind, word in _KINDS.items()]


def kind_word(promotion: Promotion) -> str:
    """What sets it off; a promo code says the code."""
    word = tr(_KINDS[promotion.kind])
    return f"{word} {promotion.code}" if promotion.code else word


def kind_explained(kind: PromotionKind) -> str:
    """When such a promotion is credited."""
    return tr(_EXPLAINED[kind])


def gives_words(promotion: Promotion, club: Club) -> str:
    """What it gives, step by step."""
    if promotion.steps:
        return "; ".join(_step_words(step, club) for step in promotion.steps)
    return f"+{points(promotion.points, club)}" if promotion.points else tr("as agreed")


def _step_words(step: Step, club: Club) -> str:
    gifts = [f"+{points(step.points, club)}"] if step.points else []
    gifts += [f"+{step.percent} %"] if step.percent else []
    gift = ", ".join(gifts)
    if step.from_minor == 1:
        return gift
    return tr("from {money}: {gift}").format(money=money(step.from_minor, club), gift=gift)


def when_words(promotion: Promotion) -> str:
    """On which days it runs."""
    parts = []
    if promotion.weekdays:
        names = day_names()
        parts.append(", ".join(names[day] for day in sorted(promotion.weekdays)))
    if promotion.starts_on or promotion.ends_on:
        first, last = day_text(promotion.starts_on), day_text(promotion.ends_on)
        parts.append(f"{first or '…'} – {last or '…'}")
    return ", ".join(parts) or tr("always")


def state_word(promotion: Promotion) -> str:
    """Whether it is switched on."""
    return tr("on") if promotion.active else tr("off")


def day_names() -> list[str]:
    """Monday to Sunday, short."""
    names = get_day_names("abbreviated", context="stand-alone", locale=language())
    return [str(names[day]).rstrip(".").capitalize() for day in range(7)]


def month_names() -> list[str]:
    """January to December."""
    names = get_month_names("wide", context="stand-alone", locale=language())
    return [str(names[month]).capitalize() for month in range(1, 13)]


def worth(club: Club) -> str:
    """What a point is worth."""
    return tr("1 point is worth {money} of play.").format(money=money(1, club))


def rule_explained(rule: PointsExpiry) -> str:
    """What a rule means for a credit, in one sentence."""
    if rule.kind is ExpiryKind.NEVER:
        return tr("Points stay until they are spent.")
    if rule.kind is ExpiryKind.MONTHS:
        return trn(
            "Points expire {count} month after their credit. The oldest are spent first.",
            "Points expire {count} months after their credit. The oldest are spent first.",
            rule.months,
        ).format(count=rule.months)
    return tr(
        "On this day of each year all points expire that were credited before the same day "
        "a year earlier: points live one to two years. The oldest are spent first."
    )
