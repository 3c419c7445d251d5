-- GET /v1/export/ledger: a line a transfer. Numbers have no gaps, so an event's day stands in a list at its place in the page.
-- params: from to size cursor format
WITH range AS MATERIALIZED (
	SELECT low, high, least(high, low + 8000) AS stop FROM export_range($1::integer, $3, $4, $5, $6)
), days AS MATERIALIZED (
	SELECT array_agg(day) AS list
	FROM (
		SELECT day
		FROM event
		WHERE authority_id = $1::integer AND number >= (SELECT low FROM range) AND number < (SELECT stop FROM range)
		ORDER BY number
	) AS page
)
SELECT CASE WHEN $7 = 'csv' AND $6 IS NULL THEN E'event,n,day,phase,book,from,to,amount_pence,resolves_event,resolves_n,undoes_event,undoes_n\n' ELSE '' END
	|| coalesce((SELECT string_agg(CASE $7 WHEN 'csv' THEN
		event || ',' || n || ',' || day || ',' || phase || ',' || book || ',' || "from" || ',' || "to" || ',' || amount_pence || ','
			|| coalesce(resolves_event || ',' || resolves_n, ',') || ',' || coalesce(undoes_event || ',' || undoes_n, ',')
		ELSE replace(row_to_json(line)::text, ',"undoes_event":null,"undoes_n":null', '') END || E'\n', '') FROM (
		SELECT t.event, t.n, (SELECT list FROM days)[t.event - (SELECT low FROM range) + 1] AS day, t.phase, f.book,
			f.code AS "from", o.code AS "to", t.amount_pence, t.resolves_event, t.resolves_n,
			t.undoes_event, t.undoes_n
		FROM (
			SELECT *
			FROM transfer
			WHERE authority_id = $1::integer AND event >= (SELECT low FROM range) AND event < (SELECT stop FROM range)
			ORDER BY event, n
		) AS t
			JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = t.from_account
			JOIN account AS o ON o.authority_id = $1::integer AND o.account_id = t.to_account
		ORDER BY t.event, t.n
	) AS line), '') AS body,
	CASE WHEN stop < high THEN stop END::text AS next,
	(SELECT least(size, $5::bigint) FROM log_head WHERE authority_id = $1::integer)::text AS size
FROM range
