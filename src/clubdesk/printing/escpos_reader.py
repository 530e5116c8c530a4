"""Reads ESC/POS bytes back, command by command, as a printer does. Pure; any thread.

The virtual printer, the preview and the tests judge a paper by these, not by our own layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Style:
    """How the next characters look; ``page`` is the number after ``ESC t``."""

    page: int = 0
    bold: bool = False
    width: int = 1
    height: int = 1
    inverse: bool = False
    align: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes of text in one style, up to the next command."""

    data: bytes
    style: Style


@dataclass(frozen=True, slots=True)
class LineFeed:
    """The end of a row, or ``dots`` of blank paper."""

    dots: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster band: ``dots`` holds 8 dots a byte, a set bit is ink."""

    stride: int
    height: int
    dots: bytes
    align: int


@dataclass(frozen=True, slots=True)
class Reset:
    """``ESC @``: unfinished text is thrown away, every style is plain again."""


@dataclass(frozen=True, slots=True)
class Knife:
    """The paper is cut."""


@dataclass(frozen=True, slots=True)
class DrawerPulse:
    """The drawer on connector pin 2 or 5 opens."""

    pin: int


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """``DLE EOT n``."""

    number: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command that this reader does not know; its two bytes were skipped."""

    data: bytes


Step = Text | LineFeed | Picture | Reset | Knife | DrawerPulse | StatusQuestion | Unknown


class _IncompleteError(Exception):
    """The command's end has not arrived yet."""


class EscposReader:
    """Takes bytes as they arrive and gives the steps that are complete."""

    def __init__(self) -> None:
        self._buffer = b""
        self._at = 0
        self._style = Style()

    @property
    def unfinished(self) -> bool:
        """True while bytes of an incomplete command wait."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> Iterator[Step]:
        """The steps that these bytes complete."""
        self._buffer += data
        while self._buffer:
            self._at = 0
            try:
                step = self._next()
            except _IncompleteError:
                return
            self._buffer = self._buffer[self._at :]
            if step is not None:
                yield step

    def _take(self, count: int) -> bytes:
        piece = self._buffer[self._at : self._at + count]
        if len(piece) < count:
            raise _IncompleteError
        self._at += count
        return piece

    def _byte(self) -> int:
        return self._take(1)[0]

    def _next(self) -> Step | None:
        first = self._byte()
        if first == 0x0A:
            return LineFeed()
        if first < 0x20:
            return self._control(first)
        end = next((i for i, b in enumerate(self._buffer) if b < 0x20), len(self._buffer))
        self._at = end
        return Text(self._buffer[:end], self._style)

    def _control(self, first: int) -> Step | None:
        families = {0x1B: self._esc, 0x1D: self._gs, 0x1C: self._fs, 0x10: self._dle}
        family = families.get(first)
        return family() if family else None

    def _set(self, **changes: int | bool) -> None:
        self._style = replace(self._style, **changes)  # type: ignore[arg-type]

    def _esc(self) -> Step | None:
        code = self._byte()
        if code == 0x40:
            self._style = Style()
            return Reset()
        if code == 0x32:
            return None
        if code == 0x70:
            pin = 5 if self._take(3)[0] & 1 else 2
            return DrawerPulse(pin)
        return self._esc_setting(code)

    def _esc_setting(self, code: int) -> Step | None:
        if code not in _ESC_ONE_BYTE:
            return Unknown(b"\x1b" + bytes([code]))
        value = self._byte()
        if code == 0x64:
            return LineFeed(30 * value)
        if code == 0x4A:
            return LineFeed(value)
        if code == 0x21:
            self._set(
                bold=bool(value & 8), height=2 if value & 16 else 1, width=2 if value & 32 else 1
            )
        elif code in _ESC_STYLE:
            name, kind = _ESC_STYLE[code]
            self._set(**{name: kind(value)})
        return None

    def _gs(self) -> Step | None:
        code = self._byte()
        if code == 0x76:
            return self._picture()
        if code == 0x56:
            if self._byte() in (65, 66):
                self._take(1)
            return Knife()
        if code == 0x28:
            self._take(1)
            self._take(int.from_bytes(self._take(2), "little"))
            return None
        if code not in _GS_ONE_BYTE:
            return Unknown(b"\x1d" + bytes([code]))
        value = self._byte()
        if code == 0x21:
            self._set(width=(value >> 4) + 1, height=(value & 7) + 1)
        elif code == 0x42:
            self._set(inverse=bool(value & 1))
        return None

    def _picture(self) -> Picture:
        self._take(2)
        stride = int.from_bytes(self._take(2), "little")
        height = int.from_bytes(self._take(2), "little")
        return Picture(stride, height, self._take(stride * height), self._style.align)

    def _fs(self) -> Step | None:
        code = self._byte()
        return None if code in (0x2E, 0x26) else Unknown(b"\x1c" + bytes([code]))

    def _dle(self) -> Step | None:
        code = self._byte()
        if code == 0x04:
            return StatusQuestion(self._byte())
        if code == 0x14:
            pin = 5 if self._take(3)[1] & 1 else 2
            return DrawerPulse(pin)
        return Unknown(b"\x10" + bytes([code]))


_ESC_STYLE: dict[int, tuple[str, Callable[[int], int | bool]]] = {
    0x74: ("page", int),
    0x45: ("bold", lambda value: bool(value & 1)),
    0x47: ("bold", lambda value: bool(value & 1)),
    0x61: ("align", lambda value: value % 48),
}

_ESC_ONE_BYTE = frozenset({*_ESC_STYLE, 0x64, 0x4A, 0x21, 0x33, 0x2D, 0x4D, 0x52, 0x7B, 0x20, 0x56})
_GS_ONE_BYTE = frozenset({0x21, 0x42, 0x48, 0x66, 0x68, 0x77, 0x61, 0x72, 0x62})
