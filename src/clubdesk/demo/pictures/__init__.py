"""Every screen as PNG, in both themes and both languages, so that a change of look can be seen."""

from clubdesk.demo.pictures.taking import take_pictures

__all__ = ["take_pictures"]
