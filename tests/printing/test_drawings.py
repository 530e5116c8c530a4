"""Logos and QR codes: dots that fit the paper; a bad picture keeps nothing from printing."""

import io
from dataclasses import replace

import pytest
import segno
from PIL import Image

from clubdesk.domain.receipt import FiscalSeal
from clubdesk.printing.drawings import (
    TALLEST_LOGO_DOTS,
    BadLogoError,
    logo_drawing,
    qr_drawing,
)
from clubdesk.printing.encoding import PaperStyle, receipt_bytes
from clubdesk.printing.paper import PICTURE_ROW, decode_paper, paper_text
from tests.support import papers

LINK = "t=20261120T1300&s=500000&c=KZT&fn=SIM-0001&i=1&fp=0123456789&n=1"


def png(width: int, height: int, colour="black", kind="PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def modules(drawing, text) -> list[list[int]]:
    """What a reader sees of a QR code: one value a module."""
    expected = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    image = Image.frombytes("1", (drawing.width, drawing.height), drawing.dots)
    scale = drawing.width // (len(expected) + 8)
    assert drawing.width == drawing.height == scale * (len(expected) + 8)
    seen = [
        [
            int(bool(image.getpixel(((x + 4) * scale + scale // 2, (y + 4) * scale + scale // 2))))
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]
    return [seen, expected]


@pytest.mark.parametrize("columns", [24, 32, 48])
def test_a_qr_code_says_its_text_and_fits_the_paper(columns):
    drawing = qr_drawing(LINK, columns)
    assert drawing.width <= columns * 12
    seen, expected = modules(drawing, LINK)
    assert seen == expected


def test_a_text_too_long_for_a_code_has_none():
    assert qr_drawing("x" * 5_000, 48) is None
    assert qr_drawing("", 48) is None


@pytest.mark.parametrize(("size", "kind"), [((2_000, 300), "PNG"), ((80, 900), "JPEG")])
def test_a_logo_is_made_to_fit(size, kind):
    drawing = logo_drawing(png(*size, kind=kind), 32)
    assert drawing.width <= 32 * 12
    assert drawing.height <= TALLEST_LOGO_DOTS
    image = Image.frombytes("1", (drawing.width, drawing.height), drawing.dots)
    assert image.getextrema() == (255, 255)


def test_white_is_paper_and_so_is_what_is_transparent():
    white = logo_drawing(png(40, 40, "white"), 48)
    assert not any(white.dots)
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert not any(logo_drawing(out.getvalue(), 48).dots)


@pytest.mark.parametrize("bad", [b"", b"GIF89a", png(20, 20)[:40], png(4_100, 1)])
def test_what_is_no_picture_is_refused(bad):
    with pytest.raises(BadLogoError):
        logo_drawing(bad, 48)


def test_the_logo_stands_above_what_clients_get_and_not_on_reports():
    style = PaperStyle(logo=png(200, 100))
    assert paper_text(receipt_bytes(papers.top_up(), style), style.profile)[0] == PICTURE_ROW
    assert PICTURE_ROW not in paper_text(receipt_bytes(papers.z_report(), style), style.profile)
    assert PICTURE_ROW not in paper_text(receipt_bytes(papers.kitchen(), style), style.profile)


def test_a_logo_that_cannot_be_drawn_keeps_no_receipt_from_being_printed():
    plain = receipt_bytes(papers.top_up(), PaperStyle())
    assert receipt_bytes(papers.top_up(), PaperStyle(logo=b"not a picture")) == plain


def test_a_registered_payment_prints_its_sign_and_a_code_of_its_link():
    receipt = replace(papers.top_up(), fiscal=FiscalSeal("u", "0123456789", LINK))
    rows = paper_text(receipt_bytes(receipt, PaperStyle()), "TM-T88V")
    (at,) = [i for i, row in enumerate(rows) if row.startswith("Fiscal sign")]
    assert rows[at].endswith("0123456789")
    assert PICTURE_ROW in rows[at:]


def test_the_clubs_own_code_and_tax_number_are_on_its_receipts():
    receipt = papers.top_up(qr="https://example.org", tax_number="123456789012")
    data = receipt_bytes(receipt, PaperStyle())
    rows = paper_text(data, "TM-T88V")
    assert any("Tax number 123456789012" in row for row in rows)
    heights = [row.picture.height for row in decode_paper(data).rows if row.picture]
    assert sum(heights[-2:]) == qr_drawing("https://example.org", 48).height
