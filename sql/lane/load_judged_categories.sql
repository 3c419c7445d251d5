-- The same of their categories.
SELECT c.person_id, c.from_date, c.event, c.code
FROM (
	SELECT DISTINCT y.person_id
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
) AS p
CROSS JOIN LATERAL (SELECT * FROM category
	WHERE authority_id = $1::int AND person_id = p.person_id OFFSET 0) AS c
ORDER BY c.event
