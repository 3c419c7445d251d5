-- GET /v1/people/{ref}: of each list the newest, as many as a page holds; more names the route that has all of one that was cut.
-- params: ref limit closely
-- plan: once
WITH v AS MATERIALIZED (
	SELECT person_id, ref, wrapped_key, sealed FROM person_private WHERE authority_id = $1::integer AND ref = $3
), categories AS MATERIALIZED (
	SELECT code, from_date, event
	FROM category
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY event DESC
	LIMIT page_items($4) + 1
), facts AS MATERIALIZED (
	SELECT f.code, f.from_date, coalesce(x.until_date, f.until_date) AS until_date, f.event, x.event AS ended_event, f.amount_pence,
		f.every, f.value_date, f.value_code
	FROM fact AS f
		LEFT JOIN LATERAL (SELECT * FROM fact_end
			WHERE authority_id = $1::integer AND person_id = f.person_id AND code = f.code AND fact_event = f.event LIMIT 1) AS x ON true
	WHERE f.authority_id = $1::integer AND f.person_id = (SELECT person_id FROM v)
	ORDER BY f.event DESC, f.code
	LIMIT page_items($4) + 1
), awards AS MATERIALIZED (
	SELECT event, entitlement, amount_pence, on_date, period
	FROM award
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY event DESC
	LIMIT page_items($4) + 1
), payments AS MATERIALIZED (
	SELECT payment_id, entitlement, amount_pence, need_date, state
	FROM payment
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY payment_id DESC
	LIMIT page_items($4) + 1
)
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT v.ref, v.person_id AS person, sealed_mark('person.name', v.person_id, v.wrapped_key, v.sealed) AS name,
		sealed_mark('person.born', v.person_id, v.wrapped_key, v.sealed) AS born,
		(SELECT sealed_mark('text:' || x.event || ':creditor', v.person_id, v.wrapped_key, x.sealed)
			FROM (SELECT max(event) AS event FROM creditor
					WHERE authority_id = $1::integer AND person_id = v.person_id) AS c
				JOIN person_text AS x ON x.authority_id = $1::integer AND x.event = c.event AND x.field = 'creditor'
		) AS creditor_ref,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT code AS category, CASE WHEN from_date > '-infinity' THEN from_date::text
				ELSE sealed_mark('person.sixteenth', v.person_id, v.wrapped_key, v.sealed) END AS "from", event
			FROM (SELECT * FROM categories ORDER BY event DESC LIMIT page_items($4)) AS newest
			ORDER BY from_date, event) AS item) AS categories,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT code AS fact, from_date AS "from", until_date AS until, event, ended_event,
				coalesce(value_date::text, value_code,
					CASE $5 WHEN 'yes' THEN (amount_pence / 100) || '.' || lpad((amount_pence % 100)::text, 2, '0') END) AS value, every
			FROM (SELECT * FROM facts ORDER BY event DESC, code LIMIT page_items($4)) AS newest
			ORDER BY event, code) AS item) AS facts,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT event, entitlement, amount_pence, on_date AS "on", period
			FROM (SELECT * FROM awards ORDER BY event DESC LIMIT page_items($4)) AS newest
			ORDER BY event) AS item) AS awards,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT 'P' || payment_id AS payment, entitlement, amount_pence, need_date AS "on", state
			FROM (SELECT * FROM payments ORDER BY payment_id DESC LIMIT page_items($4)) AS newest
			ORDER BY payment_id) AS item) AS payments,
		(SELECT row_to_json(item) FROM (SELECT
			CASE WHEN (SELECT count(*) FROM categories) > page_items($4) THEN '/v1/people/{ref}/categories' END AS categories,
			CASE WHEN (SELECT count(*) FROM facts) > page_items($4) THEN '/v1/people/{ref}/facts' END AS facts,
			CASE WHEN (SELECT count(*) FROM awards) > page_items($4) THEN '/v1/people/{ref}/awards' END AS awards,
			CASE WHEN (SELECT count(*) FROM payments) > page_items($4) THEN '/v1/payments?ref={ref}' END AS payments
		) AS item) AS more
	FROM v
) AS reply
