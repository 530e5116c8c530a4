"""The bytes of a paper say what its layout says; nothing becomes a '?', whatever the code page."""

import re

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from clubdesk.printing.code_pages import best_page, pages_of, profile_columns
from clubdesk.printing.encoding import PaperStyle, encode, receipt_bytes
from clubdesk.printing.escpos_reader import EscposReader, Text
from clubdesk.printing.layout import lay_out, receipt_text
from clubdesk.printing.paper import PICTURE_ROW, decode_paper, paper_text
from clubdesk.printing.raster import has_glyph, raster_bytes, row_picture
from clubdesk.printing.strip import Drawing, Kick, Row
from tests.support import papers

TYPOGRAPHIC = str.maketrans("−–—‘’“”«»×", '---\'\'""""x')


def plain(text: str) -> str:
    return text.translate(TYPOGRAPHIC)


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", papers.EVERY)
def test_the_bytes_say_what_the_layout_says_or_draw_it(name, language, columns):
    receipt = papers.EVERY[name]()
    style = PaperStyle(language, columns)
    said = paper_text(receipt_bytes(receipt, style))
    meant = receipt_text(receipt, language, columns)
    words = [plain(row) for row in said if row != PICTURE_ROW]
    assert words == [plain(row) for row in meant]
    has_code = any(isinstance(part, Drawing) for part in lay_out(receipt, language, columns))
    assert (PICTURE_ROW in said) is has_code
    drawn = [row.text for row in decode_paper(receipt_bytes(receipt, style)).rows if row.picture]
    assert all("₸" in row for row in drawn if row != PICTURE_ROW)


def test_one_code_page_serves_the_whole_paper():
    data = receipt_bytes(papers.top_up(staff_name="Әйгерім Қ."), PaperStyle("ru"))
    assert data.startswith(b"\x1b@")
    assert re.findall(rb"\x1bt(.)", data, re.DOTALL) == [b"\x35"]


@pytest.mark.parametrize(
    ("text", "codec"),
    [("plain", "cp437"), ("Кассир", "cp866"), ("Әйгерім", "kz1048"), ("Łódź", "cp852")],
)
def test_the_page_is_chosen_by_the_letters(text, codec):
    assert best_page([text], "TM-T88V").codec == codec


def test_a_page_that_fails_the_fewest_rows_wins_when_none_has_everything():
    assert best_page(["Касса", "Қант", "Өтініш", "5 ₸"], "TM-T88V").codec == "kz1048"


def test_an_unknown_printer_is_trusted_with_ascii_alone():
    page = best_page(["Касса"], "No such printer")
    assert (page.number, page.characters) == (0, frozenset())
    data = receipt_bytes(papers.top_up(), PaperStyle("ru", profile="No such printer"))
    texts = [step.data for step in EscposReader().feed(data) if isinstance(step, Text)]
    assert texts
    assert all(text.isascii() for text in texts)
    assert "Касса / смена" in "\n".join(paper_text(data, "No such printer"))


def test_every_page_of_every_profile_encodes_what_it_claims():
    for profile in ("TM-T88V", "POS-5890", "NT-80-V-UL", "ZJ-5870", "default", "simple"):
        for page in pages_of(profile):
            for char in page.characters:
                assert len(char.encode(page.codec)) == 1


def test_the_columns_of_a_profile_are_known():
    assert profile_columns("TM-T88V") == 42
    assert profile_columns("No such printer") == 0


@pytest.mark.parametrize("text", ["5 000 ₸", "1 200 ₽", "Әйгерім ₸", "Zoë 🎮", "日本"])
def test_a_row_the_page_lacks_is_drawn_with_ink_in_every_letter(text):
    data = encode([Row(text)], PaperStyle())
    (row,) = decode_paper(data).rows
    assert row.picture is not None
    assert row.picture.dots == row_picture(Row(text), 48).tobytes()
    for index, char in enumerate(text):
        cell = row_picture(Row(text), 48).crop((index * 12, 0, index * 12 + 12, 30))
        assert (cell.getbbox() is not None) == (char != " ")


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("inverse", [False, True])
def test_a_drawn_row_can_be_read_back(bold, scale, inverse):
    for text in ("ИТОГО 1 400,83 ₸", "−250.07 ₽", "Қант", "TOTAL ₸", "Zoë □ ₸"):
        row = Row(text.ljust(48 // scale), bold, scale, inverse)
        (printed,) = decode_paper(encode([row], PaperStyle(profile="none"))).rows
        assert printed.text == text


def test_a_picture_that_is_no_row_has_no_words():
    data = b"\x1dv0\x00\x02\x00\x1e\x00" + b"\xaa" * 60
    assert paper_text(data) == [PICTURE_ROW]


def test_the_font_draws_the_letters_and_signs_of_the_clubs():
    for char in "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё₸₽€₴£№«»–×":
        assert has_glyph(char)
    assert not has_glyph("🎮")


def test_every_currency_of_the_world_can_stand_on_a_paper():
    for code in list_currencies():
        receipt = papers.top_up(currency_code=code)
        for language in ("en", "ru"):
            for row in receipt_text(receipt, language, 48):
                assert all(has_glyph(char) for char in row)


def test_different_letters_are_drawn_differently():
    pictures = {row_picture(Row(char), 32).tobytes() for char in "ӘәҒғҚқҢңӨөҰұҮүҺІ₸₽€0123456789"}
    assert len(pictures) == 29


def test_an_amount_keeps_its_minus_and_its_spaces_as_plain_characters():
    assert b"-1 500" in encode([Row("−1 500")], PaperStyle())
    assert b"PC 07 17:40-19:00" in encode([Row("PC 07 17:40–19:00")], PaperStyle())


def test_the_clubs_own_replacement_comes_before_drawing():
    style = PaperStyle(replacements={"₸": "T"})
    assert paper_text(encode([Row("TOTAL 5 ₸")], style)) == ["TOTAL 5 T"]


def test_a_replacement_that_would_not_fit_is_not_made():
    style = PaperStyle(columns=10, replacements={"₸": "tenge"})
    (row,) = decode_paper(encode([Row("123456 ₸ x")], style)).rows
    assert row.picture is not None
    assert row.text == "123456 ₸ x"


def test_a_name_cannot_give_the_printer_orders():
    receipt = papers.top_up(staff_name="Eve\x1bp\x00\x19\xfa\x10\x14\x01\x00\x01")
    assert decode_paper(receipt_bytes(receipt, PaperStyle(), copy=True)).kicks == 0


@pytest.mark.parametrize("order", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x01"])
def test_dots_that_would_be_an_order_get_one_dot_more(order):
    dots = order.ljust(30, b"\x00")
    data = raster_bytes(Image.frombytes("1", (8, 30), dots))
    assert order not in data
    assert data.endswith(b"\x18" + dots[1:])


def test_a_drawn_row_never_holds_a_real_time_order():
    for text in ("".join(chr(c) for c in range(0x400, 0x430)), "₸" * 48, "Ә" * 48):
        data = encode([Row(text, bold=True), Row(text[:24], scale=2)], PaperStyle(profile="none"))
        assert not re.search(rb"\x10[\x04\x05\x14]", data)


def test_the_drawer_is_on_the_chosen_pin():
    assert b"\x1bp\x01" in encode([Kick()], PaperStyle(drawer_pin=5))
    assert b"\x1bp\x00" in encode([Kick()], PaperStyle())


@given(st.text(max_size=48), st.sampled_from(["TM-T88V", "POS-5890", "simple", "none"]))
def test_no_question_mark_appears_that_was_not_written(text, profile):
    elements = lay_out(papers.top_up(staff_name=text, footer=text), "ru", 48)
    said = "".join(paper_text(encode(elements, PaperStyle("ru", profile=profile)), profile))
    assert said.count("?") <= 2 * text.count("?")
    assert "\ufffd" not in said
