-- GET /v1/export/balances?format=csv: a line an account, all in one statement, so that balances and size belong together.
-- params:
SELECT E'size,account,book,floor,credited_pence,debited_pence,reserved_pence,base_pence\n'
	|| coalesce((
		SELECT string_agg(format('%s,%s,%s,%s,%s,%s,%s,%s',
			h.size, a.code, a.book, a.floor, a.credited, a.debited, a.reserved, a.base_pence) || E'\n', '' ORDER BY a.code)
		FROM account AS a JOIN log_head AS h ON h.authority_id = a.authority_id
		WHERE a.authority_id = $1::integer
	), '') AS body,
	NULL AS next,
	(SELECT size FROM log_head WHERE authority_id = $1::integer)::text AS size
