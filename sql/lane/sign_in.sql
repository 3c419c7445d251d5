-- Whose credential it is, from the event on that registered it, until it ends or is revoked; no row: nobody's. Roles as in load_staff, of
-- the day it is in London.
SELECT
	s.authority_id,
	s.staff_id,
	(SELECT coalesce(sum(1 << array_position(ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1), 0)::int
		FROM unnest(CASE WHEN s.varies THEN staff_roles_now(s.authority_id, s.staff_id, t.day) ELSE s.roles END) AS r) AS roles,
	s.active,
	(SELECT h.staff_serial FROM log_head AS h WHERE h.authority_id = s.authority_id) AS serial,
	t.day
FROM credential AS c
JOIN staff AS s USING (authority_id, staff_id)
CROSS JOIN (SELECT (clock_timestamp() AT TIME ZONE 'Europe/London')::date AS day) AS t
WHERE c.kind = $2::text AND c.digest = decode($1::text, 'hex')
	AND c.revoked_event IS NULL AND (c.until_at IS NULL OR c.until_at > clock_timestamp())
