"""The shadow under a floating list: goes with it, lies beneath it, and costs it no second paint."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from clubdesk.ui.look.shade import SPREAD, Shade


class Paints(QObject):
    """Counts how often a widget is painted."""

    number = 0

    def eventFilter(self, watched, event):
        self.number += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.setObjectName("ground")
    window.setStyleSheet("QWidget#ground { background: #ffffff; }")
    window.resize(500, 400)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def floating(window):
    floating = QFrame(window)
    floating.shade = Shade(floating)
    floating.setGeometry(100, 80, 300, 200)
    floating.setAutoFillBackground(True)
    floating.show()
    floating.raise_()
    return floating


def test_it_goes_with_the_list_and_lies_beneath_it(window, floating):
    shade = floating.shade
    assert shade.isVisible()
    assert shade.geometry().contains(floating.geometry())
    assert shade.width() == 300 + 2 * SPREAD
    floating.resize(300, 20)
    floating.move(10, 10)
    assert shade.geometry().center().x() == floating.geometry().center().x()
    assert shade.height() == 20 + 2 * SPREAD
    other = QWidget(window)
    other.show()
    floating.raise_()
    order = [child for child in window.children() if child in (shade, other, floating)]
    assert order == [other, shade, floating]
    floating.hide()
    assert not shade.isVisible()


def test_it_is_darkest_at_the_list_and_fades_to_nothing(window, floating):
    picture = window.grab().toImage()
    below = [picture.pixelColor(250, 281 + down).lightness() for down in range(SPREAD + 10)]
    assert below == sorted(below)
    assert below[0] < 255 - 40
    assert below[-1] == 255
    assert picture.pixelColor(490, 390).lightness() == 255


def test_what_is_painted_beside_the_list_leaves_it_alone(window, floating, qtbot):
    beside = QWidget(window)
    beside.setGeometry(100, 40, 300, 36)
    beside.show()
    floating.raise_()
    of_list, of_shade = Paints(), Paints()
    floating.installEventFilter(of_list)
    floating.shade.installEventFilter(of_shade)
    qtbot.waitUntil(lambda: of_list.number > 0)
    before = of_list.number
    painted = of_shade.number
    beside.update()
    qtbot.waitUntil(lambda: of_shade.number > painted)
    assert of_list.number == before
