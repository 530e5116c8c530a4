"""SQL about card payments that the tables and the plain reader share; without SQLAlchemy."""

from __future__ import annotations

UNRESOLVED = (
    "state IN ('created', 'sent', 'unknown') OR (state = 'approved' AND transaction_id IS NULL)"
)
"""Card payments of which a person must still know; the partial index has the same words."""
