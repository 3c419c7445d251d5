-- On which need dates these caps were drawn, and how many times: payments whose share was not given back.
SELECT d.cap_account, d.need_date, d.payments
FROM (
	SELECT p.person_id, w.entitlement, w.period
	FROM unnest($2::text[], $3::text[], $4::text[]) AS w (ref, entitlement, period)
	CROSS JOIN LATERAL (SELECT person_id FROM person_private
		WHERE authority_id = $1::int AND ref = w.ref LIMIT 1) AS p
	OFFSET 0
) AS c
CROSS JOIN LATERAL (SELECT cap_account, need_date, count(*) AS payments FROM payment
	WHERE authority_id = $1::int AND person_id = c.person_id AND entitlement = c.entitlement
		AND period = c.period
		AND state <> ALL (ARRAY(SELECT becomes FROM payment_move_allowed WHERE 'release' = ANY (phases)))
	GROUP BY 1, 2 OFFSET 0) AS d
