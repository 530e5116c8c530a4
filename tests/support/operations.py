"""What tests of balance operations look at after a deed: the refusal, the paper, the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from clubdesk.foundation.errors import DeskError


@contextmanager
def refused(code: str, subject: str | None = None, *saying: str) -> Iterator[None]:
    """The block is refused with this code, pointing at a field, saying these figures."""
    with pytest.raises(DeskError) as caught:
        yield
    assert caught.value.code == code, caught.value.text
    assert caught.value.text
    if subject is not None:
        assert caught.value.subject == subject
    for part in saying:
        assert part in caught.value.text.replace("\u00a0", " "), caught.value.text


def job(world: Any, job_id: int) -> Any:
    """A print job."""
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id)


def last_line(world: Any) -> Any:
    """The journal's newest line."""
    return world.journal()[0]


def details(world: Any) -> Any:
    """The facts in the journal's newest line."""
    return msgspec.json.decode(last_line(world).details)
