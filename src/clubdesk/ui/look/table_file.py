"""Saves what a table shows as a CSV or XLSX file; a worker writes it. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.table import Table

ENDINGS = (".xlsx", ".csv")


def save_table(
    over: QWidget, runner: DeskRunner, table: Table[Any], name: str, then: Callable[[Path], None]
) -> None:
    """Asks where to, then writes the table's rows as they are shown.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        table: Its columns say what a spreadsheet gets.
        name: The file's name without an ending.
        then: Gets the path once the file is there.
    """
    path = choose_file(over, name)
    if path is not None:
        runner.keep(table.sheet(), path, lambda: while_alive(over, then)(path))


def choose_file(over: QWidget, name: str) -> Path | None:
    """Asks where a table is to be saved and as what; None if it was called off."""
    kinds = {f"XLSX (*{ENDINGS[0]})": ENDINGS[0], f"CSV (*{ENDINGS[1]})": ENDINGS[1]}
    chosen, kind = QFileDialog.getSaveFileName(
        over.window(), tr("Save the table as"), f"{name}{ENDINGS[0]}", ";;".join(kinds)
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() not in ENDINGS:
        path = path.with_name(path.name + kinds.get(kind, ENDINGS[0]))
    return path
