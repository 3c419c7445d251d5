-- GET /v1/payments, oldest first. An unknown person is 404. The members of an item are those of payment.sql, without the history.
-- LIMIT 1 and subqueries keep the planner at looking up the few rows of a page by key.
-- params: state ref after limit
WITH person AS MATERIALIZED (
	SELECT person_id FROM person_private WHERE authority_id = $1::integer AND ref = $4
), asked AS MATERIALIZED (
	SELECT *
	FROM payment
	WHERE authority_id = $1::integer
		AND ($3 IS NULL OR state = $3)
		AND ($4 IS NULL OR person_id = (SELECT person_id FROM person))
		AND ($5 IS NULL OR payment_id > payment_number($5))
	ORDER BY payment_id
	LIMIT page_items($6) + 1
), page AS (
	SELECT * FROM asked ORDER BY payment_id LIMIT page_items($6)
)
SELECT row_to_json(reply)::text AS reply,
	CASE WHEN (SELECT count(*) FROM asked) > page_items($6) THEN (SELECT 'P' || max(payment_id) FROM page) END AS next
FROM (
	SELECT ARRAY(SELECT row_to_json(item) FROM (
		SELECT 'P' || p.payment_id AS payment, v.ref, p.entitlement, p.amount_pence, p.need_date AS "on", p.state, p.period, p.year,
			p.offer_version, sealed_mark('text:' || p.payment_id || ':payee', v.person_id, v.wrapped_key,
				(SELECT sealed FROM person_text
					WHERE authority_id = $1::integer AND event = p.payment_id AND field = 'payee')) AS payee,
			(SELECT row_to_json(y) FROM (
				SELECT e.code AS payee, CASE WHEN e.code IS NULL THEN sealed_mark('person.name', v.person_id, v.wrapped_key, v.sealed)
					ELSE (SELECT sealed_mark('text:' || x.event || ':details', e.key_id, e.wrapped_key, x.sealed) FROM person_text AS x
						WHERE x.authority_id = $1::integer AND x.field = 'details' AND x.event = coalesce((
							SELECT max(event) FROM payee_change
							WHERE authority_id = $1::integer AND payee_id = e.event AND named), e.event)) END AS name,
					(SELECT sealed_mark('text:' || x.event || ':creditor', coalesce(e.key_id, v.person_id),
							coalesce(e.wrapped_key, v.wrapped_key), x.sealed)
						FROM person_text AS x
						WHERE x.authority_id = $1::integer AND x.event = p.creditor_set AND x.field = 'creditor') AS creditor_ref
				FROM (SELECT) AS one LEFT JOIN payee AS e ON e.authority_id = $1::integer AND e.event = p.payee_id
				WHERE p.payee_id IS NOT NULL OR p.creditor_set IS NOT NULL) AS y) AS paid_to,
			(SELECT row_to_json(s) FROM (SELECT staff_id AS staff, name FROM staff
				WHERE authority_id = $1::integer AND staff_id = p.requester) AS s) AS requester,
			(SELECT instant(at) FROM event WHERE authority_id = $1::integer AND number = p.payment_id) AS requested_at,
			(SELECT row_to_json(s) FROM (SELECT s.staff_id AS staff, s.name
				FROM payment_step AS a JOIN staff AS s ON s.authority_id = a.authority_id AND s.staff_id = a.staff_id
				WHERE a.authority_id = $1::integer AND a.payment_id = p.payment_id AND a.stage IS NOT NULL
				ORDER BY a.event DESC LIMIT 1) AS s) AS approver,
			(SELECT instant(at) FROM event WHERE authority_id = $1::integer AND number = p.approved_event) AS approved_at,
			(SELECT instant(at) FROM event WHERE authority_id = $1::integer AND number = p.closed_event) AS closed_at,
			(SELECT split_part(code, ':', 2) FROM account
				WHERE authority_id = $1::integer AND account_id = p.fund_account) AS fund,
			encode(p.content, 'hex') AS content_sha256
		FROM page AS p
			CROSS JOIN LATERAL (SELECT person_id, ref, wrapped_key, sealed FROM person_private
				WHERE authority_id = $1::integer AND person_id = p.person_id LIMIT 1) AS v
		ORDER BY p.payment_id) AS item) AS items
) AS reply
WHERE $4 IS NULL OR EXISTS (SELECT FROM person)
