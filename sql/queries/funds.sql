-- GET /v1/funds: of one year, or of all. A fund of a year is there once it has been credited.
-- params: year
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT split_part(code, ':', 2) AS fund, period AS year, credited AS credited_pence, debited AS spent_pence,
			reserved AS committed_pence, credited - debited - reserved AS left_pence
		FROM account
		WHERE authority_id = $1::integer AND person_id IS NULL AND period IS NOT NULL AND starts_with(code, 'fund:')
			AND ($3 IS NULL OR period = $3)
		ORDER BY period, code) AS item) AS items
) AS reply
