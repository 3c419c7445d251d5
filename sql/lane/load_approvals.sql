-- The approvals of the present round of these payments, in their order. Roles as load_staff has them: those of its day.
SELECT
	s.payment_id,
	s.event,
	s.staff_id,
	coalesce((SELECT sum(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int
		FROM unnest(s.roles) AS r), 0) AS roles,
	coalesce(s.needed, 1)::int AS needed
FROM unnest($2::bigint[]) AS w
CROSS JOIN LATERAL (SELECT round, approvals FROM payment
	WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS p
CROSS JOIN LATERAL (SELECT payment_id, event, staff_id, roles, needed FROM payment_step
	WHERE authority_id = $1::int AND payment_id = w AND round = p.round AND stage IS NOT NULL
	ORDER BY event OFFSET 0) AS s
WHERE p.approvals > 0
