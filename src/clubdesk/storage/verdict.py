"""What a walk over the books found: whether every law holds, and the first row where one does not.

Pure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from clubdesk.foundation.translate import mark, tr


@dataclass(frozen=True, slots=True)
class Problem:
    """One law that does not hold at one row.

    Attributes:
        law: A stable name, one of ``LAWS``.
        table: The row's table, or ``schema`` for a guard that is gone.
        row_id: The row's id; 0 for the schema.
        expected, found: What the law wants there and what is there.
    """

    law: str
    table: str
    row_id: int
    expected: str = ""
    found: str = ""

    def text(self) -> str:
        """The problem as a sentence in the language in use."""
        return tr("{table} {row}: {law} (expected {expected}, found {found})").format(
            table=self.table,
            row=self.row_id or "-",
            law=tr(LAWS[self.law]),
            expected=self.expected or "-",
            found=self.found or "-",
        )


LAWS: dict[str, str] = {
    "chain.number": mark("a till's transactions are numbered without a gap"),
    "chain.before": mark("a transaction names the hash of the one before it"),
    "chain.hash": mark("a transaction's hash is that of its facts"),
    "books.readable": mark("a row can be read"),
    "books.balanced": mark("a transaction's postings sum to zero"),
    "books.amount": mark("a posting is as it was when its transaction was sealed"),
    "books.orphan": mark("a posting belongs to a transaction"),
    "books.balance": mark("a balance is the sum of its postings"),
    "books.last_posting": mark("no posting of an account is missing"),
    "books.below_zero": mark("a client's or guest's account is not below zero"),
    "books.reversal": mark("what was undone was undone exactly"),
    "payment.booked": mark("an approved card payment is in the books"),
    "reservation.overlap": mark("two reservations never hold a seat at the same time"),
    "reservation.seats": mark("a reservation's seats are held for its time"),
    "reservation.deposit": mark("a deposit is held for a coming reservation alone"),
    "payment.pending": mark("a closed shift leaves no card payment open"),
    "payment.back": mark("no more goes back to a card than was taken from it"),
    "session.segments": mark("a session's segments follow each other without a gap"),
    "session.state": mark("a session's state agrees with its segments"),
    "session.posted": mark("what a session was charged is in the books"),
    "session.points": mark("what a session was paid in points is in the books"),
    "session.points_share": mark("a session was paid in points up to its share"),
    "session.price": mark("a session was charged what was played"),
    "session.package": mark("a package is paid when it is bought"),
    "session.ends_at": mark("a session ends when its money runs out"),
    "session.guest_settled": mark("nothing is left on an ended guest session's account"),
    "session.one_a_station": mark("a station has one open session"),
    "session.one_a_client": mark("a client has one open session"),
    "kept.rest": mark("what is left of a package is kept as it says"),
    "kept.used": mark("kept minutes are used once"),
    "rate.version": mark("a rate is as its newest version says"),
    "shift.number": mark("a till's shifts are numbered without a gap"),
    "shift.one_open": mark("a till has one open shift"),
    "shift.z_number": mark("a till's Z-reports are numbered without a gap"),
    "shift.opening": mark("a shift opens with what the last one left in the till"),
    "shift.expected": mark("a shift expects what its postings leave in the till"),
    "shift.difference": mark("a shift's differences are in the books"),
    "shift.report": mark("a closed shift has its Z-report"),
    "shift.figures": mark("a Z-report's figures are the sums of its shift's postings"),
    "shift.chain": mark("a Z-report's chain head is in the books"),
    "shift.parts": mark("a count by denomination comes to its total"),
    "shift.taken_over": mark("a till that was handed over goes on with what it was closed with"),
    "shift.cash_move": mark("cash put in, paid out or collected is booked as what it was"),
    "bar.stock": mark("a product's stock is the sum of its moves"),
    "bar.number": mark("a till's orders are numbered without a gap"),
    "bar.homeless": mark("a sale of the bar or its cancel belongs to an order"),
    "bar.lines": mark("an order is the sum of its lines"),
    "bar.paid": mark("what an order was paid with is in the books"),
    "bar.cancelled": mark("an order's cancelled pieces are those of its cancels"),
    "bar.given_back": mark("a cancel gave back what its pieces were paid with"),
    "bar.taken": mark("what an order took from the stock is what its lines say"),
    "schema.guards": mark("every guard of the database is in its place"),
    "schema.file": mark("the database file is whole"),
    "schema.references": mark("a row's references lead somewhere"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of a walk: ``problems`` in the order of the walk, at most a hundred."""

    problems: tuple[Problem, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True if every law holds."""
        return not self.problems

    @property
    def first(self) -> Problem | None:
        """The first row where a law does not hold."""
        return self.problems[0] if self.problems else None

    def as_dict(self) -> dict[str, object]:
        """The verdict as plain values for JSON; ``first`` is null where all is well."""
        return {
            "ok": self.ok,
            "first": asdict(self.problems[0]) if self.problems else None,
            "problems": [asdict(problem) for problem in self.problems],
            "counts": dict(self.counts),
        }

    def text(self) -> str:
        """The verdict for a person, in the language in use."""
        counted = ", ".join(f"{name} {number}" for name, number in self.counts.items())
        if self.ok:
            return tr("OK: every law holds ({counted}).").format(counted=counted)
        lines = [tr("NOT OK. The first place where a law does not hold:")]
        lines += [problem.text() for problem in self.problems[:1]]
        if len(self.problems) > 1:
            lines.append(tr("What else was found:"))
            lines += [problem.text() for problem in self.problems[1:]]
        return "\n".join(lines)
