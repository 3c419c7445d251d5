-- What these members of staff approved, from a day on, of the people of these payments: of each payment that goes on or was paid, the
-- last day.
SELECT c.person_id, c.staff_id, q.payment_id, q.amount_pence, e.day
FROM (
	SELECT p.person_id, w.staff_id, min(w.from_day) AS from_day
	FROM unnest($2::bigint[], $3::int[], $4::date[]) AS w (payment_id, staff_id, from_day)
	CROSS JOIN LATERAL (SELECT person_id FROM payment
		WHERE authority_id = $1::int AND payment_id = w.payment_id LIMIT 1) AS p
	GROUP BY 1, 2
	OFFSET 0
) AS c
CROSS JOIN LATERAL (SELECT payment_id, amount_pence FROM payment
	WHERE authority_id = $1::int AND person_id = c.person_id
		AND state <> ALL (ARRAY(SELECT becomes FROM payment_move_allowed WHERE closes AND becomes <> 'paid'))
	OFFSET 0) AS q
CROSS JOIN LATERAL (SELECT max(event) AS event FROM payment_step
	WHERE authority_id = $1::int AND payment_id = q.payment_id AND staff_id = c.staff_id AND stage IS NOT NULL OFFSET 0) AS s
CROSS JOIN LATERAL (SELECT day FROM event
	WHERE authority_id = $1::int AND number = s.event AND day >= c.from_day LIMIT 1) AS e
