-- The guards of the books on Postgres. Statements are parted by lines of "-- next".
-- check_violation makes a refusal an IntegrityError, as on SQLite.
CREATE FUNCTION clubdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'clubdesk: ' || TG_ARGV[0];
END $$
-- next
CREATE FUNCTION clubdesk_follow_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.owner_id <> OLD.owner_id
        OR NEW.unit <> OLD.unit OR NEW.last_posting_id <= OLD.last_posting_id
        OR (NEW.balance - OLD.balance) IS DISTINCT FROM (
            SELECT amount FROM postings WHERE id = NEW.last_posting_id AND account_id = NEW.id)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'clubdesk: a balance follows its postings alone';
    END IF;
    RETURN NEW;
END $$
-- next
CREATE FUNCTION clubdesk_posting_before_header() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM transactions WHERE id = NEW.transaction_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'clubdesk: a sealed transaction takes no posting';
    END IF;
    RETURN NEW;
END $$
-- next
CREATE FUNCTION clubdesk_move_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts SET balance = balance + NEW.amount, last_posting_id = NEW.id
    WHERE id = NEW.account_id;
    RETURN NULL;
END $$
-- next
CREATE FUNCTION clubdesk_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    problem text;
BEGIN
    IF (SELECT count(*) FROM postings WHERE transaction_id = NEW.id) < 2 THEN
        problem := 'a transaction has two postings or more';
    ELSIF EXISTS (
        SELECT 1 FROM postings JOIN accounts ON accounts.id = postings.account_id
        WHERE postings.transaction_id = NEW.id
        GROUP BY accounts.unit HAVING sum(postings.amount) <> 0)
    THEN
        problem := 'a transaction sums to zero';
    ELSIF NEW.prev_hash IS DISTINCT FROM (CASE WHEN NEW.till_seq = 1 THEN repeat('0', 64)
        ELSE (SELECT hash FROM transactions
              WHERE till_id = NEW.till_id AND till_seq = NEW.till_seq - 1) END)
    THEN
        problem := 'a transaction names the one before it';
    ELSIF NOT EXISTS (SELECT 1 FROM shifts WHERE id = NEW.shift_id
                      AND till_id = NEW.till_id AND closed_at IS NULL)
    THEN
        problem := 'money moves in an open shift of its till';
    END IF;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'clubdesk: ' || problem;
    END IF;
    RETURN NEW;
END $$
-- next
CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts
FOR EACH ROW
WHEN (NEW.balance <> 0 OR NEW.last_posting_id <> 0) EXECUTE FUNCTION clubdesk_refuse('an account starts empty')
-- next
CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON accounts
FOR EACH ROW EXECUTE FUNCTION clubdesk_follow_postings()
-- next
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('an account is never deleted')
-- next
CREATE TRIGGER postings_before_header BEFORE INSERT ON postings
FOR EACH ROW EXECUTE FUNCTION clubdesk_posting_before_header()
-- next
CREATE TRIGGER postings_move_balance AFTER INSERT ON postings
FOR EACH ROW EXECUTE FUNCTION clubdesk_move_balance()
-- next
CREATE TRIGGER postings_unchanged BEFORE UPDATE ON postings
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a posting is never changed')
-- next
CREATE TRIGGER postings_stay BEFORE DELETE ON postings
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a posting is never deleted')
-- next
CREATE TRIGGER transactions_sealed BEFORE INSERT ON transactions
FOR EACH ROW EXECUTE FUNCTION clubdesk_seal()
-- next
CREATE TRIGGER transactions_unchanged BEFORE UPDATE ON transactions
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a transaction is never changed')
-- next
CREATE TRIGGER transactions_stay BEFORE DELETE ON transactions
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a transaction is never deleted')
-- next
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('the journal is never changed')
-- next
CREATE TRIGGER journal_stay BEFORE DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('nothing leaves the journal')
-- next
CREATE TRIGGER answers_unchanged BEFORE UPDATE ON answers
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('an answer is never changed')
-- next
CREATE TRIGGER answers_stay BEFORE DELETE ON answers
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('an answer is never deleted')
-- next
CREATE TRIGGER shift_reports_unchanged BEFORE UPDATE ON shift_reports
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a report is never changed')
-- next
CREATE TRIGGER shift_reports_stay BEFORE DELETE ON shift_reports
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a report is never deleted')
-- next
CREATE TRIGGER shifts_closed_unchanged BEFORE UPDATE ON shifts
FOR EACH ROW
WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION clubdesk_refuse('a closed shift is never changed')
-- next
CREATE TRIGGER shifts_stay BEFORE DELETE ON shifts
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a shift is never deleted')
-- next
CREATE TRIGGER sessions_stay_ended BEFORE UPDATE ON sessions
FOR EACH ROW
WHEN (OLD.state IN ('ended', 'cancelled') AND NEW.state <> OLD.state) EXECUTE FUNCTION clubdesk_refuse('nothing leaves ended or cancelled')
-- next
CREATE TRIGGER sessions_stay BEFORE DELETE ON sessions
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a session is never deleted')
-- next
CREATE TRIGGER segments_closed_unchanged BEFORE UPDATE ON segments
FOR EACH ROW
WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION clubdesk_refuse('a closed segment is never changed')
-- next
CREATE TRIGGER segments_stay BEFORE DELETE ON segments
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a segment is never deleted')
-- next
CREATE TRIGGER accounts_not_emptied BEFORE TRUNCATE ON accounts
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER postings_not_emptied BEFORE TRUNCATE ON postings
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER transactions_not_emptied BEFORE TRUNCATE ON transactions
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER answers_not_emptied BEFORE TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER shift_reports_not_emptied BEFORE TRUNCATE ON shift_reports
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER shifts_not_emptied BEFORE TRUNCATE ON shifts
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER sessions_not_emptied BEFORE TRUNCATE ON sessions
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
-- next
CREATE TRIGGER segments_not_emptied BEFORE TRUNCATE ON segments
FOR EACH STATEMENT EXECUTE FUNCTION clubdesk_refuse('a table of the books is never emptied')
