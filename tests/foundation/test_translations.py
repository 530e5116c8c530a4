"""English and Russian are complete: every text that is shown has its translation, well formed."""

import re

import pytest

from clubdesk.foundation.translate import set_language, tr, tr_in
from tests.support.catalogue import LANGUAGES, compiled, load, missing, po_path, updated

FIELD = re.compile(r"\{[^}]*\}")


@pytest.fixture(scope="module", params=LANGUAGES)
def fresh(request):
    return request.param, updated(request.param)


def test_every_text_is_translated(fresh) -> None:
    _, catalog = fresh
    assert missing(catalog) == []


def test_the_catalogue_holds_no_text_that_is_gone(fresh) -> None:
    language, catalog = fresh
    stored = {str(message.id) for message in load(language)}
    assert stored == {str(message.id) for message in catalog}


def test_every_field_of_a_text_is_in_its_translation(fresh) -> None:
    _, catalog = fresh
    wrong = []
    for message in catalog:
        if not message.id or isinstance(message.id, (tuple, list)):
            continue
        if set(FIELD.findall(message.id)) != set(FIELD.findall(message.string)):
            wrong.append(message.id)
    assert not wrong


def test_counted_texts_have_all_forms_with_their_fields(fresh) -> None:
    _, catalog = fresh
    for message in catalog:
        if isinstance(message.id, (tuple, list)):
            assert len(message.string) == catalog.num_plurals
            many = set(FIELD.findall(message.id[1]))
            assert all(set(FIELD.findall(text)) <= many for text in message.string)


def test_the_compiled_catalogue_is_the_one_in_use(fresh) -> None:
    language, _ = fresh
    assert po_path(language).with_suffix(".mo").read_bytes() == compiled(load(language))


def test_the_language_can_be_changed_and_each_paper_has_its_own() -> None:
    set_language("ru")
    assert tr("Nobody is signed in.") != "Nobody is signed in."
    assert tr_in("en")("Nobody is signed in.") == "Nobody is signed in."
    set_language("tlh")
    assert tr("Nobody is signed in.") == "Nobody is signed in."
