-- Roles as bits, in the order of core/role.h.
SELECT
	staff_id,
	active,
	(SELECT sum(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int
		FROM unnest(roles) AS r) AS roles,
	name
FROM staff
WHERE authority_id = $1::int AND staff_id = ANY ($2::int[])
