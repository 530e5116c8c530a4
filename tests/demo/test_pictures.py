"""`clubdesk pictures` names every picture after screen, theme and language."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from clubdesk.demo.pictures import take_pictures
from clubdesk.foundation.translate import set_language

ROOT = Path(__file__).resolve().parents[2]
BEGINNINGS = ("first-run-1", "first-run-2", "first-run-3", "first-run-4", "sorry")


@pytest.fixture
def taken(qapp, tmp_path):
    (tmp_path / "of-an-older-time.png").write_bytes(b"")
    take_pictures(tmp_path, desk=False)
    yield tmp_path
    set_language("en")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_screen_is_taken_in_both_themes_and_languages(capsys, taken):
    names = {path.name for path in taken.iterdir()}
    assert names == {
        f"{screen}-{theme}-{language}.png"
        for screen in BEGINNINGS
        for theme in ("dark", "light")
        for language in ("en", "ru")
    }
    dark, light = (
        QImage(str(taken / f"first-run-1-{theme}-ru.png")) for theme in ("dark", "light")
    )
    assert (dark.width(), dark.height()) == (1366, 768)
    assert dark.pixelColor(5, 5).lightness() < 60 < 200 < light.pixelColor(5, 5).lightness()
    assert "20 pictures in" in capsys.readouterr().out


def test_the_pictures_that_the_readme_shows_are_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^]]*\]\((resources/pictures/[^)]+)\)", readme)
    assert shown
    assert all((ROOT / picture).is_file() for picture in shown)
