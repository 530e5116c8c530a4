"""A crowd of believable clients for a search to be measured on: names, phones, cards, visits.

Cyrillic, Kazakh and Latin names in the skew they have in life: a few first names are borne by
every fiftieth client, most surnames by very few. The same number and seed give the same crowd.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from clubdesk.domain.people import fold

DAY_S = 86_400


def _listed(names: str) -> list[str]:
    return names.split()


_MEN = _listed(
    "Александр Дмитрий Сергей Андрей Алексей Максим Евгений Иван Михаил Артём Никита Роман Илья "
    "Егор Владимир Кирилл Денис Павел Тимур Виктор Константин Степан Глеб Фёдор Лев Матвей Семён "
    "Пётр Борис Ярослав Руслан Вадим Святослав Мирон Савелий Эльдар Рустам"
)
_WOMEN = _listed(
    "Анастасия Мария Анна Екатерина Дарья Елена Ольга Наталья Виктория Алина Полина Ксения Юлия "
    "Софья Арина Вероника Валерия Кристина Алёна Диана Камила Милана Злата Варвара Майя Эльмира"
)
_KAZAKH = _listed(
    "Айгерім Нұрлан Санжар Әлия Ерлан Динара Асқар Гүлнәр Бауыржан Жанар Дәулет Мәдина Арман "
    "Айдана Қанат Сәуле Темірлан Аружан Нұрсұлтан Бекзат Әйгерім Олжас Жансая Алмас Томирис Ұлан "
    "Шыңғыс Ақерке Мирас Інжу Әділет Ғалым Қуаныш Үміт Һафиза"
)
_LATIN = _listed(
    "James Maria John Anna David Sofia Michael Emma Daniel Julia Thomas Laura Lucas Elena Mateo "
    "Jürgen Zoë François Łukasz Søren Aigerim Sanjar Nurlan Timur Dinara Alex Kevin Chloe Noah Mia"
)
_ROOTS = _listed(
    "Иван Смирн Кузнец Попов Васил Петр Сокол Михайл Новик Фёдор Мороз Волк Алексе Лебед Семён "
    "Егор Павл Козл Степан Никола Орл Андре Макар Никит Захар Зайц Соловь Борис Яковл Григор "
    "Роман Воробь Сергей Кузьм Фрол Александр Дмитр Корол Гус Киселёв Иль Максим Поляк Сорок Вин"
)
_SOUND = _listed(
    "ба ва га да жа за ка ла ма на па ра са та ша бо во го до жо ко ло мо но по ро со то бе ве ге "
    "де ле ме не ре се те бу ву гу ду ку лу му ну ру су ту би ви ги ди ли ми ни ри си ти щу ню лё"
)
_HALVES = _listed(
    "Қасым Әбді Нұр Бай Тоқ Сер Ораз Ал Жан Мұқан Ақ Сәт Дос Құл Есен Ым Тұр Әлі Қай Өмір"
)
_ENDS = ("ов", "бек", "бай", "ғали", "жан", "қызы", "ұлы", "ев", "пай", "баев")
_WEST = _listed(
    "Smith García Müller Johnson Silva Rossi Brown Nowak Kowalski Novák Jensen Dubois Martin "
    "Weber Lopez Taylor Wilson Moore Clark Lewis Young King Wright Scott Green Baker Hill Adams"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One of the crowd; ``last_visit_s`` are UTC seconds, None for one who never came."""

    id: int
    phone: str
    name: str
    card: str
    last_visit_s: int | None

    @property
    def folded(self) -> str:
        """The name as search compares it."""
        return fold(self.name)


class Crowd:
    """Clients with ids from 1; ``now_s`` is the latest instant of a visit."""

    def __init__(self, number: int, now_s: int, seed: int = 7) -> None:
        self.number, self.now_s = number, now_s
        self._dice = random.Random(seed)
        self._skew: dict[int, list[float]] = {}
        self._surnames = self._make_surnames()

    def faces(self) -> Iterator[Face]:
        """All of them, made one after the other."""
        dice = self._dice
        ends = dice.sample(range(10_000_000), self.number)
        for number, end in enumerate(ends, start=1):
            code = dice.choice(("700", "701", "702", "705", "707", "747", "771", "775", "777"))
            came = dice.random() > 0.05
            back = int(dice.random() ** 2 * 3 * 365 * DAY_S)
            yield Face(
                number,
                f"+7{code}{end:07d}",
                self._name(),
                f"C-{number:08d}" if dice.random() < 0.3 else "",
                self.now_s - back if came else None,
            )

    def _name(self) -> str:
        kind = self._dice.random()
        if kind < 0.5:
            return self._slavic()
        if kind < 0.85:
            surname = self._some(_HALVES) + self._some(_HALVES).lower() + self._some(_ENDS)
            return f"{self._some(_KAZAKH)} {surname}"
        return f"{self._some(_LATIN)} {self._some(_WEST)}"

    def _slavic(self) -> str:
        woman = self._dice.random() < 0.35
        first = self._some(_WOMEN if woman else _MEN)
        surname = self._some(self._surnames) + ("а" if woman else "")
        return f"{first} {surname}" if self._dice.random() < 0.6 else f"{surname} {first}"

    def _make_surnames(self) -> list[str]:
        common = [root + ("ов" if root[-1] not in "йьеё" else "ев") for root in _ROOTS]
        rare = {
            "".join(self._dice.choices(_SOUND, k=self._dice.randint(2, 3))).capitalize() + "нов"
            for _ in range(20_000)
        }
        return common + sorted(rare)

    def _some(self, names: list[str] | tuple[str, ...]) -> str:
        """Zipf's law: the second is half as common as the first."""
        key = len(names)
        if key not in self._skew:
            self._skew[key] = list(accumulate(1 / (rank + 3) for rank in range(key)))
        return self._dice.choices(names, cum_weights=self._skew[key])[0]
