"""One write transaction with all stores: the only place that commits.

Desk worker's thread. An error inside rolls everything back; a database that cannot take the write
is told in the desk's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine

from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports import BeginWork, UnitOfWork
from clubdesk.storage.failures import failure_of
from clubdesk.storage.stores_cards import SqlCardStore
from clubdesk.storage.stores_clients import SqlClientStore
from clubdesk.storage.stores_club import SqlClubStore, SqlStaffStore
from clubdesk.storage.stores_codes import SqlCodeStore
from clubdesk.storage.stores_fiscal import SqlFiscalStore
from clubdesk.storage.stores_groups import SqlGroupStore
from clubdesk.storage.stores_hall import SqlStationStore
from clubdesk.storage.stores_kept import SqlKeptStore
from clubdesk.storage.stores_ledger import SqlLedgerStore
from clubdesk.storage.stores_menu import SqlMenuStore, SqlStockStore
from clubdesk.storage.stores_orders import SqlOrderStore
from clubdesk.storage.stores_outages import SqlOutageStore
from clubdesk.storage.stores_payments import SqlCardPaymentStore
from clubdesk.storage.stores_promotions import SqlPromotionStore
from clubdesk.storage.stores_rates import SqlRateStore
from clubdesk.storage.stores_records import SqlAnswerStore, SqlJournalStore, SqlPrintJobStore
from clubdesk.storage.stores_reservations import SqlReservationStore
from clubdesk.storage.stores_roles import SqlRoleStore
from clubdesk.storage.stores_sessions import SqlSessionStore
from clubdesk.storage.stores_shifts import SqlShiftStore
from clubdesk.storage.stores_staged import SqlStagedStore
from clubdesk.storage.stores_till import SqlTillStore
from clubdesk.storage.work_link import WorkLink


class SqlUnitOfWork:
    """All stores on one connection, each made when it is first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._link = WorkLink(connection)

    @cached_property
    def club(self) -> SqlClubStore:
        """The club."""
        return SqlClubStore(self._link)

    @cached_property
    def staff(self) -> SqlStaffStore:
        """Who works here."""
        return SqlStaffStore(self._link)

    @cached_property
    def clients(self) -> SqlClientStore:
        """Who plays here."""
        return SqlClientStore(self._link)

    @cached_property
    def cards(self) -> SqlCardStore:
        """Membership cards out of use."""
        return SqlCardStore(self._link)

    @cached_property
    def staged(self) -> SqlStagedStore:
        """Lists of clients that are being imported."""
        return SqlStagedStore(self._link)

    @cached_property
    def stations(self) -> SqlStationStore:
        """Zones and stations."""
        return SqlStationStore(self._link)

    @cached_property
    def rates(self) -> SqlRateStore:
        """What time costs."""
        return SqlRateStore(self._link)

    @cached_property
    def kept(self) -> SqlKeptStore:
        """Minutes of packages that clients have left."""
        return SqlKeptStore(self._link)

    @cached_property
    def outages(self) -> SqlOutageStore:
        """How long PCs were gone in sessions."""
        return SqlOutageStore(self._link)

    @cached_property
    def sessions(self) -> SqlSessionStore:
        """Stays of clients and guests."""
        return SqlSessionStore(self._link)

    @cached_property
    def reservations(self) -> SqlReservationStore:
        """Seats promised to somebody."""
        return SqlReservationStore(self._link)

    @cached_property
    def shifts(self) -> SqlShiftStore:
        """Working periods at the tills."""
        return SqlShiftStore(self._link)

    @cached_property
    def ledger(self) -> SqlLedgerStore:
        """The books."""
        return SqlLedgerStore(self._link)

    @cached_property
    def journal(self) -> SqlJournalStore:
        """Who did what."""
        return SqlJournalStore(self._link)

    @cached_property
    def answers(self) -> SqlAnswerStore:
        """What commands were carried out already."""
        return SqlAnswerStore(self._link)

    @cached_property
    def print_jobs(self) -> SqlPrintJobStore:
        """Papers on their way."""
        return SqlPrintJobStore(self._link)

    @cached_property
    def card_payments(self) -> SqlCardPaymentStore:
        """Payments asked of terminals."""
        return SqlCardPaymentStore(self._link)

    @cached_property
    def codes(self) -> SqlCodeStore:
        """Codes sent to phones."""
        return SqlCodeStore(self._link)

    @cached_property
    def groups(self) -> SqlGroupStore:
        """Client groups."""
        return SqlGroupStore(self._link)

    @cached_property
    def promotions(self) -> SqlPromotionStore:
        """Promotions and the credits that came from them."""
        return SqlPromotionStore(self._link)

    @cached_property
    def fiscal(self) -> SqlFiscalStore:
        """What a fiscal device is told."""
        return SqlFiscalStore(self._link)

    @cached_property
    def till(self) -> SqlTillStore:
        """What moved cash, what keeps a shift open, and what postings do not tell of it."""
        return SqlTillStore(self._link)

    @cached_property
    def roles(self) -> SqlRoleStore:
        """Roles, built-in and the club's own."""
        return SqlRoleStore(self._link)

    @cached_property
    def menu(self) -> SqlMenuStore:
        """What the bar sells."""
        return SqlMenuStore(self._link)

    @cached_property
    def stock(self) -> SqlStockStore:
        """Moves of the bar's stock."""
        return SqlStockStore(self._link)

    @cached_property
    def orders(self) -> SqlOrderStore:
        """What was sold at the bar."""
        return SqlOrderStore(self._link)


def begin_work(engine: Engine) -> BeginWork:
    """The factory of write transactions on an engine."""

    @contextmanager
    def begin() -> Iterator[UnitOfWork]:
        step = _Step()
        try:
            with engine.connect() as connection, connection.begin() as transaction:
                yield SqlUnitOfWork(connection)
                step.committing = True
                transaction.commit()
        except DeskError:
            raise
        except Exception as error:
            told = failure_of(error, committing=step.committing)
            if told is None:
                raise
            raise told from error

    return begin


class _Step:
    """How far a transaction has come: only a commit can leave the outcome open."""

    committing = False
