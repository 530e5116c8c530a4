"""Papers read back and drawn from their bytes alone."""

import io

import pytest
from PIL import Image

from clubdesk.printing.encoding import PaperStyle, encode, receipt_bytes
from clubdesk.printing.escpos_reader import EscposReader, Knife, StatusQuestion, Unknown
from clubdesk.printing.paper import decode_paper, paper_png, paper_text
from clubdesk.printing.preview import preview_png
from clubdesk.printing.strip import Cut, Kick, Row
from tests.support import papers


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def ink(picture: Image.Image) -> int:
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return sum(white.convert("L").histogram()[:100])


def test_bytes_that_arrive_one_by_one_read_the_same():
    data = receipt_bytes(papers.top_up(demo=True), PaperStyle("ru"))
    whole = list(EscposReader().feed(data))
    reader = EscposReader()
    steps = [step for i in range(len(data)) for step in reader.feed(data[i : i + 1])]
    assert [s for s in steps if isinstance(s, Knife)] == [s for s in whole if isinstance(s, Knife)]
    assert not reader.unfinished


def test_nothing_we_print_is_unknown_to_the_reader():
    for build in papers.EVERY.values():
        data = receipt_bytes(build(demo=True), PaperStyle("ru"), copy=True)
        assert not [s for s in EscposReader().feed(data) if isinstance(s, Unknown)]


def test_kicks_and_cuts_are_counted():
    paper = decode_paper(encode([Kick(), Row("x"), Cut(), Row("y"), Cut()], PaperStyle()))
    assert (paper.kicks, paper.cuts) == (1, 2)


def test_status_questions_are_told_from_text():
    steps = list(EscposReader().feed(b"ab\x10\x04\x02cd\n"))
    assert StatusQuestion(2) in steps
    assert paper_text(b"ab\x10\x04\x02cd\n") == ["abcd"]


def test_other_programs_papers_are_read_too():
    data = (
        b"\x1b@\x1ba\x01\x1b!\x30BIG\n\x1b!\x00\x1ba\x02right\n\x1bd\x02"
        b"\x1d(k\x04\x001A2\x00\x1dV\x00"
    )
    assert paper_text(data) == ["BIG", "right", ""]
    paper = decode_paper(data)
    assert paper.rows[0].texts[0][1].style.width == 2
    assert paper.rows[2].height == 60
    assert paper.cuts == 1


@pytest.mark.parametrize(("columns", "dots"), [(32, 384), (48, 576)])
def test_the_picture_is_as_wide_as_the_paper_with_its_margins(columns, dots):
    assert image(preview_png(papers.top_up(), "en", columns)).width == dots + 2 * (36 + 14)


def test_bold_double_and_inverse_text_take_more_ink():
    def amount(row: Row) -> int:
        return ink(image(paper_png(encode([row], PaperStyle()))))

    normal = amount(Row("TOTAL"))
    assert normal < amount(Row("TOTAL", bold=True)) < amount(Row("TOTAL", scale=2))
    assert amount(Row("TOTAL", inverse=True)) > 2 * normal


def test_a_drawn_row_shows_in_the_picture():
    empty = ink(image(paper_png(encode([Row(" ")], PaperStyle()))))
    assert ink(image(paper_png(encode([Row("₸₽Әқ")], PaperStyle())))) > empty + 200


def test_the_preview_is_png_in_both_languages():
    for language in ("en", "ru"):
        for build in papers.EVERY.values():
            assert image(preview_png(build(), language)).format == "PNG"


def test_a_kazakh_receipt_in_tenge_and_roubles_is_all_there():
    receipt = papers.top_up(club_name="Қазақ Клубы ₸ ₽", staff_name="Әйгерім Өтегенова")
    paper = decode_paper(receipt_bytes(receipt, PaperStyle("ru")))
    assert any("Әйгерім Өтегенова" in row.text for row in paper.rows)
    pictures = [row.picture for row in paper.rows if row.picture]
    assert len(pictures) == 2
    assert all(sum(byte.bit_count() for byte in picture.dots) > 500 for picture in pictures)
