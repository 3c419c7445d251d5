-- GET /v1/people/{ref}/statement: what somebody has had, what is left, what was refused. Of each list the newest, as in person.sql.
-- params: ref limit
-- plan: once
WITH v AS MATERIALIZED (
	SELECT person_id, ref, wrapped_key, sealed FROM person_private WHERE authority_id = $1::integer AND ref = $3
), caps AS MATERIALIZED (
	SELECT account_id, entitlement, period, credited, debited, reserved
	FROM account
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY account_id DESC
	LIMIT page_items($4) + 1
), payments AS MATERIALIZED (
	SELECT payment_id, entitlement, amount_pence, need_date, state
	FROM payment
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY payment_id DESC
	LIMIT page_items($4) + 1
), refusals AS MATERIALIZED (
	SELECT event, need_date, entitlement, amount_pence, reasons
	FROM refusal
	WHERE authority_id = $1::integer AND person_id = (SELECT person_id FROM v)
	ORDER BY event DESC
	LIMIT page_items($4) + 1
)
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT v.ref, sealed_mark('person.name', v.person_id, v.wrapped_key, v.sealed) AS name,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT entitlement, period, credited AS credited_pence, debited AS drawn_pence, reserved AS reserved_pence,
				credited - debited - reserved AS left_pence
			FROM (SELECT * FROM caps ORDER BY account_id DESC LIMIT page_items($4)) AS newest
			ORDER BY entitlement, period) AS item) AS caps,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT 'P' || payment_id AS payment, entitlement, amount_pence, need_date AS "on", state
			FROM (SELECT * FROM payments ORDER BY payment_id DESC LIMIT page_items($4)) AS newest
			ORDER BY payment_id) AS item) AS payments,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT event, need_date AS "on", entitlement, amount_pence, reasons
			FROM (SELECT * FROM refusals ORDER BY event DESC LIMIT page_items($4)) AS newest
			ORDER BY event) AS item) AS refusals,
		(SELECT row_to_json(item) FROM (SELECT
			CASE WHEN (SELECT count(*) FROM caps) > page_items($4) THEN '/v1/people/{ref}/caps' END AS caps,
			CASE WHEN (SELECT count(*) FROM payments) > page_items($4) THEN '/v1/payments?ref={ref}' END AS payments,
			CASE WHEN (SELECT count(*) FROM refusals) > page_items($4) THEN '/v1/people/{ref}/refusals' END AS refusals
		) AS item) AS more
	FROM v
) AS reply
