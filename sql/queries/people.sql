-- GET /v1/people: without those erased. The category is the one in force today.
-- params: after limit today
WITH asked AS MATERIALIZED (
	SELECT person_id, ref, wrapped_key, sealed
	FROM person_private
	WHERE authority_id = $1::integer AND ref IS NOT NULL AND ($3 IS NULL OR ref > $3)
	ORDER BY ref
	LIMIT page_items($4) + 1
), page AS (
	SELECT * FROM asked ORDER BY ref LIMIT page_items($4)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($4) THEN (SELECT max(ref) FROM page) END AS next
FROM (
	SELECT ARRAY(
		SELECT row_to_json(item)
		FROM (
			SELECT page.ref, sealed_mark('person.name', page.person_id, wrapped_key, sealed) AS name,
				sealed_mark('person.born', page.person_id, wrapped_key, sealed) AS born, c.code AS category, CASE WHEN c.from_date > '-infinity' THEN c.from_date::text
					WHEN c.from_date IS NOT NULL THEN sealed_mark('person.sixteenth', page.person_id, wrapped_key, sealed) END AS since
			FROM page LEFT JOIN LATERAL (
				SELECT code, from_date
				FROM category
				WHERE authority_id = $1::integer AND person_id = page.person_id AND from_date <= $5::date
				ORDER BY from_date DESC, event DESC
				LIMIT 1
			) AS c ON true
			ORDER BY page.ref
		) AS item) AS items
) AS reply
