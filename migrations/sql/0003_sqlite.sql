-- The search of names on SQLite. Statements are parted by lines of "-- next".
-- A row's number is the second of the last visit, then the client's id in 28 bits: hits come
-- newest visit first without being sorted. Two spaces before each word make its first letters
-- a trigram of their own. Cards that were erased or merged are not in it.
CREATE VIRTUAL TABLE clients_found USING fts5(
    words, content='', columnsize=0, detail='none', tokenize='trigram case_sensitive 1')
-- next
INSERT INTO clients_found (rowid, words)
SELECT (coalesce(last_visit / 1000000, 0) << 28) | id AS place,
    '  ' || replace(name_folded, ' ', '  ')
FROM clients WHERE erased_at IS NULL AND merged_into IS NULL ORDER BY place
-- next
CREATE TRIGGER clients_found_added AFTER INSERT ON clients
WHEN NEW.erased_at IS NULL AND NEW.merged_into IS NULL
BEGIN
    INSERT INTO clients_found (rowid, words)
    VALUES ((coalesce(NEW.last_visit / 1000000, 0) << 28) | NEW.id,
        '  ' || replace(NEW.name_folded, ' ', '  '));
END
-- next
CREATE TRIGGER clients_found_changed
AFTER UPDATE OF id, name_folded, last_visit, erased_at, merged_into ON clients
WHEN NEW.id <> OLD.id OR NEW.name_folded <> OLD.name_folded
    OR NEW.last_visit / 1000000 IS NOT OLD.last_visit / 1000000
    OR (NEW.erased_at IS NULL AND NEW.merged_into IS NULL)
        <> (OLD.erased_at IS NULL AND OLD.merged_into IS NULL)
BEGIN
    INSERT INTO clients_found (clients_found, rowid, words)
    SELECT 'delete', (coalesce(OLD.last_visit / 1000000, 0) << 28) | OLD.id,
        '  ' || replace(OLD.name_folded, ' ', '  ')
    WHERE OLD.erased_at IS NULL AND OLD.merged_into IS NULL;
    INSERT INTO clients_found (rowid, words)
    SELECT (coalesce(NEW.last_visit / 1000000, 0) << 28) | NEW.id,
        '  ' || replace(NEW.name_folded, ' ', '  ')
    WHERE NEW.erased_at IS NULL AND NEW.merged_into IS NULL;
END
-- next
CREATE TRIGGER clients_found_removed AFTER DELETE ON clients
WHEN OLD.erased_at IS NULL AND OLD.merged_into IS NULL
BEGIN
    INSERT INTO clients_found (clients_found, rowid, words)
    VALUES ('delete', (coalesce(OLD.last_visit / 1000000, 0) << 28) | OLD.id,
        '  ' || replace(OLD.name_folded, ' ', '  '));
END
