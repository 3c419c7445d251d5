-- GET /v1/export/payments: a line a payment, as it stood when the log had the size asked for.
-- params: from to size cursor format
WITH range AS MATERIALIZED (
	SELECT low, high FROM export_range($1::integer, $3, $4, $5, $6)
), asked AS MATERIALIZED (
	SELECT least(size, $5::bigint) AS size FROM log_head WHERE authority_id = $1::integer
), page AS MATERIALIZED (
	SELECT *, coalesce(approved_event < (SELECT size FROM asked), false) AS is_approved,
		coalesce(closed_event < (SELECT size FROM asked), false) AS is_closed
	FROM payment
	WHERE authority_id = $1::integer AND payment_id >= (SELECT low FROM range) AND payment_id < (SELECT high FROM range)
	ORDER BY payment_id
	LIMIT 5000
)
SELECT CASE WHEN $7 = 'csv' AND $6 IS NULL THEN E'payment,day,person,entitlement,period,amount_pence,on,state,fund,requester,approver\n' ELSE '' END
	|| coalesce((SELECT string_agg(CASE $7 WHEN 'csv' THEN
		format('%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s', payment, day, person, entitlement, period, amount_pence, "on", state, fund, requester,
			approver)
		ELSE row_to_json(line)::text END || E'\n', '') FROM (
		SELECT 'P' || p.payment_id AS payment, e.day, p.person_id AS person, p.entitlement, p.period, p.amount_pence,
			p.need_date AS "on",
			CASE WHEN is_closed THEN p.state WHEN p.state = 'requested' THEN p.state ELSE coalesce((
				SELECT t.becomes FROM payment_step AS t
				WHERE t.authority_id = $1::integer AND t.payment_id = p.payment_id AND t.event < (SELECT size FROM asked)
				ORDER BY t.event DESC LIMIT 1), 'requested') END AS state,
			CASE WHEN is_approved THEN (SELECT split_part(code, ':', 2) FROM account
				WHERE authority_id = $1::integer AND account_id = p.fund_account) END AS fund,
			p.requester,
			CASE WHEN is_approved THEN (SELECT a.staff_id FROM payment_step AS a
				WHERE a.authority_id = $1::integer AND a.payment_id = p.payment_id AND a.stage IS NOT NULL
				ORDER BY a.event DESC LIMIT 1) END AS approver
		FROM page AS p
			JOIN event AS e ON e.authority_id = $1::integer AND e.number = p.payment_id
		ORDER BY p.payment_id
	) AS line), '') AS body,
	(SELECT CASE WHEN count(*) = 5000 AND max(payment_id) + 1 < (SELECT high FROM range) THEN max(payment_id) + 1 END FROM page)::text AS next,
	(SELECT size FROM asked)::text AS size
