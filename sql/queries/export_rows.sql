-- GET /v1/export/rows?format=jsonl: every row but transfers and keys, by the event it names, a line each; what is sealed stays out.
-- Rows that name an event beyond the log, or below it, come with the last page and the first: there ought to be none.
-- params: from to size cursor format
WITH range AS MATERIALIZED (
	SELECT low, high, least(high, low + 2000) AS stop FROM export_range($1::integer, $3, $4, $5, $6)
), span AS MATERIALIZED (
	SELECT CASE low WHEN 0 THEN -9223372036854775808 ELSE low END AS low, stop AS high FROM range
	UNION ALL
	SELECT size, 9223372036854775807 FROM log_head WHERE authority_id = $1::integer AND (SELECT stop = high FROM range)
), line AS (
	SELECT r.event, 1 AS place, concat('{"row":"event","event":', r.event, ',"at":', (extract(epoch FROM r.at) * 1000000)::bigint,
		',"day":"', r.day, '","kind":"', r.kind, '","staff":', r.staff, ',"leaf":"', encode(r.leaf, 'hex'), '"}') AS text
	FROM span AS s CROSS JOIN LATERAL (SELECT number AS event, at, day, kind, staff_id AS staff, leaf FROM event
		WHERE authority_id = $1::integer AND number >= s.low AND number < s.high) AS r
	UNION ALL
	SELECT r.event, 2, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'account' AS "row", account_id >> 4 AS event, code AS account, book, floor,
			person_id AS person, entitlement, period FROM account
		WHERE authority_id = $1::integer AND account_id >= greatest(s.low, -576460752303423488) * 16
			AND account_id < least(s.high, 576460752303423487) * 16) AS r
	UNION ALL
	SELECT r.event, 3, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'staff' AS "row", event, staff_id AS staff, roles,
			-- What has changed since the size that is exported is not told.
			CASE WHEN EXISTS (SELECT FROM staff_suspension AS l WHERE l.authority_id = $1::integer
					AND l.staff_id = staff.staff_id AND l.event >= $5::bigint)
				THEN staff_acts($1::integer, staff_id, $5::bigint) ELSE active END AS active
		FROM staff
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 4, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'certificate' AS "row", event, staff_id AS staff,
			encode(digest, 'hex') AS sha256, invitation,
			CASE WHEN revoked_event < $5::bigint OR $5 IS NULL THEN revoked_event END AS dropped FROM credential
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high
			-- Nothing that is recorded gives one a last day: a row that says so is missed by the audit.
			AND kind = 'certificate' AND until_at IS NULL) AS r
	UNION ALL
	SELECT r.event, 5, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'invitation' AS "row", event, staff_id AS staff, until_date AS until
		FROM staff_invitation
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 5, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'credential-end' AS "row", event, staff_id AS staff, credential FROM credential_end
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 5, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'role' AS "row", event, staff_id AS staff, role, holds, from_date AS "from",
			until_date AS until
		FROM staff_role
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 5, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'suspension' AS "row", event, staff_id AS staff, suspended FROM staff_suspension
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 6, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'person' AS "row", event, person_id AS person FROM person_private
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 7, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'text' AS "row", event, field, person_id AS person,
			payee_id AS payee FROM person_text
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 8, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'category' AS "row", event, person_id AS person,
			nullif(from_date, '-infinity') AS "from", code AS category FROM category
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 9, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'fact' AS "row", event, person_id AS person, code AS fact, from_date AS "from",
			until_date AS until, amount_pence, every, value_date, value_code FROM fact
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 10, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'fact-end' AS "row", x.event, x.fact_event AS "of", x.person_id AS person,
			x.code AS fact, x.until_date AS until
		-- An end of no fact ends none: the audit misses it.
		FROM fact_end AS x JOIN fact AS f ON f.authority_id = $1::integer AND f.person_id = x.person_id AND f.code = x.code
			AND f.event = x.fact_event
		WHERE x.authority_id = $1::integer AND x.event >= s.low AND x.event < s.high) AS r
	UNION ALL
	SELECT r.event, 11, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'offer' AS "row", event, version, effective, encode(digest, 'hex') AS sha256, text
		FROM offer
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 11, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'rules' AS "row", event, version, effective, encode(digest, 'hex') AS sha256, text
		FROM rules
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 12, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'rule-limit' AS "row", event, version, n, kind, role, with_role AS "with", entitlement,
			up_to_pence, months FROM rule_limit
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 12, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'award' AS "row", w.event, w.person_id AS person, w.entitlement, w.on_date AS "on",
			w.period, w.amount_pence, a.code AS cap
		FROM award AS w LEFT JOIN account AS a ON a.authority_id = $1::integer AND a.account_id = w.account_id
		WHERE w.authority_id = $1::integer AND w.event >= s.low AND w.event < s.high) AS r
	UNION ALL
	SELECT r.event, 13, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'payment' AS "row", p.payment_id AS event, p.person_id AS person, p.entitlement,
			p.amount_pence, p.need_date AS "on", p.age, p.category, p.replaces, p.offer_version AS offer, encode(p.content, 'hex') AS content, p.requester,
			p.state, p.period, p.year, c.code AS cap, d.code AS drawn, p.reserve_n, f.code AS fund, o.code AS payable,
			p.approved_event, p.closed_event, p.payee_id AS payee, p.creditor_set, coalesce(p.closed_event, CASE WHEN p.state <> 'requested' THEN (
				SELECT max(t.event) FROM payment_step AS t
				WHERE t.authority_id = $1::integer AND t.payment_id = p.payment_id) END) AS last_event
		FROM payment AS p
			LEFT JOIN account AS c ON c.authority_id = $1::integer AND c.account_id = p.cap_account
			LEFT JOIN account AS d ON d.authority_id = $1::integer AND d.account_id = p.drawn_account
			LEFT JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = p.fund_account
			LEFT JOIN account AS o ON o.authority_id = $1::integer AND o.account_id = p.payable_account
		WHERE p.authority_id = $1::integer AND p.payment_id >= s.low AND p.payment_id < s.high) AS r
	UNION ALL
	SELECT r.event, 14, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'approval' AS "row", event, payment_id AS payment, encode(content, 'hex') AS content,
			requester, approver, stage FROM approval
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 15, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'step' AS "row", t.event, t.payment_id AS payment, t.step, t.becomes AS state,
			t.staff_id AS staff, t.round, t.stage, encode(t.content, 'hex') AS content, f.code AS fund, o.code AS payable,
			t.until_date AS until, t.roles, t.needed, t.rules
		FROM payment_step AS t
			LEFT JOIN account AS f ON f.authority_id = $1::integer AND f.account_id = t.fund_account
			LEFT JOIN account AS o ON o.authority_id = $1::integer AND o.account_id = t.payable_account
		WHERE t.authority_id = $1::integer AND t.event >= s.low AND t.event < s.high) AS r
	UNION ALL
	SELECT r.event, 16, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'refusal' AS "row", event, person_id AS person, payment_id AS payment, entitlement,
			amount_pence, reasons, need_date AS "on" FROM refusal
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 17, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'payee' AS "row", event FROM payee
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 18, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'payee-change' AS "row", event, payee_id AS payee_added, named, ended FROM payee_change
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
	UNION ALL
	SELECT r.event, 19, row_to_json(r)::text
	FROM span AS s CROSS JOIN LATERAL (SELECT 'creditor' AS "row", event, person_id AS person, payee_id AS payee, given, set_by AS staff,
			proposer FROM creditor
		WHERE authority_id = $1::integer AND event >= s.low AND event < s.high) AS r
)
SELECT coalesce((SELECT string_agg(text || E'\n', '' ORDER BY event, place) FROM line), '') AS body,
	CASE WHEN stop < high THEN stop END::text AS next,
	(SELECT least(size, $5::bigint) FROM log_head WHERE authority_id = $1::integer)::text AS size
FROM range
