"""Client groups with their discount and points share. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Answer, Command


class SaveGroup(Command, frozen=True, kw_only=True):
    """Adds a group (id 0) or writes it anew; sessions that run keep the terms of their start."""

    group_id: int
    name: str
    discount_percent: int
    points_percent: int
    position: int = 0


class GroupAnswer(Answer, frozen=True, kw_only=True):
    """The group's id."""

    group_id: int


class RemoveGroup(Command, frozen=True, kw_only=True):
    """Removes a group that no client is in."""

    group_id: int
