-- The caps of whichever period that hold the need dates of these payments: a version since may have another.
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
	SELECT DISTINCT 'cap:' || y.person_id || ':' || y.entitlement || ':' || unnest(ARRAY['lifetime', y.year,
		'academic-' || extract(year FROM y.need_date - interval '8 months') || '-'
			|| to_char(y.need_date + interval '4 months', 'YY'),
		to_char(y.need_date, 'YYYY-MM'), 'week-' || to_char(date_trunc('week', y.need_date), 'YYYY-MM-DD')]) AS code
	FROM unnest($2::bigint[]) AS w
	CROSS JOIN LATERAL (SELECT * FROM payment
		WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
	OFFSET 0
) AS c
CROSS JOIN LATERAL (SELECT * FROM account
	WHERE authority_id = $1::int AND code = c.code LIMIT 1) AS a
