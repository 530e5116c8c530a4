-- The guards of the books on SQLite. Statements are parted by lines of "-- next".
CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts
WHEN NEW.balance <> 0 OR NEW.last_posting_id <> 0
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: an account starts empty');
END
-- next
CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON accounts
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.owner_id <> OLD.owner_id
    OR NEW.unit <> OLD.unit OR NEW.last_posting_id <= OLD.last_posting_id
    OR (NEW.balance - OLD.balance) IS DISTINCT FROM (
        SELECT amount FROM postings WHERE id = NEW.last_posting_id AND account_id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a balance follows its postings alone');
END
-- next
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: an account is never deleted');
END
-- next
CREATE TRIGGER postings_before_header BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM transactions WHERE id = NEW.transaction_id)
    OR EXISTS (SELECT 1 FROM postings WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a sealed transaction takes no posting');
END
-- next
CREATE TRIGGER postings_move_balance AFTER INSERT ON postings
BEGIN
    UPDATE accounts SET balance = balance + NEW.amount, last_posting_id = NEW.id
    WHERE id = NEW.account_id;
END
-- next
CREATE TRIGGER postings_unchanged BEFORE UPDATE ON postings
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a posting is never changed');
END
-- next
CREATE TRIGGER postings_stay BEFORE DELETE ON postings
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a posting is never deleted');
END
-- next
CREATE TRIGGER transactions_sealed BEFORE INSERT ON transactions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a transaction is never replaced')
    WHERE EXISTS (SELECT 1 FROM transactions WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'clubdesk: a transaction has two postings or more')
    WHERE (SELECT count(*) FROM postings WHERE transaction_id = NEW.id) < 2;
    SELECT RAISE(ABORT, 'clubdesk: a transaction sums to zero')
    WHERE EXISTS (
        SELECT 1 FROM postings JOIN accounts ON accounts.id = postings.account_id
        WHERE postings.transaction_id = NEW.id
        GROUP BY accounts.unit HAVING sum(postings.amount) <> 0);
    SELECT RAISE(ABORT, 'clubdesk: a transaction names the one before it')
    WHERE NEW.prev_hash IS DISTINCT FROM CASE WHEN NEW.till_seq = 1
        THEN '0000000000000000000000000000000000000000000000000000000000000000'
        ELSE (SELECT hash FROM transactions
              WHERE till_id = NEW.till_id AND till_seq = NEW.till_seq - 1) END;
    SELECT RAISE(ABORT, 'clubdesk: money moves in an open shift of its till')
    WHERE NOT EXISTS (SELECT 1 FROM shifts WHERE id = NEW.shift_id
                      AND till_id = NEW.till_id AND closed_at IS NULL);
END
-- next
CREATE TRIGGER transactions_unchanged BEFORE UPDATE ON transactions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a transaction is never changed');
END
-- next
CREATE TRIGGER transactions_stay BEFORE DELETE ON transactions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a transaction is never deleted');
END
-- next
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: the journal is never changed');
END
-- next
CREATE TRIGGER journal_stay BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: nothing leaves the journal');
END
-- next
CREATE TRIGGER answers_unchanged BEFORE UPDATE ON answers
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: an answer is never changed');
END
-- next
CREATE TRIGGER answers_stay BEFORE DELETE ON answers
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: an answer is never deleted');
END
-- next
CREATE TRIGGER shift_reports_unchanged BEFORE UPDATE ON shift_reports
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a report is never changed');
END
-- next
CREATE TRIGGER shift_reports_stay BEFORE DELETE ON shift_reports
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a report is never deleted');
END
-- next
CREATE TRIGGER shifts_closed_unchanged BEFORE UPDATE ON shifts
WHEN OLD.closed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a closed shift is never changed');
END
-- next
CREATE TRIGGER shifts_stay BEFORE DELETE ON shifts
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a shift is never deleted');
END
-- next
CREATE TRIGGER sessions_stay_ended BEFORE UPDATE ON sessions
WHEN OLD.state IN ('ended', 'cancelled') AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: nothing leaves ended or cancelled');
END
-- next
CREATE TRIGGER sessions_stay BEFORE DELETE ON sessions
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a session is never deleted');
END
-- next
CREATE TRIGGER segments_closed_unchanged BEFORE UPDATE ON segments
WHEN OLD.ended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a closed segment is never changed');
END
-- next
CREATE TRIGGER segments_stay BEFORE DELETE ON segments
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a segment is never deleted');
END
