-- GET /v1/staff/{id}: somebody who may sign in, what became of them, and how often they did what.
-- params: id today
WITH one AS MATERIALIZED (
	SELECT * FROM staff WHERE authority_id = $1::integer AND staff_id = $3::integer
), did AS MATERIALIZED (
	SELECT e.kind, count(*) AS times, max(e.at) AS last_at
	FROM one AS s JOIN event AS e ON e.authority_id = $1::integer AND e.staff_id = s.staff_id
	GROUP BY e.kind
)
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT s.staff_id AS staff, s.name, staff_roles_now($1::integer, s.staff_id, $4::date) AS roles, s.active,
		(SELECT row_to_json(item) FROM (SELECT e.number AS event, instant(e.at) AS at,
				(SELECT row_to_json(b) FROM (SELECT staff_id AS staff, name FROM staff
					WHERE authority_id = $1::integer AND staff_id = e.staff_id) AS b) AS by
			FROM event AS e WHERE e.authority_id = $1::integer AND e.number = s.event) AS item) AS added,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT c.event AS credential, instant(e.at) AS at, c.kind, encode(c.digest, 'hex') AS sha256, c.invitation, c.ends_at::date AS ends,
				c.revoked_event AS dropped
			FROM credential AS c JOIN event AS e ON e.authority_id = $1::integer AND e.number = c.event
			WHERE c.authority_id = $1::integer AND c.staff_id = s.staff_id
			ORDER BY c.event) AS item) AS credentials,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT u.event, instant(e.at) AS at, u.what, u.role, u.from_date AS "from", u.until_date AS until,
				(SELECT row_to_json(b) FROM (SELECT staff_id AS staff, name FROM staff
					WHERE authority_id = $1::integer AND staff_id = e.staff_id) AS b) AS by,
				'@sealed:text:' || u.event || ':reason:::' || encode(t.sealed, 'hex') AS reason
			FROM (
				SELECT event, CASE WHEN suspended THEN 'suspended' ELSE 'reinstated' END AS what, NULL AS role,
					NULL::date AS from_date, NULL::date AS until_date
				FROM staff_suspension WHERE authority_id = $1::integer AND staff_id = s.staff_id
				UNION ALL
				SELECT event, CASE WHEN holds THEN 'given' ELSE 'taken' END, role, from_date, until_date
				FROM staff_role WHERE authority_id = $1::integer AND staff_id = s.staff_id
			) AS u
				JOIN event AS e ON e.authority_id = $1::integer AND e.number = u.event
				LEFT JOIN person_text AS t ON t.authority_id = $1::integer AND t.event = u.event AND t.field = 'reason'
			ORDER BY u.event DESC LIMIT 100) AS item) AS changes,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT kind, times, instant(last_at) AS last_at FROM did ORDER BY kind) AS item) AS did
	FROM one AS s
) AS reply
