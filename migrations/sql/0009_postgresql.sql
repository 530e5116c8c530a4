-- The guards of fiscal documents on Postgres. Statements are parted by lines of "-- next".
CREATE TRIGGER fiscal_documents_stay_registered BEFORE UPDATE ON fiscal_documents
FOR EACH ROW WHEN (OLD.state = 'registered')
EXECUTE FUNCTION clubdesk_refuse('what is registered is never changed')
-- next
CREATE TRIGGER fiscal_documents_stay BEFORE DELETE ON fiscal_documents
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a fiscal document is never deleted')
