"""Instants are kept to the microsecond, in UTC, and never without a zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from clubdesk.storage.column_types import UtcDateTime
from clubdesk.storage.instants import instant_of, maybe_instant, to_micros

INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(INSTANTS, INSTANTS)
def test_microseconds_are_exact_and_sort_as_time_does(one, other):
    assert instant_of(to_micros(one)) == one
    assert (to_micros(one) < to_micros(other)) == (one < other)


def test_any_zone_becomes_utc():
    there = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=5)))
    assert instant_of(to_micros(there)) == there
    assert instant_of(there).tzinfo is UTC
    assert maybe_instant(None) is None


@pytest.mark.parametrize("convert", [to_micros, instant_of])
def test_a_naive_instant_is_refused_both_ways(convert):
    with pytest.raises(ValueError, match="time zone"):
        convert(datetime(2026, 1, 1))


def test_the_column_gives_back_what_it_got_and_refuses_naive(storage):
    table = Table("moments", MetaData(), Column("id", Integer, primary_key=True))
    table.append_column(Column("at", UtcDateTime))
    exact = datetime(2026, 11, 20, 23, 59, 59, 999_999, tzinfo=UTC)
    with storage.engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"at": exact}, {"at": None}])
        stored = connection.execute(select(table.c.at).order_by(table.c.id)).scalars().all()
        assert stored == [exact, None]
        assert stored[0].tzinfo is UTC
        found = select(table.c.id).where(table.c.at == exact)
        assert connection.execute(found).scalar_one() == 1
        naive = datetime(2026, 1, 1)
        with pytest.raises(StatementError, match="time zone"):
            connection.execute(insert(table), {"at": naive})
