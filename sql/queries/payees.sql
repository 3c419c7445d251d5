-- GET /v1/payees
-- params: after limit
WITH asked AS MATERIALIZED (
	SELECT event, key_id, code, wrapped_key
	FROM payee
	WHERE authority_id = $1::integer AND ($3 IS NULL OR code > $3)
	ORDER BY code
	LIMIT page_items($4) + 1
), page AS (
	SELECT * FROM asked ORDER BY code LIMIT page_items($4)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($4) THEN (SELECT max(code::text) FROM page) END AS next
FROM (
	SELECT ARRAY(
		SELECT row_to_json(item)
		FROM (
			SELECT page.code AS payee,
				(SELECT sealed_mark('text:' || t.event || ':details', page.key_id, page.wrapped_key, t.sealed)
					FROM person_text AS t
					WHERE t.authority_id = $1::integer AND t.field = 'details' AND t.event = coalesce((
						SELECT max(event) FROM payee_change
						WHERE authority_id = $1::integer AND payee_id = page.event AND named), page.event)) AS name,
				(SELECT sealed_mark('text:' || t.event || ':creditor', page.key_id, page.wrapped_key, t.sealed)
					FROM person_text AS t
					WHERE t.authority_id = $1::integer AND t.event = c.event AND t.field = 'creditor') AS creditor_ref,
				EXISTS (SELECT FROM payee_change
					WHERE authority_id = $1::integer AND payee_id = page.event AND ended) AS ended,
				(SELECT day FROM event WHERE authority_id = $1::integer AND number = c.event) AS since
			FROM page
				LEFT JOIN LATERAL (SELECT event FROM creditor
					WHERE authority_id = $1::integer AND payee_id = page.event ORDER BY event DESC LIMIT 1) AS c ON true
			ORDER BY page.code
		) AS item) AS items
) AS reply
