"""The one style sheet of the application, made from a theme's tokens. Pure text and a palette."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette

from clubdesk.ui.look.tokens import RADIUS, Theme

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QWidget#screen { background: $ground; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[tone="dim"] { color: $dim; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="red"] { color: $red; }
QLabel[tone="green"] { color: $green; }
QLabel[tone="amber"] { color: $amber; }
QLabel[tone="blue"] { color: $blue; }
QLabel[tone="violet"] { color: $violet; }

QFrame[frame="panel"] { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[frame="raised"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[frame="dialog"] { background: $panel; border: 1px solid $edge; border-radius: 12px; }
QFrame[frame="flat"] { background: $panel; border: none; }
QFrame[frame="refusal"] { background: $red_bg; border: 1px solid $red; border-radius: ${radius}px; }
QFrame[frame="notice"] { background: $amber_bg; border: 1px solid $amber;
    border-radius: ${radius}px; }
QFrame[frame="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[frame="post"] { background: $line; border: none; max-width: 1px; min-width: 1px; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $field; border: 1px solid $edge; border-radius: ${radius}px;
    padding: 0 11px; min-height: 34px; selection-background-color: $accent;
    selection-color: $on_accent;
}
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 0 10px; min-height: 32px;
}
QPlainTextEdit:focus { padding: 5px 7px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"],
QComboBox[wrong="true"] { border-color: $red; }
QLineEdit:disabled, QComboBox:disabled {
    color: $dim; background: $raised; border-color: $line;
}
QLineEdit[big="true"] { min-height: 46px; padding: 0 14px; }
QLineEdit[big="true"]:focus { min-height: 44px; padding: 0 13px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $edge; padding: 4px; outline: none;
    selection-background-color: $accent_bg; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
    background: $accent_bg; color: $text;
}

QTableView, QListView { background: $panel; border: 1px solid $line; border-radius: ${radius}px;
    outline: none; alternate-background-color: $panel; gridline-color: transparent;
    selection-background-color: $accent_bg; selection-color: $text; }
QTableView:focus, QListView:focus { border: 1px solid $accent; }
QTableView { selection-background-color: transparent; }
QTableView[bare="true"], QTableView[bare="true"]:focus { border: none; border-radius: 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $dim; border: none;
    border-bottom: 1px solid $line; padding: 0 12px; min-height: 34px; font-weight: 500; }
QTableCornerButton::section { background: transparent; border: none; }

QMenu { background: $panel; border: 1px solid $edge; border-radius: ${radius}px; padding: 6px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 6px; }
QMenu::icon { padding-left: 10px; }
QMenu::item:selected { background: $accent_bg; }
QMenu::item:disabled { color: $grey; }
QMenu::separator { height: 1px; background: $line; margin: 6px 4px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[clear="true"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $grey; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet of a theme."""
    tokens = {name: getattr(theme, name) for name in theme.__slots__}
    return _SHEET.substitute(tokens, radius=RADIUS)


def palette(theme: Theme) -> QPalette:
    """The palette for what a style sheet does not reach (placeholders, links, selections)."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, color in {
        role.Window: theme.ground,
        role.Base: theme.field,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.WindowText: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.PlaceholderText: theme.dim,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Link: theme.accent,
    }.items():
        made.setColor(which, QColor(color))
    return made
