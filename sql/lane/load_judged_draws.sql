-- On which need dates the caps of these payments were drawn, and how many times: as in load_draws.
SELECT d.cap_account, d.need_date, d.payments
FROM (
	SELECT DISTINCT y.person_id, y.entitlement, y.period
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
) AS c
CROSS JOIN LATERAL (SELECT cap_account, need_date, count(*) AS payments FROM payment
	WHERE authority_id = $1::int AND person_id = c.person_id AND entitlement = c.entitlement
		AND period = c.period
		AND state <> ALL (ARRAY(SELECT becomes FROM payment_move_allowed WHERE 'release' = ANY (phases)))
	GROUP BY 1, 2 OFFSET 0) AS d
