-- GET /v1/people/{ref}
-- params: ref
-- plan: once
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT v.ref, v.person_id AS person, sealed_mark('person.name', v.person_id, v.wrapped_key, v.sealed) AS name,
		sealed_mark('person.born', v.person_id, v.wrapped_key, v.sealed) AS born,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT code AS category, CASE WHEN from_date > '-infinity' THEN from_date::text
				ELSE sealed_mark('person.sixteenth', v.person_id, v.wrapped_key, v.sealed) END AS "from", event
			FROM category
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY from_date, event) AS item) AS categories,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT code AS fact, from_date AS "from", until_date AS until, event, ended_event
			FROM fact
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY event, code) AS item) AS facts,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT event, entitlement, amount_pence, on_date AS "on", period
			FROM award
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY event) AS item) AS awards,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT 'P' || payment_id AS payment, entitlement, amount_pence, need_date AS "on", state
			FROM payment
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY payment_id) AS item) AS payments
	FROM person_private AS v
	WHERE v.authority_id = $1::integer AND v.ref = $3
) AS reply
