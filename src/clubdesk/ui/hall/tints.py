"""Which colours of the theme a card's state is painted in. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.look.tokens import Theme


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of one card, ``#rrggbb``.

    Attributes:
        thick: The border is two pixels wide: a person is needed.
        hatched, dashed: The ground has stripes; the border is broken.
    """

    ground: str
    border: str
    state: str
    main: str
    small: str
    bar: str
    thick: bool = False
    hatched: bool = False
    dashed: bool = False


def tint_of(state: CardState, urgent: bool, theme: Theme) -> Tint:
    """The colours of a state; what needs a person has a red border."""
    usual = _usual(state, theme)
    if not urgent:
        return usual
    ending = state is CardState.ENDING
    return Tint(
        usual.ground,
        theme.red,
        theme.red,
        theme.red if ending else usual.main,
        usual.small,
        theme.red if ending else usual.bar,
        thick=True,
    )


def _usual(state: CardState, theme: Theme) -> Tint:
    text, dim = theme.text, theme.dim
    if state in (CardState.ACTIVE, CardState.ENDING):
        return Tint(
            theme.green_bg,
            mix(theme.green, theme.green_bg, 0.55),
            theme.green,
            text,
            mix(text, theme.green_bg, 0.72),
            theme.green,
        )
    if state is CardState.PAUSED:
        border = mix(theme.amber, theme.amber_bg, 0.6)
        small = mix(text, theme.amber_bg, 0.75)
        return Tint(theme.amber_bg, border, theme.amber, text, small, theme.amber)
    if state in (CardState.STARTING, CardState.RESERVED):
        border = mix(theme.blue, theme.blue_bg, 0.6)
        small = mix(text, theme.blue_bg, 0.75)
        return Tint(theme.blue_bg, border, theme.blue, text, small, theme.blue)
    if state is CardState.MAINTENANCE:
        border = mix(theme.violet, theme.violet_bg, 0.45)
        return Tint(theme.violet_bg, border, theme.violet, text, dim, theme.violet, hatched=True)
    if state is CardState.OFFLINE:
        ground = mix(theme.grey, theme.ground, 0.1)
        border = mix(theme.grey, theme.ground, 0.6)
        return Tint(ground, border, dim, dim, dim, theme.grey, dashed=True)
    if theme.is_dark:
        return Tint(mix(text, theme.raised, 0.04), text, dim, text, dim, text)
    return Tint(theme.panel, mix(theme.grey, theme.panel, 0.75), dim, text, dim, text)


def mix(top: str, bottom: str, share: float) -> str:
    """``share`` of the first colour over the second."""
    parts = zip(_channels(top), _channels(bottom), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
