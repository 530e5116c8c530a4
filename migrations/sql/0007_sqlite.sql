-- The guards of reservations on SQLite. Statements are parted by lines of "-- next".
CREATE TRIGGER accounts_hold_deposits BEFORE UPDATE ON accounts
WHEN NEW.kind = 'deposit' AND NEW.balance > 0
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: ck_accounts_never_below_zero');
END
-- next
CREATE TRIGGER reservation_seats_apart BEFORE INSERT ON reservation_seats
WHEN NEW.standing AND EXISTS (
    SELECT 1 FROM reservation_seats o
    WHERE o.station_id = NEW.station_id AND o.standing AND o.reservation_id <> NEW.reservation_id
        AND o.from_at < NEW.until_at AND NEW.from_at < o.until_at)
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: reservation_seats_apart');
END
-- next
CREATE TRIGGER reservation_seats_moved_apart BEFORE UPDATE ON reservation_seats
WHEN NEW.standing AND EXISTS (
    SELECT 1 FROM reservation_seats o
    WHERE o.station_id = NEW.station_id AND o.standing AND o.reservation_id <> NEW.reservation_id
        AND o.from_at < NEW.until_at AND NEW.from_at < o.until_at)
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: reservation_seats_apart');
END
-- next
CREATE TRIGGER reservation_seats_agree BEFORE INSERT ON reservation_seats
WHEN NOT EXISTS (
    SELECT 1 FROM reservations r
    WHERE r.id = NEW.reservation_id AND r.from_at = NEW.from_at AND r.until_at = NEW.until_at
        AND (r.state IN ('booked', 'arrived')) = NEW.standing)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a seat is held for the time of its reservation');
END
-- next
CREATE TRIGGER reservation_seats_still_agree BEFORE UPDATE ON reservation_seats
WHEN NOT EXISTS (
    SELECT 1 FROM reservations r
    WHERE r.id = NEW.reservation_id AND r.from_at = NEW.from_at AND r.until_at = NEW.until_at
        AND (r.state IN ('booked', 'arrived')) = NEW.standing)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a seat is held for the time of its reservation');
END
-- next
CREATE TRIGGER reservations_move_seats AFTER UPDATE ON reservations
WHEN NEW.from_at <> OLD.from_at OR NEW.until_at <> OLD.until_at OR NEW.state <> OLD.state
BEGIN
    UPDATE reservation_seats
    SET from_at = NEW.from_at, until_at = NEW.until_at,
        standing = NEW.state IN ('booked', 'arrived')
    WHERE reservation_id = NEW.id;
END
-- next
CREATE TRIGGER reservations_stay_ended BEFORE UPDATE ON reservations
WHEN OLD.state IN ('cancelled', 'no_show') AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: nothing leaves cancelled or missed');
END
-- next
CREATE TRIGGER reservations_stay BEFORE DELETE ON reservations
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a reservation is never deleted');
END
