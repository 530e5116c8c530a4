"""The tour: a club's day played through the real windows without a display."""

from clubdesk.demo.tour.playing import play_tour

__all__ = ["play_tour"]
