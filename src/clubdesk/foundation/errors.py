"""The one error that a person at the desk is meant to read. Pure; any thread."""

from __future__ import annotations


class DeskError(Exception):
    """A refusal: what happened and what to do next, in the user's words.

    Attributes:
        code: A stable name such as ``session.station_taken``, for tests and the journal.
        text: What happened, as a sentence in the user's language.
        what_to_do: The next step, as a sentence in the user's language; may be empty.
        subject: A seat, client or field that the screen should point at; may be empty.
        about_id: The client whose card the screen should offer to open; None if there is none.
    """

    def __init__(
        self,
        code: str,
        text: str,
        what_to_do: str = "",
        *,
        subject: str = "",
        about_id: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.what_to_do = what_to_do
        self.subject = subject
        self.about_id = about_id

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code, self.text, self.what_to_do, self.subject, self.about_id))


def _rebuild(
    code: str, text: str, what_to_do: str, subject: str, about_id: int | None
) -> DeskError:
    return DeskError(code, text, what_to_do, subject=subject, about_id=about_id)
