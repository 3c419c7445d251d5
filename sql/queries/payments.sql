-- GET /v1/payments, oldest first. An unknown person is 404. The members of an item are those of payment.sql, without the history.
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
			p.offer_version, sealed_mark('text:' || p.payment_id || ':payee', v.person_id, v.wrapped_key, t.sealed) AS payee,
			(SELECT row_to_json(s) FROM (SELECT staff_id AS staff, name FROM staff
				WHERE authority_id = $1::integer AND staff_id = p.requester) AS s) AS requester,
			instant(requested.at) AS requested_at,
			(SELECT row_to_json(s) FROM (SELECT s.staff_id AS staff, s.name
				FROM approval AS a JOIN staff AS s ON s.authority_id = a.authority_id AND s.staff_id = a.approver
				WHERE a.authority_id = $1::integer AND a.payment_id = p.payment_id
				ORDER BY a.stage DESC LIMIT 1) AS s) AS approver,
			instant(approved.at) AS approved_at, instant(closed.at) AS closed_at, split_part(f.code, ':', 2) AS fund,
			encode(p.content, 'hex') AS content_sha256
		FROM page AS p
			JOIN person_private AS v ON v.authority_id = $1::integer AND v.person_id = p.person_id
			JOIN event AS requested ON requested.authority_id = $1::integer AND requested.number = p.payment_id
			LEFT JOIN event AS approved ON approved.authority_id = $1::integer AND approved.number = p.approved_event
			LEFT JOIN event AS closed ON closed.authority_id = $1::integer AND closed.number = p.closed_event
			LEFT JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = p.fund_account
			LEFT JOIN person_text AS t ON t.authority_id = $1::integer AND t.event = p.payment_id AND t.field = 'payee'
		ORDER BY p.payment_id) AS item) AS items
) AS reply
WHERE $4 IS NULL OR EXISTS (SELECT FROM person)
