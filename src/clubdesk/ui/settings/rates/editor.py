"""An editor of one rate: what it shows, what stands in it, what is wrong with it. GUI thread only.

``RateEditor`` holds what hourly rates and packages share; each of the two adds its own parts.
"""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate
from clubdesk.foundation.errors import DeskError
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.head_part import HeadPart
from clubdesk.ui.settings.rates.preview_part import PreviewPart
from clubdesk.ui.settings.rates.sale_part import SalePart
from clubdesk.ui.settings.rates.warnings import warnings_of
from clubdesk.ui.settings.rates.warnings_part import WarningsPart


class Complaining(Protocol):
    """A field that can say what is wrong with it."""

    def set_error(self, text: str) -> None:
        """Shows what is wrong; an empty text takes it away."""


class RateEditor(QWidget):
    """Everything about one rate.

    Signals:
        changed: What stands in it may be another rate now.
    """

    changed = Signal()

    def __init__(self, *, package: bool) -> None:
        super().__init__()
        self.rate: Rate | None = None
        self.around: Around | None = None
        self._is_loading = False
        self.head = HeadPart()
        self.sale = SalePart()
        self.preview = PreviewPart(self.draft, package=package)
        self.warnings = WarningsPart()
        self.content = QWidget()
        self.lines = QVBoxLayout(self.content)
        self.lines.setContentsMargins(0, 0, 8, 0)
        self.lines.setSpacing(GAP_M)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(self.content)
        outer.addWidget(self.area)

    def load(self, rate: Rate, around: Around) -> None:
        """Shows a rate; what stood here before is gone."""
        self.rate, self.around, self._is_loading = rate, around, True
        self.head.load(rate, around.zones)
        self.sale.load(rate, around)
        self.preview.know(around)
        self.load_own(rate, around)
        self._is_loading = False
        self.refuse(None)
        self.show_sums()

    def typed(self) -> Rate:
        """The rate as it stands; ask ``complain`` before it is sent."""
        if self.rate is None:
            raise ValueError("no rate is loaded")
        return self.own_onto(self.sale.onto(self.head.onto(self.rate)))

    def draft(self) -> Rate | None:
        """The same for the preview; None while it has no price."""
        return self.typed() if self.rate is not None and not self.lacking() else None

    def is_touched(self) -> bool:
        """Whether anything differs from what was loaded."""
        if self.rate is None:
            return False
        is_copy = not self.rate.id and bool(self.rate.name)
        if is_copy or self.sale.has_unread() or self.has_unread():
            return True
        return bool(self.lacking() and self.is_own_touched()) or (
            not self.lacking() and self.typed() != self.rate
        )

    def complain(self) -> bool:
        """Marks every field that is missing or wrong; True if there is one."""
        # All are looked at, so that all are marked.
        return any([self.head.complain(), self.complain_own(), self.sale.complain()])

    def refuse(self, error: DeskError | None) -> bool:
        """Marks the field that a refusal is about; True if there is one."""
        found = False
        for subject, field in self.fields().items():
            about = error is not None and error.subject == subject
            field.set_error(error.text if error is not None and about else "")
            found = found or about
        return found

    def fields(self) -> dict[str, Complaining]:
        """The fields by the subject that a refusal names."""
        return {
            "name": self.head.name,
            "zones": self.head.zones_field,
            "colour": self.head.colour_field,
            "valid_from": self.sale.first,
            "valid_until": self.sale.last,
            "points_percent": self.sale.points,
            "roles": self.sale.roles_field,
        }

    def show_sums(self) -> None:
        """Reckons the preview and the warnings anew."""
        around, rate = self.around, self.draft()
        self.preview.show_sum()
        if around is not None:
            found = warnings_of(rate, around.rates, around.zones) if rate is not None else []
            self.warnings.say(found)

    # What each kind of rate says of itself.

    def load_own(self, rate: Rate, around: Around) -> None:
        """Shows its own part."""
        raise NotImplementedError

    def own_onto(self, rate: Rate) -> Rate:
        """The rate with its own part."""
        raise NotImplementedError

    def complain_own(self) -> bool:
        """Marks its own fields; True if any is wrong."""
        raise NotImplementedError

    def has_unread(self) -> bool:
        """Whether something was typed into its own part that cannot be read."""
        raise NotImplementedError

    def lacking(self) -> str:
        """Why it has no price yet; empty if it has."""
        return ""

    def is_own_touched(self) -> bool:
        """Whether its own part was begun while it has no price yet."""
        return False

    def hear(self, *parts: Any) -> None:  # noqa: ANN401 - parts with a signal of that name
        """Listens to parts that tell a change."""
        for part in parts:
            part.changed.connect(self._touched)

    def _touched(self) -> None:
        if not self._is_loading:
            self.show_sums()
            self.changed.emit()


def side_by_side(left: QWidget, right: QWidget) -> QGridLayout:
    """Two parts of one width."""
    grid = QGridLayout()
    grid.setSpacing(GAP_M)
    grid.addWidget(left, 0, 0)
    grid.addWidget(right, 0, 1)
    for place in (0, 1):
        grid.setColumnStretch(place, 1)
    return grid
