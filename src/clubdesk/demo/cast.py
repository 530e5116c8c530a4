"""Who plays and works in the demo club: made-up names and phones. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.domain.people import Role

CLUB_NAME = "Nomad Arena"
PASSWORD = "demo-2026"  # noqa: S105 - shown on the demo's sign-in screen on purpose


@dataclass(frozen=True, slots=True)
class Worker:
    """One account of the demo; all share the demo's password, each has a PIN of its own."""

    login: str
    name: str
    role: Role
    pin: str


OWNER = Worker("owner", "Aigerim Sadykova", Role.OWNER, "4726")
STAFF = (
    Worker("dana", "Dana Akhmetova", Role.ADMINISTRATOR, "3815"),
    Worker("timur", "Timur Nurlanov", Role.CASHIER, "9164"),
    Worker("oleg", "Oleg Pak", Role.TECHNICIAN, "5037"),
)

CLIENT_NAMES = (
    "Sanjar Tulegenov",
    "Мария Ким",
    "Ruslan Abenov",
    "Тимур Сейтқали",
    "Анна Петрова",
    "Aidos Karimov",
    "Илья Васильев",
    "Maria Lopez",
    "Олег Панов",
    "Әсел Нұрланқызы",
    "Daniyar Omarov",
    "Екатерина Ли",
    "Arman Zhaksybek",
    "Дмитрий Соколов",
    "Камила Ахметова",
    "Yerlan Bekov",
    "Никита Орлов",
    "Жанна Өмірбек",
    "Alina Sviridova",
    "Марат Исаев",
    "Bauyrzhan Kali",
    "Софья Цой",
    "Тлеген Құсайынов",
    "Viktor Han",
    "Алия Мұрат",
    "Kirill Demin",
    "Нурсултан Ғабит",
    "Polina Egorova",
    "Артём Ёлкин",
    "Saule Ibraeva",
    "Максим Юн",
    "Temirlan Askar",
    "Дарья Белова",
    "Alisher Rakhim",
    "Игорь Щукин",
    "Madina Serik",
    "Руслан Тен",
    "Eva Novak",
    "Қайрат Болат",
    "Степан Гусев",
)


SAME_END = 3
"""So many clients share the last four digits, as happens in a real list."""


def phone_of(index: int) -> str:
    """The made-up phone of the n-th client, valid by form."""
    end = "4417" if index < SAME_END else f"{(index * 2719 + 1363) % 10_000:04d}"
    operator = ("701", "705", "747", "777", "708")[index % 5]
    return f"+7{operator}{(index * 37 + 101) % 900 + 100}{end}"
