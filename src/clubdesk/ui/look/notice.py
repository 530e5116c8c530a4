"""What a toast says, as a value: things of one kind that come together are told together. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clubdesk.foundation.translate import trn

_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that has happened.

    Attributes:
        text: A sentence; with ``names`` it holds the field ``{names}``.
        more: What to do about it; empty for nothing.
        tone: ``green`` done, ``amber`` look at it, ``red`` refused, ``dim`` neither good nor bad.
        icon: An icon of the set; empty for the tone's own.
        names: The PCs it happened to.
    """

    text: str
    more: str = ""
    tone: str = "green"
    icon: str = ""
    names: tuple[str, ...] = ()

    def words(self) -> str:
        """The sentence with its names, the first few of many."""
        if not self.names:
            return self.text
        names = ", ".join(self.names[:_MOST_NAMES])
        left = len(self.names) - _MOST_NAMES
        if left > 0:
            more = trn("{names} and {count} more", "{names} and {count} more", left)
            names = more.format(names=names, count=left)
        return self.text.format(names=names)

    def with_other(self, other: Notice) -> Notice | None:
        """Both as one; None if they tell different things."""
        if not self.names or not other.names or replace(other, names=self.names) != self:
            return None
        new = tuple(name for name in other.names if name not in self.names)
        return replace(self, names=self.names + new)
