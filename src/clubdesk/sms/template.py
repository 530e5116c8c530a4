"""Fills placeholders into an address, headers and a body, each escaped for its place. Pure."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

_PLACE = re.compile(r"\{([a-z]+)\}")
PLACES = frozenset({"phone", "digits", "text", "sender", "account", "key", "id"})


def values_for(**given: str) -> dict[str, str]:
    """The values of all placeholders; those not given are empty.

    ``digits`` is the phone without its plus.
    """
    made = dict.fromkeys(PLACES, "") | given
    made["digits"] = made["phone"].lstrip("+")
    return made


def fill_url(template: str, values: Mapping[str, str]) -> str:
    """An address; values are percent-encoded whole, so none can add a parameter or a path."""
    return _fill(template, values, lambda value: quote(value, safe=""))


def fill_body(template: str, values: Mapping[str, str], content_type: str) -> bytes:
    """A body, escaped as JSON text or form field by its content type; else as it stands."""
    kind = content_type.partition(";")[0].strip().lower()
    escape: Callable[[str], str] = str
    if kind.endswith("json"):
        escape = _json_text
    elif kind == "application/x-www-form-urlencoded":
        escape = quote_plus
    elif kind.endswith("xml"):
        escape = _xml_text
    return _fill(template, values, escape).encode()


def fill_headers(lines: str, values: Mapping[str, str]) -> dict[str, str]:
    """Headers, one a line; ``{basic}`` is account and key as HTTP's basic authorisation.

    Raises:
        ValueError: A line has no colon, or a value would begin a line of its own.
    """
    pair = f"{values['account']}:{values['key']}".encode()
    known = {**values, "basic": base64.b64encode(pair).decode()}
    headers = {}
    for line in filter(str.strip, lines.splitlines()):
        name, colon, value = line.partition(":")
        filled = _fill(value.strip(), known, str)
        if not colon or not name.strip() or not filled.isprintable():
            raise ValueError(f"not a header: {name.strip()[:40]}")
        headers[name.strip()] = filled
    return headers


def _fill(template: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        return escape(values[name]) if name in values else found.group(0)

    # One pass: what a value holds is never read as a placeholder.
    return _PLACE.sub(put, template)


def _json_text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _xml_text(value: str) -> str:
    from xml.sax.saxutils import escape

    return escape(value, {'"': "&quot;", "'": "&apos;"})
