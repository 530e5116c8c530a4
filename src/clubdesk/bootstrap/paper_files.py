"""Writes a paper as a PDF file, on the thread for long work."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.desk import Desk
from clubdesk.services.long_work import Job

if TYPE_CHECKING:
    from clubdesk.printing.encoding import PaperStyle

PaperWriter = Callable[[Receipt, Path], "Future[None]"]


def paper_writer(desk: Desk, style: Callable[[], PaperStyle]) -> PaperWriter:
    """What the DeskRunner saves papers with; ``style`` is asked when a paper is saved."""

    def write(receipt: Receipt, path: Path) -> Future[None]:
        def task(job: Job) -> None:
            from clubdesk.bootstrap.paper_pdf import paper_pdf

            _put(path, paper_pdf(receipt, style()))

        return desk.work(task, Job())

    return write


def _put(path: Path, data: bytes) -> None:
    """Writes the file whole or not at all.

    Raises:
        DeskError: ``paper.not_saved``.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DeskError(
            "paper.not_saved",
            tr("The file {name} could not be written ({why}).").format(
                name=path.name, why=error.strerror or type(error).__name__
            ),
            tr("Choose another folder, or make room on the disk."),
        ) from error
