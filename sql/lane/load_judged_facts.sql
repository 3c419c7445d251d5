-- What is on record of the people of these payments, which are judged again.
SELECT
	f.person_id,
	f.code,
	f.event,
	f.from_date,
	f.until_date,
	x.event AS ended_event,
	x.until_date AS ended_until,
	f.amount_pence,
	f.every,
	f.value_date,
	f.value_code::text AS value_code
FROM (
	SELECT DISTINCT y.person_id
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
) AS p
CROSS JOIN LATERAL (SELECT * FROM fact
	WHERE authority_id = $1::int AND person_id = p.person_id OFFSET 0) AS f
LEFT JOIN LATERAL (SELECT * FROM fact_end
	WHERE authority_id = $1::int AND person_id = f.person_id AND code = f.code AND fact_event = f.event LIMIT 1) AS x ON true
ORDER BY f.event, f.code
