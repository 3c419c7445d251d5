-- GET /v1/export/keys?format=jsonl: of each idempotency key whose it is and which event it names, in no order of time; the key itself
-- stays out. Those that name an event that is not there are told in any case.
-- params: from to size cursor format
WITH range AS MATERIALIZED (
	SELECT low, high FROM export_range($1::integer, $3, $4, $5, NULL)
), page AS MATERIALIZED (
	SELECT staff_id, key, event
	FROM command_key
	WHERE authority_id = $1::integer
		AND ($6 IS NULL OR (staff_id, key) > (split_part($6, ':', 1)::integer, split_part($6, ':', 2)::uuid))
	ORDER BY staff_id, key
	LIMIT 10000
)
SELECT coalesce((
		SELECT string_agg(concat('{"staff":', staff_id, ',"event":', event, E'}\n'), '' ORDER BY staff_id, key)
		FROM page
		WHERE (event >= (SELECT low FROM range) AND event < (SELECT high FROM range))
			OR event < 0 OR event >= (SELECT size FROM log_head WHERE authority_id = $1::integer)
	), '') AS body,
	(SELECT staff_id || ':' || key FROM page ORDER BY staff_id, key OFFSET 9999) AS next,
	(SELECT least(size, $5::bigint) FROM log_head WHERE authority_id = $1::integer)::text AS size
FROM range
