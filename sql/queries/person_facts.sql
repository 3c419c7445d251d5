-- GET /v1/people/{ref}/facts, in the order of recording. Evidence, and what somebody earns, for those who see them closely.
-- params: ref after limit closely
-- plan: once
WITH v AS MATERIALIZED (
	SELECT person_id, wrapped_key, sealed FROM person_private WHERE authority_id = $1::integer AND ref = $3
), asked AS MATERIALIZED (
	SELECT f.code, f.from_date, coalesce(x.until_date, f.until_date) AS until_date, f.event, x.event AS ended_event, f.amount_pence,
		f.every, f.value_date, f.value_code
	FROM fact AS f
		LEFT JOIN LATERAL (SELECT * FROM fact_end
			WHERE authority_id = $1::integer AND person_id = f.person_id AND code = f.code AND fact_event = f.event LIMIT 1) AS x ON true
	WHERE f.authority_id = $1::integer AND f.person_id = (SELECT person_id FROM v) AND ($4 IS NULL OR f.event > $4::bigint)
	ORDER BY f.event
	LIMIT page_items($5) + 1
), page AS (
	SELECT * FROM asked ORDER BY event LIMIT page_items($5)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($5) THEN (SELECT max(event)::text FROM page) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT p.code AS fact, p.from_date AS "from", p.until_date AS until, p.event, p.ended_event,
			CASE $6 WHEN 'yes' THEN sealed_mark('text:' || p.event || ':evidence', v.person_id, v.wrapped_key, (SELECT t.sealed FROM person_text AS t
				WHERE t.authority_id = $1::integer AND t.event = p.event AND t.field = 'evidence')) END AS evidence,
			coalesce(sealed_mark('text:' || p.event || ':value', v.person_id, v.wrapped_key, (SELECT t.sealed FROM person_text AS t
				WHERE t.authority_id = $1::integer AND t.event = p.event AND t.field = 'value')),
				p.value_date::text, p.value_code, CASE $6 WHEN 'yes' THEN (p.amount_pence / 100) || '.' || lpad((p.amount_pence % 100)::text, 2, '0') END) AS value,
			p.every, CASE $6 WHEN 'yes' THEN p.amount_pence END AS amount_pence, p.value_date, p.value_code
		FROM page AS p
		ORDER BY p.event) AS item) AS items
	FROM v
) AS reply
