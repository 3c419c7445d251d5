-- GET /v1/funds: of one year, or of all. A fund of a year is there once it has been credited. A cursor is YEAR:CODE.
-- params: year after limit
WITH asked AS MATERIALIZED (
	SELECT code, period, credited, debited, reserved
	FROM account
	WHERE authority_id = $1::integer AND person_id IS NULL AND period IS NOT NULL AND starts_with(code, 'fund:')
		AND ($3 IS NULL OR period = $3)
		AND ($4 IS NULL OR (period, code) > (split_part($4, ':', 1), 'fund:' || split_part($4, ':', 2) || ':' || split_part($4, ':', 1)))
	ORDER BY period, code
	LIMIT page_items($5) + 1
), page AS (
	SELECT * FROM asked ORDER BY period, code LIMIT page_items($5)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($5) THEN
		(SELECT period || ':' || split_part(code, ':', 2) FROM page ORDER BY period DESC, code DESC LIMIT 1) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT split_part(code, ':', 2) AS fund, period AS year, credited AS credited_pence, debited AS spent_pence,
			reserved AS committed_pence, credited - debited - reserved AS left_pence
		FROM page
		ORDER BY period, code) AS item) AS items
) AS reply
