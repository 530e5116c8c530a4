"""Collects every text that passes through translation, updates the catalogues, compiles them.

Run by `make translations`; the catalogue test uses the same collection.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("ru",)
KEYWORDS = {"tr": None, "mark": None, "trn": (1, 2), "say": None, "sayn": (1, 2)}


def collected() -> Catalog:
    """Every text of the desk and the agent, with the files it stands in."""
    catalog = Catalog(project="ClubDesk", charset="utf-8", fuzzy=False)
    for folder in ("src/clubdesk", "agent/clubdesk_agent"):
        found = extract_from_dir(ROOT / folder, keywords=KEYWORDS, method_map=[("**.py", "python")])
        for name, _line, message, _comments, context in found:
            # Widgets have a method named say, too: a dash that they show is not a text.
            if any(sign.isalpha() for sign in str(message)):
                catalog.add(message, locations=[(f"{folder}/{name}", 0)], context=context)
    return catalog


def po_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "clubdesk.po"


def load(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="ClubDesk", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    catalog = load(language)
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = f"# ClubDesk in the language {language!r}."
    catalog.msgid_bugs_address = ""
    catalog.last_translator = "ClubDesk"
    catalog.version = ""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalog


def missing(catalog: Catalog) -> list[str]:
    absent = []
    for message in catalog:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if not all(texts):
            absent.append(message.id if isinstance(message.id, str) else message.id[0])
    return absent


def compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def merge(catalog: Catalog, words: dict[str, object]) -> None:
    """Fills empty translations from a mapping of English to the other language."""
    for message in catalog:
        key = message.id if isinstance(message.id, str) else "|".join(message.id or ())
        if key and key in words and not any(message.string or ()):
            text = words[key]
            message.string = tuple(text) if isinstance(text, list) else text


def main(arguments: list[str]) -> int:
    for language in LANGUAGES:
        catalog = updated(language)
        for name in arguments:
            merge(catalog, json.loads(Path(name).read_text(encoding="utf-8")))
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=100, no_location=False, sort_output=True,
                     omit_header=False, include_lineno=False)  # fmt: skip
        path.with_suffix(".mo").write_bytes(compiled(load(language)))
        absent = missing(load(language))
        print(f"{language}: {len(absent)} texts without a translation")
        for text in absent:
            print(f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
