"""The acts of the tour, each what a cashier does, through the real widgets. GUI thread."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.demo.books import history_maker
from clubdesk.demo.cast import PASSWORD
from clubdesk.demo.tour.rates_acts import BUYER
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain import session as rules
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.moving import MovePolicy
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.end_dialog import EndDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.shifts.count import BY_NOTES
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.sign_in.screen import SignInScreen

PC_CLIENT, PC_GUEST = 7, 12
CLIENT_END = "4417"
TOP_UP, RECEIVED = "2000", "5000"
GUEST_PAYS, GUEST_HANDS = "1000", "2000"
EVENING = timedelta(hours=2)
LIMIT_S, LIMIT_CHIP = 7200, 3


def sign_in(scene: Scene) -> None:
    """Someone comes to the desk."""
    screen = scene.window.findChild(SignInScreen)
    scene.check(screen is not None, "the sign-in screen covers the window")
    assert screen is not None  # noqa: S101 - narrows the type
    scene.hand.until(lambda: screen.tiles, "the people who work here")
    tile = next(tile for tile in screen.tiles if tile.person.login == "dana")
    scene.hand.click(tile)
    scene.hand.type(PASSWORD, screen.password.editor)
    scene.hand.picture("sign-in")
    scene.hand.click(screen.button)
    runner = scene.windows.runner
    scene.hand.until(lambda: runner.staff is not None, "someone to be signed in")
    scene.say(f"Signed in: {runner.staff.name if runner.staff else ''}")


def open_shift(scene: Scene) -> None:
    """The desk asks for it by itself; the till is counted by banknotes and coins."""
    dialog = scene.dialog(OpenShiftDialog)
    expected = scene.balance(AccountKind.TILL_CASH, scene.windows.house.settings.till)
    dialog.count.ways.choose(BY_NOTES)
    dialog.count.use(BY_NOTES)
    left = expected
    for value, box in zip(dialog.count.notes.values, dialog.count.notes.boxes, strict=True):
        pieces, left = divmod(left, value)
        if pieces:
            QTest.keyClicks(box, str(pieces))
    scene.check(dialog.count.minor() == expected - left, "the count is what was typed")
    scene.hand.picture("open-shift-count")
    scene.hand.click(dialog.primary)
    scene.hand.picture("open-shift-done")
    scene.accept(dialog)
    scene.money["opening"] = expected - left
    scene.say(f"Shift opened with a counted float of {scene.shown(expected - left)}")


def fill_hall(scene: Scene) -> None:
    """The early evening: people come and play, two hours pass."""
    house = scene.windows.house
    kept = frozenset({PC_CLIENT, PC_GUEST, scene.better_pc, 3, 14, 21, 36})
    maker = history_maker(house.storage, house.dispatcher, scene.clock, kept_free=kept)
    maker.client_ids = tuple(i for i in maker.client_ids if i not in (1, BUYER))
    filled = house.writer.submit(lambda: maker.fill_hall(64, EVENING))
    scene.hand.until(filled.done, "the hall to fill")
    filled.result()
    scene.hand.settle()
    scene.hand.pause(400)
    scene.hall.tick()
    scene.window.toasts.clear()
    open_now = len(house.storage.queries.shift_now(1, scene.clock.now()).open_sessions)
    scene.hand.picture("hall-in-the-evening")
    scene.say(f"The early evening: {open_now} seats are taken")


def top_up(scene: Scene) -> None:
    """A client pays in cash: found by the end of the phone, change worked out, receipt printed."""
    screen = scene.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)  # noqa: S101 - narrows the type
    scene.hand.settle()
    scene.hand.type(CLIENT_END, screen.search)
    table = screen.table
    scene.hand.until(lambda: table is not None and table.current() is not None, "a client")
    scene.hand.picture("client-found")
    assert table is not None  # noqa: S101 - narrows the type
    for number, row in enumerate(table.rows_model.rows):
        if row.client.id == 1:
            table.go_to(number)
    scene.hand.settle()
    before = scene.balance(AccountKind.GAME, 1)
    papers = len(scene.stage.printer.papers)
    table.choose_current()
    scene.hand.settle()
    screen.top_up()
    dialog = scene.dialog(TopUpDialog)
    scene.hand.type(TOP_UP, dialog.amount.edit)
    scene.hand.type(RECEIVED, dialog.received.edit)
    scene.hand.picture("top-up")
    scene.accept(dialog)
    after = scene.balance(AccountKind.GAME, 1)
    scene.check(after - before == int(TOP_UP) * 100, "the balance grew by the top-up")
    scene.hand.until(lambda: len(scene.stage.printer.papers) > papers, "the receipt")
    scene.say(f"Topped up in cash: {scene.shown(before)} -> {scene.shown(after)}; receipt printed")


def start_client(scene: Scene) -> None:
    """That client sits down at PC 07; the PC's own agent unlocks it."""
    scene.choose_seat(PC_CLIENT)
    scene.press(Qt.Key.Key_S)
    dialog = scene.dialog(StartDialog)
    scene.hand.type(CLIENT_END, dialog.client.search)
    scene.hand.until(lambda: dialog.client.row() is not None, "the client in the list")
    keys = [Qt.Key.Key_Up] * 10 + [Qt.Key.Key_Down] * 10
    while (row := dialog.client.row()) is not None and row.client.id != 1 and keys:
        scene.hand.key(keys.pop(0), into=dialog.client.search)
    scene.check(row is not None and row.client.id == 1, "the client is in the list")
    # Till a time, not till the money's end: that may lie in hours of another price, and then a
    # pause moves play into them.
    scene.hand.key(Qt.Key.Key_F9, into=dialog.client.search)
    scene.hand.click(dialog.limit.chips.chips[LIMIT_CHIP])
    scene.check(dialog.limit.limit_s() == LIMIT_S, "the limit is two hours")
    scene.hand.picture("start-session")
    scene.accept(dialog)
    scene.until_pc(PC_CLIENT, is_open=True)
    session = scene.session_on(PC_CLIENT)
    scene.hand.picture("client-plays")
    scene.say(f"PC {PC_CLIENT:02d} unlocked for the client until {_clock(scene, session.ends_at)}")


def start_guest(scene: Scene) -> None:
    """A walk-in pays before playing."""
    scene.choose_seat(PC_GUEST)
    scene.press(Qt.Key.Key_G)
    dialog = scene.dialog(StartDialog)
    scene.hand.type(GUEST_PAYS, dialog.guest.amount.edit)
    scene.hand.type(GUEST_HANDS, dialog.guest.received.edit)
    scene.hand.picture("guest-session")
    scene.accept(dialog)
    scene.until_pc(PC_GUEST, is_open=True)
    scene.say(f"PC {PC_GUEST:02d} unlocked for a guest who paid {scene.shown(100_000)}")


def pause_and_resume(scene: Scene) -> None:
    """The timer stops, the PC locks; then both go on."""
    scene.wait(21)
    scene.choose_seat(PC_CLIENT)
    scene.press(Qt.Key.Key_P)
    scene.until_pc(PC_CLIENT, is_open=False)
    session = scene.session_on(PC_CLIENT)
    left = rules.time_left(session, scene.balance(AccountKind.GAME, 1), scene.clock.now())
    scene.hand.picture("paused")
    scene.wait(9)
    scene.choose_seat(PC_CLIENT)
    scene.press(Qt.Key.Key_P)
    scene.until_pc(PC_CLIENT, is_open=True)
    session = scene.session_on(PC_CLIENT)
    assert session.ends_at is not None  # noqa: S101 - it runs again
    after = session.ends_at - scene.clock.now()
    scene.check(abs(after - left) < timedelta(milliseconds=1), "a pause keeps the time left")
    scene.hand.picture("resumed")
    scene.say(f"Paused for 9 min and resumed: {_span(after)} left, before and after")


def move(scene: Scene) -> None:
    """The client goes to a better PC with the same time left."""
    before = scene.session_on(PC_CLIENT)
    scene.choose_seat(PC_CLIENT)
    scene.press(Qt.Key.Key_M)
    dialog = scene.dialog(MoveDialog)
    QTest.keyClicks(dialog, str(scene.better_pc))
    scene.hand.pause(900)
    _other_policies(scene, dialog)
    scene.hand.picture("move")
    scene.accept(dialog)
    scene.until_pc(scene.better_pc, is_open=True)
    scene.until_pc(PC_CLIENT, is_open=False)
    after = scene.session_on(scene.better_pc)
    assert before.ends_at is not None  # noqa: S101 - it runs
    assert after.ends_at is not None  # noqa: S101 - it runs
    scene.check(
        abs(after.ends_at - before.ends_at) < timedelta(milliseconds=1),
        "a move keeps the time left",
    )
    scene.hand.picture("moved")
    scene.say(
        f"Moved from PC {PC_CLIENT:02d} to PC {scene.better_pc:02d}: "
        f"{_span(after.ends_at - scene.clock.now())} left, before and after"
    )


def _other_policies(scene: Scene, dialog: MoveDialog) -> None:
    """What the two other policies would do is shown, and the usual one chosen again."""
    ways = dialog.policy.ways
    for key, name in (
        (MovePolicy.KEEP_VALUE, "move-keep-value"),
        (MovePolicy.CHARGE_DIFFERENCE, "move-charge-difference"),
    ):
        scene.hand.click(ways.chips[list(MovePolicy).index(key)])
        scene.check(dialog.policy.policy is key, "the policy is chosen")
        scene.hand.picture(name)
    scene.hand.click(ways.chips[0])
    scene.check(dialog.policy.policy is MovePolicy.KEEP_TIME, "the time is kept")


def end_early(scene: Scene) -> None:
    """The client leaves; what is left stays on the account."""
    scene.wait(12)
    scene.choose_seat(scene.better_pc)
    scene.money["ended session"] = scene.session_on(scene.better_pc).id
    papers = len(scene.stage.printer.papers)
    scene.press(Qt.Key.Key_E)
    dialog = scene.dialog(EndDialog)
    scene.hand.picture("end-session")
    scene.accept(dialog)
    scene.until_pc(scene.better_pc, is_open=False)
    scene.hand.until(lambda: len(scene.stage.printer.papers) > papers, "the bill")
    rest = scene.balance(AccountKind.GAME, 1)
    scene.check(rest > 0, "the rest is kept on the account")
    scene.say(f"Ended early: {scene.shown(rest)} stay on the client's account")


def end_guest(scene: Scene) -> None:
    """The guest leaves and gets the rest back from the till."""
    scene.choose_seat(PC_GUEST)
    session = scene.session_on(PC_GUEST)
    till = scene.balance(AccountKind.TILL_CASH, 1)
    scene.press(Qt.Key.Key_E)
    dialog = scene.dialog(EndDialog)
    scene.hand.picture("end-guest")
    scene.accept(dialog)
    scene.until_pc(PC_GUEST, is_open=False)
    back = till - scene.balance(AccountKind.TILL_CASH, 1)
    scene.check(scene.balance(AccountKind.GUEST, session.id) == 0, "nothing is left behind")
    scene.check(back > 0, "the guest got the rest back")
    scene.say(f"The guest left: {scene.shown(back)} given back from the till")


def late_evening(scene: Scene) -> None:
    """Everyone plays on; whose time is over is locked to the second; the rest goes home."""
    scene.wait(200)
    house = scene.windows.house

    def nobody_overdue() -> bool:
        now = scene.clock.now()
        cards = house.storage.queries.shift_now(1, now).open_sessions
        return all(
            c.session is None or c.session.ends_at is None or c.session.ends_at > now for c in cards
        )

    scene.hand.until(nobody_overdue, "sessions that are over to end")
    scene.hand.settle()
    scene.window.toasts.clear()
    scene.hand.picture("late-evening")
    left = house.storage.queries.shift_now(1, scene.clock.now()).open_sessions
    for card in left:
        scene.choose_seat(card.station.number)
        scene.press(Qt.Key.Key_E)
        scene.accept(scene.dialog(EndDialog))
    scene.check(open_dialog_of(scene.window) is None, "no dialog is left open")
    scene.say(f"Late evening: time ran out for most; the last {len(left)} went home")


def _clock(scene: Scene, at: object) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    assert isinstance(at, datetime)  # noqa: S101 - narrows the type
    return at.astimezone(ZoneInfo("Asia/Almaty")).strftime("%H:%M:%S")


def _span(delta: timedelta) -> str:
    seconds = round(delta.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
