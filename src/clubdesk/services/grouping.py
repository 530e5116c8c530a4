"""Client groups with their discount and points share. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.events import PromotionsChanged
from clubdesk.domain.people import ClientGroup, Permission, fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_text import fitting

LONGEST_NAME = 60
MOST_POSITION = 1_000_000


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


def save_group(deed: Deed, command: SaveGroup) -> GroupAnswer:
    """Keeps a group.

    Raises:
        DeskError: ``group.unknown``, ``group.name_missing``, ``group.name_taken`` or
            ``group.percent``, with the field as subject.
    """
    group = ClientGroup(
        command.group_id,
        _name(deed, command),
        _percent(command.discount_percent, "discount_percent"),
        _percent(command.points_percent, "points_percent"),
        min(max(0, command.position), MOST_POSITION),
    )
    if group.id == 0:
        group = deed.work.groups.add(group)
    else:
        _known(deed, group.id)
        deed.work.groups.save(group)
    deed.tell(PromotionsChanged())
    return GroupAnswer(group_id=group.id)


def remove_group(deed: Deed, command: RemoveGroup) -> Done:
    """Takes a group away.

    Raises:
        DeskError: ``group.unknown`` or ``group.in_use``.
    """
    group = _known(deed, command.group_id)
    members = deed.work.groups.members(group.id)
    if members:
        raise DeskError(
            "group.in_use",
            trn(
                "{count} client is in the group “{name}”.",
                "{count} clients are in the group “{name}”.",
                members,
            ).format(count=members, name=group.name),
            tr("Nothing was changed. Move them to another group first."),
        )
    deed.work.groups.remove(group.id)
    deed.notes.update(name=group.name)
    deed.tell(PromotionsChanged())
    return Done()


def _name(deed: Deed, command: SaveGroup) -> str:
    name = fitting(command.name[:20_000], LONGEST_NAME, "name")
    if not name:
        raise DeskError(
            "group.name_missing",
            tr("The group needs a name."),
            tr("Type a name."),
            subject="name",
        )
    others = (one for one in deed.work.groups.all() if one.id != command.group_id)
    if any(fold(other.name) == fold(name) for other in others):
        raise DeskError(
            "group.name_taken",
            tr("There is a group of this name already."),
            tr("Choose another name."),
            subject="name",
        )
    return name


def _percent(percent: int, subject: str) -> int:
    if not 0 <= percent <= 100:
        raise DeskError(
            "group.percent",
            tr("A percentage is from 0 to 100."),
            tr("Correct the percentage."),
            subject=subject,
        )
    return percent


def _known(deed: Deed, group_id: int) -> ClientGroup:
    group = deed.work.groups.get(group_id)
    if group is None:
        raise DeskError(
            "group.unknown",
            tr("This group does not exist."),
            tr("Nothing was changed. Choose one from the list."),
        )
    return group


RULES: dict[type[Command], Rule] = {
    SaveGroup: Rule(save_group, GroupAnswer, needs=Permission.EDIT_PROMOTIONS),
    RemoveGroup: Rule(remove_group, Done, needs=Permission.EDIT_PROMOTIONS),
}
