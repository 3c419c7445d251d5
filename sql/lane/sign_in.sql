-- Whose credential it is, from the event on that registered it, until it ends or is revoked; no row: nobody's. Roles as in load_staff.
SELECT
	s.authority_id,
	s.staff_id,
	(SELECT sum(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int
		FROM unnest(s.roles) AS r) AS roles
FROM credential AS c
JOIN staff AS s USING (authority_id, staff_id)
WHERE c.kind = $2::text AND c.digest = decode($1::text, 'hex') AND s.active
	AND c.revoked_event IS NULL AND (c.until_at IS NULL OR c.until_at > clock_timestamp())
