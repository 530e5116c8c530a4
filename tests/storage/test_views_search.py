"""Search finds exactly who it should, newest visit first, however the books change."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from clubdesk.domain.people import fold
from clubdesk.services.client_cards import AssignCard
from clubdesk.services.client_file import EditClient
from clubdesk.services.clients import AddClient
from clubdesk.services.erasing import EraseClient
from clubdesk.services.merging import MergeClients
from clubdesk.storage import views_search
from tests.support.crowd import Crowd
from tests.support.drafts import NOON, a_client, a_club, after

PHONE = "+77015554417"
OTHER = "+77471209876"


def ids(storage, text, limit=50):
    return [row.client.id for row in storage.queries.search_clients(text, limit)]


@pytest.fixture
def two(world):
    """Two clients; the second came later."""
    first = world.client(name="Санжар Ёлкин", phone=PHONE)
    second = world.client(name="Әлия Нұрғалиқызы", phone=OTHER)
    with world.storage.begin() as work:
        work.clients.touch_visit(first, after(0))
        work.clients.touch_visit(second, after(60))
    return first, second


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("нжа", [0]),
        ("ҒАЛИ", [1]),
        ("кин анж", [0]),
        ("ёлк сан", [0]),
        ("елк са", [0]),
        ("ал", []),
        ("әл", [1]),
        ("ә", [1]),
        ("лия", [1]),
        ("ар", []),
        ("санжарёлкин", []),
        ("р ё", []),
        ("санжар 4417", [0]),
        ("4417 ёлк", [0]),
        ("санжар 9876", []),
        ('"', []),
        ("'; DROP TABLE clients; --", []),
        ("ёлкин OR әлия", []),
        ("елк*", []),
        ("😀😀😀", []),
        ("а" * 5_000, []),
        ("\x00\x00\x00", [1, 0]),
    ],
)
def test_any_part_of_a_name_in_any_order(world, two, text, found):
    assert ids(world.storage, text) == [two[number] for number in found]


def test_signs_that_mean_something_to_the_index_are_letters_here(storage):
    names = ['O"Neill', "C++ Dev", "50% Off_ers", "a AND b", "(скобка)", "дефис-ов", "😀 Smile"]
    with storage.begin() as work:
        work.club.save(a_club())
        for number, name in enumerate(names):
            work.clients.add(a_client(f"+7701000000{number}", name=name))
    for number, part in enumerate(['o"n', "c++", "% of", "and", "(ск", "с-о", "😀"], start=1):
        expected = [number] if part != "% of" else []
        assert ids(storage, part) == expected, part
    assert ids(storage, "f_e") == [3]
    assert ids(storage, "50%") == [3]


def test_a_new_name_is_found_and_the_old_one_is_not(world, two):
    world.do(EditClient(client_id=two[0], phone=PHONE, name="Тимур Groß"))
    assert ids(world.storage, "елк") == []
    assert ids(world.storage, "санж") == []
    assert ids(world.storage, "ross") == [two[0]]
    assert ids(world.storage, "имур") == [two[0]]


def test_a_visit_brings_a_client_to_the_top(world, two):
    assert ids(world.storage, "а") == []
    assert ids(world.storage, "") == [two[1], two[0]]
    third = world.client(name="Санжар Третий", phone="+77010000003")
    assert ids(world.storage, "санж") == [two[0], third]
    with world.storage.begin() as work:
        work.clients.touch_visit(third, after(120))
    assert ids(world.storage, "санж") == [third, two[0]]
    assert ids(world.storage, "санж", limit=1) == [third]
    assert ids(world.storage, "") == [third, two[1], two[0]]


def test_an_erased_client_is_found_by_nothing(world, two):
    world.do(AssignCard(client_id=two[0], card_number="CARD-77"))
    assert ids(world.storage, "CARD-77") == [two[0]]
    world.do(EraseClient(client_id=two[0], reason="Asked for it"))
    for text in ("4417", "елк", "санж", "CARD-77", f"#{two[0]}", f"{two[0]}"):
        assert ids(world.storage, text) == [], text
    assert ids(world.storage, "") == [two[1]]


def test_a_merged_cards_phone_finds_the_card_that_is_left(world, two):
    world.do(MergeClients(from_id=two[0], into_id=two[1], reason="One person"))
    assert ids(world.storage, "4417") == [two[1]]
    assert ids(world.storage, PHONE) == [two[1]]
    assert ids(world.storage, "елк") == []
    assert ids(world.storage, "ғали") == [two[1]]
    last = world.client(name="Последний", phone="+77010000009")
    world.do(MergeClients(from_id=two[1], into_id=last, reason="Again"))
    assert ids(world.storage, "4417") == ids(world.storage, "9876") == [last]


def test_both_cards_ending_alike_give_one_line(world):
    first = world.client(name="Один", phone=PHONE)
    second = world.client(name="Два", phone="+77779994417")
    world.do(MergeClients(from_id=first, into_id=second, reason="One person"))
    assert ids(world.storage, "4417") == [second]


def test_a_card_number_of_digits_comes_beside_phones(world, two):
    world.do(AssignCard(client_id=two[1], card_number="4417"))
    assert ids(world.storage, "4417") == [two[1], two[0]]


def test_a_list_that_is_still_coming_in_is_found_by_nothing(world, two):
    staged = [a_client("+77019994417", name="Санжар Новый", card_number="NEW-1")]
    with world.storage.begin() as work:
        work.clients.add_many(staged, staged=True)
    assert ids(world.storage, "4417") == [two[0]]
    assert ids(world.storage, "санж") == [two[0]]
    assert ids(world.storage, "санж 4417") == [two[0]]
    assert ids(world.storage, "NEW-1") == []
    with world.storage.engine.begin() as connection:
        connection.execute(sql("UPDATE clients SET staged = :no"), {"no": False})
    assert len(ids(world.storage, "4417")) == len(ids(world.storage, "санж")) == 2


def test_a_deleted_row_leaves_the_index(world, two):
    added = world.do(AddClient(phone="+77010000005", name="Мимолётный")).client_id
    assert ids(world.storage, "имоле") == [added]
    with world.storage.engine.begin() as connection:
        connection.execute(sql("DELETE FROM clients WHERE id = :id"), {"id": added})
    assert ids(world.storage, "имоле") == []


def brute(people, text):
    """What the rules say, worked out in plain Python."""
    words = fold(text).split()

    def fits(name):
        folded = fold(name)
        return all(
            word in folded if len(word) >= 3 else f" {word}" in f" {folded}" for word in words
        )

    found = [one for one in people if fits(one.name)]
    came = sorted(found, key=lambda one: (one.last_visit_s or -1, one.id), reverse=True)
    return [one.id for one in came]


def test_search_agrees_with_the_rules_on_a_crowd(storage, monkeypatch):
    """On Postgres the walk sees a tenth of the crowd, so that walk and index both answer."""
    monkeypatch.setattr(views_search, "_FIRST_WALK", 40)
    monkeypatch.setattr(views_search, "_LONGEST_WALK", 120)
    people = list(Crowd(400, 1_795_000_000, seed=3).faces())
    with storage.begin() as work:
        work.club.save(a_club())
        for one in people:
            added = work.clients.add(a_client(one.phone, name=one.name, card_number=one.card))
            assert added.id == one.id
            if one.last_visit_s is not None:
                at = NOON.fromtimestamp(one.last_visit_s, NOON.tzinfo)
                work.clients.touch_visit(one.id, at)
    dice = random.Random(5)
    asked = ["а", "ов", "нов", "бай", "алекс"]
    for one in dice.sample(people, 60):
        name = one.name
        start = dice.randrange(len(name) - 2)
        asked += [name, name[start : start + dice.randint(1, 5)], f"{name[-3:]} {name[:2]}"]
    for text in asked:
        if not text.strip():
            continue
        expected = brute(people, text)
        assert ids(storage, text, 1_000) == expected, text
        assert ids(storage, text, 7) == expected[:7], text


def test_visits_within_one_second_are_in_order_too(world):
    clients = [world.client(name=f"Близнец {n}", phone=f"+7701000001{n}") for n in range(3)]
    with world.storage.begin() as work:
        for place, client in enumerate((clients[1], clients[2], clients[0])):
            work.clients.touch_visit(client, NOON + timedelta(microseconds=place))
    assert ids(world.storage, "близ") == [clients[0], clients[2], clients[1]]
