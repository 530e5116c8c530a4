"""The row of buttons of a client card: Top Up Balance, Balance, Bonuses, Deduct, Start, More.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.card_deeds import DEEDS, CardDeed, approvable, needs_approval, why_not
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.clients.deed_menu import MenuButton, MenuLine
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.latin_keys import latin
from clubdesk.ui.look.tokens import GAP_XS
from clubdesk.ui.look.wording import points

BALANCE_KEY, BONUSES_KEY, MORE_KEY = "B", "N", "M"


class DeedBar(QWidget):
    """What can be done with the client, greyed out where it cannot.

    Signals:
        asked: A CardDeed.
        birthday_asked: The Promotion to credit.
    """

    asked = Signal(object)
    birthday_asked = Signal(object)

    def __init__(self, may: Callable[[Permission], bool]) -> None:
        super().__init__()
        self._may = may
        self._facts: CardFacts | None = None
        self.top_up = _button(CardDeed.TOP_UP, Kind.PRIMARY)
        self.deduct = _button(CardDeed.DEDUCT)
        self.order = _button(CardDeed.ORDER)
        self.start = _button(CardDeed.START)
        self.balance = _menu(tr("Balance"), BALANCE_KEY, self.balance_lines)
        self.bonuses = _menu(tr("Bonuses"), BONUSES_KEY, self.bonus_lines)
        self.more = _menu(tr("More"), MORE_KEY, self.more_lines)
        self._single = {
            CardDeed.TOP_UP: self.top_up,
            CardDeed.DEDUCT: self.deduct,
            CardDeed.ORDER: self.order,
            CardDeed.START: self.start,
        }
        self._menus = {
            BALANCE_KEY: self.balance,
            BONUSES_KEY: self.bonuses,
            MORE_KEY: self.more,
        }
        parts = (self.top_up, self.balance, self.bonuses, self.deduct, self.order, self.start)
        for part in (*parts, self.more):
            part.setFixedHeight(BIG_HEIGHT)
        self.setLayout(row(*parts, None, self.more, gap=GAP_XS))
        for deed, button in self._single.items():
            button.clicked.connect(lambda _=False, deed=deed: self.ask(deed))

    def show_facts(self, facts: CardFacts) -> None:
        """Enables what can be done now."""
        self._facts = facts
        for deed, button in self._single.items():
            button.allow(why_not(deed, facts, self._may))
            button.guard(needs_approval(deed, self._may))

    def ask(self, deed: CardDeed) -> None:
        """Asks for a deed, if it can be done now."""
        if self._facts is not None and not why_not(deed, self._facts, self._may):
            self.asked.emit(deed)

    def by_key(self, typed: str) -> bool:
        """Does what a key stands for; False if it stands for nothing here."""
        letter = latin(typed)
        if letter in self._menus:
            self._menus[letter].click()
            return True
        deeds = (d for d, words in DEEDS.items() if words.keys == letter and self._has(d))
        deed = next(deeds, None) if letter else None
        if deed is None:
            return False
        self.ask(deed)
        return True

    def balance_lines(self) -> list[MenuLine]:
        """Balance -> Refund and its neighbours."""
        return self._lines(CardDeed.TOP_UP, CardDeed.REFUND, CardDeed.DEDUCT, CardDeed.UNDO)

    def bonus_lines(self) -> list[MenuLine]:
        """Bonuses -> Add Bonus and its neighbours, with the birthday's offers."""
        lines = self._lines(CardDeed.ADD_BONUS, CardDeed.PROMO_CODE)
        offers = self._facts.file.birthday_offers if self._facts is not None else ()
        return lines + [self._birthday_line(offer) for offer in offers]

    def more_lines(self) -> list[MenuLine]:
        """What is done seldom."""
        block = CardDeed.UNBLOCK if self._has(CardDeed.UNBLOCK) else CardDeed.BLOCK
        often = self._lines(CardDeed.EDIT, CardDeed.CARD, CardDeed.VERIFY, CardDeed.LIMIT, block)
        return often + self._lines(CardDeed.MERGE, CardDeed.ERASE, apart=True)

    def _has(self, deed: CardDeed) -> bool:
        blocked = self._facts is not None and self._facts.client.blocked
        if deed is CardDeed.BLOCK:
            return not blocked
        return blocked if deed is CardDeed.UNBLOCK else True

    def _lines(self, *deeds: CardDeed, apart: bool = False) -> list[MenuLine]:
        return [self._line(deed, apart and place == 0) for place, deed in enumerate(deeds)]

    def _line(self, deed: CardDeed, after_line: bool) -> MenuLine:
        words = DEEDS[deed]
        why = why_not(deed, self._facts, self._may) if self._facts is not None else "…"
        approval = needs_approval(deed, self._may)
        tip = why or (f"{approval} {approvable()}" if approval else "")
        icon = "lock" if approval and not why else words.icon
        return MenuLine(
            tr(words.word), lambda: self.ask(deed), words.keys, icon, tip, not why, after_line
        )

    def _birthday_line(self, offer: Promotion) -> MenuLine:
        assert self._facts is not None  # noqa: S101 - an offer comes with the facts
        worth = points(offer.points, self._facts.club)
        text = tr("Birthday bonus: {name}, {points}").format(name=offer.name, points=worth)
        why = why_not(CardDeed.BIRTHDAY, self._facts, self._may)
        return MenuLine(text, lambda: self.birthday_asked.emit(offer), "", "cake", why, not why)


def _menu(text: str, key: str, lines: Callable[[], list[MenuLine]]) -> MenuButton:
    """A menu whose key is told by its tip: on a small screen there is no room for the cap."""
    button = MenuButton(text, "", lines)
    button.setToolTip(f"{text} ({key})")
    return button


def _button(deed: CardDeed, kind: Kind = Kind.SECONDARY) -> Button:
    words = DEEDS[deed]
    return Button(tr(words.word), kind, words.keys)
