-- GET /v1/export/balances?format=jsonl: a line an account, all in one statement, so that balances and size belong together.
-- params:
SELECT coalesce((
		SELECT string_agg((SELECT row_to_json(line)::text FROM (SELECT h.size, a.code AS account, a.book, a.floor,
			a.credited AS credited_pence, a.debited AS debited_pence, a.reserved AS reserved_pence,
			a.base_pence) AS line) || E'\n', '' ORDER BY a.code)
		FROM account AS a JOIN log_head AS h ON h.authority_id = a.authority_id
		WHERE a.authority_id = $1::integer
	), '') AS body,
	NULL AS next,
	(SELECT size FROM log_head WHERE authority_id = $1::integer)::text AS size
