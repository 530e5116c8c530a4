"""From a stored row to a frozen value. Rows of both ways, SQLAlchemy's and the reader's, fit.

Pure; a row never leaves this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import msgspec

from clubdesk.domain.counting import CountedPart, parts_of
from clubdesk.domain.hall import Club, Rate, Station, StationKind, Zone
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    Posting,
    TransactionDraft,
    TransactionKind,
)
from clubdesk.domain.people import Client, Permission, Staff
from clubdesk.domain.play_rules import PlayRules
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.promotion import PointsExpiry
from clubdesk.domain.receipt import Receipt
from clubdesk.domain.receipt_look import ReceiptLook
from clubdesk.domain.reservation import ReservationRules
from clubdesk.domain.session import Cover, PlaySession, Remainder, Segment, SessionState, Terms
from clubdesk.domain.shift import Shift
from clubdesk.domain.till_rules import TillRules
from clubdesk.foundation.money import Currency
from clubdesk.services.ports import JournalEntry, KeptMinutes, PrintJob, PrintState
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.rows_rates import offer_fields
from clubdesk.storage.untyped import StoredRow

STAFF = """
SELECT s.*, r.permissions AS role_permissions, r.name AS role_name
FROM staff s LEFT JOIN roles r ON r.key = s.role
"""
"""Rows that ``staff_of`` reads."""

UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, msgspec.MsgspecError)
"""What the functions below raise for a row that was damaged or edited by hand."""


def to_json(value: object) -> str:
    """A frozen value as the text that is stored."""
    return msgspec.json.encode(value).decode()


@lru_cache(maxsize=4096)
def terms_of(text: str) -> Terms:
    """Terms, shared between the segments that have the same ones."""
    return msgspec.json.decode(text, type=Terms)


@lru_cache(maxsize=512)
def price_of(text: str) -> HourlyPrice:
    """An hourly price."""
    return msgspec.json.decode(text, type=HourlyPrice)


@lru_cache(maxsize=4096)
def covers_of(text: str) -> tuple[Cover, ...]:
    """The packages of a session; most have none."""
    return msgspec.json.decode(text, type=tuple[Cover, ...])


def receipt_of(text: str) -> Receipt:
    """A paper's facts."""
    return msgspec.json.decode(text, type=Receipt)


def club_of(row: StoredRow) -> Club:
    """The club."""
    return Club(
        name=row.name,
        currency=Currency(row.currency_code, row.currency_exponent),
        time_zone=row.time_zone,
        country=row.country,
        receipt_header=row.receipt_header,
        receipt_footer=row.receipt_footer,
        float_tolerance_minor=row.float_tolerance_minor,
        warn_minutes=msgspec.json.decode(row.warn_minutes, type=tuple[int, ...]),
        pause_limit_minutes=row.pause_limit_minutes,
        demo=bool(row.demo),
        points_expiry=msgspec.json.decode(row.points_expiry, type=PointsExpiry),
        postpaid_guests=bool(row.postpaid_guests),
        postpaid_limit_minor=row.postpaid_limit_minor,
        play=msgspec.json.decode(row.play_rules, type=PlayRules),
        reserving=msgspec.json.decode(row.reservation_rules, type=ReservationRules),
        look=msgspec.json.decode(row.receipt_look, type=ReceiptLook),
        till=msgspec.json.decode(row.till_rules, type=TillRules),
    )


def zone_of(row: StoredRow) -> Zone:
    """A zone."""
    return Zone(row.id, row.name, row.position)


def station_of(row: StoredRow) -> Station:
    """A station."""
    return Station(
        id=row.id,
        zone_id=row.zone_id,
        number=row.number,
        name=row.name,
        kind=StationKind(row.kind),
        agent_key=row.agent_key,
        mac=row.mac,
        lease_seq=row.lease_seq,
        maintenance=row.maintenance,
    )


def rate_of(row: StoredRow, zone_ids: Iterable[int]) -> Rate:
    """A rate with the zones it is sold in."""
    return Rate(
        id=row.id,
        name=row.name,
        zone_ids=frozenset(zone_ids),
        price=price_of(row.price),
        guest_remainder=Remainder(row.guest_remainder),
        active=bool(row.active),
        position=row.position,
        **offer_fields(row.terms),
        version=row.version,
    )


def permissions_of(text: str) -> frozenset[Permission]:
    """A role's permissions; a name that this desk does not know is not one of them."""
    known = {permission.value for permission in Permission}
    names = msgspec.json.decode(text, type=list[str])
    return frozenset(Permission(name) for name in names if name in known)


def staff_of(row: StoredRow) -> Staff:
    """Someone who works here; the row brings the role's name and permissions along."""
    return Staff(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        password_hash=row.password_hash,
        pin_hash=row.pin_hash,
        active=bool(row.active),
        failed_tries=row.failed_tries,
        locked_until=maybe_instant(row.locked_until),
        granted=None if row.role_permissions is None else permissions_of(row.role_permissions),
        role_name=row.role_name or "",
    )


def client_of(row: StoredRow) -> Client:
    """A client."""
    return Client(
        id=row.id,
        phone=row.phone if row.phone.startswith("+") else "",
        name=row.name,
        email=row.email,
        card_number=row.card_number,
        phone_verified=bool(row.phone_verified),
        blocked=bool(row.blocked),
        note=row.note,
        created_at=maybe_instant(row.created_at),
        birthday=date.fromisoformat(row.birthday) if row.birthday else None,
        group_id=row.group_id,
        blocked_reason=row.blocked_reason,
        erased_at=maybe_instant(row.erased_at),
        merged_into=row.merged_into,
        daily_limit_minutes=row.daily_limit_minutes,
    )


def segment_of(row: StoredRow) -> Segment:
    """A stretch of a session."""
    return Segment(
        station_id=row.station_id,
        running=bool(row.running),
        terms=terms_of(row.terms),
        started_at=instant_of(row.started_at),
        ended_at=maybe_instant(row.ended_at),
    )


def session_of(row: StoredRow, segments: Iterable[Segment]) -> PlaySession:
    """A session with its segments, oldest first."""
    return PlaySession(
        id=row.id,
        client_id=row.client_id,
        state=SessionState(row.state),
        segments=tuple(segments),
        charged_minor=row.charged_minor,
        ends_at=maybe_instant(row.ends_at),
        charged_points=row.charged_points,
        covers=covers_of(row.covers),
        go_on_hourly=bool(row.go_on_hourly),
        limit_minor=row.limit_minor,
        limit_s=row.limit_s,
        postpaid=bool(row.postpaid),
    )


def kept_of(row: StoredRow) -> KeptMinutes:
    """What is left of a package on a client."""
    return KeptMinutes(
        id=row.id,
        client_id=row.client_id,
        from_session_id=row.from_session_id,
        position=row.position,
        cover=msgspec.json.decode(row.cover, type=Cover),
        left_s=row.left_s,
        expires_at=instant_of(row.expires_at),
        used_by_session_id=row.used_by_session_id,
    )


def sessions_of(rows: Iterable[StoredRow], segment_rows: Iterable[StoredRow]) -> list[PlaySession]:
    """Sessions from their rows and all their segments' rows, these in order of position."""
    by_session: dict[int, list[Segment]] = {}
    for row in segment_rows:
        by_session.setdefault(row.session_id, []).append(segment_of(row))
    return [session_of(row, by_session.get(row.id, ())) for row in rows]


def counted_of(text: str) -> tuple[CountedPart, ...]:
    """A count by denomination; stored as pieces by their value."""
    return parts_of(msgspec.json.decode(text, type=dict[int, int]))


def shift_of(row: StoredRow) -> Shift:
    """A shift."""
    return Shift(
        id=row.id,
        till_id=row.till_id,
        number=row.number,
        opened_by=row.opened_by,
        opened_at=instant_of(row.opened_at),
        counted_open_minor=row.counted_open_minor,
        expected_open_minor=row.expected_open_minor,
        closed_by=row.closed_by,
        closed_at=maybe_instant(row.closed_at),
        counted_close_minor=row.counted_close_minor,
        expected_close_minor=row.expected_close_minor,
        close_reason=row.close_reason,
        z_number=row.z_number,
        counted_open_parts=counted_of(row.counted_open_parts),
        counted_close_parts=counted_of(row.counted_close_parts),
        taken_over_from=row.taken_over_from,
    )


def posting_of(row: StoredRow) -> Posting:
    """A leg; the row carries its account's ``kind`` and ``owner_id``."""
    return Posting(AccountRef(AccountKind(row.kind), row.owner_id), row.amount)


def draft_of(row: StoredRow, postings: tuple[Posting, ...]) -> TransactionDraft:
    """A transaction's facts.

    Raises:
        ValueError: The postings do not balance, or the row holds an unknown kind.
    """
    return TransactionDraft(
        kind=TransactionKind(row.kind),
        postings=postings,
        till_id=row.till_id,
        shift_id=row.shift_id,
        staff_id=row.staff_id or 0,
        at=instant_of(row.at),
        effective_at=instant_of(row.effective_at),
        client_id=row.client_id,
        session_id=row.session_id,
        reason=row.reason,
        reverses_id=row.reverses_id,
    )


def transaction_of(row: StoredRow, postings: tuple[Posting, ...]) -> LedgerTransaction:
    """A transaction as it stands in the books."""
    return LedgerTransaction(row.id, row.till_seq, row.prev_hash, row.hash, draft_of(row, postings))


def journal_entry_of(row: StoredRow) -> JournalEntry:
    """A line of the journal."""
    return JournalEntry(
        at=instant_of(row.at),
        staff_id=row.staff_id,
        action=row.action,
        client_id=row.client_id,
        session_id=row.session_id,
        station_id=row.station_id,
        reason=row.reason,
        details=row.details,
        refused=row.refused,
        command_id=row.command_id,
        approved_by=row.approved_by,
    )


def print_job_of(row: StoredRow) -> PrintJob:
    """A paper on its way."""
    return PrintJob(
        id=row.id,
        receipt=receipt_of(row.receipt),
        state=PrintState(row.state),
        created_at=instant_of(row.created_at),
        copy=bool(row.copy),
        tries=row.tries,
        problem=row.problem,
        client_id=row.client_id,
        transaction_id=row.transaction_id,
        role=row.role,
        printer=row.printer,
    )
