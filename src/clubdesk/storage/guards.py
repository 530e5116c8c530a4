"""The triggers that defend the books, by name: ``verify`` and a test miss any that is gone.

Their SQL is in the migrations. A migration that rebuilds a table on SQLite drops them silently.
"""

from __future__ import annotations

GUARDS = frozenset(
    {
        "accounts_start_empty",
        "accounts_follow_postings",
        "accounts_stay",
        "postings_before_header",
        "postings_move_balance",
        "postings_unchanged",
        "postings_stay",
        "transactions_sealed",
        "transactions_unchanged",
        "transactions_stay",
        "journal_unchanged",
        "journal_stay",
        "answers_unchanged",
        "answers_stay",
        "shift_reports_unchanged",
        "shift_reports_stay",
        "shifts_closed_unchanged",
        "shifts_stay",
        "sessions_stay_ended",
        "sessions_stay",
        "segments_closed_unchanged",
        "segments_stay",
        "accounts_hold_deposits",
        "reservations_move_seats",
        "reservations_stay_ended",
        "reservations_stay",
        "reservation_seats_agree",
        "card_payments_stay",
        "rate_versions_stay",
        "rate_versions_unchanged",
        "kept_minutes_stay",
        "kept_minutes_unchanged",
        "cash_moves_stay",
        "cash_moves_unchanged",
        "fiscal_documents_stay",
        "fiscal_documents_stay_registered",
        "order_cancels_stay",
        "order_cancels_unchanged",
        "order_lines_stay",
        "order_lines_unchanged",
        "orders_stay",
        "orders_stay_cancelled",
        "orders_unchanged",
        "stock_moves_count",
        "stock_moves_stay",
        "stock_moves_unchanged",
    }
)
"""On both databases."""

SQLITE_GUARDS = frozenset(
    {
        "clients_found_added",
        "clients_found_changed",
        "clients_found_removed",
        "reservation_seats_apart",
        "reservation_seats_moved_apart",
        "reservation_seats_still_agree",
    }
)
"""SQLite alone keeps the index of names by triggers; without them search would miss clients.
Postgres keeps reservations apart by an exclusion constraint."""

POSTGRES_GUARDS = frozenset(
    f"{table}_not_emptied"
    for table in (
        "accounts",
        "postings",
        "transactions",
        "journal",
        "answers",
        "shift_reports",
        "shifts",
        "sessions",
        "segments",
        "rate_versions",
    )
)
"""Postgres alone can empty a table without deleting a row."""

SQLITE_GUARDS_SQL = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
POSTGRES_GUARDS_SQL = """
SELECT t.tgname AS name FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema()
"""
