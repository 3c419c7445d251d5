-- GET /v1/export/events?format=jsonl: the stored bytes, a line each. As bytea, which nobody need convert.
-- params: from to size cursor format
WITH range AS MATERIALIZED (
	SELECT low, high, least(high, low + 1000) AS stop FROM export_range($1::integer, $3, $4, $5, $6)
)
SELECT coalesce((
		SELECT string_agg(bytes || '\x0a'::bytea, '')
		FROM (
			SELECT bytes
			FROM event
			WHERE authority_id = $1::integer AND number >= (SELECT low FROM range) AND number < (SELECT stop FROM range)
			ORDER BY number
		) AS page
	), '') AS body,
	CASE WHEN stop < high THEN stop END::text AS next,
	(SELECT least(size, $5::bigint) FROM log_head WHERE authority_id = $1::integer)::text AS size
FROM range
