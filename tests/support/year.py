"""A year of a busy club's books: 100,000 sessions, 300,000 transactions, and an evening in play.

Shifts are opened and closed through the real door, so every Z-report is one; what happens in a day
is written row by row, with the chain, past the door but through the database's own triggers.
`clubdesk verify` finds every law kept (a test holds it on a short year).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import floor
from pathlib import Path
from typing import Any

from clubdesk.demo.club import set_up_demo
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    TransactionDraft,
    TransactionKind,
    chain_hash,
    pair,
)
from clubdesk.domain.people import Client
from clubdesk.domain.receipt import MoneyTaken, Paper, PaperKind, Receipt
from clubdesk.domain.session import Terms
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.balance import TopUp
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import StartSession
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.instants import to_micros
from clubdesk.storage.opening import Storage, open_storage
from clubdesk.storage.rows import to_json

STATIONS = 60
CLIENTS = 4_000
SESSIONS_A_DAY = 275
DAYS = 365
PLAYING_NOW = 24
TILL = AccountRef(AccountKind.TILL_CASH, 1)
PLAY = AccountRef(AccountKind.PLAY_REVENUE)

_POSTING = "INSERT INTO postings (transaction_id, account_id, amount) VALUES (?, ?, ?)"
_HEADER = (
    "INSERT INTO transactions (id, till_id, till_seq, prev_hash, hash, kind, shift_id, staff_id,"
    " at, effective_at, client_id, session_id, reason) VALUES (?,1,?,?,?,?,?,?,?,?,?,?,'')"
)
_SESSION = (
    "INSERT INTO sessions (id, client_id, station_id, state, charged_minor, started_at, ended_at,"
    " ended_shift_id) VALUES (?, ?, ?, 'ended', ?, ?, ?, ?)"
)
_SEGMENT = (
    "INSERT INTO segments (session_id, position, station_id, running, terms, started_at, ended_at)"
    " VALUES (?, 0, ?, 1, ?, ?, ?)"
)
_LINE = (
    "INSERT INTO journal (at, staff_id, action, client_id, session_id, station_id, details,"
    " command_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ANSWER = "INSERT INTO answers (command_id, action, digest, answer, at) VALUES (?, ?, ?, ?, ?)"
_PAPER = "INSERT INTO print_jobs (receipt, state, created_at, copy, tries) VALUES (?, ?, ?, 0, 1)"


def make_year(file: Path, now: datetime, *, days: int = DAYS, a_day: int = SESSIONS_A_DAY) -> None:
    """Writes the books; their last evening is ``now`` (UTC), with a shift open and people in."""
    storage = open_storage(sqlite_url(file))
    try:
        clock = ManualClock(now - timedelta(days=days + 1))
        door = Dispatcher(storage.begin, clock, 1, EventFeed(), RULES)
        owner = set_up_demo(door, STATIONS, storage.begin)
        year = _Year(storage, clock, door, owner)
        year.add_clients()
        for day in range(days):
            year.play(now - timedelta(days=days - day, hours=10), a_day)
        clock.move_to(now - timedelta(hours=1))
        year.open()
        year.fill(PLAYING_NOW)
    finally:
        storage.close()


@dataclass
class _Year:
    storage: Storage
    clock: ManualClock
    door: Dispatcher
    owner: int
    clients: list[int] = field(default_factory=list)
    accounts: dict[AccountRef, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(2026)
        with self.storage.begin() as work:
            rates = work.rates.all()
            self.seats = [
                (s.id, next(r for r in rates if s.zone_id in r.zone_ids))
                for s in work.stations.all()
            ]
        self.sessions = self.transactions = 0

    def add_clients(self) -> None:
        with self.storage.begin() as work:
            for n in range(CLIENTS):
                added = work.clients.add(
                    Client(0, f"+7702{n:07d}", name=f"Client {n}", created_at=self.clock.now())
                )
                self.clients.append(added.id)

    def open(self) -> int:
        with self.storage.begin() as work:
            counted = work.ledger.balance(TILL) or 5_000_000
        return self.door.carry_out(OpenShift(counted_minor=counted), self.owner).shift_id

    def play(self, opens: datetime, sessions: int) -> None:
        """A day: a shift, everyone who came and went, the till counted."""
        self.clock.move_to(opens)
        shift = self.open()
        with self.storage.begin() as work:
            link: Any = work._link._connection
            seq, head = work.ledger.head(1)
            day = _Day(self, link, shift, seq, head)
            for n in range(sessions):
                day.stay(opens + timedelta(minutes=3 * (n % 200)))
            day.write()
        self.clock.move_to(opens + timedelta(hours=14))
        with self.storage.begin() as work:
            counted = work.ledger.balance(TILL)
        self.door.carry_out(CloseShift(counted_minor=counted), self.owner)

    def fill(self, people: int) -> None:
        for (seat, rate), client in zip(self.seats, self.clients[:people], strict=False):
            self.door.carry_out(TopUp(client_id=client, cash_minor=800_000), self.owner)
            start = StartSession(station_id=seat, client_id=client, rate_id=rate.id)
            self.door.carry_out(start, self.owner)


@dataclass
class _Day:
    year: _Year
    link: Any
    shift: int
    seq: int
    head: str
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        top = "SELECT coalesce(max(id), 0) FROM "
        self.number = self.link.execute(top + "transactions").fetchone()[0]
        self.session = self.link.execute(top + "sessions").fetchone()[0]

    def stay(self, start: datetime) -> None:
        """One session with its three transactions, journal lines, answers and paper."""
        dice, self.session = self.year.dice, self.session + 1
        seat, rate = self.year.seats[self.session % len(self.year.seats)]
        played = timedelta(minutes=3 * dice.randint(10, 60))
        end = start + played
        price = floor(rate.price.price([(start, end)]))
        guest = dice.random() < 0.3
        client = None if guest else dice.choice(self.year.clients)
        payer = (
            AccountRef(AccountKind.GUEST, self.session)
            if client is None
            else AccountRef(AccountKind.GAME, client)
        )
        begin, finish = to_micros(start), to_micros(end)
        self._row(_SESSION, self.session, client, seat, price, begin, finish, self.shift)
        terms = to_json(Terms(rate.id, rate.name, rate.price))
        self._row(_SEGMENT, self.session, seat, terms, begin, finish)
        charge = (TransactionKind.SESSION_CHARGE, payer, PLAY, price, end)
        if client is None:
            paid = (TransactionKind.GUEST_PAYMENT, TILL, payer, price + 20_000, start)
            back = (TransactionKind.GUEST_CHANGE, payer, TILL, 20_000, end)
            steps = (paid, charge, back)
        else:
            first = (TransactionKind.TOP_UP, TILL, payer, price, start)
            steps = (first, (TransactionKind.TOP_UP, TILL, payer, 2_000, start), charge)
        for kind, debit, credit, amount, at in steps:
            self._post(kind, pair(debit=debit, credit=credit, amount=amount), client, seat, at)
        self._row(_PAPER, self._paper(price, start), "confirmed", begin)

    def write(self) -> None:
        """Sends the day's rows: of a transaction the legs first, then the header."""
        for sql in (_SESSION, _SEGMENT, _POSTING, _HEADER, _LINE, _ANSWER, _PAPER):
            self.link.executemany(sql, self.rows.get(sql, []))

    def _post(self, kind, legs, client, seat, at) -> None:
        self.number, self.seq = self.number + 1, self.seq + 1
        draft = TransactionDraft(
            kind, legs, 1, self.shift, self.year.owner, at, at, client, self.session
        )
        before, self.head = self.head, chain_hash(self.head, self.seq, draft)
        for leg in legs:
            self._row(_POSTING, self.number, self._account(leg.account), leg.amount)
        instant, owner = to_micros(at), self.year.owner
        self._row(
            _HEADER, self.number, self.seq, before, self.head, kind.value, self.shift, owner,
            instant, instant, client, self.session,
        )  # fmt: skip
        command = self.head[:32]
        details = f'{{"cash_minor":{legs[0].amount}}}'
        self._row(_LINE, instant, owner, kind.value, client, self.session, seat, details, command)
        self._row(_ANSWER, command, kind.value, self.head, f'{{"id":{self.number}}}', instant)

    def _account(self, account: AccountRef) -> int:
        known = self.year.accounts.get(account)
        if known is None:
            facts = (account.kind.value, account.owner_id)
            found = "SELECT id FROM accounts WHERE kind = ? AND owner_id = ?"
            row = self.link.execute(found, facts).fetchone()
            if row is None:
                add = "INSERT INTO accounts (kind, owner_id, unit) VALUES (?, ?, ?) RETURNING id"
                row = self.link.execute(add, (*facts, account.kind.unit.value)).fetchone()
            known = self.year.accounts[account] = row[0]
        return known

    def _paper(self, amount: int, at: datetime) -> str:
        frame = Paper(
            PaperKind.TOP_UP, "Nomad Arena", "KZT", 2, "Asia/Almaty", at, 1, self.shift, "Dana"
        )
        taken = MoneyTaken("Client", amount, amount, 0, amount, 0, 0, amount)
        return to_json(Receipt(frame, money=taken))

    def _row(self, sql: str, *values: Any) -> None:
        self.rows.setdefault(sql, []).append(values)
