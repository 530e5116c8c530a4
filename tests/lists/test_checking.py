"""The dry run: every row that is wrong is told with its line, and nothing is stored."""

from datetime import date

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.lists.checking import Rules, any_day, check_list
from clubdesk.lists.columns import Columns, What, guess
from clubdesk.lists.reading import read_table
from clubdesk.services.views_people import KnownNumbers

TODAY = date(2026, 11, 20)


def nobody(phones, cards) -> KnownNumbers:
    return KnownNumbers()


def checked(folder, text, job, known=nobody, columns=None):
    path = folder / "list.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    table = read_table(path, job)
    return check_list(table, columns or guess(table), Rules("KZ", TODAY, known), job)


def told(result) -> list[tuple[int, str, str]]:
    return [(error.line, error.subject, error.code) for error in result.errors]


def test_a_sound_list_becomes_rows(tmp_path, job) -> None:
    text = (
        "Телефон;Имя;Фамилия;Email;День рождения;Карта;Комментарий\n"
        '8 (701) 555-44-17;Санжар;Ёлкин;s@e.kz;31.05.1998;0012;"Две\nстроки"\n'
        "77471204417;Мария;;;;;\n"
    )
    result = checked(tmp_path, text, job)
    assert result.errors == ()
    first, second = result.rows
    assert (first.line, first.phone, first.name) == (2, "+77015554417", "Санжар Ёлкин")
    assert (first.email, first.birthday, first.card_number) == ("s@e.kz", "1998-05-31", "0012")
    assert first.note == "Две\nстроки"
    assert (second.line, second.phone, second.name) == (4, "+77471204417", "Мария")


BAD = [
    ("87015554417 CALL,Anna,,,,", "phone", "client.bad_phone"),
    (",Anna,,,,", "phone", "client.bad_phone"),
    ("12,Anna,,,,", "phone", "client.bad_phone"),
    ('"7,70156E+10",Anna,,,,', "phone", "client.bad_phone"),
    ("87015554417,,,,,", "name", "client.name_missing"),
    ("87015554417," + "x" * 121 + ",,,,", "name", "client.name_too_long"),
    ("87015554417,Anna,not-an-email,,,", "email", "client.bad_email"),
    ("87015554417,Anna,,32.01.2000,,", "birthday", "client.bad_birthday"),
    ("87015554417,Anna,,05/06/1998,,", "birthday", "client.bad_birthday"),
    ("87015554417,Anna,,2027-01-01,,", "birthday", "client.bad_birthday"),
    ("87015554417,Anna,,,,", "", ""),
    ("87015554417,Anna,,," + "9" * 65 + ",", "card_number", "text.too_long"),
    ("87015554417,Anna,,,," + "ы" * 1_000_000, "note", "text.too_long"),
    ("87015554417,Anna,,,", "", "list.ragged"),
    ("87015554417,Anna,,,,,extra", "", "list.ragged"),
    ("87015554417,😀👍🏽 Эмодзи,,,,", "name", "client.name_signs"),
    ("87015554417,Robert'); DROP TABLE clients;--,,,,", "name", "client.name_signs"),
]


@pytest.mark.parametrize(("row", "subject", "code"), BAD)
def test_a_row_that_is_wrong_is_told_with_its_line(tmp_path, job, row, subject, code) -> None:
    text = f"phone,name,email,birthday,card number,note\n87471204417,Fine,,,,\n{row}\n"
    result = checked(tmp_path, text, job)
    if not code:
        assert len(result.rows) == 2
        return
    assert told(result) == [(3, subject, code)]
    assert result.errors[0].text
    assert len(result.errors[0].text) < 200
    assert len(result.errors[0].value) <= 80
    assert [r.name for r in result.rows] == ["Fine"]


def test_a_row_with_two_faults_tells_both(tmp_path, job) -> None:
    result = checked(tmp_path, "phone,name,email\nabc,,nope\n", job)
    assert [code for _, _, code in told(result)] == [
        "client.bad_phone",
        "client.name_missing",
        "client.bad_email",
    ]


def test_the_same_phone_or_card_twice_in_the_file_names_the_first_line(tmp_path, job) -> None:
    text = (
        "phone,name,card\n87015554417,Anna,1\n+7 701 555 44 17,Again,2\n"
        "87471204417,Boris,1\n87059998877,Clara,\n87059998866,Dina,\n"
    )
    result = checked(tmp_path, text, job)
    assert told(result) == [(3, "phone", "list.twice"), (4, "card_number", "list.twice")]
    assert "line 2" in result.errors[0].text
    assert len(result.rows) == 3


def test_clients_of_today_are_left_out_and_counted(tmp_path, job) -> None:
    known = KnownNumbers({"+77015554417": 5}, {"77": 6})
    text = "phone,name,card\n87015554417,Anna,\n87471204417,Boris,77\n87059998877,Clara,78\n"
    result = checked(tmp_path, text, job, lambda phones, cards: known)
    assert told(result) == [
        (2, "phone", "client.phone_taken"),
        (3, "card_number", "client.card_taken"),
    ]
    assert result.already_here == 1
    assert [row.name for row in result.rows] == ["Clara"]


def test_without_a_column_for_phone_or_name_nothing_is_checked(tmp_path, job) -> None:
    for places, code in (
        ({What.NAME: 0}, "list.no_phone_column"),
        ({What.PHONE: 0}, "list.no_name_column"),
    ):
        with pytest.raises(DeskError) as refusal:
            checked(tmp_path, "a,b\n1,2\n", job, columns=Columns(places, has_heading=False))
        assert refusal.value.code == code
        assert refusal.value.what_to_do
    with pytest.raises(DeskError) as refusal:
        checked(tmp_path, "phone,name\n", job)
    assert refusal.value.code == "list.no_rows"


def test_an_apostrophe_against_formulas_is_taken_off_again(tmp_path, job) -> None:
    result = checked(tmp_path, "phone,name,note\n'+77015554417,'=Anna,'-5\n", job)
    assert (result.rows[0].phone, result.rows[0].name) == ("+77015554417", "=Anna")
    assert result.rows[0].note == "-5"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31.05.1998", "1998-05-31"),
        ("1.5.1998", "1998-05-01"),
        ("1998-05-31", "1998-05-31"),
        ("1998/5/1", "1998-05-01"),
        ("31/05/1998", "1998-05-31"),
        ("05/31/1998", "1998-05-31"),
        ("1998-05-31 00:00:00", "1998-05-31"),
        ("", ""),
        ("soon", "soon"),
    ],
)
def test_a_day_is_read_in_the_forms_that_lists_have(typed, day) -> None:
    assert any_day(typed) == day
