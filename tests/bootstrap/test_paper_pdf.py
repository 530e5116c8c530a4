"""A receipt as a PDF: one page of the paper's size, its words as text, its pictures as dots."""

import re
import zlib

import pytest

from clubdesk.bootstrap.paper_pdf import paper_pdf
from clubdesk.printing.encoding import PaperStyle
from tests.support import papers


def page_size(pdf: bytes) -> tuple[float, float]:
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", pdf)
    left, bottom, right, top = (float(part) for part in box.group(1).split())
    return right - left, top - bottom


def streams(pdf: bytes) -> bytes:
    """What is written on the page, unpacked."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            found.append(part)
    return b"\n".join(found)


def unicodes(pdf: bytes) -> set[str]:
    """The characters that the PDF's fonts say they show."""
    maps = re.findall(rb"<([0-9A-Fa-f]{4})>\s*(?=\n|<|\])", streams(pdf))
    return {chr(int(code, 16)) for code in maps}


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("name", ["top_up", "order", "z_report", "kitchen"])
def test_a_paper_is_one_page_of_its_own_size(qapp, name, columns):
    pdf = paper_pdf(papers.EVERY[name](), PaperStyle("ru", columns))
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    width, height = page_size(pdf)
    assert width == pytest.approx((columns * 1.5 + 10) * 72 / 25.4, abs=1)
    assert height > 100


def test_its_words_can_be_searched(qapp):
    found = unicodes(paper_pdf(papers.top_up(), PaperStyle("ru")))
    assert set("Пополнение") & found
    assert "₸" in found


def test_pictures_make_it_longer(qapp):
    plain = page_size(paper_pdf(papers.top_up(), PaperStyle()))[1]
    with_code = page_size(paper_pdf(papers.top_up(qr="https://example.org"), PaperStyle()))[1]
    assert with_code - plain == pytest.approx(198 * 0.125 * 72 / 25.4, abs=2)
