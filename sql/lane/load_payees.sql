-- Payees, by their codes.
SELECT
	p.event AS payee_id,
	p.key_id,
	p.code::text AS code,
	p.wrapped_key,
	EXISTS (SELECT FROM payee_change WHERE authority_id = $1::int AND payee_id = p.event AND ended) AS ended,
	c.event AS creditor_event,
	c.given AS creditor_given,
	c.set_by,
	c.proposer
FROM unnest($2::text[]) AS w
CROSS JOIN LATERAL (SELECT * FROM payee
	WHERE authority_id = $1::int AND code = w LIMIT 1) AS p
LEFT JOIN LATERAL (SELECT * FROM creditor
	WHERE authority_id = $1::int AND payee_id = p.event ORDER BY event DESC LIMIT 1) AS c ON true
