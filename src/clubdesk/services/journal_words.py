"""What the journal's deeds are called on the screen, and the kinds they are looked for by. Pure.

A deed is known by its command's name; a test fails for a command that has no words here.
"""

from __future__ import annotations

from clubdesk.foundation.translate import mark, tr

_DEEDS: dict[str, tuple[str, ...]] = {
    "top_ups": ("TopUp",),
    "bonuses": ("CreditBonus", "UsePromoCode", "CreditBirthday", "WriteOffExpired"),
    "deductions": ("Deduct",),
    "refunds": ("Refund",),
    "undone": ("UndoOperation",),
    "cards": (
        "BeginCardPayment", "FailCardPayment", "SettleCardPayment", "ReportCardPayment",
        "ResolveCardPayment", "BookCardPayment", "PayBackCardPayment", "BeginCardRefund",
        "KeepTerminalDay",
    ),
    "sessions": (
        "StartSession", "StartGuestSession", "PauseSession", "ResumeSession", "MoveSession",
        "EndSession", "EndTimeOver", "BuyPackage", "StartGroup",
        "CancelSession", "PauseAll", "ResumeAll", "AddTime",
        "SwapSessions", "GuestBecomesClient", "PrintExplanation",
        "NoteOutage", "CreditOutage", "LeaveOutage",
    ),
    "reservations": (
        "Reserve", "ChangeReservation", "TakeDeposit", "CancelReservation", "MarkArrived",
        "MarkNoShow", "EndMissed", "ReturnDeposit", "SaveReservationRules",
    ),
    "clients": (
        "AddClient", "EditClient", "SetDailyLimit", "WriteNote", "BlockClient", "UnblockClient",
        "AssignCard", "BlockCard", "FreeCard", "MergeClients", "EraseClient", "SendCode",
        "CheckCode", "SkipVerification", "NoteMessage", "ImportClients", "StageClients",
        "DropStaged", "ExportClients",
    ),
    "shifts": ("OpenShift", "CloseShift", "PrintXReport", "ReprintReport"),
    "bar": (
        "PlaceOrder", "AdvanceOrder", "CancelOrder", "SaveCategory", "SaveProduct", "OrderMenu",
        "TakeDelivery", "WriteOffStock", "CountStock", "ImportMenu",
    ),
    "staff": (
        "SignIn", "AddStaff", "EditStaff", "SetPassword", "SetPin", "SaveRole", "RemoveRole",
    ),
    "settings": (
        "SetUpClub", "SavePromotion", "SaveGroup", "RemoveGroup", "SetPointsExpiry", "SetPlayRules",
        "PairAgent",
        "SaveRate", "RetireRate", "ReorderRates", "SetGuestPayment",
        "NoteStranger", "RestartPC", "WakePC", "SaveReceiptLook", "SetFiscalDevice",
    ),
    "papers": (
        "PrintTestPage", "ReprintPaper", "RetryPaper", "SkipPaper", "MarkPaper", "HoldOldPapers",
        "OpenDrawer", "MarkFiscal", "ReportFiscal", "RetryFiscal", "ReleaseFiscal",
    ),
}  # fmt: skip

_KINDS: dict[str, str] = {
    "top_ups": mark("Top-ups"),
    "bonuses": mark("Bonuses"),
    "deductions": mark("Deductions"),
    "refunds": mark("Refunds"),
    "undone": mark("Undone operations"),
    "cards": mark("Card payments"),
    "sessions": mark("Sessions"),
    "reservations": mark("Reservations"),
    "clients": mark("Clients"),
    "shifts": mark("Shifts"),
    "bar": mark("Bar and stock"),
    "staff": mark("Staff and signing in"),
    "settings": mark("Settings and PCs"),
    "papers": mark("Papers"),
}

_WORDS: dict[str, str] = {
    "TopUp": mark("Topped up a balance"),
    "CreditBonus": mark("Credited bonuses"),
    "UsePromoCode": mark("Took a promo code"),
    "CreditBirthday": mark("Credited a birthday bonus"),
    "WriteOffExpired": mark("Wrote off expired points"),
    "Deduct": mark("Deducted from a balance"),
    "Refund": mark("Refunded money"),
    "UndoOperation": mark("Undid an operation"),
    "BeginCardPayment": mark("Began a card payment"),
    "FailCardPayment": mark("Noted that a card payment failed"),
    "SettleCardPayment": mark("Settled a card payment by hand"),
    "ReportCardPayment": mark("The terminal ended a card payment"),
    "ResolveCardPayment": mark("The terminal was asked what became of a card payment"),
    "BookCardPayment": mark("Booked a card payment"),
    "PayBackCardPayment": mark("Paid a card payment back"),
    "BeginCardRefund": mark("Began a refund to a card"),
    "KeepTerminalDay": mark("Closed the terminal's day"),
    "StartSession": mark("Started a session"),
    "StartGuestSession": mark("Started a guest session"),
    "StartGroup": mark("Started a group"),
    "PauseSession": mark("Paused a session"),
    "ResumeSession": mark("Resumed a session"),
    "MoveSession": mark("Moved a session to another PC"),
    "EndSession": mark("Ended a session"),
    "EndTimeOver": mark("A session's time was over"),
    "CancelSession": mark("Cancelled a session"),
    "PauseAll": mark("Paused every session"),
    "ResumeAll": mark("Resumed every session"),
    "PrintExplanation": mark("Printed how a charge comes about"),
    "NoteOutage": mark("A PC was gone for a while"),
    "CreditOutage": mark("Gave back the time of an outage"),
    "LeaveOutage": mark("Gave nothing back for an outage"),
    "SetDailyLimit": mark("Set a client's daily limit"),
    "SetPlayRules": mark("Changed the rules of play"),
    "SwapSessions": mark("Swapped two sessions"),
    "GuestBecomesClient": mark("Put a guest session on a client's card"),
    "AddTime": mark("Added play time free of charge"),
    "AddClient": mark("Added a client"),
    "EditClient": mark("Edited a client"),
    "WriteNote": mark("Wrote a client's note"),
    "BlockClient": mark("Blocked a client"),
    "UnblockClient": mark("Unblocked a client"),
    "AssignCard": mark("Gave a client a card"),
    "BlockCard": mark("Blocked a card"),
    "FreeCard": mark("Freed a card"),
    "MergeClients": mark("Merged two clients"),
    "EraseClient": mark("Erased a client's personal data"),
    "SendCode": mark("Sent a code to a phone"),
    "CheckCode": mark("Checked a code"),
    "SkipVerification": mark("Skipped phone verification"),
    "NoteMessage": mark("Noted how a message fared"),
    "ImportClients": mark("Imported clients"),
    "StageClients": mark("Read a list of clients"),
    "DropStaged": mark("Dropped a list of clients"),
    "ExportClients": mark("Exported clients"),
    "OpenShift": mark("Opened a shift"),
    "CloseShift": mark("Closed a shift"),
    "PrintXReport": mark("Printed an X-report"),
    "ReprintReport": mark("Printed a Z-report again"),
    "PlaceOrder": mark("Sold an order"),
    "AdvanceOrder": mark("Moved an order on"),
    "CancelOrder": mark("Cancelled an order"),
    "SaveCategory": mark("Changed a category of the menu"),
    "SaveProduct": mark("Changed a product"),
    "OrderMenu": mark("Changed the order of the menu"),
    "TakeDelivery": mark("Took a delivery in"),
    "WriteOffStock": mark("Wrote stock off"),
    "CountStock": mark("Counted the stock"),
    "ImportMenu": mark("Imported products"),
    "SignIn": mark("Signed in"),
    "AddStaff": mark("Added a person to the staff"),
    "EditStaff": mark("Edited a person of the staff"),
    "SetPassword": mark("Set a password"),
    "SetPin": mark("Set a PIN"),
    "SaveRole": mark("Changed a role"),
    "RemoveRole": mark("Removed a role"),
    "Reserve": mark("Reserved seats"),
    "ChangeReservation": mark("Changed a reservation"),
    "TakeDeposit": mark("Took a deposit"),
    "CancelReservation": mark("Cancelled a reservation"),
    "MarkArrived": mark("Noted that somebody arrived"),
    "MarkNoShow": mark("Noted that nobody came"),
    "EndMissed": mark("Nobody came for a reservation"),
    "ReturnDeposit": mark("Paid a deposit back"),
    "SaveReservationRules": mark("Changed the rules of reservations"),
    "SetUpClub": mark("Set up the club"),
    "SavePromotion": mark("Changed a promotion"),
    "SaveGroup": mark("Changed a client group"),
    "SaveRate": mark("Changed a rate"),
    "RetireRate": mark("Took a rate out of sale"),
    "ReorderRates": mark("Changed the order of the rates"),
    "SetGuestPayment": mark("Changed when guests pay"),
    "BuyPackage": mark("Sold a package on top"),
    "RemoveGroup": mark("Removed a client group"),
    "SetPointsExpiry": mark("Set when points expire"),
    "PairAgent": mark("Paired or released a PC"),
    "NoteStranger": mark("An unknown PC asked to be paired"),
    "RestartPC": mark("Restarted a PC"),
    "WakePC": mark("Woke a PC up"),
    "PrintTestPage": mark("Printed a test page"),
    "ReprintPaper": mark("Printed a paper again"),
    "RetryPaper": mark("Sent a paper to the printer again"),
    "SkipPaper": mark("Gave up a paper"),
    "OpenDrawer": mark("Opened the drawer without a sale"),
    "MarkFiscal": mark("Asked the fiscal device"),
    "ReportFiscal": mark("Noted what the fiscal device did"),
    "RetryFiscal": mark("Asked the fiscal device again"),
    "ReleaseFiscal": mark("Let a receipt go without the fiscal device"),
    "SaveReceiptLook": mark("Changed how receipts look"),
    "SetFiscalDevice": mark("Chose the fiscal device"),
    "MarkPaper": mark("Noted how a paper fared"),
    "HoldOldPapers": mark("Held old papers back"),
}

_REFUSALS: dict[str, str] = {
    "staff.not_allowed": mark("no permission"),
    "staff.nobody": mark("nobody was signed in"),
    "staff.wrong_password": mark("wrong password or PIN"),
    "staff.wrong_own_password": mark("wrong password"),
    "staff.locked_out": mark("too many wrong tries"),
    "staff.more_than_own": mark("gave more than they have"),
    "staff.has_more": mark("the account may do more"),
    "staff.last_owner": mark("the last owner"),
    "approval.wrong_pin": mark("wrong approval PIN"),
    "approval.locked_out": mark("too many wrong PINs"),
    "approval.nobody": mark("the approver cannot approve"),
    "approval.self": mark("approved themselves"),
    "approval.not_allowed": mark("the approver has no permission"),
    "shift.none_open": mark("no open shift"),
    "shift.over_tolerance": mark("over the tolerance"),
    "shift.sessions_open": mark("sessions were running"),
    "ledger.below_zero": mark("not enough money"),
    "balance.too_little": mark("not enough money"),
    "money.too_little": mark("not enough money"),
    "session.no_money": mark("not enough money"),
    "points.too_many": mark("too many points"),
    "till.too_little": mark("not enough cash in the till"),
    "refund.more_than_paid": mark("more than was paid in"),
    "undo.not_newest": mark("not the newest operation"),
    "undo.spent": mark("already spent"),
    "shift.payments_pending": mark("card payments were open"),
    "reason.missing": mark("no reason given"),
    "client.blocked": mark("the client is blocked"),
    "client.minor_at_night": mark("a minor at night"),
    "client.daily_limit": mark("the daily limit is played"),
    "cancel.too_late": mark("the first minutes are over"),
    "client.gone": mark("the card is no longer in use"),
    "client.phone_taken": mark("the phone is taken"),
    "session.station_taken": mark("the seat is taken"),
    "station.held": mark("the seat is reserved"),
    "reservation.overlaps": mark("the seat is reserved"),
    "session.client_playing": mark("the client plays already"),
    "group.client_twice": mark("the client is in the group twice"),
    "code.wrong": mark("wrong code"),
    "stock.too_little": mark("not in stock"),
    "product.gone": mark("no longer on the menu"),
    "order.price_changed": mark("a price had changed"),
    "order.cancelled": mark("the order is cancelled"),
}

KINDS: tuple[str, ...] = tuple(_KINDS)
"""Keys of the kinds of deed, in the order they are offered."""


def action_word(action: str) -> str:
    """What a deed is called; a deed of a newer program by its own name."""
    return tr(_WORDS[action]) if action in _WORDS else action


def kind_word(kind: str) -> str:
    """What a kind of deed is called."""
    return tr(_KINDS[kind])


def actions_of(kind: str) -> frozenset[str]:
    """The deeds of a kind."""
    return frozenset(_DEEDS[kind])


def refusal_word(code: str) -> str:
    """Why a deed was refused, in a few words; a rare reason by its code."""
    return tr(_REFUSALS[code]) if code in _REFUSALS else code
