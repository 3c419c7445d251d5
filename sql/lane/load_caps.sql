-- Caps, by whose, what for and of which period.
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
	SELECT 'cap:' || p.person_id || ':' || w.entitlement || ':' || w.period AS code
	FROM unnest($2::text[], $3::text[], $4::text[]) AS w (ref, entitlement, period)
	CROSS JOIN LATERAL (SELECT person_id FROM person_private
		WHERE authority_id = $1::int AND ref = w.ref LIMIT 1) AS p
	OFFSET 0
) AS c
CROSS JOIN LATERAL (SELECT * FROM account
	WHERE authority_id = $1::int AND code = c.code LIMIT 1) AS a
