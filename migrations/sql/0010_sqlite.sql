-- The guards of rates' versions and of kept minutes on SQLite. Statements are parted by lines of "-- next".
CREATE TRIGGER rate_versions_unchanged BEFORE UPDATE ON rate_versions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a version of a rate is never changed');
END
-- next
CREATE TRIGGER rate_versions_stay BEFORE DELETE ON rate_versions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a version of a rate is never deleted');
END
-- next
CREATE TRIGGER kept_minutes_unchanged BEFORE UPDATE ON kept_minutes
WHEN OLD.id <> NEW.id OR OLD.from_session_id <> NEW.from_session_id OR OLD.position <> NEW.position
    OR OLD.left_s <> NEW.left_s OR OLD.expires_at <> NEW.expires_at OR OLD.cover <> NEW.cover
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: kept minutes change their owner or are used, nothing else');
END
-- next
CREATE TRIGGER kept_minutes_stay BEFORE DELETE ON kept_minutes
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: kept minutes are never deleted');
END
