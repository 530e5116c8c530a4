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
    kinds = {f"XLSX (*{ENDINGS[0]})": ENDINGS[0], f"CSV (*{ENDINGS[1]})": ENDINGS[1]}
    chosen, kind = QFileDialog.getSaveFileName(
        over.window(), tr("Save the table as"), f"{name}{ENDINGS[0]}", ";;".join(kinds)
    )
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in ENDINGS:
        path = path.with_name(path.name + kinds.get(kind, ENDINGS[0]))
    runner.keep(table.sheet(), path, lambda: while_alive(over, then)(path))
