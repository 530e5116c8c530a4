"""The two traps of today's packages: each stays closed."""

import re
import sys
from pathlib import Path

import PySide6
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel

ROOT = Path(__file__).resolve().parents[2]


def test_qt_calls_keep_the_count_of_none(qtbot) -> None:
    """PySide6 6.12.0 on Python 3.11 dropped a reference to None a call and aborted in the end."""
    label = QLabel()
    qtbot.addWidget(label)
    pixmap = QPixmap(4, 4)
    painter = QPainter(pixmap)
    pen = QPen(QColor("red"))
    rounds = 2000
    before = sys.getrefcount(None)
    for number in range(rounds):
        label.setText(str(number % 2))
        label.update()
        painter.setPen(pen)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < rounds / 10


def test_the_bad_qt_is_excluded_everywhere() -> None:
    assert PySide6.__version__ != "6.12.0"
    assert "!=6.12.0" in (ROOT / "pyproject.toml").read_text()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text().lower()
        assert re.search(r"^pyside6-essentials==(?!6\.12\.0)", text, re.MULTILINE)


def test_the_sqlite_in_use_is_free_of_the_wal_reset_bug() -> None:
    from pysqlite3 import dbapi2

    version = tuple(int(part) for part in dbapi2.sqlite_version.split("."))
    assert version >= (3, 51, 3)
