SELECT p.person_id, p.ref, p.wrapped_key, p.sealed, p.event
FROM unnest($2::bigint[]) AS w
CROSS JOIN LATERAL (SELECT * FROM payment
	WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
CROSS JOIN LATERAL (SELECT * FROM person_private
	WHERE authority_id = $1::int AND person_id = y.person_id LIMIT 1) AS p
