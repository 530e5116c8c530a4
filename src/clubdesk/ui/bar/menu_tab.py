"""The tab Menu: categories and products, their order, import and export. GUI thread only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.bar import Product, ProductCategory
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.lists.menu_writing import export_menu
from clubdesk.services.menu import OrderMenu
from clubdesk.services.views_bar import MenuView
from clubdesk.ui.bar.category_dialog import CategoryDialog
from clubdesk.ui.bar.menu_tables import categories_table, products_table
from clubdesk.ui.bar.product_dialog import ProductDialog
from clubdesk.ui.bar.product_import import open_product_import
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.latin_keys import latin
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.table_file import choose_file
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.operations.order_typed import found_in_menu

ALL = ProductCategory(0, "")
LEFT_WIDTH = 228


class MenuTab(QWidget):
    """What is sold.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self._menu = MenuView()
        self.categories = categories_table()
        self.products = products_table(club, self._category_of)
        self.search = SearchBox(tr("Product or barcode"), "/")
        self.gone = Tick(tr("Those put away too"))
        self.add_category = Button(tr("Add category"), icon_name="plus")
        self.edit_category = Button(tr("Edit category"), icon_name="pencil")
        self.add = Button(tr("Add product"), Kind.PRIMARY, "N")
        self.edit = Button(tr("Edit product"), Kind.SECONDARY, tr("Enter"))
        self.up = Button(tr("Up"), Kind.QUIET, "Ctrl+↑")
        self.down = Button(tr("Down"), Kind.QUIET, "Ctrl+↓")
        self.bring = Button(tr("Import"), Kind.QUIET, icon_name="upload")
        self.save = Button(tr("Export"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self._build()
        self._connect()
        self.setFocusProxy(self.products)

    def know(self, menu: MenuView) -> None:
        """Shows the menu of now."""
        self._menu = menu
        listed = [replace_name(ALL, tr("All")), *menu.categories]
        self.categories.show_rows(listed, same=lambda one: one.id)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N adds, Ctrl and arrows change the order, / goes to the search."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ways = {Qt.Key.Key_Up: self.up, Qt.Key.Key_Down: self.down}
        if control and event.key() in ways:
            ways[Qt.Key(event.key())].click()
        elif not control and latin(event.text()) == "N" and not event.isAutoRepeat():
            self.add.click()
        elif event.text() == "/":
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        left_side = QWidget()
        left_side.setFixedWidth(LEFT_WIDTH)
        left = QVBoxLayout(left_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GAP_S)
        left.addWidget(self.categories, 1)
        left.addWidget(self.add_category)
        left.addWidget(self.edit_category)
        right = QVBoxLayout()
        right.setSpacing(GAP_M)
        above = row(self.search, gap=GAP_M)
        above.setStretch(0, 1)
        self.gone.setFixedWidth(self.gone.sizeHint().width() + 8)
        above.addWidget(self.gone)
        above.addWidget(self.add)
        right.addLayout(above)
        right.addWidget(self.products, 1)
        right.addLayout(row(self.edit, self.up, self.down, None, self.bring, self.save))
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        across.setSpacing(GAP_L)
        across.addWidget(left_side)
        across.addLayout(right, 1)

    def _connect(self) -> None:
        self.categories.row_changed.connect(lambda _: self._show())
        self.categories.row_chosen.connect(lambda _: self._edit_category())
        self.products.row_chosen.connect(self._edit)
        self.products.row_changed.connect(lambda _: self._allow())
        self.products.save_asked.connect(self._save)
        self.search.searched.connect(lambda _: self._show())
        self.search.stepped.connect(self.products.step)
        self.search.chosen.connect(self.products.choose_current)
        self.gone.toggled.connect(lambda _: self._show())
        self.add.clicked.connect(lambda: self._edit(None))
        self.edit.clicked.connect(self.products.choose_current)
        self.add_category.clicked.connect(lambda: self._open_category(None))
        self.edit_category.clicked.connect(self._edit_category)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.bring.clicked.connect(self._import)
        self.save.clicked.connect(self._save)

    def _show(self) -> None:
        chosen = self.categories.current()
        wanted = chosen.id if chosen is not None else 0
        listed = [one for one in self._menu.products if one.active or self.gone.isChecked()]
        text = self.search.text().strip()
        if text:
            by_code = [one for one in listed if one.barcode and one.barcode.startswith(text)]
            listed = by_code or found_in_menu(text, listed)
        elif wanted:
            listed = [one for one in listed if one.category_id == wanted]
        self.products.show_rows(listed, text, same=lambda one: one.id)
        self._allow()

    def _allow(self) -> None:
        none = "" if self.products.current() is not None else tr("There is nothing to edit.")
        self.edit.allow(none)
        self.save.allow(none and tr("There is nothing to save."))
        chosen = self.categories.current()
        is_one = chosen is not None and chosen.id != 0
        self.edit_category.allow("" if is_one else tr("Choose a category."))
        searched = bool(self.search.text().strip())
        whole = tr("Choose a category: its products are put in order.")
        moves = self.categories.hasFocus() or is_one
        why = none or ("" if moves and not searched else whole)
        for button in (self.up, self.down):
            button.allow(why)

    def _category_of(self, product: Product) -> str:
        names = {one.id: one.name for one in self._menu.categories}
        return names.get(product.category_id, "")

    def _edit(self, product: Product | None) -> None:
        if not self._menu.categories:
            self._open_category(None)
            return
        chosen = self.categories.current()
        category = chosen.id if chosen is not None else 0
        ProductDialog(self, self._runner, self._club, self._menu, product, category).begin()

    def _edit_category(self) -> None:
        chosen = self.categories.current()
        if chosen is not None and chosen.id:
            self._open_category(chosen)

    def _open_category(self, category: ProductCategory | None) -> None:
        CategoryDialog(self, self._runner, category, len(self._menu.categories)).begin()

    def _move(self, by: int) -> None:
        if self.categories.hasFocus():
            ids = [one.id for one in self._menu.categories]
            chosen = self.categories.current()
            moved = _moved(ids, chosen.id if chosen is not None else 0, by)
            command = OrderMenu(category_ids=moved)
        else:
            rows = self.products.rows_model.rows
            current = self.products.current()
            moved = _moved([one.id for one in rows], current.id if current is not None else 0, by)
            command = OrderMenu(product_ids=moved)
        if moved:
            self._runner.do(command)

    def _import(self) -> None:
        open_product_import(self, self._runner, self._club, self.told.emit)

    def _save(self) -> None:
        """The whole menu, in the form that an import reads."""
        path = choose_file(self, tr("Menu"))
        if path is None:
            return
        menu, currency = self._menu, self._club.currency
        self._runner.work(
            lambda _job: export_menu(menu, currency, path),
            while_alive(self, lambda _: self._tell_saved(path)),
        )

    def _tell_saved(self, path: Path) -> None:
        self.told.emit(Notice(tr("The table was saved."), str(path)))


def replace_name(category: ProductCategory, name: str) -> ProductCategory:
    """The same category under another name."""
    return ProductCategory(category.id, name, category.colour, category.position, category.active)


def _moved(ids: list[int], chosen: int, by: int) -> tuple[int, ...]:
    """The ids with one of them a place further; empty where it cannot go there."""
    if chosen not in ids or not 0 <= ids.index(chosen) + by < len(ids):
        return ()
    place = ids.index(chosen)
    ids[place], ids[place + by] = ids[place + by], ids[place]
    return tuple(ids)
