"""What bootstrap hands to the frame: screens for the rail and words for the search box. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """One place of the rail; its screen is made when it is opened first.

    Attributes:
        key: A stable name such as ``hall``.
        icon: A file of ``resources/icons`` without its ending.
        title: The word under the icon, in the user's language.
        shortcut: Such as ``F2``; empty for none.
        make: Makes the screen.
        why_not: Why the person at the desk may not open it; an empty text if they may.
        within: The key of the place on the rail that it belongs to; empty for one of its own.
    """

    key: str
    icon: str
    title: str
    shortcut: str
    make: Callable[[], QWidget]
    why_not: Callable[[], str] = field(default=lambda: "")
    within: str = ""


@dataclass(frozen=True, slots=True)
class SearchCommand:
    """Something to do that the search box finds by word.

    Attributes:
        words: What it is found by besides its title, in any language, separated by spaces.
        why_not: Says why it cannot be done now; an empty text if it can.
    """

    title: str
    words: str
    run: Callable[[], None]
    icon: str = "arrow-right"
    keys: str = ""
    why_not: Callable[[], str] = field(default=lambda: "")


@dataclass(frozen=True, slots=True)
class SearchTargets:
    """What the search box and the scanner do with what they find.

    Attributes:
        open_client: Takes a client's id.
        open_station: Takes a station's id.
        commands: What is found by word.
        take_card: Takes the id of the client whose card was scanned; None opens the client.
        take_code: Gets every code first; True if it was no card but, say, a product on a screen.
    """

    open_client: Callable[[int], None]
    open_station: Callable[[int], None]
    commands: tuple[SearchCommand, ...] = ()
    take_card: Callable[[int], None] | None = None
    take_code: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class LampState:
    """How a device or a link is.

    Attributes:
        word: Beside the dot, such as ``Printer``.
        tone: ``green``, ``amber``, ``red`` or ``grey``.
        what: What is so, as a sentence.
        what_to_do: The next step; empty if there is none.
        action: The word of a button that leads to more; ``run`` is what it does.
    """

    word: str
    tone: str
    what: str = ""
    what_to_do: str = ""
    action: str = ""
    run: Callable[[], None] | None = None
