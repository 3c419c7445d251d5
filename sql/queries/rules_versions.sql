-- GET /v1/rules/versions, oldest first: what was published when and by whom, and the version in effect today.
-- params: after limit today
WITH asked AS MATERIALIZED (
	SELECT *
	FROM rules
	WHERE authority_id = $1::integer AND ($3 IS NULL OR version > $3::integer)
	ORDER BY version
	LIMIT page_items($4) + 1
), page AS (
	SELECT * FROM asked ORDER BY version LIMIT page_items($4)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($4) THEN (SELECT max(version)::text FROM page) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT r.version, r.json::json ->> 'title' AS title, r.effective, instant(e.at) AS published_at,
			(SELECT row_to_json(s) FROM (SELECT staff_id AS staff, name FROM staff
				WHERE authority_id = $1::integer AND staff_id = e.staff_id) AS s) AS by,
			r.event, encode(r.digest, 'hex') AS sha256,
			r.version = (SELECT version FROM rules WHERE authority_id = $1::integer AND effective <= $5::date
				ORDER BY effective DESC, version DESC LIMIT 1) IS TRUE AS in_effect
		FROM page AS r JOIN event AS e ON e.authority_id = $1::integer AND e.number = r.event
		ORDER BY r.version) AS item) AS items
) AS reply
