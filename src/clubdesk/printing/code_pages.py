"""What each printer profile can write: its code pages by number, from python-escpos' data.

Read once, when the first paper is made; python-escpos itself is not imported. Any thread.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from clubdesk.printing.characters import PLAINER

_EXTRA_CODECS = {"RK1048": "kz1048"}
"""Pages that printers have and Python knows by another name."""

_UNFIT = frozenset(
    {"cp932", "cp864", "cp862", "cp856", "cp720", "cp874", "cp1255", "cp1256", "cp1258"}
    | {"iso8859_6", "iso8859_8"}
)
"""Pages that are written right to left, join marks to letters or change ASCII: drawn instead."""


@dataclass(frozen=True, slots=True)
class CodePage:
    """One page: the number after ``ESC t``, its Python codec and the characters it has."""

    number: int
    codec: str
    characters: frozenset[str]

    def __hash__(self) -> int:
        return hash((self.number, self.codec))

    @property
    def plainer(self) -> dict[int, str]:
        """For ``str.translate``: plain forms of the signs that this page lacks."""
        return _plainer(self)


@lru_cache(maxsize=64)
def _plainer(page: CodePage) -> dict[int, str]:
    return {ord(k): v for k, v in PLAINER.items() if k not in page.characters}


@lru_cache(maxsize=8)
def pages_of(profile: str) -> tuple[CodePage, ...]:
    """The pages of a printer profile by number; an unknown profile is trusted with ASCII alone."""
    known = _capabilities()
    encodings = known["encodings"]
    numbers = known["profiles"].get(profile, {}).get("codePages", {})
    pages = []
    for number, name in numbers.items():
        codec = _EXTRA_CODECS.get(name) or encodings.get(name, {}).get("python_encode")
        if codec and codec not in _UNFIT:
            pages.append(CodePage(int(number), codec, _characters(codec)))
    return tuple(sorted(pages, key=lambda page: page.number)) or (_ASCII,)


def profile_columns(profile: str) -> int:
    """How many characters of its standard font a printer fits on a row; 0 if not known."""
    fonts = _capabilities()["profiles"].get(profile, {}).get("fonts", {})
    return int(fonts.get("0", {}).get("columns", 0))


def profile_names() -> Sequence[str]:
    """The printers that a settings screen can offer."""
    return sorted(_capabilities()["profiles"])


def best_page(texts: Iterable[str], profile: str) -> CodePage:
    """The one page that leaves the fewest of the texts to be drawn as a picture."""
    needs = [_special(text) for text in texts if not text.isascii()]
    wanted = frozenset().union(*needs)
    pages = pages_of(profile)
    for page in pages:
        if wanted <= page.characters:
            return page
    return min(pages, key=lambda page: sum(not need <= page.characters for need in needs))


@lru_cache(maxsize=8)
def named_page(choice: str) -> CodePage | None:
    """A page that a person chose, ``17:cp866``; None if nothing was chosen or no such codec is."""
    number, _, codec = choice.partition(":")
    try:
        page = CodePage(int(number) % 256, codec, _characters(codecs.lookup(codec).name))
    except (LookupError, ValueError):
        return None
    return page if page.characters or codec == _ASCII.codec else None


@lru_cache(maxsize=1024)
def _special(text: str) -> frozenset[str]:
    return frozenset(char for char in text if not char.isascii() and char not in PLAINER)


def _characters(codec: str) -> frozenset[str]:
    found = set()
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(codec, errors="ignore")
        if char and char.isprintable():
            found.add(char)
    return frozenset(found)


_ASCII = CodePage(0, "ascii", frozenset())


@lru_cache(maxsize=1)
def _capabilities() -> dict[str, Any]:
    spec = find_spec("escpos")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("python-escpos is not installed")
    path = Path(spec.submodule_search_locations[0]) / "capabilities.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
