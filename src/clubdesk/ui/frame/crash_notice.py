"""What a bug looks like to a cashier: nothing was lost, here is the report to copy.

GUI thread only.
"""

from __future__ import annotations

import platform
import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clubdesk import __version__
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.text import Text


def report_of(error: BaseException) -> str:
    """The report: version, system, and where it went wrong; no names and no amounts."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    head = f"ClubDesk {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return "\n".join((head, "", *(line.rstrip() for line in lines)))


class CrashNotice(Dialog):
    """Shows a bug once, with its report."""

    def __init__(self, over: QWidget, error: BaseException) -> None:
        super().__init__(over, tr("Something went wrong"), width=640)
        self.setObjectName("crash_notice")
        self.report = QPlainTextEdit(report_of(error))
        self.report.setReadOnly(True)
        self.report.setFont(font(12))
        self.report.setMinimumHeight(180)
        self.report.setAccessibleName(tr("Report"))
        self.copy = Button(tr("Copy the report"), icon_name="copy")
        self.copy.clicked.connect(self._copy)
        self.body.addWidget(
            Text(
                tr(
                    "The deed was not carried out and nothing in the books was changed. Try it "
                    "once more. If it happens again, send this report to whoever looks after "
                    "the desk."
                )
            ).wrapped()
        )
        self.body.addWidget(self.report, 1)
        self.footer_left.addWidget(self.copy)
        self.cancel.hide()
        self.set_primary(tr("Close"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText(tr("Copied"))
