"""One believable receipt of each kind, for the tests and benchmarks of printing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clubdesk.domain.receipt import (
    BalanceSlip,
    CashSlip,
    ChargeLine,
    MoneyTaken,
    OrderedLine,
    OrderSlip,
    Paper,
    PaperKind,
    Receipt,
    SessionBill,
    ShiftReport,
    TaxLine,
)
from clubdesk.domain.shift import RateUse, ShiftFigures

AT = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)


def paper(kind: PaperKind, **changes) -> Paper:
    frame = Paper(
        kind=kind,
        club_name="Arena Club",
        currency_code="KZT",
        currency_exponent=2,
        time_zone="Asia/Almaty",
        at=AT,
        till_id=1,
        shift_number=12,
        staff_name="Aigerim N.",
        header="Abay 10, Almaty\n+7 727 000 00 00",
        footer="Thank you for playing!",
        number=1042,
    )
    return replace(frame, **changes)


def top_up(**changes) -> Receipt:
    money = MoneyTaken(
        payer="Ivan Petrov",
        amount=500000,
        cash=300000,
        card=200000,
        received=500000,
        change=200000,
        balance_before=136400,
        balance_after=636400,
    )
    return Receipt(paper(PaperKind.TOP_UP, **changes), money=money)


def refund(**changes) -> Receipt:
    slip = BalanceSlip(
        payer="Ivan Petrov",
        amount=150000,
        in_points=False,
        reason="The client moves away",
        balance_before=636400,
        balance_after=486400,
        cash=150000,
        approved_by="Daulet S.",
    )
    return Receipt(paper(PaperKind.REFUND, number=1050, **changes), slip=slip)


def bonus_credit(**changes) -> Receipt:
    slip = BalanceSlip(
        payer="Ivan Petrov",
        amount=1500,
        in_points=True,
        reason="Bring a Friend promo",
        balance_before=320,
        balance_after=1820,
        promotion="Bring a Friend",
    )
    return Receipt(paper(PaperKind.BONUS_CREDIT, number=1051, **changes), slip=slip)


def deduction(**changes) -> Receipt:
    slip = BalanceSlip(
        payer="Ivan Petrov",
        amount=50050,
        in_points=False,
        reason="Correction of erroneous top-up",
        balance_before=486400,
        balance_after=436350,
    )
    return Receipt(paper(PaperKind.DEDUCTION, number=1052, **changes), slip=slip)


def undo(**changes) -> Receipt:
    slip = BalanceSlip(
        payer="Ivan Petrov",
        amount=500000,
        in_points=False,
        reason="The wrong client was chosen",
        balance_before=636400,
        balance_after=136400,
        cash=300000,
        card=200000,
        undone=1042,
        undone_kind="top_up",
        with_points=500,
        slip="",
    )
    return Receipt(paper(PaperKind.UNDO, number=1053, **changes), slip=slip)


def deposit(**changes) -> Receipt:
    money = MoneyTaken(
        payer="Aigerim Nurlanova",
        amount=200000,
        cash=200000,
        card=0,
        received=500000,
        change=300000,
    )
    return Receipt(paper(PaperKind.DEPOSIT, number=1054, **changes), money=money)


def deposit_return(**changes) -> Receipt:
    slip = BalanceSlip(
        payer="Aigerim Nurlanova",
        amount=200000,
        in_points=False,
        reason="Called off by phone",
        balance_before=200000,
        balance_after=0,
        cash=200000,
    )
    return Receipt(paper(PaperKind.DEPOSIT_RETURN, number=1055, **changes), slip=slip)


def guest_payment(**changes) -> Receipt:
    money = MoneyTaken(
        payer="",
        amount=160000,
        cash=160000,
        card=0,
        received=200000,
        change=40000,
        station_name="PC 12",
        rate_name="VIP hour",
        seconds_bought=7200,
    )
    return Receipt(paper(PaperKind.GUEST_PAYMENT, number=1043, **changes), money=money)


def session_end(**changes) -> Receipt:
    start = AT - timedelta(hours=3)
    bill = SessionBill(
        payer="Ivan Petrov",
        rate_name="Standard hour",
        lines=(
            _stretch("PC 07", start, 4805, 60000, 80083),
            _stretch("PC 07", start + timedelta(seconds=4805), 900, 60000, 0, running=False),
            _stretch("VIP 2", start + timedelta(seconds=5705), 2700, 80000, 60000),
        ),
        total=140083,
        paid_before=0,
        balance_after=496317,
    )
    return Receipt(paper(PaperKind.SESSION_END, number=88, **changes), bill=bill)


def guest_session_end(**changes) -> Receipt:
    bill = SessionBill(
        payer="",
        rate_name="VIP hour",
        lines=(_stretch("PC 12", AT - timedelta(hours=1), 3600, 80000, 80000),),
        total=80000,
        paid_before=160000,
        balance_after=None,
        returned=80000,
    )
    return Receipt(paper(PaperKind.SESSION_END, number=89, **changes), bill=bill)


def order(**changes) -> Receipt:
    """Paid with points, from the balance and in cash would be three orders; here all at once."""
    slip = OrderSlip(
        number=112,
        lines=(
            OrderedLine("Burger with a double cutlet and onions", 2, 250_000, 500_000, ("Cheese",)),
            OrderedLine("Cola 0.5", 1, 60_000, 60_000),
        ),
        total=560_000,
        payer="Санжар",
        station_name="VIP 02",
        points=10_000,
        from_balance=350_000,
        card=100_000,
        cash=100_000,
        received=200_000,
        change=100_000,
        balance_after=42_050,
        taxes=(TaxLine(1200, 560_000, 60_000),),
        slip="0042",
    )
    return Receipt(paper(PaperKind.ORDER, number=112, **changes), order=slip)


def order_cancel(**changes) -> Receipt:
    slip = OrderSlip(
        number=112,
        lines=(OrderedLine("Cola 0.5", 1, 60_000, 60_000),),
        total=60_000,
        payer="Санжар",
        cash=20_000,
        from_balance=30_000,
        points=10_000,
        balance_after=72_050,
        taxes=(TaxLine(1200, 60_000, 6_429),),
        reason="Warm",
        approved_by="Aigerim",
    )
    return Receipt(paper(PaperKind.ORDER_CANCEL, number=112, **changes), order=slip)


def kitchen(**changes) -> Receipt:
    slip = OrderSlip(
        number=112,
        lines=(OrderedLine("Burger with a double cutlet", 2, 0, 0, ("Cheese", "No onions")),),
        total=0,
        station_name="VIP 02",
        note="Please no salt",
    )
    return Receipt(paper(PaperKind.KITCHEN, number=112, **changes), order=slip)


def cash_out(**changes) -> Receipt:
    cash = CashSlip(1_250_000, "Twelve light bulbs", "Repairs", "Aigerim")
    return Receipt(paper(PaperKind.CASH_OUT, number=1060, **changes), cash=cash)


def collection(**changes) -> Receipt:
    return Receipt(
        paper(PaperKind.COLLECTION, number=1061, **changes), cash=CashSlip(5_000_000, "")
    )


def x_report(**changes) -> Receipt:
    report = ShiftReport(
        opened_by="Aigerim N.",
        opened_at=AT - timedelta(hours=9),
        figures=FIGURES,
        opening_difference=0,
    )
    return Receipt(paper(PaperKind.X_REPORT, number=0, **changes), report=report)


def z_report(**changes) -> Receipt:
    report = ShiftReport(
        opened_by="Aigerim N.",
        opened_at=AT - timedelta(hours=9),
        figures=FIGURES,
        opening_difference=-5000,
        closed_by="Daulet S.",
        closed_at=AT,
        counted=4210000,
        difference=-10000,
        reason="A note was torn",
        chain_head="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        chain_length=1184,
    )
    return Receipt(paper(PaperKind.Z_REPORT, number=12, **changes), report=report)


def z_report_undone(**changes) -> Receipt:
    figures = replace(
        FIGURES,
        refunds_cash=30000,
        refunds_card=20000,
        bonuses_deducted=40,
        undone_top_ups=500000,
        undone_top_ups_cash=300000,
        undone_top_ups_card=200000,
        undone_refunds=10000,
        undone_refunds_cash=10000,
        undone_deductions=2500,
        undone_bonuses=700,
        undone_bonus_deductions=15,
        expected_cash=4050000,
    )
    report = replace(z_report().report, figures=figures, counted=4040000)
    return Receipt(paper(PaperKind.Z_REPORT, number=12, **changes), report=report)


def sample_page(**changes) -> Receipt:
    return Receipt(paper(PaperKind.TEST, number=0, **changes))


def _stretch(station, start, seconds, per_hour, amount, *, running=True) -> ChargeLine:
    end = start + timedelta(seconds=seconds)
    return ChargeLine(station, start, end, seconds, per_hour, amount, running)


FIGURES = ShiftFigures(
    opening=2000000,
    play_revenue=3125050,
    bar_revenue=845000,
    top_ups=4200000,
    top_ups_count=31,
    top_ups_cash=2700000,
    top_ups_card=1500000,
    guest_paid=640000,
    guest_returned=80000,
    refunds=50000,
    deductions=12000,
    bonuses_credited=1500,
    bonuses_spent=320,
    orders_cancelled=45000,
    cash_in=100000,
    cash_out=150000,
    collected=1000000,
    cash_received=3500000,
    card_received=1500000,
    expected_cash=4220000,
    sessions=57,
    rates=(RateUse("Standard hour", 41, 41 * 5400), RateUse("VIP hour", 16, 16 * 2712)),
)

EVERY = {
    "top_up": top_up,
    "refund": refund,
    "bonus_credit": bonus_credit,
    "deduction": deduction,
    "undo": undo,
    "deposit": deposit,
    "deposit_return": deposit_return,
    "guest_payment": guest_payment,
    "session_end": session_end,
    "guest_session_end": guest_session_end,
    "order": order,
    "order_cancel": order_cancel,
    "kitchen": kitchen,
    "cash_out": cash_out,
    "collection": collection,
    "x_report": x_report,
    "z_report": z_report,
    "z_report_undone": z_report_undone,
    "sample_page": sample_page,
}
