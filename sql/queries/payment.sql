-- GET /v1/payments/{id}
-- params: id
-- plan: once
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT 'P' || p.payment_id AS payment, v.ref, p.entitlement, p.amount_pence, p.need_date AS "on", p.state, p.period, p.year,
		p.offer_version, sealed_mark('text:' || p.payment_id || ':payee', v.person_id, v.wrapped_key, t.sealed) AS payee,
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
		instant(requested.at) AS requested_at,
		(SELECT row_to_json(s) FROM (SELECT s.staff_id AS staff, s.name
			FROM payment_step AS a JOIN staff AS s ON s.authority_id = a.authority_id AND s.staff_id = a.staff_id
			WHERE a.authority_id = $1::integer AND a.payment_id = p.payment_id AND a.stage IS NOT NULL
			ORDER BY a.event DESC LIMIT 1) AS s) AS approver,
		instant(approved.at) AS approved_at, instant(closed.at) AS closed_at, split_part(f.code, ':', 2) AS fund,
		encode(p.content, 'hex') AS content_sha256, 'P' || p.replaces AS replaces,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT e.number AS event, instant(e.at) AS at, e.kind,
				(SELECT row_to_json(s) FROM (SELECT staff_id AS staff, name FROM staff
					WHERE authority_id = $1::integer AND staff_id = e.staff_id) AS s) AS by,
				(SELECT sealed_mark('text:' || x.event || ':reason', v.person_id, v.wrapped_key, x.sealed) FROM person_text AS x
					WHERE x.authority_id = $1::integer AND x.event = e.number AND x.field = 'reason') AS reason,
				(SELECT until_date FROM payment_step WHERE authority_id = $1::integer AND event = e.number) AS until
			FROM (
				SELECT p.payment_id
				UNION SELECT event FROM payment_step WHERE authority_id = $1::integer AND payment_id = p.payment_id
				UNION SELECT unnest(refused.events[:100])
			) AS n (number) JOIN event AS e ON e.authority_id = $1::integer AND e.number = n.number
			ORDER BY e.number) AS item) AS history,
		(SELECT row_to_json(item) FROM (SELECT CASE WHEN cardinality(refused.events) > 100
			THEN '/v1/people/{ref}/refusals' END AS history) AS item) AS more
	FROM payment AS p
		JOIN person_private AS v ON v.authority_id = $1::integer AND v.person_id = p.person_id
		JOIN event AS requested ON requested.authority_id = $1::integer AND requested.number = p.payment_id
		LEFT JOIN event AS approved ON approved.authority_id = $1::integer AND approved.number = p.approved_event
		LEFT JOIN event AS closed ON closed.authority_id = $1::integer AND closed.number = p.closed_event
		LEFT JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = p.fund_account
		LEFT JOIN person_text AS t ON t.authority_id = $1::integer AND t.event = p.payment_id AND t.field = 'payee'
		CROSS JOIN LATERAL (SELECT ARRAY(SELECT event FROM refusal
			WHERE authority_id = $1::integer AND person_id = p.person_id AND payment_id = p.payment_id
			ORDER BY event DESC LIMIT 101) AS events) AS refused
	WHERE p.authority_id = $1::integer AND p.payment_id = payment_number($3)
) AS reply
