-- The accounts that these payments move money between.
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
	SELECT DISTINCT unnest(ARRAY[cap_account, drawn_account, fund_account, payable_account]) AS id
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
) AS i
CROSS JOIN LATERAL (SELECT * FROM account
	WHERE authority_id = $1::int AND account_id = i.id LIMIT 1) AS a
