-- GET /v1/staff
-- params: after limit
-- plan: once
WITH asked AS MATERIALIZED (
	SELECT staff_id, name, roles, active
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
				(SELECT count(*) FROM staff_cert AS c
					WHERE c.authority_id = $1::integer AND c.staff_id = page.staff_id) AS certificates
			FROM page
			ORDER BY staff_id
		) AS item) AS items
) AS reply
