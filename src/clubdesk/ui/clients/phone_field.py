"""The phone's field: written as people write it, checked as it is typed. GUI thread only.

The tables of numbers take a while to load: the reading worker loads them behind the dialog.
"""

from __future__ import annotations

from babel import Locale

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import language, tr
from clubdesk.services.client_facts import LONGEST_PHONE, e164
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.field import TextField

_PLACEHOLDERS = {"KZ": "+7 701 555 44 17", "RU": "+7 912 345 67 89"}


class PhoneField(TextField):
    """A phone number.

    Args:
        runner: Asked for the club's country, which numbers without a code belong to.
    """

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__(tr("Phone"), placeholder="+7 701 555 44 17")
        self.country = ""
        self._before = ""
        self.editor.setMaxLength(LONGEST_PHONE)
        self.editor.textEdited.connect(self._edited)
        self.editor.textChanged.connect(lambda _: self._tell())
        self.editor.editingFinished.connect(lambda: self._tell(left=True))
        runner.ask(lambda books: _country_of(books.club()), while_alive(self, self._ready))

    def put(self, text: str) -> None:
        """Writes a number into the field."""
        self._before = _written(text, self.country)
        self.editor.setText(self._before)

    def _ready(self, country: str) -> None:
        self.country = country
        self.editor.setPlaceholderText(_PLACEHOLDERS.get(country, self.editor.placeholderText()))
        if self.editor.text():
            self.put(self.editor.text())
        self._tell()

    def _edited(self, text: str) -> None:
        grew = len(text) > len(self._before)
        at_end = self.editor.cursorPosition() == len(text)
        # What is taken away or mended in the middle is left as the hand wants it.
        if self.country and grew and at_end:
            written = _written(text, self.country)
            if written != text:
                self.editor.setText(written)
        self._before = self.editor.text()

    def _tell(self, *, left: bool = False) -> None:
        """Says under the field whose country it is, or what is wrong with it."""
        text = self.text()
        if not self.country or not text:
            self._say(_country_name(self.country), "dim")
            return
        try:
            number = e164(text, self.country)
        except DeskError as error:
            # Half a number is not wrong yet; letters are.
            if left or any(sign.isalpha() for sign in text):
                self.set_error(error.text)
            else:
                self._say(_country_name("" if text.startswith("+") else self.country), "dim")
            return
        self._say(_country_name(_region(number)), "green")

    def _say(self, words: str, tone: str) -> None:
        self.set_error("")
        self.under.setText(words)
        self.under.set_tone(tone)
        self.under.setVisible(bool(words))


def _country_of(club: object) -> str:
    # Here, on the reading worker: the screens do not wait for the tables.
    import phonenumbers  # noqa: F401

    return str(getattr(club, "country", ""))


def _written(text: str, country: str) -> str:
    """The number as people of the country write it, as far as it goes."""
    if not country or not text.lstrip().startswith(("+", *"0123456789")):
        return text
    if any(sign.isalpha() for sign in text):
        return text
    import phonenumbers

    pen = phonenumbers.AsYouTypeFormatter(country)
    written = ""
    for sign in text:
        if sign.isdigit() or (sign == "+" and not written):
            written = pen.input_digit(sign)
    return written or text


def _region(number: str) -> str:
    import phonenumbers

    return str(phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or "")


def _country_name(code: str) -> str:
    return str(Locale.parse(language()).territories.get(code, code)) if code else ""
