SELECT p.person_id, p.ref, p.wrapped_key, p.sealed, p.event, c.event AS creditor_event, c.given AS creditor_given,
	c.set_by, c.proposer
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM person_private
	WHERE authority_id = $1::int AND ref = w LIMIT 1) AS p
LEFT JOIN LATERAL (SELECT * FROM creditor
	WHERE authority_id = $1::int AND person_id = p.person_id ORDER BY event DESC LIMIT 1) AS c ON true
