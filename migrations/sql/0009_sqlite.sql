-- The guards of fiscal documents on SQLite. Statements are parted by lines of "-- next".
CREATE TRIGGER fiscal_documents_stay_registered BEFORE UPDATE ON fiscal_documents
WHEN OLD.state = 'registered'
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: what is registered is never changed');
END
-- next
CREATE TRIGGER fiscal_documents_stay BEFORE DELETE ON fiscal_documents
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a fiscal document is never deleted');
END
