-- GET /v1/reports/staff: who holds what, since when and by whom; certificates that end soon; who is suspended with work that is open;
-- and certificates that somebody claimed after others had invited them again.
-- params: today
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT $3::date AS today,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT s.staff_id AS staff, s.name, s.active, r.role, coalesce(c.from_date, e.day) AS since, c.until_date AS until,
				e.number AS event, (SELECT row_to_json(b) FROM (SELECT staff_id AS staff, name FROM staff
					WHERE authority_id = $1::integer AND staff_id = e.staff_id) AS b) AS by
			FROM staff AS s
				CROSS JOIN LATERAL unnest(staff_roles_now(s.authority_id, s.staff_id, $3::date)) AS r (role)
				LEFT JOIN LATERAL (SELECT x.event, x.from_date, x.until_date FROM staff_role AS x
					WHERE x.authority_id = $1::integer AND x.staff_id = s.staff_id AND x.role = r.role AND x.from_date <= $3::date
						AND (x.until_date IS NULL OR x.until_date >= $3::date)
					ORDER BY x.event DESC LIMIT 1) AS c ON true
				JOIN event AS e ON e.authority_id = $1::integer AND e.number = coalesce(c.event, s.event)
			WHERE s.authority_id = $1::integer
			ORDER BY s.staff_id, e.number, r.role LIMIT 1000) AS item) AS holds,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT s.staff_id AS staff, s.name, c.event AS credential, c.ends_at::date AS ends
			FROM credential AS c JOIN staff AS s ON s.authority_id = c.authority_id AND s.staff_id = c.staff_id
			WHERE c.authority_id = $1::integer AND c.revoked_event IS NULL AND s.active
				AND c.ends_at < $3::date + 60 AND c.ends_at >= $3::date
			ORDER BY c.ends_at LIMIT 1000) AS item) AS ending,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT s.staff_id AS staff, s.name, (SELECT e.day FROM staff_suspension AS u
					JOIN event AS e ON e.authority_id = $1::integer AND e.number = u.event
					WHERE u.authority_id = $1::integer AND u.staff_id = s.staff_id ORDER BY u.event DESC LIMIT 1) AS since,
				(SELECT count(*) FROM payment AS p WHERE p.authority_id = $1::integer AND p.requester = s.staff_id
					AND p.closed_event IS NULL) AS requested,
				(SELECT count(DISTINCT p.payment_id) FROM payment_step AS t
					JOIN payment AS p ON p.authority_id = $1::integer AND p.payment_id = t.payment_id
					WHERE t.authority_id = $1::integer AND t.staff_id = s.staff_id AND t.stage IS NOT NULL
						AND p.closed_event IS NULL) AS approved
			FROM staff AS s WHERE s.authority_id = $1::integer AND NOT s.active
			ORDER BY s.staff_id LIMIT 1000) AS item) AS suspended,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT s.staff_id AS staff, s.name, c.event AS credential, e.day AS claimed, (SELECT row_to_json(b) FROM (
					SELECT staff_id AS staff, name FROM staff
					WHERE authority_id = $1::integer AND staff_id = i.staff_id) AS b) AS invited_by
			FROM credential AS c
				JOIN event AS i ON i.authority_id = $1::integer AND i.number = c.invitation
				JOIN event AS e ON e.authority_id = $1::integer AND e.number = c.event
				JOIN staff AS s ON s.authority_id = $1::integer AND s.staff_id = c.staff_id
			WHERE c.authority_id = $1::integer AND c.revoked_event IS NULL AND i.kind = 'staff-renewed' AND i.staff_id <> c.staff_id
			ORDER BY c.event DESC LIMIT 100) AS item) AS claims
) AS reply
