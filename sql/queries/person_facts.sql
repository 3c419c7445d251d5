-- GET /v1/people/{ref}/facts
-- params: ref
-- plan: once
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT f.code AS fact, f.from_date AS "from", f.until_date AS until, f.event, f.ended_event,
			sealed_mark('text:' || f.event || ':evidence', v.person_id, v.wrapped_key, e.sealed) AS evidence,
			sealed_mark('text:' || f.event || ':value', v.person_id, v.wrapped_key, x.sealed) AS value
		FROM fact AS f
			LEFT JOIN person_text AS e ON e.authority_id = f.authority_id AND e.event = f.event AND e.field = 'evidence'
			LEFT JOIN person_text AS x ON x.authority_id = f.authority_id AND x.event = f.event AND x.field = 'value'
		WHERE f.authority_id = $1::integer AND f.person_id = v.person_id
		ORDER BY f.event, f.code) AS item) AS items
	FROM person_private AS v
	WHERE v.authority_id = $1::integer AND v.ref = $3
) AS reply
