"""A receipt of 30 rows as bytes for the printer, against python-escpos writing the same rows.

The rows' own cache is emptied before each measured paper, so nothing is measured from memory;
python-escpos prints a '?' for the tenge sign, ours draws that row.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from clubdesk.printing import encoding
from clubdesk.printing.layout import lay_out
from clubdesk.printing.strip import Element, Row
from tests.support import papers

ROWS = 30
ROUNDS = 300
STYLE = encoding.PaperStyle("ru")
TARGET_MS = 0.5


def run() -> list[dict[str, Any]]:
    """The median of both for an all-text paper, ours with a drawn row, and the ratio."""
    ours = _ours(_elements("UZS"))
    drawn = _ours(_elements("KZT"))
    reference = _reference(_elements("UZS"))
    return [
        _line("receipt of 30 rows, encoded", ours, reference, "UZS"),
        _line("receipt of 30 rows, one of them drawn", drawn, reference, "KZT"),
    ]


def _line(name: str, value: float, reference: float, currency: str) -> dict[str, Any]:
    return {
        "name": f"{name} ({currency})",
        "value": value,
        "unit": "ms",
        "reference": reference,
        "ratio": reference / value,
        "target": TARGET_MS,
        "met": value <= TARGET_MS,
    }


def _elements(currency: str) -> Sequence[Element]:
    """Rows of a Russian top-up; a sum in soms is all text on one code page."""
    receipt = papers.top_up(currency_code=currency, staff_name="Айгерим Нурланова")
    elements = lay_out(receipt, STYLE.language, STYLE.columns)
    filler = [Row(f"Строка {n}".ljust(40) + f"{n} 000") for n in range(ROWS)]
    rows = [element for element in elements if isinstance(element, Row)]
    others = [element for element in elements if not isinstance(element, Row)]
    return [*others, *(rows + filler)[:ROWS]]


def _median_ms(work: Callable[[], object], prepare: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        prepare()
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return statistics.median(times) * 1000


def _ours(elements: Sequence[Element]) -> float:
    return _median_ms(lambda: encoding.encode(elements, STYLE), encoding.forget_rows)


def _reference(elements: Sequence[Element]) -> float:
    from escpos.printer import Dummy

    printer = Dummy(profile=STYLE.profile)

    def paper() -> None:
        printer.hw("INIT")
        for row in elements:
            if isinstance(row, Row):
                size = row.scale
                printer.set(bold=row.bold, custom_size=True, width=size, height=size)
                printer.textln(row.text)
        printer.cut()

    return _median_ms(paper, printer.clear)
