-- The guards of reservations on Postgres. Statements are parted by lines of "-- next".
ALTER TABLE reservation_seats ADD CONSTRAINT reservation_seats_apart
EXCLUDE USING gist (int8range(station_id, station_id, '[]') WITH &&, tstzrange(from_at, until_at) WITH &&)
WHERE (standing)
-- next
CREATE FUNCTION clubdesk_hold_deposits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation',
        CONSTRAINT = 'ck_accounts_never_below_zero', MESSAGE = 'clubdesk: a deposit is given once';
END $$
-- next
CREATE FUNCTION clubdesk_move_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reservation_seats
    SET from_at = NEW.from_at, until_at = NEW.until_at,
        standing = NEW.state IN ('booked', 'arrived')
    WHERE reservation_id = NEW.id;
    RETURN NULL;
END $$
-- next
CREATE FUNCTION clubdesk_seats_agree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM reservations r
        WHERE r.id = NEW.reservation_id AND r.from_at = NEW.from_at AND r.until_at = NEW.until_at
            AND (r.state IN ('booked', 'arrived')) = NEW.standing)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'clubdesk: a seat is held for the time of its reservation';
    END IF;
    RETURN NEW;
END $$
-- next
CREATE TRIGGER accounts_hold_deposits BEFORE UPDATE ON accounts
FOR EACH ROW WHEN (NEW.kind = 'deposit' AND NEW.balance > 0)
EXECUTE FUNCTION clubdesk_hold_deposits()
-- next
CREATE TRIGGER reservation_seats_agree BEFORE INSERT OR UPDATE ON reservation_seats
FOR EACH ROW EXECUTE FUNCTION clubdesk_seats_agree()
-- next
CREATE TRIGGER reservations_move_seats AFTER UPDATE ON reservations
FOR EACH ROW WHEN (NEW.from_at <> OLD.from_at OR NEW.until_at <> OLD.until_at OR NEW.state <> OLD.state)
EXECUTE FUNCTION clubdesk_move_seats()
-- next
CREATE TRIGGER reservations_stay_ended BEFORE UPDATE ON reservations
FOR EACH ROW WHEN (OLD.state IN ('cancelled', 'no_show') AND NEW.state <> OLD.state)
EXECUTE FUNCTION clubdesk_refuse('nothing leaves cancelled or missed')
-- next
CREATE TRIGGER reservations_stay BEFORE DELETE ON reservations
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a reservation is never deleted')
