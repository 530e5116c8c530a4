"""Asks whether to sell what the books say is not there. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.order_cart import Shortage


class ShortDialog(Dialog):
    """What is lacking, product by product."""

    def __init__(self, over: QWidget, short: Sequence[Shortage], then: Callable[[], None]) -> None:
        super().__init__(over, tr("Less is there"), width=460)
        self._then = then
        self.header_right.addWidget(Icon("triangle-alert", "amber", 18))
        text = tr("By the books there is less than the order takes. Look at the shelf.")
        self.body.addWidget(Text(text).wrapped())
        for one in short:
            words = tr("{left} left, {wanted} wanted")
            self.body.addWidget(
                Fact(one.name, words.format(left=max(0, one.left), wanted=one.wanted))
            )
        more = tr("If it is there, sell it: the stock count will show the difference.")
        self.body.addWidget(Text(more, "dim").wrapped())
        self.set_primary(tr("Sell all the same"))

    def on_primary(self) -> None:
        """Goes on."""
        self.finish(done=True)
        self._then()


def ask_beyond_stock(over: QWidget, short: Sequence[Shortage], then: Callable[[], None]) -> None:
    """Asks; ``then`` is called if it is to be sold all the same."""
    ShortDialog(over, short, then).open()
