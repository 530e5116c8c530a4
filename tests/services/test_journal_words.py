"""Every deed that the door knows can be read in the journal, in every language."""

import pytest

from clubdesk.foundation.translate import language, set_language
from clubdesk.services.journal_words import KINDS, action_word, actions_of, kind_word, refusal_word
from clubdesk.services.rule_book import RULES

JOURNALED = sorted(command.__name__ for command, rule in RULES.items() if rule.journaled)


@pytest.mark.parametrize("action", JOURNALED)
def test_every_command_has_words(action) -> None:
    assert action_word(action) != action
    assert " " in action_word(action)


def test_every_command_is_found_by_exactly_one_kind() -> None:
    for action in JOURNALED:
        assert sum(action in actions_of(kind) for kind in KINDS) == 1, action


def test_russian_has_words_of_its_own() -> None:
    before = language()
    words = {}
    for code in ("en", "ru"):
        set_language(code)
        words[code] = [action_word(action) for action in JOURNALED] + [kind_word(k) for k in KINDS]
    set_language(before)
    assert not set(words["en"]) & set(words["ru"])


def test_an_unknown_deed_or_reason_keeps_its_name() -> None:
    assert action_word("FlyToMars") == "FlyToMars"
    assert refusal_word("some.code") == "some.code"
    assert refusal_word("staff.not_allowed") == "no permission"
