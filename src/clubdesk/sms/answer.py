"""Reads a gateway's answer by a rule: a JSON path, a text, or the status alone. Pure.

A rule is ``path=value|value``: the JSON value at the path is one of these; ``path`` alone: there
is one, and it is not empty; ``~text``: the answer holds the text. A path is names and numbers
with dots; ``*`` stands for the first entry, whatever it is called.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


class AnswerError(ValueError):
    """The answer is not what the rule can be asked of."""


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer's body."""

    text: str

    def fits(self, rule: str) -> bool:
        """Whether the rule holds; an empty rule always does.

        Raises:
            AnswerError: The rule asks for JSON and this is none.
        """
        if not rule:
            return True
        if rule.startswith("~"):
            return rule[1:] in self.text
        path, equals, wanted = rule.partition("=")
        found = self.at(path)
        return found in wanted.split("|") if equals else found != ""

    def at(self, path: str) -> str:
        """The JSON value at a path as text; empty if there is none, or for an empty path.

        Raises:
            AnswerError: This is not JSON.
        """
        if not path:
            return ""
        try:
            here = json.loads(self.text)
        except ValueError as error:
            raise AnswerError("not JSON") from error
        for name in path.split("."):
            here = _step(here, name)
        return _as_text(here)


def _step(here: object, name: str) -> object:
    if isinstance(here, dict):
        return next(iter(here.values()), None) if name == "*" else here.get(name)
    if isinstance(here, list):
        index = 0 if name == "*" else int(name) if name.isdecimal() else len(here)
        return here[index] if index < len(here) else None
    return None


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value)
