SELECT
	f.person_id,
	f.code,
	f.event,
	f.from_date,
	f.until_date,
	f.ended_event,
	f.amount_pence,
	f.every,
	f.value_date,
	f.value_code::text AS value_code
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM person_private
	WHERE authority_id = $1::int AND ref = w LIMIT 1) AS p
CROSS JOIN LATERAL (SELECT * FROM fact
	WHERE authority_id = $1::int AND person_id = p.person_id OFFSET 0) AS f
ORDER BY f.event, f.code
