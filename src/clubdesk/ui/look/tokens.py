"""The colours and measures of the two themes, as plain values. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass

RADIUS = 8
GAP_XS, GAP_S, GAP_M, GAP_L = 4, 8, 12, 16
TINY, SMALL, TEXT, HEADING, TITLE, CARD_TIMER, PANEL_TIMER = 11, 12, 13, 15, 17, 21, 40
REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: every colour that the windows paint with, as ``#rrggbb``.

    Attributes:
        accent_fill: The ground of the primary button; white text on it keeps the contrast of AA.
        on_accent: Text and icons on that ground.
        accent_bg: A chosen row or tile.
        red_bg: The ground of what was refused or needs a person.
        field: What is typed into.
        hover: A button or row under the mouse.
        edge: The border of what can be pressed or typed into.
    """

    name: str
    ground: str
    panel: str
    raised: str
    field: str
    hover: str
    line: str
    edge: str
    text: str
    dim: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_bg: str
    on_accent: str
    green: str
    green_bg: str
    amber: str
    amber_bg: str
    blue: str
    blue_bg: str
    red: str
    red_bg: str
    violet: str
    violet_bg: str
    grey: str

    @property
    def is_dark(self) -> bool:
        """True for the theme of the night shift."""
        return self.name == "dark"


DARK = Theme(
    name="dark",
    ground="#14161b",
    panel="#1b1e25",
    raised="#232731",
    field="#171a20",
    hover="#282d38",
    line="#2d323d",
    edge="#3a4150",
    text="#e8eaf0",
    dim="#98a0b0",
    accent="#5b8cff",
    accent_fill="#3c6de8",
    accent_hover="#3664da",
    accent_bg="#1f2a44",
    on_accent="#ffffff",
    green="#2fbf71",
    green_bg="#16332a",
    amber="#f2a83b",
    amber_bg="#3a2c14",
    blue="#4aa3ff",
    blue_bg="#14283f",
    red="#ff5c5c",
    red_bg="#3b1d22",
    violet="#9b7bff",
    violet_bg="#2a2442",
    grey="#5b6270",
)

LIGHT = Theme(
    name="light",
    ground="#f3f4f7",
    panel="#ffffff",
    raised="#f7f8fa",
    field="#ffffff",
    hover="#eceff4",
    line="#dfe3ea",
    edge="#c8cfda",
    text="#1b2130",
    dim="#626b7c",
    accent="#2f62e0",
    accent_fill="#2f62e0",
    accent_hover="#2553c7",
    accent_bg="#e6edfd",
    on_accent="#ffffff",
    green="#0f7a41",
    green_bg="#e2f5ea",
    amber="#9a5b00",
    amber_bg="#fff1d9",
    blue="#1767c2",
    blue_bg="#e3effc",
    red="#c92a2a",
    red_bg="#fdeaea",
    violet="#6a48d7",
    violet_bg="#f1edfd",
    grey="#8a92a0",
)

THEMES: dict[str, Theme] = {"dark": DARK, "light": LIGHT}
