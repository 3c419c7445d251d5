-- What was changed of the roles of these members of staff, in the order in which it was. Roles as bits, in the order of core/role.h.
SELECT
	r.staff_id,
	r.event,
	(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r.role) - 1) AS role,
	r.holds,
	r.from_date,
	r.until_date
FROM unnest($2::int[]) AS w
CROSS JOIN LATERAL (SELECT * FROM staff_role WHERE authority_id = $1::int AND staff_id = w OFFSET 0) AS r
ORDER BY r.event
