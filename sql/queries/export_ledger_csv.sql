-- GET /v1/export/ledger?format=csv: a line a transfer. generate_series makes the planner look the rows of a page up by key, however
-- large the tables are.
-- params: from to size cursor
WITH range AS MATERIALIZED (
	SELECT low, high, least(high, low + 2500) AS stop FROM export_range($1::integer, $3, $4, $5, $6)
)
SELECT CASE WHEN $6 IS NULL THEN E'event,n,day,phase,book,from,to,amount_pence,resolves_event,resolves_n\n' ELSE '' END
	|| coalesce((
		SELECT string_agg(format('%s,%s,%s,%s,%s,%s,%s,%s,%s,%s', t.event, t.n, e.day, t.phase, f.book, f.code, o.code,
			t.amount_pence, t.resolves_event, t.resolves_n) || E'\n', '' ORDER BY t.event, t.n)
		FROM generate_series((SELECT low FROM range), (SELECT stop - 1 FROM range)) AS numbers (number)
			JOIN event AS e ON e.authority_id = $1::integer AND e.number = numbers.number
			JOIN transfer AS t ON t.authority_id = $1::integer AND t.event = numbers.number
			JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = t.from_account
			JOIN account AS o ON o.authority_id = $1::integer AND o.account_id = t.to_account
	), '') AS body,
	CASE WHEN stop < high THEN stop END::text AS next,
	(SELECT least(size, $5::bigint) FROM log_head WHERE authority_id = $1::integer)::text AS size
FROM range
