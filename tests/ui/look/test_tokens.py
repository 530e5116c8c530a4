"""Contrast is at least WCAG AA wherever words stand on a ground."""

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel, QWidgetItem

from clubdesk.ui.look import app_look, stylesheet
from clubdesk.ui.look.tokens import DARK, LIGHT, Theme

AA = 4.5
WORDS = ("text", "dim", "red", "accent")
GROUNDS = ("ground", "panel", "raised", "field")
TINTED = ("green", "amber", "blue", "red", "violet")


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_stand_out_from_every_ground(theme: Theme, word: str, ground: str) -> None:
    assert contrast(getattr(theme, word), getattr(theme, ground)) >= AA


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("tone", TINTED)
def test_a_state_reads_on_its_own_tint(theme: Theme, tone: str) -> None:
    tint = getattr(theme, f"{tone}_bg")
    assert contrast(getattr(theme, tone), tint) >= AA
    assert contrast(theme.text, tint) >= AA
    assert contrast(theme.dim, tint) >= AA


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_primary_button_reads_at_rest_and_under_the_mouse(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent_fill) >= AA
    assert contrast(theme.on_accent, theme.accent_hover) >= AA


def test_both_themes_fill_the_style_sheet_with_every_token() -> None:
    for theme in (DARK, LIGHT):
        sheet = stylesheet.sheet(theme)
        assert "$" not in sheet
        assert theme.panel in sheet
        assert theme.accent in sheet


def test_the_themes_differ_in_every_colour_but_white_on_accent() -> None:
    same = {
        field.name
        for field in dataclasses.fields(Theme)
        if getattr(DARK, field.name) == getattr(LIGHT, field.name)
    }
    assert same == {"on_accent"}


def test_another_theme_passes_over_what_is_no_widget(qapp, monkeypatch):
    shown = QLabel("shown")
    monkeypatch.setattr(qapp, "allWidgets", lambda: [QWidgetItem(shown), shown])
    app_look.apply(qapp, "light")
    assert app_look.theme().name == "light"
    app_look.apply(qapp, "dark")
    shown.deleteLater()
