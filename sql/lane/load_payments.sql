SELECT
	y.payment_id,
	y.person_id,
	y.entitlement,
	y.amount_pence,
	y.need_date,
	y.offer_version,
	y.content,
	y.requester,
	y.state,
	y.period,
	y.year,
	y.cap_account,
	y.drawn_account,
	y.reserve_n,
	y.fund_account,
	y.payable_account,
	y.approved_event,
	y.round,
	y.approvals,
	y.age,
	y.category,
	y.payee_id,
	y.creditor_set,
	c.set_by,
	c.proposer,
	y.payee_id IS NULL AND y.creditor_set IS NULL AND t.event IS NOT NULL AS by_hand
FROM unnest($2::bigint[]) AS w
CROSS JOIN LATERAL (SELECT * FROM payment
	WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
LEFT JOIN LATERAL (SELECT * FROM creditor
	WHERE authority_id = $1::int AND event = y.creditor_set LIMIT 1) AS c ON true
LEFT JOIN LATERAL (SELECT event FROM person_text
	WHERE authority_id = $1::int AND event = y.payment_id AND field = 'payee' LIMIT 1) AS t ON true
