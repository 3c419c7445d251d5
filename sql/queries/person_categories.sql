-- GET /v1/people/{ref}/categories, in the order of recording.
-- params: ref after limit
-- plan: once
WITH v AS MATERIALIZED (
	SELECT person_id, wrapped_key, sealed FROM person_private WHERE authority_id = $1::integer AND ref = $3
), asked AS MATERIALIZED (
	SELECT code, from_date, event
	FROM category
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v) AND ($4 IS NULL OR event > $4::bigint)
	ORDER BY event
	LIMIT page_items($5) + 1
), page AS (
	SELECT * FROM asked ORDER BY event LIMIT page_items($5)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($5) THEN (SELECT max(event)::text FROM page) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT code AS category, CASE WHEN from_date > '-infinity' THEN from_date::text
			ELSE sealed_mark('person.sixteenth', v.person_id, v.wrapped_key, v.sealed) END AS "from", event
		FROM page AS p
		ORDER BY p.event) AS item) AS items
	FROM v
) AS reply
