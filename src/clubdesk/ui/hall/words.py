"""What the hall says: states, deeds, names cut short, times. Pure; the language in use."""

from __future__ import annotations

from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.hall.card_state import Attention, CardState
from clubdesk.ui.hall.deeds import Deed

_STATES: dict[CardState, str] = {
    CardState.FREE: mark("Free"),
    CardState.RESERVED: mark("Reserved"),
    CardState.STARTING: mark("Starting"),
    CardState.ACTIVE: mark("Active"),
    CardState.ENDING: mark("Ending"),
    CardState.PAUSED: mark("Paused"),
    CardState.OFFLINE: mark("Offline"),
    CardState.MAINTENANCE: mark("Service"),
}

STATE_ICONS: dict[CardState, str] = {
    CardState.FREE: "circle",
    CardState.RESERVED: "calendar-clock",
    CardState.STARTING: "hourglass",
    CardState.ACTIVE: "play",
    CardState.ENDING: "triangle-alert",
    CardState.PAUSED: "pause",
    CardState.OFFLINE: "ban",
    CardState.MAINTENANCE: "wrench",
}

NO_LINK_ICON = "unplug"

_DEEDS: dict[Deed, str] = {
    Deed.START: mark("Start"),
    Deed.GROUP: mark("Start group"),
    Deed.RESERVE: mark("Reserve"),
    Deed.RESERVATION: mark("Reservation"),
    Deed.ARRIVED: mark("Arrived"),
    Deed.GUEST: mark("Guest Session"),
    Deed.WAKE: mark("Wake Up (Wake-on-LAN)"),
    Deed.TOP_UP: mark("Top Up Balance"),
    Deed.ORDER: mark("Add Order"),
    Deed.PAUSE: mark("Pause Session"),
    Deed.RESUME: mark("Resume"),
    Deed.MOVE: mark("Move to Another PC"),
    Deed.RESTART: mark("Restart PC"),
    Deed.END: mark("End Session"),
    Deed.BUY: mark("Buy package"),
    Deed.ADD_TIME: mark("Add time"),
    Deed.SWAP: mark("Swap with another PC"),
    Deed.CLIENT: mark("Put on a client's card"),
    Deed.EXPLAIN: mark("Explain the charge"),
    Deed.CANCEL: mark("Cancel Session"),
}

_ATTENTION: dict[Attention, str] = {
    Attention.TIME_NEARLY_OVER: mark("Time nearly over"),
    Attention.NO_LINK: mark("No link to the PC"),
    Attention.LONG_PAUSE: mark("Paused for long"),
}


def state_word(state: CardState, attention: Attention = Attention.NONE) -> str:
    """The one word beside the icon."""
    if attention is Attention.NO_LINK:
        return tr("No link")
    return tr(_STATES[state])


def state_icon(state: CardState, attention: Attention = Attention.NONE) -> str:
    """The icon's name in ``resources/icons``."""
    return NO_LINK_ICON if attention is Attention.NO_LINK else STATE_ICONS[state]


def deed_word(deed: Deed) -> str:
    """The label of a button."""
    return tr(_DEEDS[deed])


def attention_word(attention: Attention) -> str:
    """Why a card has a red outline; empty if it has none."""
    return tr(_ATTENTION[attention]) if attention else ""


def countdown(seconds: int) -> str:
    """Hours, minutes and seconds, such as ``1:42:17``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def short_name(name: str) -> str:
    """A first name with the initial of the last: ``Maria L.``."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name


STATE_TONES: dict[CardState, str] = {
    CardState.FREE: "text",
    CardState.RESERVED: "blue",
    CardState.STARTING: "blue",
    CardState.ACTIVE: "green",
    CardState.ENDING: "red",
    CardState.PAUSED: "amber",
    CardState.OFFLINE: "grey",
    CardState.MAINTENANCE: "violet",
}
"""The colour token of each state, for pills, lamps and legends."""
