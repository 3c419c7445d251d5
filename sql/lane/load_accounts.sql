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
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM account
	WHERE authority_id = $1::int AND code = w LIMIT 1) AS a
