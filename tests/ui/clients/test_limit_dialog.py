"""Daily limit, through its dialog on the client card."""

import pytest

from clubdesk.services.commands import Done
from clubdesk.services.play_limits import SetDailyLimit
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.limit_dialog import LimitDialog
from clubdesk.ui.look.dialog import open_dialog_of


@pytest.fixture
def dialog(screen, desk, settled):
    desk.answers[SetDailyLimit] = Done()
    screen.table.choose_current()
    settled()
    screen.card.errands.perform(CardDeed.LIMIT, screen.card.facts)
    settled()
    found = open_dialog_of(screen)
    assert isinstance(found, LimitDialog)
    return found


def test_a_limit_needs_a_reason_and_is_sent(dialog, desk, settled) -> None:
    dialog.minutes.setValue(90)
    assert not dialog.primary.isEnabled()
    dialog.reason.chips[1].click()
    assert dialog.primary.text() == "Limit to 90 minutes a day"
    dialog.on_primary()
    settled()
    sent = desk.done[-1]
    assert isinstance(sent, SetDailyLimit)
    assert (sent.minutes, sent.reason) == (90, "A parent asked for it")


def test_a_limit_is_taken_away(dialog, desk, settled) -> None:
    dialog.ways.choose(False)
    dialog.reason.put("The parent came again")
    assert dialog.primary.text() == "Take the limit away"
    dialog.on_primary()
    settled()
    assert desk.done[-1].minutes is None
