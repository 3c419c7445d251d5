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
	y.category
FROM unnest($2::bigint[]) AS w
CROSS JOIN LATERAL (SELECT * FROM payment
	WHERE authority_id = $1::int AND payment_id = w LIMIT 1) AS y
