-- GET /v1/staff
-- params: after limit today
-- plan: once
WITH asked AS MATERIALIZED (
	SELECT staff_id, name, staff_roles_now(authority_id, staff_id, $5::date) AS roles, active
	FROM staff
	WHERE authority_id = $1::integer AND ($3 IS NULL OR staff_id > $3::integer)
	ORDER BY staff_id
	LIMIT page_items($4) + 1
), page AS (
	SELECT * FROM asked ORDER BY staff_id LIMIT page_items($4)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($4) THEN (SELECT max(staff_id)::text FROM page) END AS next
FROM (
	SELECT ARRAY(
		SELECT row_to_json(item)
		FROM (
			SELECT staff_id AS staff, name, roles, active,
				(SELECT count(*) FROM credential AS c
					WHERE c.authority_id = $1::integer AND c.staff_id = page.staff_id AND c.kind = 'certificate'
						AND c.revoked_event IS NULL) AS certificates,
				(SELECT i.until_date
					FROM (SELECT event, until_date FROM staff_invitation AS n
						WHERE n.authority_id = $1::integer AND n.staff_id = page.staff_id ORDER BY event DESC LIMIT 1) AS i
					WHERE NOT EXISTS (SELECT FROM credential AS c
						WHERE c.authority_id = $1::integer AND c.invitation = i.event)) AS invited_until
			FROM page
			ORDER BY staff_id
		) AS item) AS items
) AS reply
