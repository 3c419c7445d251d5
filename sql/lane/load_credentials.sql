-- By what these members of staff sign in, registered by these events.
SELECT c.staff_id, c.event, c.dropped
FROM unnest($2::int[], $3::bigint[]) AS w (staff, number)
CROSS JOIN LATERAL (SELECT staff_id, event, bool_and(revoked_event IS NOT NULL) AS dropped FROM credential
	WHERE authority_id = $1::int AND staff_id = w.staff AND event = w.number GROUP BY 1, 2 OFFSET 0) AS c
