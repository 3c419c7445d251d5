-- Whose certificate it is; no row: nobody's. Roles as in load_staff.
SELECT
	s.authority_id,
	s.staff_id,
	(SELECT sum(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int
		FROM unnest(s.roles) AS r) AS roles
FROM staff_cert AS c
JOIN staff AS s USING (authority_id, staff_id)
WHERE c.fingerprint = decode($1::text, 'hex') AND s.active
