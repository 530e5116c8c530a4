"""What makes a category or a product one that can be sold; each refusal names the field.

Desk worker's thread. Amounts are minor units.
"""

from __future__ import annotations

import re
from dataclasses import replace

from clubdesk.domain.bar import Choice, Product, ProductCategory
from clubdesk.domain.people import fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.deed import Deed
from clubdesk.services.menu_known import KnownMenu
from clubdesk.services.typed_text import fitting

LONGEST_NAME = 60
LONGEST_BARCODE = 40
MOST_PIECES = 1_000_000
MOST_CHOICES = 20
MOST_PARTS = 20
MOST_OF_A_PART = 99
MOST_TAX = 9_999
MOST_PICTURE_BYTES = 2 * 1024 * 1024
_PASTED = 20_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


def checked_category(deed: Deed, category: ProductCategory) -> ProductCategory:
    """The category as it is kept.

    Raises:
        DeskError: ``category.name_missing``, ``category.name_taken`` or ``category.colour``.
    """
    name = fitting(category.name[:_PASTED], LONGEST_NAME, "name")
    if not name:
        text = tr("The category needs a name.")
        raise _wrong("category.name_missing", text, "name", tr("Type a name."))
    others = (one for one in deed.work.menu.categories() if one.id != category.id and one.active)
    if category.active and any(fold(other.name) == fold(name) for other in others):
        text = tr("There is a category of this name already.")
        raise _wrong("category.name_taken", text, "name", tr("Choose another."))
    colour = category.colour.lower()
    if colour and not _COLOUR.fullmatch(colour):
        raise _wrong("category.colour", tr("This is not a colour."), "colour")
    return replace(category, name=name, colour=colour)


def checked_product(deed: Deed, product: Product, known: KnownMenu) -> Product:
    """The product as it is kept: its texts clean, its numbers possible, its code its own.

    Raises:
        DeskError: ``product.*``, its subject the field.
    """
    name = _name(product, known)
    if deed.work.menu.category(product.category_id) is None:
        text = tr("The product needs a category.")
        raise _wrong("product.category", text, "category_id", tr("Choose a category."))
    _check_numbers(product)
    clean = replace(
        product,
        name=name,
        barcode=_barcode(product, known),
        choices=tuple(_choice(choice) for choice in product.choices[: MOST_CHOICES + 1]),
    )
    _check_choices(clean)
    _check_parts(deed, clean)
    return clean


def check_picture(picture: bytes) -> None:
    """Refuses what is no whole PNG or JPEG, or too large; the screen keeps it small before.

    Raises:
        DeskError: ``product.picture_too_large`` or ``product.picture``.
    """
    if len(picture) > MOST_PICTURE_BYTES:
        text = tr("The picture is larger than 2 MB.")
        raise _wrong("product.picture_too_large", text, "picture", tr("Choose a smaller one."))
    whole_png = picture.startswith(_PNG) and picture.rstrip(b"\0").endswith(_PNG_END)
    whole_jpeg = picture.startswith(_JPEG) and picture.rstrip(b"\0").endswith(_JPEG_END)
    if not whole_png and not whole_jpeg:
        text = tr("This is not a picture in PNG or JPEG form.")
        raise _wrong("product.picture", text, "picture", tr("Choose another file."))


def _name(product: Product, known: KnownMenu) -> str:
    name = fitting(product.name[:_PASTED], LONGEST_NAME, "name")
    if not name:
        text = tr("The product needs a name.")
        raise _wrong("product.name_missing", text, "name", tr("Type a name."))
    other = known.by_name.get(fold(name))
    if product.active and other is not None and other.id != product.id:
        text = tr("There is a product of this name already.")
        raise _wrong("product.name_taken", text, "name", tr("Choose another."))
    return name


def _barcode(product: Product, known: KnownMenu) -> str:
    barcode = fitting(product.barcode[:_PASTED], LONGEST_BARCODE, "barcode").replace(" ", "")
    if not barcode or not product.active:
        return barcode
    other = known.by_barcode.get(barcode)
    if other is not None and other.id != product.id:
        text = tr("This barcode is on {name} already.").format(name=other.name)
        raise _wrong("product.barcode_taken", text, "barcode", tr("Scan the right one."))
    return barcode


def _check_numbers(product: Product) -> None:
    for subject in ("price_minor", "cost_minor"):
        if not 0 <= getattr(product, subject) <= MAX_MINOR:
            text = tr("The price is zero or more, and not too large.")
            raise _wrong("product.price", text, subject)
    if not 0 <= product.tax_rate <= MOST_TAX:
        raise _wrong("product.tax", tr("The tax is from 0 to 99.99 percent."), "tax_rate")
    if not 0 <= product.points_percent <= 100:
        raise _wrong("product.percent", tr("A percentage is from 0 to 100."), "points_percent")
    if not 0 <= product.low_stock <= MOST_PIECES:
        text = tr("The number of pieces is from 0 to {most}.").format(most=MOST_PIECES)
        raise _wrong("product.low_stock", text, "low_stock")


def _choice(choice: Choice) -> Choice:
    name = fitting(choice.name[:_PASTED], LONGEST_NAME, "choices")
    if not name:
        raise _wrong("product.choices", tr("A choice needs a name."), "choices")
    if not 0 <= choice.price_minor <= MAX_MINOR:
        text = tr("The price is zero or more, and not too large.")
        raise _wrong("product.choices", text, "choices")
    return Choice(name, choice.price_minor)


def _check_choices(product: Product) -> None:
    if len(product.choices) > MOST_CHOICES:
        text = tr("A product has at most {count} choices.").format(count=MOST_CHOICES)
        raise _wrong("product.choices", text, "choices")
    if len({fold(choice.name) for choice in product.choices}) < len(product.choices):
        raise _wrong("product.choices", tr("Two choices have the same name."), "choices")


def _check_parts(deed: Deed, product: Product) -> None:
    if not product.parts:
        return
    if product.stocked:
        text = tr("A combo has no stock of its own: that of its parts is counted.")
        raise _wrong("product.parts", text, "stocked", tr("Leave the stock of the combo off."))
    if len(product.parts) > MOST_PARTS:
        text = tr("A combo has at most {count} parts.").format(count=MOST_PARTS)
        raise _wrong("product.parts", text, "parts")
    if len({part.product_id for part in product.parts}) < len(product.parts):
        text = tr("A part of the combo is named twice.")
        raise _wrong("product.parts", text, "parts", tr("Give its quantity instead."))
    _check_each_part(deed, product)
    holders = (one for one in deed.work.menu.products() if one.active and one.id != product.id)
    if product.id and any(part.product_id == product.id for one in holders for part in one.parts):
        text = tr("{name} is a part of a combo, so it cannot be one.").format(name=product.name)
        raise _wrong("product.parts", text, "parts")


def _check_each_part(deed: Deed, product: Product) -> None:
    for part in product.parts:
        found = deed.work.menu.get(part.product_id)
        if found is None or found.parts or found.id == product.id:
            text = tr("A part of a combo is a product that is no combo itself.")
            raise _wrong("product.parts", text, "parts")
        if not 0 < part.quantity <= MOST_OF_A_PART:
            text = tr("A combo holds 1 to {most} pieces of a part.").format(most=MOST_OF_A_PART)
            raise _wrong("product.parts", text, "parts")


def _wrong(code: str, text: str, subject: str, what: str = "") -> DeskError:
    # Not inside the braces: texts are found where they stand by themselves.
    done, then = tr("Nothing was changed."), what or tr("Correct the value.")
    return DeskError(code, text, f"{done} {then}", subject=subject)
