"""The typeface is the one that ships, digits are equally wide, icons are crisp and complete."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QTextDocument

from clubdesk.foundation.assets import asset
from clubdesk.ui.look import app_look, fonts, icons
from clubdesk.ui.look.text import plain_tip
from clubdesk.ui.look.tokens import BOLD, REGULAR, SEMIBOLD

SOURCES = Path(app_look.__file__).resolve().parents[1]


@pytest.mark.parametrize("weight", [REGULAR, SEMIBOLD, BOLD])
def test_inter_ships_with_the_desk(weight: int) -> None:
    assert fonts.load()
    assert QFontInfo(fonts.font(13, weight)).family() == "Inter"


@pytest.mark.parametrize("size", [13, 21, 40])
def test_every_digit_is_equally_wide(size: int) -> None:
    metrics = QFontMetricsF(fonts.font(size, BOLD))
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    # The file's own rounding leaves a tenth of a pixel; without the feature 1 is pixels narrower.
    assert max(widths) - min(widths) < 0.1


def test_tenge_rouble_and_cyrillic_letters_are_in_the_typeface() -> None:
    metrics = QFontMetricsF(fonts.font(13))
    assert all(metrics.inFontUcs4(ord(sign)) for sign in "₸₽€$№ЁёЖщЫәғқңөұүһі−…·")


def test_an_icon_has_a_picture_for_each_scale_of_the_screen() -> None:
    assert icons.pixmap("play", "#2fbf71", 16, 2.0).width() == 32
    assert icons.pixmap("play", "#2fbf71", 16, 2.0).devicePixelRatio() == 2.0
    assert not icons.icon("play", "#2fbf71").isNull()


def test_an_icon_is_drawn_in_the_colour_asked_for() -> None:
    image = icons.pixmap("square", "#ff5c5c", 24, 1.0).toImage()
    seen = {image.pixelColor(x, 12).name() for x in range(24) if image.pixelColor(x, 12).alpha()}
    assert "#ff5c5c" in seen


def test_a_missing_icon_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000", 16)


def test_every_icon_named_in_the_screens_ships() -> None:
    shipped = {path.stem for path in asset("icons").glob("*.svg")}
    named = set()
    for path in SOURCES.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(
            re.findall(r'(?:icon_name=|Icon\(|icons\.draw\(painter, )"([a-z0-9-]+)"', text)
        )
    assert named
    assert named <= shipped


def test_a_name_that_looks_like_markup_is_told_letter_for_letter_in_a_tooltip() -> None:
    name = "<img src='x.png'> & Co"
    document = QTextDocument()
    document.setHtml(plain_tip(name))
    assert document.toPlainText() == name
    assert plain_tip("Anna < Maria") == "Anna < Maria"
