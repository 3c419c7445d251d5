-- All accounts of the council's own, of the years of these payments.
SELECT
	a.account_id,
	a.code,
	a.credited,
	a.debited,
	a.reserved,
	a.person_id,
	a.entitlement,
	a.period,
	a.base_pence
FROM (
	SELECT DISTINCT y.year
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
) AS n
CROSS JOIN LATERAL (SELECT * FROM account
	WHERE authority_id = $1::int AND period = n.year AND person_id IS NULL OFFSET 0) AS a
