-- The search of names on Postgres. Statements are parted by lines of "-- next".
-- Trigrams of our own: the server's extension for them is not on every server. Two spaces before
-- each word make its first letters a trigram of their own.
CREATE FUNCTION clubdesk_name_parts(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(spaced, place, 3))
    FROM (SELECT '  ' || replace(folded, ' ', '  ') AS spaced) AS words,
        generate_series(1, greatest(length(spaced) - 2, 1)) AS place
$$
-- next
CREATE INDEX ix_clients_name_parts ON clients USING gin (clubdesk_name_parts(name_folded))
WITH (fastupdate = off)
WHERE erased_at IS NULL AND merged_into IS NULL
-- next
CREATE INDEX ix_clients_newest ON clients (last_visit DESC NULLS LAST, id DESC)
INCLUDE (name_folded)
WHERE erased_at IS NULL AND merged_into IS NULL
-- next
DROP INDEX ix_clients_last_visit
