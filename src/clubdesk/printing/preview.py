"""A receipt as it will come out, for the screen: the printer's own bytes, drawn. Any thread."""

from __future__ import annotations

from clubdesk.domain.receipt import Receipt
from clubdesk.printing.encoding import PaperStyle, receipt_bytes
from clubdesk.printing.layout import WIDE
from clubdesk.printing.paper import paper_png


def preview_png(
    receipt: Receipt, language: str, columns: int = WIDE, *, copy: bool = False
) -> bytes:
    """PNG bytes of the paper that a printer of the default profile would give."""
    return styled_preview_png(receipt, PaperStyle(language, columns), copy=copy)


def styled_preview_png(receipt: Receipt, style: PaperStyle, *, copy: bool = False) -> bytes:
    """PNG bytes of the paper in the club's own style."""
    data = receipt_bytes(receipt, style, copy=copy)
    return paper_png(data, style.columns, style.profile)
