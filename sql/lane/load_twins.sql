-- Refs that fold to one of these.
SELECT p.ref
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT ref FROM person_private
	WHERE authority_id = $1::int AND ref_fold = w LIMIT 1) AS p
