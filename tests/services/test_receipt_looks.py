"""What stands on every receipt: kept for new ones, refused where it cannot be printed."""

import base64
import io

import pytest
from PIL import Image

from clubdesk.domain.people import Role
from clubdesk.services.receipt_looks import LARGEST_LOGO_BYTES, SaveReceiptLook
from tests.support.operations import refused


def logo(size=(200, 80)) -> str:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def club(world):
    with world.storage.begin() as work:
        return work.club.find()


def test_the_look_is_on_the_next_receipt(open_world):
    world = open_world
    world.do(
        SaveReceiptLook(
            header="Abay 10\nAlmaty",
            footer="See you",
            tax_number="123456789012",
            logo=logo(),
            qr="https://example.org",
        )
    )
    world.client(money=5_000)
    with world.storage.begin() as work:
        paper = work.print_jobs.waiting()[-1].receipt.paper
        details = [line.details for line in world.storage.queries.journal(5)]
    assert (paper.header, paper.footer) == ("Abay 10\nAlmaty", "See you")
    assert (paper.tax_number, paper.qr) == ("123456789012", "https://example.org")
    assert club(world).look.logo == logo()
    assert all(logo() not in told for told in details)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"header": "x" * 401}, "text.too_long", "header"),
        ({"footer": "a\n" * 11}, "look.too_many_lines", "footer"),
        ({"tax_number": "1" * 41}, "text.too_long", "tax_number"),
        ({"qr": "x" * 2_000_000}, "text.too_long", "qr"),
        ({"logo": "not base64 ☺"}, "look.bad_logo", "logo"),
        ({"logo": base64.b64encode(b"GIF89a").decode()}, "look.bad_logo", "logo"),
        (
            {"logo": base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * LARGEST_LOGO_BYTES).decode()},
            "look.bad_logo",
            "logo",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_and_changes_nothing(open_world, changes, code, field):
    before = club(open_world)
    with refused(code, field):
        open_world.do(SaveReceiptLook(**{"header": "", "footer": "", **changes}))
    assert club(open_world) == before


def test_it_is_the_settings_permission(open_world):
    cashier = open_world.staff(Role.CASHIER)
    with refused("staff.not_allowed"):
        open_world.do(SaveReceiptLook(header="Mine", footer=""), cashier)
