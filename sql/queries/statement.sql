-- GET /v1/people/{ref}/statement: what somebody has had, what is left, what was refused.
-- params: ref
-- plan: once
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT v.ref, sealed_mark('person.name', v.person_id, v.wrapped_key, v.sealed) AS name,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT entitlement, period, credited AS credited_pence, debited AS drawn_pence, reserved AS reserved_pence,
				credited - debited - reserved AS left_pence
			FROM account
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY entitlement, period) AS item) AS caps,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT 'P' || payment_id AS payment, entitlement, amount_pence, need_date AS "on", state
			FROM payment
			WHERE authority_id = $1::integer AND person_id = v.person_id
			ORDER BY payment_id) AS item) AS payments,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT r.event, r.need_date AS "on", r.entitlement, r.amount_pence, r.reasons
			FROM refusal AS r
			WHERE r.authority_id = $1::integer AND r.person_id = v.person_id
			ORDER BY r.event) AS item) AS refusals
	FROM person_private AS v
	WHERE v.authority_id = $1::integer AND v.ref = $3
) AS reply
