"""Saves a paper as a PDF for whoever wants it by mail; a worker draws it. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.text import Text

ENDING = ".pdf"


class PdfButton(Button):
    """Saves one paper.

    Args:
        runner: The way to the desk.
        receipt: Gives the paper's facts; None while there is no paper.
        told: Says once the file is there; None to say nothing.
    """

    def __init__(
        self,
        runner: DeskRunner,
        receipt: Callable[[], Receipt | None],
        told: Text | None = None,
    ) -> None:
        super().__init__(tr("Save as PDF…"), icon_name="download")
        self._runner, self._receipt, self._told = runner, receipt, told
        self.clicked.connect(self._save)

    def _save(self) -> None:
        receipt = self._receipt()
        path = choose_pdf(self, file_name(receipt)) if receipt is not None else None
        if receipt is not None and path is not None:
            self._runner.keep_paper(receipt, path, while_alive(self, self._kept))

    def _kept(self, _path: Path) -> None:
        if self._told is not None:
            self._told.setText(tr("The PDF is saved."))


def choose_pdf(over: QWidget, name: str) -> Path | None:
    """Asks where a paper is to be saved; None if it was called off."""
    chosen, _ = QFileDialog.getSaveFileName(
        over.window(), tr("Save the paper as"), f"{name}{ENDING}", f"PDF (*{ENDING})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)


def file_name(receipt: Receipt) -> str:
    """Such as ``top_up-1042``; the kind alone where the paper has no number."""
    paper = receipt.paper
    return f"{paper.kind.value}-{paper.number}" if paper.number else paper.kind.value
