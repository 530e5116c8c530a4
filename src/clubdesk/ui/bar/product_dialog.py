"""A product of the menu: everything that the bar has to know of it. GUI thread only."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.domain import bar as menu_of
from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.menu import SaveProduct
from clubdesk.services.views_bar import MenuView
from clubdesk.ui.bar.growing_lines import ChoiceLine, GrowingLines, PartLine
from clubdesk.ui.bar.product_picture import PictureField
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.line_edit import take_scans
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.operations.form import Complaining

WIDTH = 820
MOST_PIECES = 1_000_000


class ProductDialog(Dialog):
    """Adds a product, or changes one; its stock is changed in the tab Stock."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, menu: MenuView,
        product: Product | None, category_id: int,
    ) -> None:  # fmt: skip
        heading = tr("Edit product") if product is not None else tr("Add product")
        super().__init__(over, heading, width=WIDTH)
        self.setObjectName("product_dialog")
        self._runner = runner
        first = category_id or menu.categories[0].id
        kept = product or Product(0, first, "", 0, position=len(menu.products))
        self._kept = kept
        others = [one for one in menu.products if one.active and one.id != kept.id]
        parts = [one for one in others if not one.parts]
        self.name = TextField(tr("Name"))
        listed = [one for one in menu.categories if one.active or one.id == kept.category_id]
        self.category = Choice([(one.id, one.name) for one in listed])
        self.price = MoneyField(tr("Price"), club.currency, big=False)
        self.cost = MoneyField(tr("Cost of a piece"), club.currency, big=False)
        self.barcode = TextField(tr("Barcode"), placeholder=tr("scan it here"))
        self.tax = TextField(tr("Tax in the price, %"), placeholder="0")
        self.points = Field(tr("Payable in points, %"), NumberBox(0, 100, kept.points_percent))
        self.stocked = Tick(tr("Pieces are counted"))
        self.low = Field(tr("Low from"), NumberBox(0, MOST_PIECES, kept.low_stock),
                         tr("0 never tells."))  # fmt: skip
        self.kitchen = Tick(tr("The kitchen prepares it"), tr("Its lines go to their printer."))
        self.state = ChipRow([(True, tr("On the menu")), (False, tr("Put away"))])
        self.picture = PictureField(runner, kept.id, has_picture=kept.has_picture)
        self.choices: GrowingLines[menu_of.Choice] = GrowingLines(
            tr("Comes with"), tr("Add a choice"), lambda one: ChoiceLine(one, club)
        )
        self.parts: GrowingLines[menu_of.Part] = GrowingLines(
            tr("Combo: holds"), tr("Add a part"), lambda one: PartLine(one, parts)
        )
        self.parts.more.setEnabled(bool(parts))
        self._build()
        self._fill(kept)
        self.stocked.toggled.connect(lambda on: self.low.setEnabled(on))
        self.set_primary(tr("Save"))

    def begin(self) -> None:
        """Opens with the keyboard in the name."""
        self.open(self.name.editor)

    def on_primary(self) -> None:
        """Saves it, once every field can be read."""
        self.refuse(None)
        try:
            product = self.typed()
        except DeskError as wrong:
            self.refuse(wrong)
            return
        self.submit(self._runner, SaveProduct(product=product, picture=self.picture.data))

    def typed(self) -> Product:
        """The product as it stands in the fields.

        Raises:
            DeskError: A field cannot be read; its subject says which one.
        """
        self._check_amounts()
        key = self.category.key()
        return replace(
            self._kept,
            name=self.name.text(),
            category_id=int(str(key)) if key is not None else 0,
            price_minor=self.price.minor() or 0,
            cost_minor=self.cost.minor() or 0,
            barcode=self.barcode.text(),
            tax_rate=read_percent(self.tax.text()),
            points_percent=self.points.editor.value(),
            stocked=self.stocked.isChecked(),
            low_stock=self.low.editor.value() if self.stocked.isChecked() else 0,
            kitchen=self.kitchen.isChecked(),
            choices=self._typed_choices(),
            parts=tuple(p for line in self.parts.lines if isinstance(line, PartLine)
                        and (p := line.part()) is not None),
            active=bool(self.state.key()),
        )  # fmt: skip

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at the field that it is about."""
        about: dict[str, Complaining] = {
            "name": self.name, "price_minor": self.price, "cost_minor": self.cost,
            "barcode": self.barcode, "tax_rate": self.tax, "points_percent": self.points,
            "low_stock": self.low, "picture": self.picture, "choices": self.choices,
            "parts": self.parts,
        }  # fmt: skip
        for subject, field in about.items():
            mine = error is not None and error.subject == subject
            field.set_error(error.text if error is not None and mine else "")
            if mine and isinstance(field, TextField | MoneyField):
                field.setFocus()
        super().refuse(error)

    def _check_amounts(self) -> None:
        if not self.name.text():
            raise DeskError("product.name_missing", tr("Type a name."), subject="name")
        for subject, field in (("price_minor", self.price), ("cost_minor", self.cost)):
            typed, minor = field.edit.text().strip(), field.minor()
            if (typed and minor is None) or (not typed and subject == "price_minor"):
                text = field.complaint() or tr("Type the price.")
                raise DeskError("product.price", text, subject=subject)
            if minor is not None and minor < 0:
                raise DeskError(
                    "product.price", tr("The price cannot be less than zero."), subject=subject
                )

    def _typed_choices(self) -> tuple[menu_of.Choice, ...]:
        try:
            lines = [one.choice() for one in self.choices.lines if isinstance(one, ChoiceLine)]
        except DeskError as wrong:
            raise DeskError(wrong.code, wrong.text, wrong.what_to_do, subject="choices") from wrong
        return tuple(one for one in lines if one is not None)

    def _build(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_M)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, 0, 0, 1, 2, top)
        grid.addWidget(Field(tr("Category"), self.category), 0, 2, 1, 2, top)
        for place, part in enumerate((self.price, self.cost, self.tax, self.points)):
            grid.addWidget(part, 1, place, top)
        grid.addWidget(self.barcode, 2, 0, 1, 2, top)
        grid.addWidget(self.low, 2, 2, 1, 1, top)
        grid.addWidget(self.stocked, 2, 3, 1, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.picture, 3, 0, 1, 2, top)
        side = QVBoxLayout()
        side.setSpacing(GAP_S)
        side.addWidget(self.kitchen)
        side.addSpacing(GAP_S)
        side.addWidget(small(tr("State")))
        side.addWidget(self.state)
        side.addStretch(1)
        grid.addLayout(side, 3, 2, 1, 2)
        grid.addWidget(self.choices, 4, 0, 1, 2, top)
        grid.addWidget(self.parts, 4, 2, 1, 2, top)
        grid.setRowStretch(5, 1)
        area = scrolled(content)
        area.setMinimumHeight(min(470, max(300, self._window.height() - 220)))
        self.body.addWidget(area, 1)

    def _fill(self, kept: Product) -> None:
        take_scans(self.barcode.editor)
        self.name.editor.setText(kept.name)
        self.name.editor.setMaxLength(60)
        self.category.choose(kept.category_id)
        self.price.set_minor(kept.price_minor if kept.id else None)
        self.cost.set_minor(kept.cost_minor or None)
        self.barcode.editor.setText(kept.barcode)
        self.tax.editor.setText(f"{kept.tax_rate / 100:g}" if kept.tax_rate else "")
        self.stocked.setChecked(kept.stocked)
        self.low.setEnabled(kept.stocked)
        self.kitchen.setChecked(kept.kitchen)
        self.state.choose(kept.active)
        self.choices.fill(kept.choices)
        self.parts.fill(kept.parts)


def read_percent(text: str) -> int:
    """A percentage as hundredths of a percent; empty is none.

    Raises:
        DeskError: It is no percentage below 100; its subject is ``tax_rate``.
    """
    typed = text.strip().rstrip("%").strip().replace(",", ".")
    if not typed:
        return 0
    try:
        rate = Decimal(typed) * 100
    except InvalidOperation:
        raise _no_percentage() from None
    if not rate.is_finite() or rate != rate.to_integral_value() or not 0 <= rate < 10_000:
        raise _no_percentage()
    return int(rate)


def _no_percentage() -> DeskError:
    return DeskError("product.tax", tr("Type a percentage such as 12 or 7.5."), subject="tax_rate")
