"""The page that shows whether a printer has the right width, letters, signs and pictures. Pure."""

from __future__ import annotations

from clubdesk.printing.drawings import qr_drawing
from clubdesk.printing.strip import Row, Strip
from clubdesk.printing.wording import Wording

SAMPLES = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789 +-=%&@#$()[]{}/",
    "АБВГДЕЁЖЗИЙКЛМНОП",
    "РСТУФХЦЧШЩЪЫЬЭЮЯ",
    "абвгдеёжзийклмноп",
    "рстуфхцчшщъыьэюя",
    "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "₸ ₽ € £ $ № « » – ×",
)
QR_SAMPLE = "ClubDesk 0123456789"


def write_sample_page(strip: Strip, say: Wording) -> None:
    """A ruler as wide as the paper, letters, signs, sizes and a sample of an amount."""
    strip.rule()
    strip.text(say.tr("The ruler must fill one line exactly:"))
    strip.text(("1234567890" * 10)[: strip.columns])
    strip.rule()
    for sample in SAMPLES:
        strip.text(sample)
    strip.rule()
    strip.text(say.tr("Bold"), bold=True)
    strip.elements.append(Row(say.tr("Double size")[: strip.columns // 2], scale=2))
    strip.stamp(say.tr("Black bar"))
    strip.rule()
    strip.total(say.tr("TOTAL"), say.money(1234 * say.currency.scale))
    code = qr_drawing(QR_SAMPLE, strip.columns)
    if code is not None:
        strip.rule()
        strip.centre(say.tr("A phone must read this code:"))
        strip.draw(code)
    strip.centre(say.tr("If all of this reads well, the printer is set up."))
