"""The words of a PDF as Qt writes it: its streams, read back by the fonts' own tables."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"(\d+) 0 obj\b(?:(?!endobj).)*?stream\r?\n", re.S)
_RANGE = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*(?:<([0-9a-f]+)>|\[([^\]]*)\])", re.I)
_SHOWN = re.compile(r"/(\S+)\s+[\d.]+\s+Tf|<([0-9a-f]+)>\s*Tj|\b(ET)\b", re.I)


def words_of(pdf: bytes) -> str:
    """Everything that is written on its pages, run after run."""
    streams = _streams(pdf)
    tables = {font: _table(pdf, streams, font) for font in _fonts(pdf)}
    said: list[str] = []
    for text in streams.values():
        decoded = text.decode("latin-1")
        if " Tf" in decoded:
            said += _runs(decoded, tables)
    return " ".join(" ".join(said).replace("\u00a0", " ").split())


def pages_of(pdf: bytes) -> int:
    """How many pages there are."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def _streams(pdf: bytes) -> dict[int, bytes]:
    found = {}
    for match in _STREAM.finditer(pdf):
        packed = pdf[match.end() : pdf.index(b"endstream", match.end())]
        try:
            found[int(match[1])] = zlib.decompressobj().decompress(packed)
        except zlib.error:
            found[int(match[1])] = packed
    return found


def _fonts(pdf: bytes) -> dict[str, int]:
    named = re.findall(rb"/(F\d+)\s+(\d+) 0 R", pdf)
    return {name.decode(): int(number) for name, number in named}


def _table(pdf: bytes, streams: dict[int, bytes], font: str) -> dict[int, str]:
    number = _fonts(pdf)[font]
    start = re.search(rb"(?:^|\s)%d 0 obj" % number, pdf)
    assert start is not None
    body = pdf[start.end() : pdf.index(b"endobj", start.end())]
    named = re.search(rb"/ToUnicode (\d+) 0 R", body)
    if named is None:
        return {}
    table: dict[int, str] = {}
    cmap = streams[int(named[1])].decode("latin-1")
    for low, high, first, each in _RANGE.findall(cmap):
        start, count = int(low, 16), int(high, 16) - int(low, 16) + 1
        signs = re.findall(r"<([0-9a-f]+)>", each, re.I) if each else []
        for step in range(count):
            code = int(signs[step], 16) if signs else int(first, 16) + step
            # Qt's table calls a blank a tab.
            table[start + step] = " " if code in (0, 9) else chr(code)
    return table


def _runs(text: str, tables: dict[str, dict[int, str]]) -> list[str]:
    said, word, table = [], "", {}
    for font, run, end in _SHOWN.findall(text):
        if font:
            table = tables.get(font, {})
        elif end:
            said.append(word)
            word = ""
        else:
            signs = [int(run[at : at + 4], 16) for at in range(0, len(run), 4)]
            word += "".join(table.get(sign, "?") for sign in signs)
    return said
