"""Cards are sized to the window, never overlap, and arrows go where the eye expects."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.ui.hall.layout import LOWEST, MARGIN, MIN_WIDTH, arrange, step

counts = st.lists(st.integers(0, 40), min_size=1, max_size=5)


def test_the_hall_of_the_picture_has_eight_cards_a_line():
    layout = arrange([16, 8, 4], 974, 640)
    assert [len(row) for row in layout.rows] == [8, 8, 8, 4]
    assert layout.height <= 640


def test_a_larger_window_shows_larger_cards():
    small, large = arrange([24, 12, 4], 974, 640), arrange([24, 12, 4], 1528, 950)
    assert large.card_width > small.card_width
    assert large.height <= 950


def test_forty_seats_show_without_scrolling_on_the_smallest_screen():
    layout = arrange([24, 12, 4], 972, 643)
    assert [len(row) for row in layout.rows] == [8, 8, 8, 8, 4, 4]
    assert layout.height <= 643
    assert layout.card_height >= LOWEST


def test_too_many_cards_scroll_at_the_smallest_size():
    layout = arrange([1000], 974, 640)
    assert layout.height > 640
    assert layout.card_width < MIN_WIDTH + 20


@given(counts, st.integers(200, 4000), st.integers(200, 2000))
def test_cards_lie_inside_and_never_overlap(groups, width, height):
    layout = arrange(groups, width, height)
    assert len(layout.boxes) == sum(groups)
    assert len(layout.titles) == sum(1 for count in groups if count)
    for row in layout.rows:
        boxes = [layout.boxes[i] for i in row]
        for left, right in itertools.pairwise(boxes):
            assert left.x + left.width < right.x
        assert boxes[0].x >= MARGIN
    tops = [layout.boxes[row[0]].y for row in layout.rows]
    assert all(b - a > layout.card_height for a, b in itertools.pairwise(tops))


@given(counts, st.integers(300, 2000), st.data())
def test_a_point_in_a_card_finds_that_card(groups, width, data):
    layout = arrange(groups, width, 700)
    if not layout.boxes:
        return
    place = data.draw(st.integers(0, len(layout.boxes) - 1))
    box = layout.boxes[place]
    assert layout.at(box.x, box.y) == place
    assert layout.at(box.x + box.width - 1, box.y + box.height - 1) == place
    assert layout.at(box.x - 1, box.y) is None
    assert layout.at(box.x, layout.height + 50) is None


@pytest.mark.parametrize(
    ("start", "dx", "dy", "end"),
    [
        (0, 1, 0, 1),
        (0, -1, 0, 0),
        (0, 0, 1, 8),
        (15, 1, 0, 16),
        (15, 0, 1, 23),
        (23, 0, 1, 27),
        (27, 0, 1, 27),
        (27, 1, 0, 27),
        (16, 0, -1, 8),
    ],
)
def test_arrows_cross_zones_and_stop_at_the_edges(start, dx, dy, end):
    assert step(arrange([16, 8, 4], 974, 640), start, dx, dy) == end


def test_only_lines_that_show_are_painted():
    layout = arrange([1000], 974, 640)
    shown = layout.within(0, 640)
    assert 0 < len(shown) < 100
    assert shown[0] == (0, 0)
