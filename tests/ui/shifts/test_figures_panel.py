"""The running shift's figures: what went back or was undone shows only if there is any."""

from dataclasses import replace

from clubdesk.ui.shifts.figures_panel import FiguresPanel
from tests.support.fake_desk import CLUB, FIGURES


def shown(panel: FiguresPanel) -> set[str]:
    return {name for name, figure in panel.figures.items() if figure.isVisible()}


def test_nothing_of_undoing_shows_where_nothing_was_undone(qtbot) -> None:
    panel = FiguresPanel()
    qtbot.addWidget(panel)
    panel.show()
    assert len(shown(panel)) == 8
    panel.show_figures(FIGURES, CLUB, with_cash=True)
    assert len(shown(panel)) == 8


def test_what_went_back_shows_while_there_is_any(qtbot) -> None:
    panel = FiguresPanel()
    qtbot.addWidget(panel)
    panel.show()
    some = replace(FIGURES, refunds=50_000, undone_top_ups=120_000)
    panel.show_figures(some, CLUB, with_cash=False)
    assert shown(panel) >= {"refunds", "undone_top_ups"}
    assert "1,200" in panel.figures["undone_top_ups"].value.text()
    assert not panel.figures["deductions"].isVisible()
    panel.show_figures(FIGURES, CLUB, with_cash=False)
    assert not panel.figures["refunds"].isVisible()
