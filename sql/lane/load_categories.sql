SELECT c.person_id, c.from_date, c.event, c.code
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM person_private
	WHERE authority_id = $1::int AND ref = w LIMIT 1) AS p
CROSS JOIN LATERAL (SELECT * FROM category
	WHERE authority_id = $1::int AND person_id = p.person_id OFFSET 0) AS c
ORDER BY c.event
