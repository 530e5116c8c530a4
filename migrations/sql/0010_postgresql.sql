-- The guards of rates' versions and of kept minutes on Postgres. Statements are parted by lines of "-- next".
CREATE TRIGGER rate_versions_unchanged BEFORE UPDATE ON rate_versions
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a version of a rate is never changed')
-- next
CREATE TRIGGER rate_versions_stay BEFORE DELETE ON rate_versions
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a version of a rate is never deleted')
-- next
CREATE TRIGGER rate_versions_not_emptied BEFORE TRUNCATE ON rate_versions
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a version of a rate is never deleted')
-- next
CREATE TRIGGER kept_minutes_unchanged BEFORE UPDATE ON kept_minutes
FOR EACH ROW WHEN (
    OLD.id <> NEW.id OR OLD.from_session_id <> NEW.from_session_id OR OLD.position <> NEW.position
    OR OLD.left_s <> NEW.left_s OR OLD.expires_at <> NEW.expires_at OR OLD.cover <> NEW.cover
)
EXECUTE FUNCTION clubdesk_refuse('kept minutes change their owner or are used, nothing else')
-- next
CREATE TRIGGER kept_minutes_stay BEFORE DELETE ON kept_minutes
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('kept minutes are never deleted')
