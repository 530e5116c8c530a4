"""Words on the screen: a label in a tone and size of the kit. GUI thread only."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QFontMetrics, QResizeEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clubdesk.ui.look.app_look import restyle
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import BOLD, HEADING, REGULAR, SEMIBOLD, SMALL, TEXT, TITLE


class Text(QLabel):
    """A label. ``tone`` names a colour token; markup is never read from what people typed."""

    def __init__(
        self,
        text: str = "",
        tone: str = "text",
        size: int = TEXT,
        weight: int = REGULAR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight))
        self.setProperty("tone", tone)

    def wrapped(self) -> Text:
        """Lets the text take several lines."""
        self.setWordWrap(True)
        return self

    def at_right(self) -> Text:
        """Sets it flush right, as figures are."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self

    def set_tone(self, tone: str) -> None:
        """Changes its colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class Elided(Text):
    """A label that ends in an ellipsis where room is short; the tooltip has the whole text."""

    def __init__(
        self, text: str = "", tone: str = "text", size: int = TEXT, weight: int = REGULAR
    ) -> None:
        super().__init__("", tone, size, weight)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows a text."""
        self._whole = text
        self._fit()

    def whole(self) -> str:
        """The text without the ellipsis."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        QLabel.setText(self, shown)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")
        self.setMinimumHeight(metrics.height())


def plain_tip(text: str) -> str:
    """A tooltip that says the text letter for letter: a name may look like markup."""
    return f"<span>{escape(text)}</span>" if Qt.mightBeRichText(text) else text


def title(text: str) -> Text:
    """What a screen or dialog is about."""
    return Text(text, "text", TITLE, BOLD)


def heading(text: str) -> Text:
    """A part of a screen."""
    return Text(text, "text", HEADING, SEMIBOLD)


def small(text: str = "", tone: str = "dim") -> Text:
    """A caption or an aside."""
    return Text(text, tone, SMALL)
