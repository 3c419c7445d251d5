SELECT p.person_id, p.ref, p.wrapped_key, p.sealed, p.event
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM person_private
	WHERE authority_id = $1::int AND ref = w LIMIT 1) AS p
