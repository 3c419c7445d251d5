-- GET /v1/reports/budget. Which fund a request will draw on is known when it is approved, so what is requested stands by
-- entitlement and in the totals, what waits among it. Payments whose share of a cap was given back, as declined ones, count nowhere.
-- params: year today
WITH chosen AS MATERIALIZED (
	SELECT coalesce($3, financial_year($4::date)) AS year
), funds AS MATERIALIZED (
	SELECT split_part(code, ':', 2) AS fund, credited, debited, reserved
	FROM account
	WHERE authority_id = $1::integer AND person_id IS NULL AND period IS NOT NULL AND starts_with(code, 'fund:')
		AND period = (SELECT year FROM chosen)
), lines AS MATERIALIZED (
	SELECT entitlement, sum(requested)::bigint AS requested_pence, sum(committed)::bigint AS committed_pence,
		sum(paid)::bigint AS paid_pence, sum(n)::bigint AS payments, count(*) AS people
	FROM (
		SELECT entitlement, person_id, count(*) AS n,
			coalesce(sum(amount_pence) FILTER (WHERE fund_account IS NULL), 0) AS requested,
			coalesce(sum(amount_pence) FILTER (WHERE fund_account IS NOT NULL AND closed_event IS NULL), 0) AS committed,
			coalesce(sum(amount_pence) FILTER (WHERE state = 'paid'), 0) AS paid
		FROM payment
		WHERE authority_id = $1::integer AND year = (SELECT year FROM chosen)
			AND state <> ALL (ARRAY(SELECT becomes FROM payment_move_allowed WHERE 'release' = ANY (phases)))
		GROUP BY entitlement, person_id
	) AS each
	GROUP BY entitlement
)
SELECT row_to_json(reply)::text AS reply
FROM (
	SELECT chosen.year,
		ARRAY(SELECT row_to_json(item) FROM (
			SELECT fund, chosen.year, credited AS credited_pence, debited AS spent_pence, reserved AS committed_pence,
				credited - debited - reserved AS left_pence,
				(SELECT f ->> 'name'
					FROM offer AS o CROSS JOIN LATERAL json_array_elements(o.json::json -> 'funds') AS f
					WHERE o.authority_id = $1::integer AND f ->> 'code' = fund
					ORDER BY o.effective DESC, o.version DESC LIMIT 1) AS name
			FROM (SELECT * FROM funds ORDER BY fund LIMIT 1000) AS first
			ORDER BY fund) AS item) AS funds,
		ARRAY(SELECT row_to_json(item) FROM (SELECT * FROM lines ORDER BY entitlement LIMIT 1000) AS item) AS entitlements,
		(SELECT row_to_json(t) FROM (
			SELECT coalesce(sum(credited), 0)::bigint AS credited_pence, coalesce(sum(debited), 0)::bigint AS spent_pence,
				coalesce(sum(reserved), 0)::bigint AS committed_pence,
				coalesce(sum(credited - debited - reserved), 0)::bigint AS left_pence,
				(SELECT coalesce(sum(requested_pence), 0)::bigint FROM lines) AS requested_pence
			FROM funds) AS t) AS totals,
		(SELECT row_to_json(item) FROM (SELECT
			CASE WHEN (SELECT count(*) FROM funds) > 1000 THEN '/v1/funds?year={year}' END AS funds,
			CASE WHEN (SELECT count(*) FROM lines) > 1000 THEN '/v1/export/payments' END AS entitlements
		) AS item) AS more
	FROM chosen
) AS reply
