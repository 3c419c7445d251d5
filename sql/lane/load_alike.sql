-- The first person of each of these likenesses.
SELECT w AS likeness, p.ref, p.event
FROM unnest($2::bytea[]) AS w
CROSS JOIN LATERAL (SELECT ref, event FROM person_private
	WHERE authority_id = $1::int AND likeness = w ORDER BY event LIMIT 1) AS p
