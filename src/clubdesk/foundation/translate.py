"""Every text a user sees passes through ``tr``; catalogues are gettext's, read once a language.

English is the source: a text is its own key. The language is the process's, set at the start and
by the settings screen, before windows are made. Any thread.
"""

from __future__ import annotations

import gettext
from functools import lru_cache

from clubdesk.foundation.assets import asset

LANGUAGES: dict[str, str] = {"en": "English", "ru": "Русский"}
DOMAIN = "clubdesk"


class _Current:
    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


@lru_cache(maxsize=8)
def catalogue_of(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English, and a language without a file, give the source."""
    path = asset("translations") / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if language == "en" or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def set_language(language: str) -> None:
    """Makes a language the one that ``tr`` answers in; an unknown one becomes English."""
    _Current.language = language if language in LANGUAGES else "en"
    _Current.catalogue = catalogue_of(_Current.language)


def language() -> str:
    """The language in use, such as ``en``."""
    return _Current.language


def tr(text: str) -> str:
    """The text in the language in use."""
    return _Current.catalogue.gettext(text)


def trn(one: str, many: str, count: int) -> str:
    """The form of a counted text that the language in use wants; fill in ``{count}`` after."""
    return _Current.catalogue.ngettext(one, many, count)


def mark(text: str) -> str:
    """Marks a text for the catalogue where it stands as data; ``tr`` it where it is shown."""
    return text


class tr_in:  # noqa: N801 - reads as a verb where it is used
    """Answers in one named language, whatever the process uses (a receipt has its own)."""

    def __init__(self, language: str) -> None:
        self._catalogue = catalogue_of(language)

    def __call__(self, text: str) -> str:
        """The text in that language."""
        return self._catalogue.gettext(text)
