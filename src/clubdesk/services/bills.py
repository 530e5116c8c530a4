"""The bill of a session: every stretch, package and charge, adding up to what was charged.

Desk worker's thread, inside the deed that ends the session. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from clubdesk.domain.course import Part, Price, parts_of, price_of, rests_of
from clubdesk.domain.rates import Unused
from clubdesk.domain.receipt import ChargeLine, PackageLine, PaperKind, Receipt, SessionBill
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.services.balance import Taken
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import paper

_SECOND = timedelta(seconds=1)


def bill_paper(
    deed: Deed,
    session: PlaySession,
    *,
    payer: str,
    returned: int,
    forfeited: int,
    balance_after: int | None,
) -> Receipt:
    """The bill of an ended session."""
    bill = replace(
        bill_of(deed, session, deed.now),
        payer=payer,
        paid_before=_paid_before(session, returned + forfeited),
        balance_after=balance_after,
        returned=returned,
        forfeited=forfeited,
    )
    return Receipt(paper(deed, PaperKind.SESSION_END, session.id), bill=bill)


def with_taken(receipt: Receipt, taken: Taken) -> Receipt:
    """The bill of a guest who pays at the end, with what was handed over."""
    if receipt.bill is None or not taken.amount:
        return receipt
    bill = replace(
        receipt.bill,
        cash=taken.cash,
        card=taken.card,
        received=taken.received,
        change=taken.change,
    )
    return replace(receipt, bill=bill)


def bill_of(deed: Deed, session: PlaySession, now: datetime) -> SessionBill:
    """How a session's price comes about until ``now``; final once it has ended."""
    price, full_price = price_of(session, now), price_of(_undiscounted(session), now)
    lines = charge_lines(deed, session, now)
    packages = _package_lines(session, full_price, now)
    by_the_hour = sum(line.amount for line in lines)
    raised = full_price.raised
    step = 0
    if session.state is SessionState.ENDED:
        # Where the payer had no more, the rounding up and the minimum took what there was.
        missing = price.total - session.charged.total
        step = floor(full_price.played + full_price.step_price) - by_the_hour
        raised, missing = max(0, raised - missing), max(0, missing - raised)
        step = max(0, step - missing)
    total = session.charged.total if not session.state.is_open else price.total
    shown = by_the_hour + sum(line.amount for line in packages) + step + raised
    return SessionBill(
        payer="",
        rate_name=session.terms.rate_name,
        lines=lines,
        total=total,
        paid_before=0,
        balance_after=None,
        discount_percent=session.terms.discount_percent,
        discount=max(0, shown - total),
        points=session.charged_points,
        packages=packages,
        step_minutes=session.terms.step_minutes if step else 0,
        step_amount=step,
        minimum_added=raised,
    )


def charge_lines(deed: Deed, session: PlaySession, now: datetime) -> tuple[ChargeLine, ...]:
    """Every stretch at its full price; those paid by the hour add up to their rounded price."""
    full = _undiscounted(session)
    parts = parts_of(full, now)
    lines: list[ChargeLine] = []
    for place, segment in enumerate(full.segments):
        station = deed.work.stations.get(segment.station_id)
        name = station.name if station else ""
        if not segment.running:
            lines.append(_line(name, segment.started_at, segment.until(now), running=False))
            continue
        inside = [part for part in parts if part.segment == place]
        lines += _segment_lines(name, inside) or [
            _line(name, segment.started_at, segment.until(now))
        ]
    return tuple(_priced(lines, full, parts))


def _priced(lines: list[ChargeLine], full: PlaySession, parts: list[Part]) -> Iterator[ChargeLine]:
    """The lines with their amounts: one rounding over all, each line what it adds to the sum."""
    costs = {part.start: part for part in parts if part.cover is None}
    free = not full.go_on_hourly or full.state is SessionState.CANCELLED
    exact, charged = Fraction(0), 0
    for line in lines:
        part = costs.get(line.started_at)
        if part is None or not line.running or line.covered or part.end == part.start or free:
            yield line
            continue
        exact += part.terms.cost(part.start, part.end)
        per_hour = part.terms.price.per_hour_at(part.start)
        yield replace(line, per_hour_minor=per_hour, amount=floor(exact) - charged)
        charged = floor(exact)


def _segment_lines(name: str, parts: list[Part]) -> list[ChargeLine]:
    lines: list[ChargeLine] = []
    for part in parts:
        line = _line(name, part.start, part.end, covered=part.cover is not None)
        per_hour = part.terms.price.per_hour_at(part.start)
        lines.append(replace(line, per_hour_minor=per_hour))
    return lines


def _line(
    name: str, start: datetime, end: datetime, *, running: bool = True, covered: bool = False
) -> ChargeLine:
    return ChargeLine(name, start, end, (end - start) // _SECOND, 0, 0, running, covered)


def _package_lines(
    session: PlaySession, full_price: Price, now: datetime
) -> tuple[PackageLine, ...]:
    if not full_price.packages:
        return ()
    used = [timedelta()] * len(session.covers)
    for part in parts_of(session, now):
        if part.cover is not None:
            used[part.cover] += part.length
    ended = session.state is SessionState.ENDED and session.client_id is not None
    rests = rests_of(session, now)
    return tuple(
        PackageLine(
            name=cover.name,
            amount=worth,
            used_seconds=used[place] // _SECOND,
            seconds=cover.length // _SECOND,
            given_back=_list_price(cover.price_minor, cover.list_minor) - worth,
            kept_seconds=-(-rests[place] // _SECOND)
            if ended and cover.unused is Unused.KEPT
            else 0,
        )
        for place, (cover, worth) in enumerate(
            zip(session.covers, full_price.packages, strict=True)
        )
    )


def _undiscounted(session: PlaySession) -> PlaySession:
    """The session as if nothing were taken off; a limit then limits the discounted price alone."""
    if not session.terms.discount_percent:
        return session
    return replace(
        session,
        segments=tuple(
            replace(one, terms=replace(one.terms, discount_percent=0)) for one in session.segments
        ),
        covers=tuple(
            replace(one, price_minor=_list_price(one.price_minor, one.list_minor))
            for one in session.covers
        ),
        limit_minor=None,
    )


def _list_price(paid: int, listed: int) -> int:
    return max(paid, listed)


def _paid_before(session: PlaySession, rest: int) -> int:
    return session.charged_minor + rest if session.is_guest and not session.postpaid else 0
