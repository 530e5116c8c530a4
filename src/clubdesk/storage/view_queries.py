"""What the screens may ask (``services.views.DeskQueries``). Reading worker's thread.

Each question is one look: everything in its answer comes from one committed state of the books.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clubdesk.domain.explaining import Explanation
from clubdesk.domain.fiscal import FiscalDocument
from clubdesk.domain.hall import Club, Rate
from clubdesk.domain.people import ClientGroup, Permission, Staff, StaffRole
from clubdesk.domain.promotion import Promotion
from clubdesk.services.ports import JournalEntry, KeptMinutes, PrintJob
from clubdesk.services.ports_people import RetiredCard
from clubdesk.services.ports_reservations import Conflict, ReservationRow, TimelineView
from clubdesk.services.views import (
    ClientRow,
    HallView,
    RateVersion,
    ShiftNow,
    ShiftRow,
    SignInName,
    StationCard,
    StoryLine,
    TransactionRow,
)
from clubdesk.services.views_people import (
    ClientFile,
    ClientMoney,
    ExpiredReview,
    ExportedClient,
    HistoryFilter,
    JournalFilter,
    JournalRow,
    KnownNumbers,
    OperationRow,
    StaffDeeds,
    StaffRow,
    TransactionView,
    UndoView,
    VisitRow,
)
from clubdesk.services.views_play import OutageRow
from clubdesk.services.views_till import CashMoveRow, CountCheck
from clubdesk.storage import (
    views_causes,
    views_clients,
    views_explain,
    views_file,
    views_hall,
    views_history,
    views_journal,
    views_lists,
    views_money,
    views_operations,
    views_outages,
    views_points,
    views_rates,
    views_reservations,
    views_search,
    views_shifts,
    views_staff,
    views_story,
    views_till,
    views_visits,
)
from clubdesk.storage.fiscal_rows import TROUBLED, fiscal_of
from clubdesk.storage.reader import Reader
from clubdesk.storage.rows import STAFF, club_of, journal_entry_of, print_job_of, staff_of
from clubdesk.storage.view_queries_bar import SqlBarQueries


class SqlDeskQueries(SqlBarQueries):
    """Reads for the screens. Any question may raise a ``DeskError`` ``storage.*``."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def club(self) -> Club | None:
        """The club; None until it is set up."""
        with self._reader.look() as look:
            row = look.one("SELECT * FROM clubs")
            return None if row is None else club_of(row)

    def staff(self, staff_id: int) -> Staff | None:
        """Someone who works here."""
        with self._reader.look() as look:
            row = look.one(f"{STAFF} WHERE s.id = :id", id=staff_id)
            return None if row is None else staff_of(row)

    def sign_in_names(self) -> Sequence[SignInName]:
        """Everyone who may sign in, by name."""
        with self._reader.look() as look:
            rows = look.rows(
                "SELECT s.login, s.name, s.role, coalesce(r.name, '') AS role_name, s.pin_hash"
                " FROM staff s LEFT JOIN roles r ON r.key = s.role"
                " WHERE s.active ORDER BY s.name, s.id"
            )
            return [
                SignInName(row.login, row.name, row.role, row.role_name, bool(row.pin_hash))
                for row in rows
            ]

    def hall(self, now: datetime) -> HallView:
        """The whole hall."""
        with self._reader.look() as look:
            return views_hall.hall(look, now)

    def cards(self, station_ids: Sequence[int], now: datetime) -> Sequence[StationCard]:
        """Some seats, in the order asked for."""
        with self._reader.look() as look:
            return views_hall.some_cards(look, station_ids, now)

    def station_of_session(self, session_id: int) -> int | None:
        """Where a session is, or was last."""
        with self._reader.look() as look:
            found = look.value("SELECT station_id FROM sessions WHERE id = :id", id=session_id)
            return None if found is None else int(found)

    def station_of_client(self, client_id: int) -> int | None:
        """Where a client plays now."""
        with self._reader.look() as look:
            found = look.value(
                "SELECT station_id FROM sessions"
                " WHERE client_id = :id AND state IN ('active', 'paused')",
                id=client_id,
            )
            return None if found is None else int(found)

    def story(self, session_id: int) -> Sequence[StoryLine]:
        """What happened to a session, in the order of time."""
        with self._reader.look() as look:
            return views_story.story(look, session_id)

    def open_outages(self) -> Sequence[OutageRow]:
        """Outages of sessions that go on, not decided yet."""
        with self._reader.look() as look:
            return views_outages.open_outages(look)

    def explain(self, session_id: int, now: datetime) -> Explanation | None:
        """A session's charge, line by line."""
        with self._reader.look() as look:
            return views_explain.explained(look, session_id, now)

    def rates(self) -> Sequence[Rate]:
        """All rates in their order, retired ones too."""
        with self._reader.look() as look:
            return views_rates.rates(look)

    def rate_versions(self, rate_id: int) -> Sequence[RateVersion]:
        """What a rate was and is, the newest version first."""
        with self._reader.look() as look:
            return views_rates.rate_versions(look, rate_id)

    def kept_minutes(self, client_id: int, now: datetime) -> Sequence[KeptMinutes]:
        """What a client has left of packages."""
        with self._reader.look() as look:
            return views_rates.kept_minutes(look, client_id, now)

    def timeline(self, since: datetime, until: datetime) -> TimelineView | None:
        """Who played, plays and comes between two instants."""
        with self._reader.look() as look:
            return views_reservations.timeline(look, since, until)

    def reservation(self, reservation_id: int) -> ReservationRow | None:
        """One reservation."""
        with self._reader.look() as look:
            return views_reservations.one(look, reservation_id)

    def reservations(self, since: datetime, until: datetime) -> Sequence[ReservationRow]:
        """The reservations between two instants, the earliest first."""
        with self._reader.look() as look:
            return views_reservations.within(look, since, until)

    def conflicts(
        self, station_ids: Sequence[int], since: datetime, until: datetime, besides: int = 0
    ) -> Sequence[Conflict]:
        """What stands in the way of reserving some seats for a time."""
        with self._reader.look() as look:
            return views_reservations.conflicts(look, station_ids, since, until, besides)

    def rates_for(self, station_id: int) -> Sequence[Rate]:
        """What can be sold at a station."""
        with self._reader.look() as look:
            return views_hall.rates_for(look, station_id)

    def search_clients(self, text: str, limit: int = 50) -> Sequence[ClientRow]:
        """Clients by phone, card or name; newest visit first."""
        with self._reader.look() as look:
            return views_search.search(look, text, limit)

    def client(self, client_id: int) -> ClientRow | None:
        """A client with both balances."""
        with self._reader.look() as look:
            return views_clients.client_row(look, client_id)

    def find_card(self, number: str) -> ClientRow | RetiredCard | None:
        """Whose membership card this is; what became of one that is out of use."""
        with self._reader.look() as look:
            return views_file.find_card(look, number)

    def transactions(
        self, client_id: int, limit: int = 200, only: HistoryFilter | None = None
    ) -> Sequence[TransactionRow]:
        """What moved on a client's accounts, newest first."""
        with self._reader.look() as look:
            return views_history.history(look, client_id, limit, only)

    def transaction(self, transaction_id: int) -> TransactionView | None:
        """One transaction with its legs and its paper."""
        with self._reader.look() as look:
            return views_history.transaction(look, transaction_id)

    def visits(self, client_id: int, now: datetime, limit: int = 200) -> Sequence[VisitRow]:
        """A client's sessions, newest first."""
        with self._reader.look() as look:
            return views_visits.visits(look, client_id, now, limit)

    def client_file(self, client_id: int, now: datetime) -> ClientFile:
        """What a client card shows besides the money."""
        with self._reader.look() as look:
            return views_file.client_file(look, client_id, now)

    def known_numbers(self, phones: Sequence[str], cards: Sequence[str]) -> KnownNumbers:
        """Which of some phones and cards belong to someone already."""
        with self._reader.look() as look:
            return KnownNumbers(
                views_lists.phones_taken(look, phones), views_lists.cards_taken(look, cards)
            )

    def export_clients(self, after_id: int, limit: int) -> Sequence[ExportedClient]:
        """The next page of living cards, by their number."""
        with self._reader.look() as look:
            return views_lists.export_clients(look, after_id, limit)

    def count_clients(self) -> int:
        """How many living cards there are."""
        with self._reader.look() as look:
            return views_lists.count_clients(look)

    def money_of(self, client_id: int, now: datetime) -> ClientMoney | None:
        """A client's balances, what is free of them, and what may go back."""
        with self._reader.look() as look:
            return views_money.money_of(look, client_id, now)

    def undo_view(self, client_id: int, till_id: int, now: datetime) -> UndoView:
        """What undoing the client's newest operation would do, or why it cannot be undone."""
        with self._reader.look() as look:
            return views_money.undo_view(look, client_id, till_id, now)

    def shift_now(self, till_id: int, now: datetime) -> ShiftNow:
        """The running shift of a till."""
        with self._reader.look() as look:
            return views_shifts.shift_now(look, till_id, now)

    def likely_causes(self, till_id: int, counted_minor: int, now: datetime) -> CountCheck | None:
        """What a count that was tried came to, and what may have happened."""
        with self._reader.look() as look:
            return views_causes.count_check(look, till_id, counted_minor)

    def cash_moves(self, shift_id: int, limit: int = 200) -> Sequence[CashMoveRow]:
        """What moved cash beside sales in a shift, newest first."""
        with self._reader.look() as look:
            return views_till.cash_moves(look, shift_id, limit)

    def shifts(self, till_id: int, limit: int = 100) -> Sequence[ShiftRow]:
        """A till's shifts, newest first."""
        with self._reader.look() as look:
            return views_shifts.shifts(look, till_id, limit)

    def operations_of_shift(self, shift_id: int, limit: int = 100) -> Sequence[OperationRow]:
        """The balance operations of a shift, newest first."""
        with self._reader.look() as look:
            return views_operations.operations_of_shift(look, shift_id, limit)

    def journal(self, limit: int = 200) -> Sequence[JournalEntry]:
        """The journal's last lines, newest first."""
        with self._reader.look() as look:
            rows = look.rows("SELECT * FROM journal ORDER BY id DESC LIMIT :most", most=limit)
            return [journal_entry_of(row) for row in rows]

    def fiscal_troubles(self) -> Sequence[FiscalDocument]:
        """Documents that the device refused or could not be asked for, the oldest first."""
        with self._reader.look() as look:
            return [fiscal_of(row) for row in look.rows(TROUBLED)]

    def print_jobs(self, limit: int = 50) -> Sequence[PrintJob]:
        """The last papers, newest first."""
        with self._reader.look() as look:
            rows = look.rows("SELECT * FROM print_jobs ORDER BY id DESC LIMIT :most", most=limit)
            return [print_job_of(row) for row in rows]

    def groups(self) -> Sequence[ClientGroup]:
        """Client groups, in their order."""
        with self._reader.look() as look:
            return views_points.groups(look)

    def promotions(self) -> Sequence[Promotion]:
        """All promotions, in their order; those that are off too."""
        with self._reader.look() as look:
            return views_points.promotions(look)

    def expired_points(self, now: datetime) -> ExpiredReview:
        """What a write-off of expired points would take now."""
        with self._reader.look() as look:
            return views_points.expired_review(look, now)

    def roles(self) -> Sequence[StaffRole]:
        """Built-in roles first, then the club's own."""
        with self._reader.look() as look:
            return views_staff.roles(look)

    def people(self) -> Sequence[StaffRow]:
        """Everyone who works here, then those who left."""
        with self._reader.look() as look:
            return views_staff.people(look)

    def approvers(self, permission: Permission) -> Sequence[SignInName]:
        """Who can approve a deed that needs a permission."""
        with self._reader.look() as look:
            return views_staff.approvers(look, permission)

    def journal_rows(self, only: JournalFilter, limit: int = 200) -> Sequence[JournalRow]:
        """A page of the journal, newest first."""
        with self._reader.look() as look:
            return views_journal.journal_rows(look, only, limit)

    def staff_deeds(self, since: datetime, until: datetime) -> Sequence[StaffDeeds]:
        """What each person did by hand in a period."""
        with self._reader.look() as look:
            return views_staff.staff_deeds(look, since, until)
